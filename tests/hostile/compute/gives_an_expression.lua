-- expect: compute|expression
return fact.total
