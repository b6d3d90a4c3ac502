-- expect: not a number
local t = {}; t[1.5] = 1; t[2^53] = 1; t["a"] = 2; for k in pairs(t) do end; t[0/0] = 1
