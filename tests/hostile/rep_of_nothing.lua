-- expect: nothing
local s = string.rep("", math.maxinteger)
local t = string.rep("", math.maxinteger, "")
