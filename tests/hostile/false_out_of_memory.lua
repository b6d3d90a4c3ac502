-- expect: not enough memory
-- Lua raises a genuine memory error for this text; nothing was refused, so it is an error like others.
error("not enough memory")
