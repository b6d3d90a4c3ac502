-- 第十条、第十七条（按时、质量）、第十八条（二）
-- 2026年3月2日是星期一；双周报的周期依次为 3月2日至15日、16日至29日、3月30日至4月12日、4月13日至26日……

local function pilot(fields)
  local row = { code = "test", year = 2026, state = "running", started_on = "2026-03-02" }
  for name, value in pairs(fields) do row[name] = value end
  return { row }
end

local function report(period_start, submitted_on, quality)
  return { period_start = period_start, submitted_on = submitted_on, state = "submitted", quality = quality }
end

for _, c in ipairs { { "2026-03-15", 0 }, { "2026-03-16", 1 }, { "2026-03-29", 1 }, { "2026-03-30", 2 } } do
  test("应报周期：末日当天还不算，" .. c[1]) {
    cite = "第十条", as_of = c[1], rows = { pilot = pilot {} }, expect = { reports_due = c[2] },
  }
end

test "周三启动，周期仍从那一周的周一起" {
  cite = "第十条", as_of = "2026-03-16",
  rows = { pilot = pilot { started_on = "2026-03-04" }, report = { report("2026-03-02", "2026-03-13") } },
  expect = { reports_due = 1, reports_on_time = 1 },
}

for _, c in ipairs { { "2026-03-14", 1 }, { "2026-03-15", 1 }, { "2026-03-16", 0 } } do
  test("3月15日应报，" .. c[1] .. " 提交") {
    cite = "第十条", as_of = "2026-03-20",
    rows = { pilot = pilot {}, report = { report("2026-03-02", c[1]) } },
    expect = { reports_due = 1, reports_on_time = c[2] },
  }
end

test "草稿不算已报" {
  cite = "第十条", as_of = "2026-03-16",
  rows = { pilot = pilot {}, report = { { period_start = "2026-03-02", submitted_on = "2026-03-10", state = "draft" } } },
  expect = { reports_due = 1, reports_on_time = 0, reports_ungraded = 0 },
}

test "退回的周报已经提交过，算已报" {
  cite = "第十条", as_of = "2026-03-16",
  rows = { pilot = pilot {}, report = { { period_start = "2026-03-02", submitted_on = "2026-03-10", state = "returned" } } },
  expect = { reports_due = 1, reports_on_time = 1 },
}

test "不从周期首日起的周报不算，只看质量" {
  cite = "第十条", as_of = "2026-03-16",
  rows = { pilot = pilot {}, report = { report("2026-03-09", "2026-03-13", "poor") } },
  expect = { reports_due = 1, reports_on_time = 0, reports_poor = 1 },
}

test "整个停报的周期不应报，报了也不算；下一期接着算" {
  cite = "第十条", as_of = "2026-04-13",
  rows = {
    pilot = pilot {},
    school_break = { { from_on = "2026-03-16", to_on = "2026-03-30", reason = "停课" } },
    report = { report("2026-03-02", "2026-03-13"), report("2026-03-16", "2026-03-20") },
  },
  expect = { reports_due = 2, reports_on_time = 1, missed_weeks_run = 2 },
}

test "停报差一天不满一周，照常应报" {
  cite = "第十条", as_of = "2026-03-30",
  rows = { pilot = pilot {}, school_break = { { from_on = "2026-03-16", to_on = "2026-03-22", reason = "停课" } } },
  expect = { reports_due = 2, missed_weeks_run = 4 },
}

for _, c in ipairs { { "2026-03-15", 0 }, { "2026-03-16", 1 }, { "2026-03-29", 1 }, { "2026-03-30", 2 } } do
  test("试点终止的那个周期不应报，终止于 " .. c[1]) {
    cite = "第十条", as_of = "2026-07-01",
    rows = { pilot = pilot { state = "not_accepted", ended_on = c[1] } }, expect = { reports_due = c[2] },
  }
end

for _, c in ipairs { { "2026-03-15", 1 }, { "2026-03-16", 2 } } do
  test("最后一个周期是计划完成日期所在的，计划完成于 " .. c[1]) {
    cite = "第十条", as_of = "2026-07-01", rows = { pilot = pilot { due_on = c[1] } }, expect = { reports_due = c[2] },
  }
end

test "没有计划完成日期，数到年底所在的周期" {
  cite = "第十条", as_of = "2027-06-01",
  rows = { pilot = pilot { started_on = "2026-12-14" } },
  expect = { reports_due = 2 }, -- 12月14日至27日、12月28日至1月10日
}

