-- expect: a list that is too long
local x = {utf8.codepoint(("a"):rep(1000000), 1, -1)}
