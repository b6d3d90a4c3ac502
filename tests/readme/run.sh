#!/bin/bash
# Holds rules/README.md to its word: every example in it is run.
# usage: tests/readme/run.sh PROGRAM [README]
#
#   ```lua art/10-hours.lua           a file of a college, beside the school's rules: all of them load together, and the tests
#   ```lua art/tests/10-hours.lua     of each college pass; a college without a test is a mistake here
#   ```lua refused art/10-hours.lua   a file that must be refused, alone beside the school's rules, with the messages of
#   ```text                           the next text block (without the last line, which counts them)
#   ```console                        lines "$ command" run one after another in one copy of the demo, what they say
#                                     behind them; a line "..." stands for any lines. Hashes of rule sets and counts of
#                                     tests may differ from those shown; a token in a command is the one printed last
#   <!-- do: command -->              run there too, but not shown: what a person does in an editor; $EXAMPLES holds the files
#                                     of all colleges
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1") readme=${2:-$here/../../rules/README.md}
[ -x "$program" ] || { echo "no program $program"; exit 1; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# The program as installed, and one that prints as on a terminal.
mkdir -p "$work/prefix/bin" "$work/prefix/share/onex" "$work/bin"
cp "$program" "$work/prefix/bin/onex"
cp -r "$here/../../rules" "$work/prefix/share/onex/rules"
cp -r "$here/../../db/demo" "$work/prefix/share/onex/demo"
cp "$here/../../db/regulation.txt" "$work/prefix/share/onex/"
cat > "$work/bin/onex" <<'EOF'
#!/bin/sh
case "$1 $*" in
*--format*) exec "$ONEX_PROGRAM" "$@" ;;
"check "*|"test test --boundary"*|"impact "*|"rules "*|"diff "*|"todo "*|"gaps "*) exec "$ONEX_PROGRAM" "$@" --format table ;;
*) exec "$ONEX_PROGRAM" "$@" ;;
esac
EOF
chmod +x "$work/bin/onex"
unset ONEX_DB ONEX_RULES ONEX_ACTOR LANGUAGE NO_COLOR TZ
export EXAMPLES="$work/gallery/rules/colleges" ONEX_PROGRAM="$work/prefix/bin/onex" PATH="$work/bin:$PATH" HOME="$work" ONEX_LANG=zh ONEX_ACTOR=academic_affairs TERM=xterm

good() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "$(basename "$readme"):$1: $2"; }

# Whether text $1 is as in $2, where a line "..." stands for any lines.
alike() {
    local pattern
    [ "$1" = "$2" ] && return
    case $2 in *...*) ;; *) return 1 ;; esac
    pattern=$(printf '%s\n' "$2" | sed 's/[][\\*?()|!@+]/\\&/g; s/^\.\.\.$/\x01/')
    pattern=$(printf '%s' "$pattern" | tr '\n' '\2' | sed 's/\x01\x02/\x01/g; s/\x02\x01/\x01/g; s/\x01/*/g' | tr '\2' '\n')
    [[ $1 == $pattern ]]
}

token_form='[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{16}'
# What changes with every rule or test of the school: hashes, and how many there are.
settled() {
    printf '%s' "$1" | sed -E "s/$token_form/TOKEN/g; s/[0-9a-f]{12}/HASH/g; s/[0-9]+ 项通过，0 项/N 项通过，0 项/; s/比较了 [0-9]+ 个/比较了 N 个/"
}

compare() { # LINE WHAT ACTUAL EXPECTED
    if alike "$(settled "$3")" "$(settled "$4")"; then good; return; fi
    bad "$1" "$2"
    diff <(printf '%s\n' "$4") <(printf '%s\n' "$3") | sed 's/^/  /'
}

# ---- reading ----

mkdir "$work/gallery" "$work/refused"
cp -r "$here/../../rules/school" "$work/school"
rm -r "$work/school/tests"
mkdir "$work/gallery/rules" && cp -r "$work/school" "$work/gallery/rules/school"
commands=() expected=() lines=() quiet=() # of the console

