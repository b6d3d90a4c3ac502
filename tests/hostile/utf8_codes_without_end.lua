-- expect: stopped after
for p, c in utf8.codes(("错"):rep(2000000)) do end; while true do for p, c in utf8.codes("abc") do end end
