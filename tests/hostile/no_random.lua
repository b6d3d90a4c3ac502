-- expect: is an empty value (nil) and cannot be called
math.random()
