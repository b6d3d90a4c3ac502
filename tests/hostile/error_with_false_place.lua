-- expect: fake
error("rules/school/01.lua:1: fake", 0)
