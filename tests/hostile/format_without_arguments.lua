-- expect: a number belongs here
string.format(("%d"):rep(100000), table.unpack({}, 1, 200))
