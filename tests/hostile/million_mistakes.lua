-- expect: unknown word 'foo'
for i = 1, 1e5 do local x = foo end
