-- expect: more than 32 MB|too big|nothing
local t = {}
t[("k"):rep(1000000)] = 1
param "p" (t)
