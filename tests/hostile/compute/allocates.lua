-- expect: more than 32 MB
local t = {}; while true do t[#t+1] = {{},{},{}} end
return n
