-- expect: not enough memory
error("not enough memory")
return n
