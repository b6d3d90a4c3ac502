-- expect: gave a table
return {}
