-- expect: stopped after
local s = pcall(table.concat, {}, "", math.mininteger, math.maxinteger); while true do end
