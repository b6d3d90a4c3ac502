#!/bin/bash
# A disk that is full: init and import on a small tmpfs, bigger by one page each time. Either all is done, or exit code 7
# with a message and nothing by half; and with more room it goes on. Passed over where nothing can be mounted.
# usage: tests/faults/disk_full.sh PROGRAM
set -u
program=$(realpath "$1") here=$(cd "$(dirname "$0")/../.." && pwd)
if [ "${DISK_FULL_INSIDE:-}" != yes ]; then
    export DISK_FULL_INSIDE=yes
    for how in "unshare -m" "unshare -rm"; do
        $how mount -t tmpfs none /mnt 2> /dev/null && exec $how bash "$here/tests/faults/disk_full.sh" "$program"
    done
    echo "disk full: skipped, nothing can be mounted here"
    exit 0
fi
export ONEX_ACTOR=tester ONEX_LANG=en
disk=/mnt passed=0 failed=0 err=$(mktemp); trap 'rm -f "$err"' EXIT
wrong() { failed=$((failed + 1)); echo "disk of $size kB: $1"; cat "$err"; }

# refused WHAT CODE: whether a command that ended with CODE was refused as it should be.
refused() {
    [ "$2" = 7 ] || { wrong "$1 ends with $2"; return 1; }
    [ -s "$err" ] || { wrong "$1 says nothing"; return 1; }
}

# one SIZE: a disk of so many kB.
one() {
    size=$1
    mount -t tmpfs -o "size=${size}k" none "$disk" || exit 1
    cd "$disk" || exit 1
    if "$program" -q --rules "$here/tests/cli/rules" init > /dev/null 2> "$err"; then
        before=$(sha256sum onex.db)
        "$program" -q import --initial "$here/tests/cli/school" > /dev/null 2> "$err"; code=$?
        if [ "$code" != 0 ]; then
            refused import "$code"
            "$program" check > /dev/null 2> "$err" || wrong "check fails after the import"
            [ "$before" = "$(sha256sum onex.db)" ] || wrong "the database is another one after the import"
        fi
    elif refused init $?; then
        [ -z "$(find . -type f ! -name '*.lock')" ] || wrong "init leaves $(find . -type f | tr '\n' ' ')"
    fi
    mount -o remount,size=20m "$disk" || exit 1
    [ -f onex.db ] || "$program" -q --rules "$here/tests/cli/rules" init > /dev/null 2> "$err" || wrong "init fails with room"
    "$program" -q import --initial "$here/tests/cli/school" > /dev/null 2> "$err" || wrong "import fails with room"
    cd / && umount "$disk"
    passed=$((passed + 1))
}

for size in $(seq 4 4 100) $(seq 120 20 300) $(seq 304 4 500); do one "$size"; done
echo "disk full: $((passed - failed)) passed, $failed failed"
[ "$failed" = 0 ]
