-- expect: 'move' is an empty value (nil) and cannot be called
table.move({}, 1, math.maxinteger, 2)
