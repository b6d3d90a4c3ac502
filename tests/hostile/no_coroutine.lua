-- expect: 'coroutine' is not available
local co = coroutine.wrap(function() while true do end end)
