-- expect: stopped after
while true do pcall(error, "x") end
