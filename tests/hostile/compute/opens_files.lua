-- expect: unknown word 'io'
io.open("/tmp/atk/pwned", "w"):write("x")
return n
