-- expect: more than 32 MB
pcall(string.rep, "x", 9 * 1024 * 1024)
param "x" { title = "as if nothing had happened", value = 1 }
