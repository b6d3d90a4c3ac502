-- expect: where a number belongs
string.format(("%d"):rep(100000), table.unpack({}, 1, 200))
