-- expect: not UTF-8
param "x" { title = "\xC3\x28", value = 1 }
