-- expect: too big
local t = { "x" }
for i = 1, 60 do t = { t, t } end
set "x" { title = "x", t }
