-- expect: more than 32 MB|stopped after
while true do local x = fact.a end
