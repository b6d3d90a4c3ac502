-- expect: stopped after
while true do pcall(error) end
