-- expect: more than 32 MB|stopped after
while true do pcall(above, {}, {}) end
