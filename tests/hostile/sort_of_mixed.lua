-- expect: cannot be compared
table.sort({1, "x", {}, true})
