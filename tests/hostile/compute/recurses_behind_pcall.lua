-- expect: more than 32 MB
local function f(n) return 1 + f(n + 1) end; pcall(f, 1); pcall(f, 1); while true do pcall(f, 1) end
return n
