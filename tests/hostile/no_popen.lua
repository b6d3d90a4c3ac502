-- expect: 'io' is not available
io.popen("id")
