-- expect: raised without a text
local n=0; pcall(string.gsub, ("a"):rep(1000), ".", function() n = n + 1; error({}) end); error({n})
