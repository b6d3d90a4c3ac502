-- expect: more than 32 MB
local s = ("x"):rep(4000000); local x = string.format("%s%s%s%s%s%s%s%s", s, s, s, s, s, s, s, s)
return n
