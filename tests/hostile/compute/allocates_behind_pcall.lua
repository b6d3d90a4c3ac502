-- expect: more than 32 MB
local s = "x"; while true do pcall(function() s = s .. s end) end
return n
