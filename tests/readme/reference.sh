#!/bin/bash
# Prints the reference part of scripts/README.md: what build/readme/reference prints, with what each example prints behind it
# (each runs on a new copy of the demo), and the names of rules, facts and params.
# usage: tests/readme/reference.sh PROGRAM PRINTER
set -u
export LC_ALL=C.UTF-8
program=$(realpath "$1") printer=$(realpath "$2")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
unset ONEX_DB ONEX_RULES LANGUAGE NO_COLOR TZ
export ONEX_LANG=zh ONEX_ACTOR=academic_affairs HOME="$work"
"$program" -q init "$work/demo" --demo > "$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }

run_example() {
    local out
    rm -rf "$work/case" && cp -r "$work/demo" "$work/case"
    printf '%s' "$text" > "$work/case/example.lua"
    out=$(cd "$work/case" && "$program" -q run --write example.lua 2>&1)
    if [ $? != 0 ]; then
        printf 'an example fails:\n%s%s\n' "$text" "$out" >&2
        exit 1
    fi
    [ -z "$out" ] || printf '\n```text\n%s\n```\n' "$out"
}

inside='' text=''
while IFS= read -r line; do
    printf '%s\n' "${line/#\`\`\`lua example/\`\`\`lua}"
    if [ "$line" = '```lua example' ]; then inside=1 text=''
    elif [ -n "$inside" ] && [ "$line" = '```' ]; then run_example; inside=''
    elif [ -n "$inside" ]; then text+=$line$'\n'
    fi
done < <("$printer") || exit 1

names() { # HEADING COMMAND...
    printf '## %s\n\n```text\n' "$1"
    shift
    "$program" -q --db "$work/demo/onex.db" "$@" --format tsv | cut -f 1-3 | tail -n +2
    printf '```\n\n'
}
cd "$work" || exit 1
printf '%s\n\n' '以下各名称来自学校的规则文件，`onex rules facts`、`onex rules list`、`onex rules params` 随时列出现行的。'
printf '%s\n\n' 'These names come from the school'\''s rule files; `onex rules facts`, `list` and `params` list those in force.'
names '事实 Facts: p.fact.NAME' rules facts
names '规则 Rules: p:check(NAME)' rules list
names '参数 Params: onex.whatif { param = … }' rules params
