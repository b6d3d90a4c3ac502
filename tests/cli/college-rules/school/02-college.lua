-- What else a college may do something about.
param "absent_most" { title = "缺席次数上限", cite = "第九条", value = 3, college_may = "lower" }
set "sources" { "internal", "industry", title = "人员来源", college_may = "reduce" }
condition "sources_known" {
  title = "人员来源合规", cite = "第八条",
  requires = no(has { "team_member", where = none_of(row.source, set.sources) }),
}
trigger "no_team" { title = "没有团队", cite = "第十条", when = equals(fact.team_total, 0) }
outcome "revocable" { title = "可取消", cite = "第十条", college_may = "add", any = { trigger.no_team } }
