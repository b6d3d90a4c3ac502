-- expect: must give a whole number
return true
