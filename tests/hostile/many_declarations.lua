-- expect: declared too much
for i = 1, 100000 do param("p" .. i) { title = "t" .. i, value = 1 } end
