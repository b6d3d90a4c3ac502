-- expect: declared too much
for i = 1, 50000 do derive("d" .. i) { inputs = {}, compute = function() end } end
