-- expect: has no parts|cannot
local s = "x"
s.format = 1
