#!/bin/bash
# Holds scripts/README.md to its word: its examples run, and its reference is what the program's descriptors say.
# usage: tests/readme/scripts.sh [--show] PROGRAM PRINTER [README]
#
#   ```lua scripts/NAME.lua    a script, beside the demo's database
#   ```console                 lines "$ command" run one after another in one copy of the demo, what they print behind them;
#                              a line "..." stands for any lines. Notes and hints (-q) are left out
#   <!-- reference ... -->     from here on: the output of reference.sh
# --show prints the README with what the commands print now, for editing.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
show=; [ "$1" = --show ] && { show=1; shift; }
program=$(realpath "$1") printer=$(realpath "$2") readme=$(realpath "${3:-$here/../../scripts/README.md}")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
passed=0 failed=0

mkdir -p "$work/prefix/bin" "$work/prefix/share/onex" "$work/bin"
cp "$program" "$work/prefix/bin/onex"
for folder in rules scripts; do cp -r "$here/../../$folder" "$work/prefix/share/onex/$folder"; done
cp -r "$here/../../db/demo" "$work/prefix/share/onex/demo"
cp "$here/../../db/regulation.txt" "$work/prefix/share/onex/"
cat > "$work/bin/onex" <<'EOF'
#!/bin/sh
case "$1 $2" in
"run --list") exec "$ONEX_PROGRAM" -q "$@" --format table ;;
*) exec "$ONEX_PROGRAM" -q "$@" ;;
esac
EOF
chmod +x "$work/bin/onex"
unset ONEX_DB ONEX_RULES LANGUAGE NO_COLOR TZ
export ONEX_PROGRAM="$work/prefix/bin/onex" PATH="$work/bin:$PATH" HOME="$work" ONEX_LANG=zh ONEX_ACTOR=academic_affairs TERM=xterm
"$ONEX_PROGRAM" -q init "$work/demo" --demo > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
mkdir "$work/demo/scripts"
cd "$work/demo" || exit 1

# Whether text $1 is as in $2, where a line "..." stands for any lines.
alike() {
    local pattern
    [ "$1" = "$2" ] && return
    case $2 in *...*) ;; *) return 1 ;; esac
    pattern=$(printf '%s\n' "$2" | sed 's/[][\\*?()|!@+]/\\&/g; s/^\.\.\.$/\x01/')
    pattern=$(printf '%s' "$pattern" | tr '\n' '\2' | sed 's/\x01\x02/\x01/g; s/\x02\x01/\x01/g; s/\x01/*/g' | tr '\2' '\n')
    [[ $1 == $pattern ]]
}

compare() { # LINE WHAT ACTUAL EXPECTED
    if alike "$3" "$4"; then passed=$((passed + 1)); return; fi
    failed=$((failed + 1))
    echo "$(basename "$(dirname "$readme")")/README.md:$1: $2"
    diff <(printf '%s\n' "$4") <(printf '%s\n' "$3") | sed 's/^/  /'
}

command='' expected='' at=0
finish() { # the command at hand
    [ -n "$command" ] || return
    local out
    out=$(bash -c "$command" 2>&1 < /dev/null)
    if [ -n "$show" ]; then printf '%s' "${out:+$out$'\n'}"; else compare "$at" "$command" "$out" "${expected%$'\n'}"; fi
    command=''
}

kind='' number=0 reference=0
while IFS= read -r line || [ -n "$line" ]; do
    number=$((number + 1))
    case $line in '<!-- reference'*) [ -z "$show" ] || printf '%s\n' "$line"; reference=$number; break ;; esac
    if [ "$kind" = console ]; then
        case $line in
        '```') finish; kind= ;;
        '$ '*) finish; command=${line#\$ } expected='' at=$number ;;
        *) expected+=$line$'\n'; continue ;;
        esac
    elif [ -n "$kind" ]; then
        if [ "$line" = '```' ]; then kind=; else printf '%s\n' "$line" >> "$kind"; fi
    else
        case $line in
        '```console') kind=console ;;
        '```lua '*) kind=${line#\`\`\`lua }; mkdir -p "$(dirname "$kind")"; : > "$kind" ;;
        '```'?*) kind=/dev/null ;;
        esac
    fi
    [ -z "$show" ] || printf '%s\n' "$line"
done < "$readme"
[ -z "$show" ] || exit 0

[ "$reference" != 0 ] || { echo "no reference in $readme"; exit 1; }
"$here/reference.sh" "$program" "$printer" > "$work/reference" || failed=$((failed + 1))
compare "$reference" "the reference is not what the program says; make reference" "$(cat "$work/reference")" \
    "$(tail -n "+$((reference + 1))" "$readme")"
echo "scripts/README.md: $passed passed, $failed failed"
[ "$failed" = 0 ]
