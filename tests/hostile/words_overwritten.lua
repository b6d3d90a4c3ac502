-- expect: 'at_least' is a word of the rule language
at_least = function() return true end
