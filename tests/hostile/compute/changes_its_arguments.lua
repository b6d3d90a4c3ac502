-- expect: nothing
n = n * 2
return n // 2
