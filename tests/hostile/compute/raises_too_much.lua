-- expect: 错错错
error(("错"):rep(1000000))
return n
