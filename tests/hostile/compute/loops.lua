-- expect: stopped after
repeat until false
return n
