-- The vocabulary of rule files, as src/rules/worker_words.c has it (make lint compares the two).
std = {
  read_globals = {
    -- declarations
    "regulation", "facts", "field", "derive", "param", "set", "reading", "condition", "trigger", "attestation", "outcome",
    "transition", "duty", "test", "local_rules", "tighten", "relax", "extend", "reduce",
    -- references
    "fact", "row", "outer", "as_of",
    -- expressions
    "at_least", "at_most", "below", "above", "equals", "differs", "none", "one_of", "none_of", "all", "any", "no", "ratio",
    "least", "greatest", "days_between", "days_after", "year_end", "year_of", "day_of", "choose", "every", "tally", "met",
    "points", "blank", "otherwise", "known", "count", "sum", "has", "lowest", "highest", "latest", "list",
    -- Lua
    "ipairs", "pairs", "string", "table", "math", "utf8", "tostring", "tonumber", "type", "select", "error", "assert", "pcall", "next",
  },
}
max_line_length = false
-- Scripts run in the console: all of Lua, with the API.
stds.onex = { globals = { "onex" }, read_globals = { "cjson" } }
files["scripts"] = { std = "lua54+onex" }
