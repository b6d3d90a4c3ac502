-- 第九条 获批立项后：负责人、组员分工、工作计划。获批之前不适用。

condition "lead_named" {
  title = "已明确负责人", cite = "第九条",
  only_if = fact.approved_or_begun,
  requires = equals(fact.leads, 1),
}

derive "members" {
  title = "在任组员数", supplied_by = "二级学院",
  value = count { "pilot_member", in_force = true, distinct = row.person },
}

derive "members_without_task" {
  title = "没有分工的组员数", supplied_by = "二级学院",
  value = count { "pilot_member", in_force = true, where = blank(row.task), distinct = row.person },
}

condition "members_assigned" {
  title = "组员分工明确", cite = "第九条",
  only_if = fact.approved_or_begun,
  requires = all { at_least(fact.members, 1), none(fact.members_without_task) },
}

derive "milestones" { title = "进度安排项数", value = count { "milestone" }, supplied_by = "二级学院" }

derive "milestones_overdue" {
  title = "逾期未完成的进度安排项数", supplied_by = "二级学院", note = "供查询和学院细则使用", -- 应完成当日不算逾期
  value = count { "milestone", where = all { below(row.due_on, as_of), no(known(row.done_on)) } },
}

condition "plan_made" {
  title = "工作计划已制定", cite = "第九条",
  only_if = fact.approved_or_begun,
  requires = at_least(fact.milestones, 1),
}

outcome "may_start" {
  title = "具备启动条件", cite = "第九条", college_may = "add",
  only_if = fact.approved_or_begun,
  all = { condition.lead_named, condition.members_assigned, condition.plan_made },
}
