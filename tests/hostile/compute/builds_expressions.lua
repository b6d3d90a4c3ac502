-- expect: compute|expression
while true do above(fact.team_total, 1) end
return n
