-- expect: gave a function
return function() end
