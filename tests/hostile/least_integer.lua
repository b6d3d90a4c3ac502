-- expect: -9223372036854775808
local x = math.mininteger // -1; local y = math.mininteger % -1; error(tostring(x))
