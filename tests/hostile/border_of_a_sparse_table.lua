-- expect: stopped after
local t = {}; for i = 1, 60 do t[1 << i] = i end; local n = #t; while true do n = #t end
