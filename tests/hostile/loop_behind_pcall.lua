-- expect: stopped after
-- A limit must survive being caught.
while true do pcall(function() while true do end end) end
