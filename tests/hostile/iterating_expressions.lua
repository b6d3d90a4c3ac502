-- expect: 'fact' is no list
for i, x in ipairs(fact) do local y = x end
