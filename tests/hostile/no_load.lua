-- expect: 'load' is not available
local f = load("while true do end")
