-- expect: more than 32 MB
local function f(...) return (f(1, ...)) end; f()
return n
