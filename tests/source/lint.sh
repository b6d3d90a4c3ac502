#!/bin/bash
# What the source promises, checked one by one: layers, comments, sizes, words, commands against their tests, and what
# cppcheck, clang-tidy, luacheck and shellcheck find (each passed over where it is not installed).
# usage: tests/source/lint.sh BUILD     (called by `make lint`, which has made what is generated)
set -u
cd "$(dirname "$0")/../.." || exit 1
build=$1 known=tests/source/known.txt
passed=0 failed=0 skipped=0

# check NAME COMMAND...: passes when the command says nothing.
check() {
    local name=$1 found; shift
    found=$("$@" 2>&1)
    if [ -z "$found" ]; then passed=$((passed + 1)); return; fi
    failed=$((failed + 1))
    printf 'lint: %s:\n%s\n' "$name" "$found"
}

# check_with PROGRAM NAME COMMAND...: the same, where the program is installed.
check_with() {
    local program=$1; shift
    if command -v "$program" > /dev/null; then check "$@"; return; fi
    skipped=$((skipped + 1))
    echo "lint: $1: skipped, $program is not installed"
}

sources() { find src tests/unit tests/fuzz tests/faults tests/bench -name '*.[ch]'; }
texts() { find . \( -name .git -o -path "./build" -o -path "./$build" \) -prune -o -type f -print | sed 's|^\./||'; }

layers() { find src -name '*.[ch]' -exec awk -f tests/source/layers.awk {} +; }
comments() { sources | xargs awk -f tests/source/comments.awk; }
sizes() { sources | xargs wc -l | awk '$1 > 500 && $2 != "total" { print $2 ": " $1 " lines, more than 500" }'; }
file_names() { sources | grep -E '/(util|utils|common|misc)\.[ch]$'; }

# Below cli nobody prints and nobody exits; the worker process of the rules is its own program.
quiet() {
    grep -nE '(^|[^_[:alnum:]])(printf|puts|putchar|perror|exit|_exit|abort)\(' src/*/*.c |
        grep -vE '^src/(cli|repl)/|^src/rules/worker_main\.c:'
}

# Words that say something is unfinished, and paths that exist on one machine only.
unfinished() { texts | xargs grep -nIE '\b(TO[D]O|FI[X]ME|X[X]X)\b'; }
machine_paths() { texts | grep -v '^\.ci/' | xargs grep -nIE '(^|[^[:alnum:]_.])/(work|root|home|Users)/|\.\./share[d]'; }

# Every command has its file and its golden tests, and every file of a command is in the list.
commands() {
    local name file
    for name in $(sed -n 's/^ *&onex_cmd_\([a-z_]*\),.*/\1/p' src/cli/commands.c); do
        [ -f "src/cli/cmd_$name.c" ] || echo "src/cli/commands.c: no src/cli/cmd_$name.c"
        grep -qE "^run:.*onex .*\b$name\b" tests/cli/*.test || echo "tests/cli: no test runs 'onex $name'"
    done
    for file in src/cli/cmd_*.c; do
        name=${file#src/cli/cmd_} name=${name%.c}
        grep -q "&onex_cmd_$name," src/cli/commands.c || echo "$file: not in src/cli/commands.c"
    done
}

# .luacheckrc has each word of the rule language.
words() {
    local word
    for word in $(sed -n 's/^    {"\([a-z_]*\)", ONEX_WORD_.*/\1/p' src/rules/worker_words.c); do
        grep -q "\"$word\"" .luacheckrc || echo ".luacheckrc: '$word' is missing"
    done
}

# What the library exports begins with onex_, and a header declares it.
exports() {
    local name
    nm -g --defined-only "$build/libonex.a" 2> /dev/null | awk 'NF == 3 { print $3 }' | grep -vE '^(__asan|__ubsan|__odr)' |
        sort -u > "$build/exports.txt"
    grep -v '^onex_' "$build/exports.txt" | sed 's/$/: exported without the prefix onex_/'
    while read -r name; do
        grep -qw "$name" src/*/*.h || echo "$name: exported, but in no header"
    done < <(grep '^onex_' "$build/exports.txt")
}

run_cppcheck() {
    cppcheck -q -j2 --std=c11 --enable=warning,performance,portability --inline-suppr --library=posix \
        --suppressions-list="$known" --template='{file}:{line}: {message} [{id}]' \
        -D_GNU_SOURCE -DONEX_VERSION='""' -DONEX_PREFIX='""' -Isrc -I"$build/gen" src
}

# File by file through make, which runs them side by side and only again where something changed.
run_clang_tidy() { make --no-print-directory -s -k -j"$(nproc)" BUILD="$build" tidy 2>&1 | grep -v '^make'; }

check "layers" layers
check "comments" comments
check "sizes" sizes
check "names of files" file_names
check "printing below cli" quiet
check "unfinished" unfinished
check "machine paths" machine_paths
check "commands" commands
check "exports" exports
check "words of rules" words
check_with cppcheck "cppcheck" run_cppcheck
check_with clang-tidy "clang-tidy" run_clang_tidy
lua=()
for folder in rules scripts tests/cli/rules; do [ -d "$folder" ] && lua+=("$folder"); done
luacheck_all() { luacheck -q --no-color "${lua[@]}" | grep -v '^Total: 0 warnings / 0 errors'; }
check_with luacheck "luacheck" luacheck_all
check_with shellcheck "shellcheck" shellcheck -S warning -e SC1007,SC2034,SC2053 tests/*/*.sh .ci/run
echo "lint: $passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
