-- expect: nothing
local x = (""):rep(math.maxinteger, "")
