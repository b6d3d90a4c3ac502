-- expect: raised without a text
error(42)
