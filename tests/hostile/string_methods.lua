-- expect: nothing
-- The methods of texts lead to nothing that the table of texts does not hold.
local function check()
  local s = ""
  assert(s.dump == nil and s.pack == nil and s.unpack == nil and s.__index == nil and s.packsize == nil)
end
check()
