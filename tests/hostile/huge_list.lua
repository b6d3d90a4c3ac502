-- expect: too big
local t = {}
for i = 1, 150000 do t[i] = "x" end
t.title = "x"
set "x" (t)
