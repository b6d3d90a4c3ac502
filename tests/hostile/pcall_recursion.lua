-- expect: nothing
-- Runs into the limit of nested calls of C, catches that, and comes back.
local function f() return pcall(f) end
f()
