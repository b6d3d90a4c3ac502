-- expect: nested more than 200 deep
local x = fact.a
for i = 1, 1000 do x = x + 1 end
derive "x" { title = "x", value = x }
