-- 第十六条 结项：原则上每年12月31日完成；撰写年度总结。

-- 经批准另定计划完成日期的，从其日期。
derive "finish_by" { title = "应完成日期", value = otherwise(fact.due_on, year_end(fact.year)) }

-- 当日完成算按时。提交总结或通过验收都算完成。
condition "finished_in_time" {
  title = "按期完成", cite = "第十六条", strength = "in_principle",
  only_if = fact.begun,
  requires = any {
    at_most(as_of, fact.finish_by),
    all { known(fact.accepted_on), at_most(fact.accepted_on, fact.finish_by) },
    has { "summary", where = at_most(row.submitted_on, fact.finish_by) },
  },
}

derive "summary_submitted" { title = "年度总结已提交", value = has { "summary" }, supplied_by = "二级学院" }

condition "summary_in" {
  title = "年度总结已提交领导小组", cite = "第十六条",
  only_if = fact.begun,
  requires = fact.summary_submitted,
}
