-- expect: too big|nested more than 200 deep
local x = fact.a
for i = 1, 100 do x = x + x end
derive "x" { title = "x", value = x }
