-- expect: nothing
local function check()
  for k in pairs(_ENV) do error(k) end
end
check()
