-- expect: stopped after
local function f() pcall(f) pcall(f) end; f()
