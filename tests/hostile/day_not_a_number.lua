-- expect: not a number
days_after("2026-01-01", 0/0)
