-- expect: is nothing and cannot be called
string.pack("!1048576", 1)
