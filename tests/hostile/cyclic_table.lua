-- expect: nested more than 200 deep
local t = { title = "x" }
t.value = t
param "x" (t)
