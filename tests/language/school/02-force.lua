-- 什么时候有效：参数、集合、读法、事实各有自己的日子；支出与考核按自己的日子取参数，上级的事实按查询日。
local c = "第一条"

param "stepped" { title = "分时值", cite = c, value = { ["2026-03-01"] = 3, ["2026-05-01"] = 5 } }
param "spring" { title = "春季值", cite = c, value = 3, valid_from = "2026-03-01", valid_to = "2026-06-01" }
set "spring_words" { "甲", title = "春季用语", valid_from = "2026-03-01", valid_to = "2026-06-01" }
reading "spring_reading" {
  title = "春季读法", cite = c, options = { yes = "是", no = "否" }, chosen = "yes", valid_from = "2026-03-01", valid_to = "2026-06-01",
}
derive "spring_fact" { title = "春季事实", value = 7, valid_from = "2026-03-01", valid_to = "2026-06-01" }
derive "stepped_of_pilot" { title = "试点的分时值", value = param.stepped + 0 }
derive "stepped_of_expense" { title = "支出的分时值", applies = "expense", value = param.stepped + 0 }

condition "by_param" { title = "按春季值", cite = c, requires = at_least(param.spring, 3) }
condition "by_set" { title = "按春季用语", cite = c, requires = one_of("甲", set.spring_words) }
condition "by_set_too" { title = "按春季用语之外", cite = c, requires = none_of("甲", set.spring_words) }
condition "by_reading" { title = "按春季读法", cite = c, requires = choose(reading.spring_reading, { yes = true, no = false }) }
condition "by_fact" { title = "按春季事实", cite = c, requires = at_least(fact.spring_fact, 7) }
condition "expense_by_own_day" { title = "支出按自己的日子", cite = c, applies = "expense", requires = equals(param.stepped, 3) }
condition "expense_by_own_fact" { title = "支出自己的事实", cite = c, applies = "expense", requires = equals(fact.stepped_of_expense, 3) }
condition "expense_by_pilot" { title = "支出看试点", cite = c, applies = "expense", requires = equals(fact.stepped_of_pilot, 5) }
condition "exam_by_own_day" { title = "考核按自己的日子", cite = c, applies = "exam", requires = equals(param.stepped, 3) }
attestation "cases_other" { title = "其他情形", cite = c, as = "trigger", cases = "other" }
derive "said" { title = "说过的", value = latest { "change_request", by = row.requested_on, take = row.reason } }
