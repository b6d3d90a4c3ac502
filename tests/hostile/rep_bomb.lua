-- expect: more than 32 MB
local s = ("x"):rep(1e9)
