-- expect: control characters
param "x" { title = "x", ["a\0b"] = 1 }
