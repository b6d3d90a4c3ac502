-- expect: nested more than 200 deep
local t = {}
for i = 1, 100000 do t = { t } end
set "x" { title = "x", t }
