local_rules { college = "art", document = "美院发〔2026〕3号", effective = "2026-09-01", under = "第二十六条" }

tighten "dual_floor" { value = "60%", cite = "细则第五条", reason = "工作室制教学" }
reduce "sources" { "industry", cite = "细则第七条", reason = "只用校内人员" }

field "pilot" "studio_hours" { title = "工作室学时", type = "int", unit = "hours", supplied_by = "美术学院" }
param "studio_floor" { title = "工作室学时下限", cite = "细则第六条", value = "24 hours" }
condition "local_need" {
  title = "工作室学时达标", cite = "细则第六条", joins = "may_declare",
  requires = at_least(fact.studio_hours, param.studio_floor),
}

derive "points_sum" {
  title = "团队积分", type = "int", inputs = { fact.team_total, fact.team_dual },
  compute = function(total, dual) return total + 2 * dual end,
}
trigger "weak_team" {
  title = "团队薄弱", cite = "细则第八条", joins = "revocable", when = below(fact.points_sum, 6),
}
duty "hours_in" {
  title = "报工作室学时", cite = "细则第九条", who = "工作室主任", due = "2026-12-01", done = known(fact.studio_hours),
}
