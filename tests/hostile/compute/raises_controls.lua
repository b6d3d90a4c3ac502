-- expect: [31mred
error("\27[31mred\0\7\r\n" .. ("\255"):rep(10))
return n
