-- expect: a list that is too long
local x = { (("x"):rep(4000000)):byte(1, -1) }
