-- expect: more than 32 MB|stopped after
local t = {}; for i=1,1e8 do t["k" .. i] = i end
