-- expect: stopped after
local s = ("a"):rep(30000) ; local x = s:find(".-.-.-.-.-b")
return n
