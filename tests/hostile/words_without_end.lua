-- expect: more than 32 MB|stopped after
while true do above(fact.team_total, 1) end
