-- expect: raised without a text
error(0/0)
