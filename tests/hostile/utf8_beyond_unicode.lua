-- expect: ?
utf8.char(0x7fffffff); error(utf8.char(0x7fffffff))
