-- expect: a list that is too long
local x = { table.unpack({}, 1, 1e7) }
