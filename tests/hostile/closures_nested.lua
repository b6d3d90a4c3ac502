-- expect: more than 32 MB
local f = function() return 1 end; for i = 1, 1e6 do local g = f; f = function() return g() end end; f()
