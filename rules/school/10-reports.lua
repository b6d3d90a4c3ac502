-- 第十条 双周报。周期从启动那一周的周一起，一个接一个，末日应报；整周停报（寒暑假等）不算。
-- 周期由程序排出（report_period），这里只说哪些算应报、怎样算按时、怎样算连续不报。

-- 同一件事办法有“双周报”“工作周报”“周报”三种说法，取第十条首句的“双周报送”。
reading "report_cadence" {
  title = "报送周期", cite = "第十条",
  options = { biweekly = "每两周一报", weekly = "每周一报" },
  chosen = "biweekly",
  note = "原文不唯一，待教务处依第二十七条解释",
}

param "report_grace_days" {
  title = "报送宽限天数", cite = "第十条", value = 0, college_may = "nothing", -- 办法未给宽限
}

param "on_time_floor" {
  title = "双周报按时率下限", cite = "第十七条", value = "100%", college_may = "nothing",
}

local cadence = equals(row.days, choose(reading.report_cadence, { biweekly = 14, weekly = 7 }))
local deadline = days_after(row.due_on, param.report_grace_days)

-- 应报：完整的周期，并且期限已过（期限当日还不算）。试点结束那一天所在的周期不算。
local counted = all { cadence, row.whole, below(deadline, as_of) }

-- 实施中的试点没有启动日期，是数据不全，不能当作没有周期；其他状态没有启动日期，是还没有启动。
set "started_states" {
  "running", "summarised", "inspected", "accepted", "not_accepted",
  title = "应有启动日期的状态", college_may = "nothing",
}

local start_recorded = no(all { blank(fact.started_on), one_of(fact.state, set.started_states) })

derive "reports_due" {
  title = "应报周期数", supplied_by = "二级学院",
  provided = start_recorded,
  value = count { "report_period", where = counted },
}

derive "reports_on_time" {
  title = "按时报送的周期数", supplied_by = "二级学院",
  provided = start_recorded,
  value = count {
    "report_period", where = all { counted, known(row.submitted_on), at_most(row.submitted_on, deadline) },
  },
}

derive "on_time_share" {
  title = "双周报按时率", unit = "share", value = ratio(fact.reports_on_time, fact.reports_due),
}

condition "reports_on_time" {
  title = "双周报按时上交", cite = { "第十条", "第十七条" },
  only_if = fact.begun,
  requires = any { none(fact.reports_due), at_least(fact.on_time_share, param.on_time_floor) },
}

-- 连续不报的周数。对每个应报周期，往回数到最近一个（在该周期期限前）已报的周期为止，取最长的一段。

-- “连续三周”按周数算：双周报漏一期是两周，连漏两期是四周。
reading "missed_run_unit" {
  title = "连续不报的计算单位", cite = "第十八条（二）",
  options = { week = "按周", period = "按期（一期算一次，不论几周）" },
  chosen = "week",
  note = "原文不唯一，待教务处依第二十七条解释",
}

-- 已经连续三周不报，事后补报是否抹去？取“否”：第十七条说“按时”，第十八条说“不填报”，事实已经发生。
reading "late_report_cures" {
  title = "事后补报是否消除不报", cite = "第十八条（二）",
  options = { no = "不消除", yes = "消除" },
  chosen = "no",
  note = "原文不唯一，待教务处依第二十七条解释",
}

param "missed_weeks_limit" {
  title = "连续不报的周数", cite = "第十八条（二）", value = 3, college_may = "lower", -- 满三周即是
}

local length = choose(reading.missed_run_unit, { week = row.weeks_so_far, period = row.number })

-- 到某一天（截止日）是否已报：不消除的，只看当时；消除的，看现在。
local function reported_by(day)
  return all {
    known(row.submitted_on),
    choose(reading.late_report_cures, { no = at_most(row.submitted_on, day), yes = true }),
  }
end

local missed = all { counted, no(reported_by(deadline)) }

-- 内层的 row 是往回看的周期，outer 是所数的漏报周期；其间最近一个已报周期为止的长度要减去。
derive "missed_weeks_run" {
  title = "最长连续不报周数", supplied_by = "二级学院",
  provided = start_recorded,
  value = points(
    has { "report_period", where = missed },
    highest {
      "report_period",
      where = missed,
      take = length - highest {
        "report_period",
        where = all { equals(row.days, outer.days), at_most(row.number, outer.number) },
        take = points(reported_by(days_after(outer.due_on, param.report_grace_days)), length),
      },
    }
  ),
}

trigger "reports_stopped" {
  title = "连续三周不填报周报", cite = "第十八条（二）",
  only_if = fact.begun,
  when = at_least(fact.missed_weeks_run, param.missed_weeks_limit),
}

-- 质量由教务处评价（第十七条“完成质量高”不能由程序推断）。草稿不是已报。

derive "reports_poor" {
  title = "质量差的周报数", supplied_by = "教务处",
  value = count {
    "report",
    where = all { differs(row.state, "draft"), known(row.submitted_on), known(row.quality), equals(row.quality, "poor") },
  },
}

derive "reports_ungraded" {
  title = "未作质量评价的周报数", supplied_by = "教务处",
  value = count { "report", where = all { differs(row.state, "draft"), known(row.submitted_on), no(known(row.quality)) } },
}

condition "report_quality" {
  title = "双周报完成质量高", cite = "第十七条",
  only_if = fact.begun,
  requires = all { none(fact.reports_poor), none(fact.reports_ungraded) },
}
