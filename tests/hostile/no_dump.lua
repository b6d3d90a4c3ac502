-- expect: is nothing and cannot be called
string.dump(function() end)
