-- expect: 'pack' is an empty value (nil) and cannot be called
string.pack("!1048576", 1)
