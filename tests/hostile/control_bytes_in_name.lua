-- expect: is no text
param "x\27[31m" { title = "x", value = 1 }
