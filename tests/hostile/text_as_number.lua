-- expect: cannot calculate
local x = "0x" .. ("f"):rep(1000000); while true do local _ = x + 0 end
