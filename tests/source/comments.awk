# Every source file opens with a comment; what a header exports has a comment above it, beside it, or above its group
# (declarations without a blank line between them).

function tell(line, text) { print FILENAME ":" line ": " text; wrong = 1 }

FNR == 1 {
    if ($0 !~ /^\/\*/) tell(1, "does not open with a comment")
    header = FILENAME ~ /\.h$/
    said = open = deep = 0
}
!header { next }

/^[ \t]*$/ && !open && !deep { said = 0; next }

{
    line = $0
    if (open || line ~ /\/\*/) said = 1
    # Comments are taken out: on one line, then those that go on.
    while (match(line, /\/\*([^*]|\*+[^*\/])*\*+\//)) line = substr(line, 1, RSTART - 1) substr(line, RSTART + RLENGTH)
    if (open) { if (!sub(/^.*\*\//, "", line)) next; open = 0 }
    if (line ~ /\/\*/) { open = 1; sub(/\/\*.*/, "", line) }
    if (deep == 0 && line ~ /^[a-z].*[ *]onex_[a-z0-9_]+\(/ && line !~ /^typedef/ && !said) {
        name = line
        sub(/\(.*/, "", name)
        sub(/.*[ *]/, "", name)
        tell(FNR, "'" name "' has no comment")
    }
    deep += gsub(/\{/, "{", line) - gsub(/\}/, "}", line)
}

END { exit wrong }
