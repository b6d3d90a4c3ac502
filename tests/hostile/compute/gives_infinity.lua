-- expect: not whole
return math.huge
