-- expect: step of a 'for' is zero
for i = 1, 10, 0 do end
