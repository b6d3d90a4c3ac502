#!/bin/bash
# What must hold when things go wrong: calls that fail, processes that are killed, a disk that is full.
# usage: tests/faults/run.sh BUILD      ($FAULT_POINTS, $FAULT_KILLS: how much of it)
set -u
here=$(cd "$(dirname "$0")" && pwd) build=$(realpath "$1")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$here/../.." || exit 1
failed=0

# The scenarios stand in two rows, which run side by side.
fault_row() { mkdir "$work/$1" && "$build/faults/faults" rules tests/cli/school "$work/$1" "${@:2}" > "$work/$1.txt" 2>&1; }
fault_row one init import import-again import-refused delete export export-table publish record record-again set new & one=$!
fault_row two check check-json check-rulebook why gaps test test-boundary test-changes lint watch rules impact diff status log log-verdicts log-verify replay & two=$!
wait "$one" || failed=1
wait "$two" || failed=1
cat "$work/one.txt" "$work/two.txt"

mkdir "$work/kill" && "$build/faults/kill" tests/cli/school "$work/kill" || failed=1
bash "$here/disk_full.sh" "$build/onex" || failed=1
exit "$failed"
