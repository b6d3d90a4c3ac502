-- expect: control characters
return "\27[2J"
