-- expect: declared too much
for i = 1, 1e6 do param("p" .. i) { title = "x", value = 1 } end
