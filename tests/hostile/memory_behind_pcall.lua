-- expect: more than 32 MB
local t = {}
pcall(function() for i = 1, 1e9 do t[i] = { i } end end)
t = nil
param "x" { title = "as if nothing had happened", value = 1 }
