#!/bin/bash
# Runs every fuzzer for some seconds, from seeds made of the project's own files; what it finds is left in the folder.
# usage: tests/fuzz/run.sh FOLDER SECONDS      (FOLDER: where the fuzzers were built)
set -u
folder=$(realpath "$1") seconds=$2 passed=0 failed=0
cd "$(dirname "$0")/../.." || exit 1
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1
rm -rf "$folder/seeds.d"
mkdir -p "$folder/seeds.d/csv" "$folder/seeds.d/rules" "$folder/seeds.d/raw" "$folder/seeds.d/law"

# A CSV seed begins with two bytes: encoding and delimiter, table.
n=0
for file in tests/cli/school/*.csv db/demo/*.csv; do
    n=$((n + 1))
    { printf '%b' "\\0\\$(printf '%03o' "$n")"; head -c 2000 "$file"; } > "$folder/seeds.d/csv/$n"
done
cp tests/cli/rules/school/*.lua tests/hostile/*.lua rules/school/*.lua "$folder/seeds.d/rules/"
cp db/regulation.txt "$folder/seeds.d/law/"
"$folder/seeds" "$folder/seeds.d/raw" tests/cli/rules/school/*.lua rules/school/*.lua || { echo "fuzz: no seeds"; exit 1; }

for fuzzer in "$folder"/fuzz_*; do
    [ -x "$fuzzer" ] || continue
    name=$(basename "$fuzzer")
    mkdir -p "$folder/found/$name"
    if "$fuzzer" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=20000 -verbosity=0 -print_final_stats=1 \
        -artifact_prefix="$folder/found/$name/" "$folder/seeds.d/${name#fuzz_}" < /dev/null > "$folder/$name.log" 2>&1; then
        passed=$((passed + 1))
        echo "fuzz: $name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$folder/$name.log") inputs in $seconds s"
    else
        failed=$((failed + 1))
        echo "fuzz: $name failed; the input is in $folder/found/$name"
        tail -40 "$folder/$name.log"
    fi
done
echo "fuzz: $passed passed, $failed failed"
[ "$failed" = 0 ]
