-- expect: nested too deep
local function f() local t = {2,1,3}; table.sort(t, function(a,b) return f() end) end; f()
return n
