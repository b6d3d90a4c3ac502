-- expect: has no parts
_ENV = nil
local x = param
