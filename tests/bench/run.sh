#!/bin/sh
# Benchmarks of `onex check` on generated schools, beside the floor: a plain scan of all columns of the same tables in the
# same run; then of loading rules. Only ratios travel from machine to machine.   run.sh BUILD [PILOTS...]
set -eu
build=$1
shift
sizes=${*:-"1000 10000"}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# cpu seconds (user + system) and peak memory in KiB of a command, its output thrown away
measure() {
    /usr/bin/env bash -c 'TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>/dev/null; } 2>&1' _ "$@" | awk '{print $1 + $2}'
}
median() { sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}'; }
peak() { "$build/bench/peak" "$@"; }

printf '%8s %10s %12s %12s %8s %10s\n' pilots rows 'check µs/p' 'floor µs/p' ratio 'peak KiB'
for n in $sizes; do
    mkdir "$work/csv" "$work/db"
    "$build/bench/generate" "$n" "$work/csv"
    rows=$(cat "$work"/csv/*.csv | wc -l)
    "$build/onex" -q -C "$work/db" init >/dev/null
    "$build/onex" -q -C "$work/db" import --initial "$work/csv" >/dev/null
    db=$work/db/onex.db
    check=''
    floor=''
    for i in 1 2 3 4 5; do
        check="$check $(measure "$build/onex" -q --db "$db" --as-of 2026-11-16 check --format jsonl)"
        floor="$floor $(measure "$build/bench/floor" "$db")"
    done
    c=$(printf '%s\n' $check | median)
    f=$(printf '%s\n' $floor | median)
    memory=$(peak "$build/onex" -q --db "$db" --as-of 2026-11-16 check --format jsonl)
    awk -v n="$n" -v r="$rows" -v c="$c" -v f="$f" -v m="$memory" \
        'BEGIN {printf "%8d %10d %12.1f %12.1f %8.2f %10d\n", n, r, c * 1e6 / n, f * 1e6 / n, c / f, m}'
    rm -rf "$work/csv" "$work/db"
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
