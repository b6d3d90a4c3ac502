-- expect: a library cannot be changed
string.rep = nil
return n
