-- expect: nothing
local x = tonumber(("9"):rep(1000000), 10)
local y = tonumber(("9"):rep(1000000))
