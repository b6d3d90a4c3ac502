-- expect: unknown word '?[2J'
local x = _ENV["\27[2J\0"]
