-- expect: aaaa
error(("a"):rep(1022) .. "错错错")
