-- expect: division by zero
local x = 1 // 0
