-- expect: more than 32 MB
local s = ("a"):rep(5000000); local x = s:gsub("a", "%0%0%0%0%0%0%0%0")
