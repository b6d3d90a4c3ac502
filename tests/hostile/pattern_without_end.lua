-- expect: stopped after
-- No hook fires inside find; the parent has to end the process.
local s = ("a"):rep(300000)
s:find(".-.-.-b")
