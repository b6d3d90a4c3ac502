-- expect: 'rawset' is not available
rawset(string, "rep", nil)
