-- expect: unknown word 'calls'
calls = (calls or 0) + 1
return n
