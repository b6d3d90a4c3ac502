-- expect: non-closable
local function f() local x <close> = {} end
f()
