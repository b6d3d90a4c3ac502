-- expect: format has no '%p'
local s = string.format("%p", {})
