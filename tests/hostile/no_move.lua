-- expect: is nothing and cannot be called
table.move({}, 1, math.maxinteger, 2)
