-- expect: 'setmetatable' is not available
local t = setmetatable({}, { __index = function() while true do end end })
