-- expect: raised without a text
error()
return n
