-- expect: stopped after
local x = string.format("%99.99f", 1e308); while true do string.format("%99.99f", 1e308) end
