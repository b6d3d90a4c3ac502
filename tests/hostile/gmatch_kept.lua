-- expect: more than 32 MB
local its = {}; for i=1,1e7 do its[i] = ("abc"):gmatch(".") end
