-- expect: raised without a text
error(nil)
