-- expect: more than 32 MB
local t = {}
for i = 1, 300 do t[i] = ("x"):rep(60000) end
local s = table.concat(t)
