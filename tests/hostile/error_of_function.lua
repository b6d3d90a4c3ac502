-- expect: raised without a text
error(function() end)
