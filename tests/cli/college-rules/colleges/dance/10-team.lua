local_rules { college = "dance", document = "舞院发〔2026〕1号", effective = "2026-01-01", under = "第二十六条" }

relax "dual_floor" {
  value = "0%", cite = "细则第五条", reason = "师资过渡",
  approved_by = "教务处", approval_document = "教发〔2026〕9号", valid_to = "2026-11-01",
}
tighten "absent_most" { value = { ["2026-06-01"] = 2, ["2027-01-01"] = 1 }, cite = "细则第四条", reason = "出勤要求高" }
condition "local_need" {
  title = "团队不少于两人", cite = "细则第六条", joins = "may_declare", requires = at_least(fact.team_total, 2),
}
