-- expect: stopped after
local s=("a"):rep(1000000); for i=1,1e9 do s:gsub("", "") end
