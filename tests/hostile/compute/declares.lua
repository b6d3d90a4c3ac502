-- expect: cannot stand in a compute
param "late" { title = "late", value = 1 }
return n
