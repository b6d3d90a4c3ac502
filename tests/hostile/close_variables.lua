-- expect: can be closed
local function f() local x <close> = {} end
f()
