-- expect: more than 32 MB
local f = error; for i=1,1e6 do local g = f; f = function(...) return pcall(g, ...) end end; f()
