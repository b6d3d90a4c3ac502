-- expect: stopped after
local it = ("a"):rep(100000):gmatch("a*a*a*a*b"); for i=1,1000 do it() end
