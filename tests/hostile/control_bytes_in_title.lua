-- expect: control characters
param "x" { title = "\27]0;owned\7", value = 1 }