keep() { # a finished block
    local path folder
    case $kind in
    "lua refused "*)
        refused="$work/refused/$start"
        path=${kind#lua refused }
        mkdir -p "$refused/rules/colleges/$(dirname "$path")" && cp -r "$work/school" "$refused/rules/school"
        printf '%s' "$text" > "$refused/rules/colleges/$path" ;;
    "lua "*)
        path="$work/gallery/rules/colleges/${kind#lua }" folder=$(dirname "$path")
        mkdir -p "$folder"
        [ -e "$path" ] && bad "$start" "${kind#lua } stands here twice"
        printf '%s' "$text" > "$path" ;;
    text)
        [ -n "$refused" ] || return
        printf '%s' "${text%$'\n'}" > "$refused/expected"
        refused= ;;
    esac
}

console_line() {
    local last=$((${#commands[@]} - 1))
    case $1 in
    '$ '*) commands+=("${1#\$ }") expected+=('') lines+=("$number") quiet+=('') ;;
    *) [ "$last" -ge 0 ] && expected[last]+=$1$'\n' ;;
    esac
}

kind='' text='' start=0 number=0 refused=''
while IFS= read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    if [ -n "$kind" ]; then
        if [ "$line" = '```' ]; then keep; kind=; continue; fi
        if [ "$kind" = console ]; then console_line "$line"; else text+=$line$'\n'; fi
        continue
    fi
    case $line in
    '```'?*) kind=${line#\`\`\`} text='' start=$number ;;
    '<!-- do: '*) line=${line#<!-- do: }; commands+=("${line% -->}") expected+=('') lines+=("$number") quiet+=(1) ;;
    esac
done < "$readme"

# ---- running ----

cd "$work/gallery" || exit 1
if out=$(onex --db none.db -q test 2>&1); then good; else bad 1 "the gallery does not load or its tests fail"; printf '%s\n' "$out" | sed 's/^/  /'; fi
warned=$(onex --db none.db --as-of 2026-11-16 -q lint rules/colleges 2>&1 | grep -F 'rules/colleges/')
if [ -z "$warned" ]; then good; else bad 1 "the gallery is not clean:"; printf '%s\n' "$warned" | sed 's/^/  /'; fi
for folder in rules/colleges/*/; do
    college=$(basename "$folder")
    count=$(onex --db none.db -q test "rules/colleges/$college" 2>/dev/null | sed -n 's/^\([0-9]*\) 项通过，0 项未通过$/\1/p')
    if [ "${count:-0}" -gt 0 ]; then good; else bad 1 "the example of '$college' has no test, or one that fails"; fi
done

for folder in "$work"/refused/*/; do
    [ -d "$folder" ] || continue
    number=$(basename "$folder")
    [ -e "$folder/expected" ] || { bad "$number" "a refused example without its message"; continue; }
    out=$(cd "$folder" && onex --db none.db -q test 2>&1)
    [ $? = 4 ] || bad "$number" "this example is not refused"
    compare "$number" "another message" "$(printf '%s\n' "$out" | sed '$d')" "$(cat "$folder/expected")"
done

onex -q init "$work/demo" --demo > "$work/log" 2>&1 || { echo "cannot make the demo:"; cat "$work/log"; exit 1; }
cd "$work/demo" || exit 1
token=
for ((i = 0; i < ${#commands[@]}; i++)); do
    out=$(bash -c "$(printf '%s' "${commands[i]}" | sed -E "s/$token_form/$token/g")" 2>&1 < /dev/null)
    [[ $out =~ $token_form ]] && token=${BASH_REMATCH[0]}
    if [ -n "${quiet[i]}" ]; then
        [ -z "$out" ] || bad "${lines[i]}" "${commands[i]} says: $out"
    else
        compare "${lines[i]}" "${commands[i]}" "$out" "${expected[i]%$'\n'}"
    fi
done

echo "$(basename "$readme"): $passed passed, $failed failed"
[ "$failed" = 0 ]
