-- expect: stopped after
local s = ("z"):rep(7000000); for i=1,1e6 do tonumber(s, 36) end
