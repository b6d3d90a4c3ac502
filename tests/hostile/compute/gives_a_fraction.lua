-- expect: not whole
return 0.5
