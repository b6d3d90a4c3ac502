-- expect: 'print' is not available
print("hello")
