-- A small rulebook in which colleges may tighten, add and change sets.
regulation {
  title = "测试办法", document = "测试文号", effective = "2023-12-18", articles = 27, interpreted_by = "教务处",
}

param "dual_floor" { title = "双师型教师占比下限", cite = "第七条", value = "50%", college_may = "raise" }
param "expense_limit" {
  title = "单笔支出上限", cite = "第九条", college_may = "nothing",
  value = { ["2023-12-18"] = "1000 yuan", ["2026-06-01"] = "1500.50 yuan" },
}

reading "counting" {
  title = "团队人数的计法", cite = "第七条",
  options = { all = "全部人员", internal = "只计校内人员" }, chosen = "all", decided = "测试约定",
}

derive "team_total" {
  title = "培训团队人数", supplied_by = "二级学院",
  value = choose(reading.counting, {
    all = count { "team_member", distinct = row.person },
    internal = count { "team_member", where = equals(row.source, "internal"), distinct = row.person },
  }),
}
derive "team_dual" {
  title = "双师型教师人数", supplied_by = "二级学院",
  value = count { "team_member", where = row.dual_qualified, distinct = row.person },
}
derive "dual_share" { title = "双师型教师占比", unit = "share", value = ratio(fact.team_dual, fact.team_total) }

condition "dual_qualified" {
  title = "双师型教师占比达标", cite = "第七条",
  requires = all { above(fact.team_total, 0), at_least(fact.dual_share, param.dual_floor) },
}

attestation "facilities" { title = "教学条件具备", cite = "第七条", as = "condition", by = "教务处" }

outcome "may_declare" {
  title = "具备申报条件", college_may = "add", cite = { "第六条", "第七条" },
  all = { condition.dual_qualified, attestation.facilities },
}

condition "within_limit" {
  title = "支出不超上限", cite = "第九条", applies = "expense",
  requires = at_most(fact.amount, param.expense_limit),
}

trigger "overspending" {
  title = "有超上限的支出", cite = "第十条",
  when = above(tally("within_limit").unmet, 0),
}
