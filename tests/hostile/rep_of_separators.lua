-- expect: a text that is too long
local x = (""):rep(1<<40, "ab")
