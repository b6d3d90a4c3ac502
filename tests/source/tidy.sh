#!/bin/bash
# clang-tidy on one file, without what known.txt excuses.
# usage: tests/source/tidy.sh FILE COMPILER-FLAGS...
file=$1; shift
shallow=(--extra-arg={-Xclang,-analyzer-config,-Xclang,mode=shallow}) # the deep mode takes five times as long
found=$(clang-tidy --quiet "${shallow[@]}" "$file" -- "$@" 2> /dev/null | grep -E ': (warning|error): ' | sed "s|^$PWD/||" |
    awk -v file="$file" 'FNR == NR { if ($1 ~ /^[a-z]/ && split($1, part, ":") == 2 && part[2] == file) known[part[1]] = 1; next }
        { id = $NF; gsub(/[][]/, "", id); sub(/,.*/, "", id); if (!(id in known)) print }' tests/source/known.txt -)
[ -z "$found" ] || { echo "$found"; exit 1; }
