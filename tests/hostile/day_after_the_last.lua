-- expect: nothing uses this 'days_after'
days_after("9999-12-31", 1)
