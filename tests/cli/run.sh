#!/bin/bash
# Runs the golden tests of the command line: tests/cli/*.test against a program.
# usage: tests/cli/run.sh PROGRAM [FILE.test...]
#
# A test file holds cases:
#   test: what is promised, as a sentence
#   with: school        (a copy of a database filled from tests/cli/school, with the rules of tests/cli/rules)
#   with: colleges      (the same with the rules of tests/cli/college-rules)
#   with: demo          (a copy of what `onex init --demo` makes)
#   run: a line of shell, in a new folder; `onex` is the program, `bare_kernel` runs it as on a kernel without sandbox
#   exit: 0             (0 when left out)
#   out:                (then lines that begin with "| "; left out: not compared)
#   err:
# A line "| ..." stands for any number of lines. Lines that begin with # are passed over.
set -u
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
program=$(realpath "$1"); shift
[ -x "$program" ] || { echo "no program $program"; exit 1; }
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# The program as installed: what belongs to it is found beside it.
mkdir -p "$work/prefix/bin" "$work/prefix/share/onex"
cp "$program" "$work/prefix/bin/onex"
cp "$(dirname "$program")/bare_kernel" "$work/prefix/bin/" || exit 1
cp -r "$here/../../rules" "$work/prefix/share/onex/rules"
cp "$here/../../db/regulation.txt" "$work/prefix/share/onex/"
cp -r "$here/../../scripts" "$work/prefix/share/onex/scripts"
[ -d "$here/../../db/demo" ] && cp -r "$here/../../db/demo" "$work/prefix/share/onex/demo"
export PATH="$work/prefix/bin:$PATH"
unset ONEX_DB ONEX_RULES ONEX_LANG ONEX_ACTOR LANGUAGE NO_COLOR TZ
export LC_ALL=C HOME="$work" ONEX_ACTOR=tester TERM=xterm

# The filled database that `with: school` copies.
filled() {
    [ -d "$work/school" ] && return
    mkdir "$work/school" && cp -r "$here/rules" "$work/school/rules"
    (cd "$work/school" && onex -q init && onex -q import --initial "$here/school") > "$work/log" 2>&1 ||
        { echo "cannot fill the database of the tests:"; cat "$work/log"; exit 1; }
}

# The demo's folder that `with: demo` copies.
demo() {
    [ -d "$work/demo" ] && return
    onex -q init "$work/demo" --demo > "$work/log" 2>&1 || { echo "cannot make the demo:"; cat "$work/log"; exit 1; }
}

# Whether text $1 is as expected in $2, where a line "..." stands for any lines.
alike() {
    local pattern
    [ "$1" = "$2" ] && return
    case $2 in *...*) ;; *) return 1 ;; esac
    pattern=$(printf '%s\n' "$2" | LC_ALL=C.UTF-8 sed 's/[][\\*?()|!@+]/\\&/g; s/^\.\.\.$/\x01/')
    pattern=$(printf '%s' "$pattern" | tr '\n' '\2' | sed 's/\x01\x02/\x01/g; s/\x02\x01/\x01/g; s/\x01/*/g' | tr '\2' '\n')
    [[ $1 == $pattern ]]
}

run_case() {
    [ -n "$name" ] || return
    local folder="$work/case" code
    rm -rf "$folder"
    case $with in
    school) filled; cp -r "$work/school" "$folder" ;;
    colleges) filled; cp -r "$work/school" "$folder"; rm -r "$folder/rules"; cp -r "$here/college-rules" "$folder/rules" ;;
    demo) demo; cp -r "$work/demo" "$folder" ;;
    *) mkdir "$folder" ;;
    esac
    (cd "$folder" && bash -c "$run") > "$work/out" 2> "$work/err" < /dev/null
    code=$?
    local actual_out actual_err bad=
    actual_out=$(cat "$work/out") actual_err=$(cat "$work/err")
    [ "$code" = "$want" ] || bad="exit $code instead of $want"
    [ -z "$has_out" ] || alike "$actual_out" "${out%$'\n'}" || bad="$bad; other output"
    [ -z "$has_err" ] || alike "$actual_err" "${err%$'\n'}" || bad="$bad; other errors"
    if [ -z "$bad" ]; then passed=$((passed + 1)); return; fi
    failed=$((failed + 1))
    echo "$file: $name: ${bad#; }"
    echo "  $run"
    [ -z "$has_out" ] || diff <(printf '%s' "$out") <(printf '%s\n' "$actual_out") | sed 's/^/  out: /'
    diff <(printf '%s' "$err") <(printf '%s\n' "$actual_err") | sed 's/^/  err: /'
}

fresh() { name= with= run= want=0 out= err= has_out= has_err= into=; }

[ $# -gt 0 ] || set -- "$here"/*.test
for path; do
    file=$(basename "$path")
    fresh
    while IFS= read -r line || [ -n "$line" ]; do
        case $line in
        'test: '*) run_case; fresh; name=${line#test: } ;;
        'with: '*) with=${line#with: } ;;
        'run: '*) run=${line#run: } ;;
        'exit: '*) want=${line#exit: } ;;
        'out:') into=out has_out=1 ;;
        'err:') into=err has_err=1 ;;
        '|'*) line=${line#|}; line=${line# }
              if [ "$into" = out ]; then out+=$line$'\n'; else err+=$line$'\n'; fi ;;
        '#'*|'') ;;
        *) echo "$file: cannot read: $line"; exit 1 ;;
        esac
    done < "$path"
    run_case
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
