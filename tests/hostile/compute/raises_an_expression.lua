-- expect: raised without a text
error(fact)
return n
