-- expect: nested too deep
local function f(s) return (s:gsub(".", f)) end; f("aa")
return n
