-- expect: is nothing and cannot be called
math.random()
