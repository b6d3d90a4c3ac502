-- expect: x
error("x", 1e9)
