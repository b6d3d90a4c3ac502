-- expect: 'next' is not available
next({})
