-- expect: too big
local t = {}
for i = 1, 90000 do t[i] = above(fact.a, 1) end
condition "c" { title = "c", requires = all(t) }
