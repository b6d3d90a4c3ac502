-- expect: not UTF-8
return "\255"
