-- expect: nothing|too big
local t = {}
for i = 1, 99998 do t["k" .. i] = 1 end
param "p" (t)
