-- expect: more than 64 kB
return ("x"):rep(70000)
