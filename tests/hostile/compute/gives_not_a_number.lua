-- expect: not whole
local zero = 0.0
return zero / zero
