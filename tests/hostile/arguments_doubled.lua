-- expect: stopped after|more than 32 MB
local function f(...) return f(..., ...) end; f(1)