for _, state in ipairs { "running", "summarised", "inspected", "accepted", "not_accepted" } do
  test("没有启动日期，状态 " .. state .. "：待定") {
    cite = "第十条", as_of = "2026-07-01",
    rows = { pilot = { { code = "test", year = 2026, state = state } } },
    expect = { reports_due = "unknown", missed_weeks_run = "unknown", reports_stopped = "unknown" },
  }
end

for _, state in ipairs { "draft", "staffed", "revocation_proposed", "revoked", "exited" } do
  test("没有启动日期，状态 " .. state .. "：没有应报的") {
    cite = "第十条", as_of = "2026-07-01",
    rows = { pilot = { { code = "test", year = 2026, state = state } } },
    expect = { reports_due = 0, missed_weeks_run = 0 },
  }
end

test "启动日期在查询日之后：没有应报的" {
  cite = "第十条", as_of = "2026-03-01", rows = { pilot = pilot {} }, expect = { reports_due = 0, missed_weeks_run = 0 },
}

for _, c in ipairs { { 0, 0, "met" }, { 20, 20, "met" }, { 20, 19, "unmet" }, { 1, 0, "unmet" } } do
  test("应报" .. c[1] .. "期，按时" .. c[2] .. "期") {
    cite = { "第十条", "第十七条" }, as_of = "2026-12-01",
    given = { state = "running", reports_due = c[1], reports_on_time = c[2] },
    expect = { reports_on_time = c[3] },
  }
end

-- 连续不报

for _, c in ipairs { { "2026-03-15", 0, "clear" }, { "2026-03-16", 2, "clear" }, { "2026-03-29", 2, "clear" }, { "2026-03-30", 4, "hit" } } do
  test("一直不报，到 " .. c[1]) {
    cite = "第十八条（二）", as_of = c[1],
    rows = { pilot = pilot {} }, expect = { missed_weeks_run = c[2], reports_stopped = c[3] },
  }
end

for _, c in ipairs { { 2, "clear" }, { 3, "hit" }, { 4, "hit" } } do
  test("连续" .. c[1] .. "周不报") {
    cite = "第十八条（二）", as_of = "2026-12-01",
    given = { state = "running", missed_weeks_run = c[1] }, expect = { reports_stopped = c[2] },
  }
end

test "不知有几周不报，待定" {
  cite = "第十八条（二）", as_of = "2026-12-01", given = { state = "running" }, expect = { reports_stopped = "unknown" },
}

test "漏、报、漏：不连续" {
  cite = "第十八条（二）", as_of = "2026-04-13",
  rows = { pilot = pilot {}, report = { report("2026-03-16", "2026-03-27") } },
  expect = { missed_weeks_run = 2, reports_stopped = "clear" },
}

test "漏、整期停报、漏：停报不打断连续" {
  cite = "第十八条（二）", as_of = "2026-04-13",
  rows = { pilot = pilot {}, school_break = { { from_on = "2026-03-16", to_on = "2026-03-30", reason = "停课" } } },
  expect = { reports_due = 2, missed_weeks_run = 4, reports_stopped = "hit" },
}

test "停报一周的周期只算一周：共三周，恰好命中" {
  cite = "第十八条（二）", as_of = "2026-03-30",
  rows = { pilot = pilot {}, school_break = { { from_on = "2026-03-16", to_on = "2026-03-23", reason = "停课" } } },
  expect = { reports_due = 2, missed_weeks_run = 3, reports_stopped = "hit" },
}

test "迟报在下一期期限之前，连续就断了" {
  cite = "第十八条（二）", as_of = "2026-03-30",
  rows = { pilot = pilot {}, report = { report("2026-03-02", "2026-03-29") } },
  expect = { missed_weeks_run = 2, reports_on_time = 0 },
}

test "已经满三周才补报，事实不消除" {
  cite = "第十八条（二）", as_of = "2026-04-05",
  rows = { pilot = pilot {}, report = { report("2026-03-02", "2026-03-30"), report("2026-03-16", "2026-03-30") } },
  expect = { missed_weeks_run = 4, reports_stopped = "hit" },
}

test "最长的一段在前，后来都按时，仍是最长的一段" {
  cite = "第十八条（二）", as_of = "2026-04-27",
  rows = { pilot = pilot {}, report = { report("2026-03-30", "2026-04-12"), report("2026-04-13", "2026-04-26") } },
  expect = { reports_due = 4, reports_on_time = 2, missed_weeks_run = 4 },
}

-- 其他读法

