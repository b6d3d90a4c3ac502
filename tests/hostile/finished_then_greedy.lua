-- expect: more than 32 MB
param "p" { title = "t", value = 1 }
local t = {}
while true do t[#t + 1] = ("x"):rep(1000) end
