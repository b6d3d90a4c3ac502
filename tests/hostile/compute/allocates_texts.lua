-- expect: more than 32 MB
local t = {}; for i = 1, 1e8 do t[i] = "s" .. i end
return n
