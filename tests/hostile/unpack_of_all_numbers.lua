-- expect: a list that is too long
table.unpack({}, math.mininteger, math.maxinteger)
