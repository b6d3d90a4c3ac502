-- expect: stopped after
param "p" { title = "t", value = 1 }
while true do end
