-- expect: stopped after
local function again()
  pcall(again)
  return again()
end
again()
