-- expect: must give a whole number
return "7"
