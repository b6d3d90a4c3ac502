-- expect: a text of more than 16 kB
param "p" { title = ("t"):rep(4000000), value = 1 }