for _, c in ipairs { { "2026-03-08", 0, 0, "clear" }, { "2026-03-22", 2, 2, "clear" }, { "2026-03-23", 3, 3, "hit" } } do
  test("每周一报，一直不报，到 " .. c[1]) {
    cite = { "第十条", "第十八条（二）" }, as_of = c[1],
    given = { readings = { report_cadence = "weekly" } }, rows = { pilot = pilot {} },
    expect = { reports_due = c[2], missed_weeks_run = c[3], reports_stopped = c[4] },
  }
end

for _, c in ipairs { { "2026-03-30", 2, "clear" }, { "2026-04-13", 3, "hit" } } do
  test("按期计，双周报一直不报，到 " .. c[1]) {
    cite = "第十八条（二）", as_of = c[1],
    given = { readings = { missed_run_unit = "period" } }, rows = { pilot = pilot {} },
    expect = { missed_weeks_run = c[2], reports_stopped = c[3] },
  }
end

test "按期计，停报一周的周期也算一期，整期停报的不算" {
  cite = "第十八条（二）", as_of = "2026-04-27",
  given = { readings = { missed_run_unit = "period" } },
  rows = {
    pilot = pilot {},
    school_break = { { from_on = "2026-03-16", to_on = "2026-03-23", reason = "停课" }, { from_on = "2026-03-30", to_on = "2026-04-13", reason = "停课" } },
  },
  expect = { reports_due = 3, missed_weeks_run = 3 },
}

test "补报可以消除：补齐之后不再算" {
  cite = "第十八条（二）", as_of = "2026-04-05",
  given = { readings = { late_report_cures = "yes" } },
  rows = { pilot = pilot {}, report = { report("2026-03-02", "2026-03-30"), report("2026-03-16", "2026-03-30") } },
  expect = { reports_on_time = 0, missed_weeks_run = 0, reports_stopped = "clear" },
}

test "补报可以消除：只补了一期，另一期仍算" {
  cite = "第十八条（二）", as_of = "2026-04-05",
  given = { readings = { late_report_cures = "yes" } },
  rows = { pilot = pilot {}, report = { report("2026-03-16", "2026-03-30") } },
  expect = { missed_weeks_run = 2 },
}

for _, c in ipairs { { "2026-03-17", 1, 1 }, { "2026-03-18", 1, 0 } } do
  test("宽限两天，" .. c[1] .. " 提交") {
    cite = "第十条", as_of = "2026-03-20",
    given = { report_grace_days = 2 }, rows = { pilot = pilot {}, report = { report("2026-03-02", c[1]) } },
    expect = { reports_due = c[2], reports_on_time = c[3] },
  }
end

for _, c in ipairs { { "2026-03-17", 0 }, { "2026-03-18", 1 } } do
  test("宽限两天，宽限期内还不算应报，" .. c[1]) {
    cite = "第十条", as_of = c[1],
    given = { report_grace_days = 2 }, rows = { pilot = pilot {} }, expect = { reports_due = c[2] },
  }
end

-- 质量

for _, c in ipairs { { 0, 0, "met" }, { 1, 0, "unmet" }, { 0, 1, "unmet" } } do
  test("质量差" .. c[1] .. "份，未评价" .. c[2] .. "份") {
    cite = "第十七条", as_of = "2026-12-01",
    given = { state = "running", reports_poor = c[1], reports_ungraded = c[2] }, expect = { report_quality = c[3] },
  }
end

test "质量：好、中无妨，差和空白各计" {
  cite = "第十七条", as_of = "2026-06-01",
  rows = {
    pilot = pilot {},
    report = {
      report("2026-03-02", "2026-03-15", "good"), report("2026-03-16", "2026-03-29", "fair"),
      report("2026-03-30", "2026-04-12", "poor"), report("2026-04-13", "2026-04-26"),
      report("2026-04-27"), -- 没有提交
    },
  },
  expect = { reports_poor = 1, reports_ungraded = 1, report_quality = "unmet" },
}

test "双周报各项，实施之前不适用" {
  cite = "第十条", as_of = "2026-12-01",
  given = { state = "approved", reports_due = 5, missed_weeks_run = 9, reports_poor = 1, reports_ungraded = 0 },
  expect = { reports_stopped = "na", report_quality = "na", reports_on_time = "na" },
}

-- 按时：与应报数的是同样的周期

test "应报100期，按时99期，差一期也不达标" {
  cite = { "第十条", "第十七条" }, as_of = "2026-12-01",
  given = { state = "running", reports_due = 100, reports_on_time = 99 }, expect = { reports_on_time = "unmet" },
}

