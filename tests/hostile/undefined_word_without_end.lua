-- expect: unknown word
local x = _ENV[("u"):rep(100000)]
