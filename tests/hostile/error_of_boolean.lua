-- expect: raised without a text
error(false)
