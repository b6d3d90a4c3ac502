# Includes point down only. Reads all files of src/ and tells every include that does not, and every file from which
# <lua.h> or <sqlite3.h> can be reached though its layer has no business with it.

BEGIN {
    # What each layer may include besides itself.
    may["base"] = ""
    may["model"] = "base"
    may["expr"] = "model base"
    may["store"] = "model base"
    may["io"] = "base"
    may["rules"] = "expr model base"
    may["facts"] = "expr store model base"
    may["engine"] = "facts rules expr store io model base"
    may["report"] = "engine expr model base"
    may["cli"] = "repl report engine facts rules expr store io model base"
    may["repl"] = "report engine facts rules expr store io model base"
    may["main"] = "cli repl rules base"
    # Who may see the headers of a library.
    may_see["lua.h"] = "rules repl"
    may_see["sqlite3.h"] = "store facts"
}

function layer(path,    parts) { return split(path, parts, "/") == 2 ? parts[1] : "main" }
function holds(list, word) { return index(" " list " ", " " word " ") > 0 }
function tell(place, text) { print place ": " text; wrong = 1 }

FNR == 1 {
    file = FILENAME
    sub(/^src\//, "", file)
    files[file] = 1
    if (!(layer(file) in may)) tell(FILENAME, "no layer '" layer(file) "'")
}

/^#[ \t]*include[ \t]*["<]/ {
    target = $0
    sub(/^#[ \t]*include[ \t]*["<]/, "", target)
    sub(/[">].*/, "", target)
    if (target ~ /^(lua|lauxlib|lualib)\.h$/) target = "lua.h"
    if ($0 ~ /"/ && target ~ /\//) {
        from = layer(file); to = layer(target)
        if (from != to && !holds(may[from], to)) tell(FILENAME ":" FNR, "layer '" from "' must not know '" to "'")
    } else if ((target in may_see) && !holds(may_see[target], layer(file))) {
        tell(FILENAME ":" FNR, "layer '" layer(file) "' must not know <" target ">")
    }
    includes[file] = includes[file] " " target
}

# Whether `library` can be reached from `path`; `seen` holds what was looked at.
function reaches(path, library, seen,    n, i, list) {
    if (path in seen) return 0
    seen[path] = 1
    n = split(includes[path], list, " ")
    for (i = 1; i <= n; i++)
        if (list[i] == library || reaches(list[i], library, seen)) return 1
    return 0
}

END {
    for (path in files)
        for (library in may_see)
            if (!holds(may_see[library], layer(path))) {
                split("", seen)
                if (reaches(path, library, seen)) tell("src/" path, "sees <" library "> through what it includes")
            }
    exit wrong
}
