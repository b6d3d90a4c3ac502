-- expect: more than 32 MB|functions call each other without an end
local function deeper() return 1 + deeper() end
deeper()
