-- expect: 'dump' is an empty value (nil) and cannot be called
string.dump(function() end)
