#!/bin/sh
# Writes rule files for 50 colleges, ten files each, into a rules folder: tightened params, own conditions, a computed
# fact; and a file of tests for each. The same every time.   colleges.sh RULES
set -eu
rules=$1
for c in $(seq -w 0 49); do
    folder=$rules/colleges/c$c
    mkdir -p "$folder/tests"
    head="local_rules { college = \"c$c\", document = \"院发〔2026〕$c号\", effective = \"2026-09-01\", under = \"第二十六条\" }"
    f=0
    for article in 二 三 四 五 六 七 八 九 十 十一; do
        {
            echo "$head"
            [ "$f" != 0 ] || echo 'tighten "dual_floor" { value = "60%", cite = "细则第一条", reason = "要求高" }'
            cat <<END
field "pilot" "hours_$f" { title = "学时之$f", type = "int", unit = "hours", supplied_by = "学院$c" }
param "floor_$f" { title = "学时下限之$f", cite = "细则第$article条", value = "2$f hours" }
derive "half_$f" {
  title = "折半学时之$f", type = "int", inputs = { fact.hours_$f },
  compute = function(hours) return hours // 2 end,
}
condition "trained_$f" {
  title = "学时达标之$f", cite = "细则第$article条", joins = "may_declare",
  requires = all { at_least(fact.hours_$f, param.floor_$f), above(fact.half_$f, 1) },
}
END
        } > "$folder/$f.lua"
        {
            echo "$head"
            for hours in $((f + 19)) $((f + 20)) $((f + 21)); do
                [ "$hours" -lt $((f + 20)) ] && verdict=unmet || verdict=met
                echo "test \"学时之$f为$hours\" { cite = \"细则第$article条\", as_of = \"2026-11-16\","
                echo "  given = { hours_$f = $hours, half_$f = 9 }, expect = { trained_$f = \"$verdict\" } }"
            done
        } > "$folder/tests/$f.lua"
        f=$((f + 1))
    done
done
