-- expect: a library cannot be changed
string.format = function() return "x" end
