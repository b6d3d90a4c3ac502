-- expect: ?[2J?bad
error("\27[2J\7bad\r\n")
