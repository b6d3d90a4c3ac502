-- expect: compute gave|must give|expression
return above
