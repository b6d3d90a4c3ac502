-- expect: more than 32 MB
local t = {}
for i = 1, 1e9 do t[i] = { i } end
