#!/bin/sh
# Benchmarks on generated schools, as ratios within one run: only those travel from machine to machine. `onex check` beside the
# floor (a plain scan of all columns of the same tables), one pilot beside a bare sqlite3, growth from size to size, an import
# beside bare inserts of the same rows, peak memory; then loading rules and the editing loop.   run.sh BUILD [PILOTS...]
set -eu
build=$1
shift
sizes=${*:-"1000 10000"}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

median() { sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}'; }
# taken KIND COMMAND...: keeps the cpu seconds (user + system) of a command, its output thrown away; of KIND: their median
taken() {
    kind=$1
    shift
    /usr/bin/env bash -c 'TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>/dev/null; } 2>&1' _ "$@" |
        awk -v k="$kind" '{print k, $1 + $2}' >> "$work/times"
}
of() { awk -v k="$1" '$1 == k {print $2}' "$work/times" | median; }
# what is too short to be timed alone
ten() {
    kind=$1
    shift
    taken "$kind" sh -c 'for k in 1 2 3 4 5 6 7 8 9 10; do "$@"; done' _ "$@"
}

# floor: µs of cpu a pilot. failures, all: check of everything, JSON of what is unmet or hit, and of all, against the floor.
# 1 pilot, changed: all rules of one pilot as a process, and what changed of it since the record, against sqlite3 'SELECT 1'.
# growth: cpu against the size before. import: against bare inserts. KiB: peak of the check, cache and database file unmapped.
printf '%8s %9s %10s %9s %6s %8s %8s %7s %7s %9s\n' pilots rows 'floor µs' failures all '1 pilot' changed growth import KiB
before=-
for n in $sizes; do
    mkdir "$work/csv" "$work/db"
    : > "$work/times"
    "$build/bench/generate" "$n" "$work/csv"
    rows=$(cat "$work"/csv/*.csv | wc -l)
    "$build/onex" -q -C "$work/db" init >/dev/null
    db=$work/db/onex.db
    taken import "$build/onex" -q --db "$db" import --initial "$work/csv"
    taken inserts "$build/bench/inserts" "$db" "$work/bare.db"
    set -- "$build/onex" -q --db "$db" --as-of 2026-11-16 check --format jsonl
    "$@" --record --subject P000007 >/dev/null 2>&1
    for i in 1 2 3 4 5; do
        taken floor "$build/bench/floor" "$db"
        taken failures "$@" --only unmet,hit
        taken all "$@"
        ten pilot "$@" --subject P000007
        ten changed "$@" --subject P000007 --changed
        ten shell sqlite3 "$db" 'SELECT 1'
    done
    awk -v n="$n" -v rows="$rows" -v floor="$(of floor)" -v failures="$(of failures)" -v all="$(of all)" -v pilot="$(of pilot)" \
        -v changed="$(of changed)" -v shell="$(of shell)" -v before="$before" -v import="$(of import)" -v inserts="$(of inserts)" \
        -v peak="$("$build/bench/peak" "$@" --only unmet,hit)" 'BEGIN {
            growth = before == "-" ? "-" : sprintf("%.2f", failures / before)
            printf "%8d %9d %10.1f %9.2f %6.2f %8.1f %8.1f %7s %7.2f %9d\n", n, rows, floor * 1e6 / n, failures / floor,
                all / floor, pilot / shell, changed / shell, growth, import / inserts, peak}'
    before=$(of failures)
    rm -rf "$work/csv" "$work/db" "$work/bare.db"
done

# Loading: wall milliseconds until the rules of 50 colleges with ten files each stand, beside those of the school alone.
wall() { /usr/bin/env bash -c 'TIMEFORMAT=%R; { time "$@" >/dev/null 2>/dev/null; } 2>&1' _ "$@"; }
here=$(dirname "$0")
for folder in school colleges; do
    mkdir -p "$work/$folder"
    cp -r "$here/../../rules/school" "$work/$folder/"
done
"$here/colleges.sh" "$work/colleges"
school=''
colleges=''
for i in 1 2 3 4 5 6 7; do
    school="$school $(wall "$build/onex" -q --db none.db --rules "$work/school" rules)"
    colleges="$colleges $(wall "$build/onex" -q --db none.db --rules "$work/colleges" rules)"
done
s=$(printf '%s\n' $school | median)
c=$(printf '%s\n' $colleges | median)
files=$(find "$work/colleges/colleges" -maxdepth 2 -name '*.lua' | wc -l)
awk -v n="$files" -v s="$s" -v c="$c" \
    'BEGIN {printf "load: school alone %.0f ms; with %d files of 50 colleges %.0f ms; ratio %.1f\n", s * 1000, n, c * 1000, c / s}'

# The editing loop: wall milliseconds of looking at one edited file among those of the 50 colleges, and at the whole school.
file=$(cd "$work/colleges" && find colleges -name '*.lua' | sort | head -1)
loop() {
    label=$1 folder=$2
    shift 2
    times=''
    for i in 1 2 3 4 5; do times="$times $(wall "$build/onex" -q --db none.db --rules "$work/$folder" "$@")"; done
    printf '%s\n' $times | median | awk -v l="$label" '{printf "loop: %s %.0f ms\n", l, $1 * 1000}'
}
loop "lint of one file of a college" colleges lint "$file"
loop "test of one file of a college" colleges test "$file"
loop "test --boundary of one file of a college" colleges test --boundary "$file"
loop "test of one school file" colleges test school/07-eligibility.lua
loop "test of the school" school test
loop "test --coverage of the school" school test --coverage
loop "test --mutate of the school" school test --mutate
