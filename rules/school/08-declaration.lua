-- 第八条 申报程序：（一）按当年的申报通知；（二）考证计划人数是遴选的上限。

condition "call_open" {
  title = "在申报期内", cite = "第八条（一）", -- 首日、末日都在期内
  requires = has {
    "call", match = { year = fact.year },
    where = all { at_most(row.opens_on, as_of), at_least(row.closes_on, as_of) },
  },
}

derive "registered" { -- 一人报两个等级算两人次
  title = "报名人次", supplied_by = "二级学院", note = "供查询和学院细则使用",
  value = count { "registration" },
}

derive "selected" {
  title = "入选人次", value = count { "registration", where = row.selected }, supplied_by = "二级学院",
}

-- 各等级超出计划的人次相加，一个等级的余额不能补另一个等级；没有列入计划的等级，计划为零。
derive "over_quota" {
  title = "超出考证计划的人次", supplied_by = "二级学院",
  value = sum {
      "plan_quota",
      take = greatest(0, count {
        "registration", where = all { equals(row.level, outer.level), row.selected },
      } - row.quota),
    } + count {
      "registration",
      where = all { row.selected, no(has { "plan_quota", where = equals(row.level, outer.level) }) },
    },
}

condition "within_quota" {
  title = "入选不超计划", cite = "第八条（二）",
  requires = none(fact.over_quota),
}