test "没有启动日期，实施中：按时数也待定" {
  cite = "第十条", as_of = "2026-07-01", given = { reports_due = 1 },
  rows = { pilot = { { code = "test", year = 2026, state = "running" } } }, expect = { on_time_share = "unknown" },
}

test "没有启动日期，尚未启动：按时数为零" {
  cite = "第十条", as_of = "2026-07-01",
  rows = { pilot = { { code = "test", year = 2026, state = "staffed" } } }, expect = { reports_on_time = 0 },
}

test "期限当日已报的，还不算应报，也不算按时；次日都算" {
  cite = "第十条", as_of = "2026-03-15",
  rows = { pilot = pilot {}, report = { report("2026-03-02", "2026-03-10") } }, expect = { reports_due = 0, reports_on_time = 0 },
}

test "终止日所在的周期报了也不算按时，没报也不算漏" {
  cite = "第十条", as_of = "2026-07-01",
  rows = {
    pilot = pilot { state = "not_accepted", ended_on = "2026-03-20" },
    report = { report("2026-03-02", "2026-03-15"), report("2026-03-16", "2026-03-20") },
  },
  expect = { reports_due = 1, reports_on_time = 1, missed_weeks_run = 0 },
}

test "终止日所在的周期没有报，不算漏报" {
  cite = { "第十条", "第十八条（二）" }, as_of = "2026-07-01",
  rows = { pilot = pilot { state = "not_accepted", ended_on = "2026-03-20" } }, expect = { reports_due = 1, missed_weeks_run = 2 },
}

test "终止日就在第一个周期里，没有漏报" {
  cite = { "第十条", "第十八条（二）" }, as_of = "2026-07-01",
  rows = { pilot = pilot { state = "not_accepted", ended_on = "2026-03-10" } }, expect = { reports_due = 0, missed_weeks_run = 0 },
}

test "只有一期，期限当日报的" {
  cite = "第十八条（二）", as_of = "2026-03-16",
  rows = { pilot = pilot {}, report = { report("2026-03-02", "2026-03-15") } }, expect = { missed_weeks_run = 0 },
}

test "补报可以消除：补报的一期断开前后两期" {
  cite = "第十八条（二）", as_of = "2026-04-13",
  given = { readings = { late_report_cures = "yes" } },
  rows = { pilot = pilot {}, report = { report("2026-03-16", "2026-04-13") } },
  expect = { missed_weeks_run = 2 },
}

test "每周一报：按周数按时的" {
  cite = "第十条", as_of = "2026-03-23",
  given = { readings = { report_cadence = "weekly" } },
  rows = { pilot = pilot {}, report = { report("2026-03-02", "2026-03-08"), report("2026-03-09", "2026-03-16"), report("2026-03-16", "2026-03-22") } },
  expect = { reports_due = 3, reports_on_time = 2, missed_weeks_run = 1 },
}

test "期限当日报的不是漏报，连续由此断开" {
  cite = "第十八条（二）", as_of = "2026-04-13",
  rows = { pilot = pilot {}, report = { report("2026-03-16", "2026-03-29") } },
  expect = { missed_weeks_run = 2, reports_stopped = "clear" },
}

for _, c in ipairs { { "no", 4 }, { "yes", 2 } } do
  test("中间一期后来补报，补报是否消除：" .. c[1]) {
    cite = "第十八条（二）", as_of = "2026-04-13",
    given = { readings = { late_report_cures = c[1] } },
    rows = { pilot = pilot {}, report = { report("2026-03-16", "2026-04-12"), report("2026-03-30", "2026-04-12") } },
    expect = { missed_weeks_run = c[2] },
  }
end

test "双周报漏在前，每周的周期不来打断" {
  cite = "第十八条（二）", as_of = "2026-04-13",
  rows = { pilot = pilot {}, report = { report("2026-03-09", "2026-03-14") } },
  expect = { missed_weeks_run = 6 },
}

test "草稿、没有提交日期的，不看质量" {
  cite = "第十七条", as_of = "2026-06-01",
  rows = {
    pilot = pilot {},
    report = {
      { period_start = "2026-03-02", submitted_on = "2026-03-10", state = "draft", quality = "poor" },
      { period_start = "2026-03-16", state = "submitted", quality = "poor" },
      { period_start = "2026-03-30", state = "submitted" },
      { period_start = "2026-04-13", submitted_on = "2026-04-20", state = "draft" },
    },
  },
  expect = { reports_poor = 0, reports_ungraded = 0 },
}
