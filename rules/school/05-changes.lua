-- 第五条 内容、进度、负责人不得随意调整。内容与进度的改动在录入时就要有批准的变更申请；
-- 这里查的是启动之后换过的负责人是否每次都有批准。

local after_start = all { known(fact.started_on), above(row.from_on, fact.started_on) }

-- 批准在换人当日或之前，并且在前任上任之后：一份批准只管一次更换。同一天上任的几任，前任当天才上任，
-- 其间不会有批准，所以批准只够第一任，其余各任都算未经批准。
derive "lead_changes_unapproved" {
  title = "未经批准的负责人更换次数", supplied_by = "二级学院",
  value = count {
    "pilot_lead", distinct = row.from_on,
    where = all {
      after_start,
      no(has {
        "change_request",
        where = all {
          equals(row.field, "lead"),
          known(row.decision), equals(row.decision, "approved"),
          known(row.decided_on), at_most(row.decided_on, outer.from_on),
          -- 其间没有另一任：没有哪一任在批准当日或之后上任而又早于这一任
          no(has {
            "pilot_lead",
            where = all { below(row.from_on, outer.outer.from_on), at_least(row.from_on, outer.decided_on) },
          }),
        },
      }),
    },
  } + (count { "pilot_lead", where = after_start } - count { "pilot_lead", where = after_start, distinct = row.from_on }),
}

condition "changes_approved" {
  title = "变更经批准", cite = "第五条",
  requires = none(fact.lead_changes_unapproved),
}
