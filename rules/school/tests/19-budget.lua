-- 第十九条、第二十条

for _, c in ipairs { { "99.99 yuan", "met" }, { "100 yuan", "met" }, { "100.01 yuan", "unmet" } } do
  test("总额度100元，已下达 " .. c[1]) {
    cite = "第十九条", as_of = "2026-06-01", applies = "school",
    given = { budget_total = "100 yuan", allocated_total = c[1] }, expect = { within_school_total = c[2] },
  }
end

test "没有登记总额度：待定" {
  cite = "第十九条", as_of = "2026-06-01", applies = "school",
  given = { allocated_total = "0 yuan" }, expect = { within_school_total = "unknown" },
}

test "只看查询日所在年度的额度和试点" {
  cite = "第十九条", as_of = "2026-06-01", applies = "school",
  rows = {
    school_budget = { { year = 2025, total = "1", document = "甲" }, { year = 2026, total = "1000.50", document = "乙" } },
    pilot = { { code = "p1", year = 2026, state = "running" }, { code = "p2", year = 2025, state = "running" } },
    allocation = {
      { pilot = "p1", head = "师资队伍建设", amount = "1000.50", document = "甲", issued_on = "2026-06-01" },
      { pilot = "p1", head = "实训条件建设", amount = "7", document = "甲", issued_on = "2026-06-02" },
      { pilot = "p2", head = "师资队伍建设", amount = "5", document = "甲", issued_on = "2026-01-01" },
    },
  },
  expect = { budget_total = "1000.50 yuan", allocated_total = "1000.50 yuan", within_school_total = "met" },
}

local function rows(spent, adjustment)
  return {
    pilot = { { code = "test", year = 2026, state = "running" } },
    allocation = {
      { head = "师资队伍建设", amount = "100", document = "甲", issued_on = "2026-01-01" },
      { head = "实训条件建设", amount = "900", document = "甲", issued_on = "2026-01-01" },
    },
    expense = {
      { code = "1", head = "师资队伍建设", amount = "60", spent_on = "2026-02-01" },
      { code = "2", head = "师资队伍建设", amount = spent, spent_on = "2026-03-01" },
    },
    budget_adjustment = adjustment,
  }
end

for _, c in ipairs { { "39.99", 0 }, { "40", 0 }, { "40.01", 1 } } do
  test("科目下达100元，已支出60元，再支出 " .. c[1] .. "元；别的科目有余也不能相抵") {
    cite = "第二十条", as_of = "2026-06-01", rows = rows(c[1]), expect = { heads_overspent = c[2] },
  }
end

test "查询日之后的支出不算" {
  cite = "第二十条", as_of = "2026-02-28", rows = rows("500"),
  expect = { heads_overspent = 0, spent = "60 yuan", allocated = "1000 yuan", within_budget = "met" },
}

for _, c in ipairs {
  { "已批准、有文号", "2026-06-01", "校财〔2026〕1号", 0, 0 }, { "批准在查询日之后", "2026-06-02", "校财〔2026〕1号", 1, 1 },
  { "没有文号", "2026-02-01", nil, 1, 1 }, { "没有批准日期", nil, "校财〔2026〕1号", 1, 1 },
} do
  test("超支10元，调增10元：" .. c[1]) {
    cite = "第二十条", as_of = "2026-06-01",
    rows = rows("50", { { code = "t1", head = "师资队伍建设", delta = "10", approved_on = c[2], document = c[3] } }),
    expect = { heads_overspent = c[4], adjustments_unapproved = c[5] },
  }
end

test "调减以后超支" {
  cite = "第二十条", as_of = "2026-06-01",
  rows = rows("40", { { code = "t1", head = "师资队伍建设", delta = "-0.01", approved_on = "2026-02-01", document = "校财〔2026〕1号" } }),
  expect = { heads_overspent = 1, within_budget = "unmet", adjustments_approved = "met" },
}

test "没有下达的科目，支出一分也是超支；列外的科目同样算" {
  cite = "第二十条", as_of = "2026-06-01",
  rows = {
    pilot = { { code = "test", year = 2026, state = "running" } },
    expense = {
      { code = "1", head = "实训条件建设", amount = "0.01", spent_on = "2026-02-01" },
      { code = "2", head = "列外科目", amount = "0.01", spent_on = "2026-02-01" },
    },
  },
  expect = { heads_overspent = 2 },
}

test "科目名称的空格、全角不同，仍是同一科目" {
  cite = "第二十条", as_of = "2026-06-01",
  rows = {
    pilot = { { code = "test", year = 2026, state = "running" } },
    allocation = { { head = "1+X 专项", amount = "100", document = "甲", issued_on = "2026-01-01" } },
    expense = {
      { code = "1", head = "１＋Ｘ专项", amount = "60", spent_on = "2026-02-01" },
      { code = "2", head = "1+X专项", amount = "40.01", spent_on = "2026-02-01" },
    },
  },
  expect = { heads_overspent = 1 },
}

test "别的科目的调增不能抵" {
  cite = "第二十条", as_of = "2026-06-01",
  rows = rows("50", { { code = "t1", head = "实训条件建设", delta = "10", approved_on = "2026-02-01", document = "校财〔2026〕1号" } }),
  expect = { heads_overspent = 1, adjustments_unapproved = 0 },
}

for _, c in ipairs { { "49.99", 0 }, { "50", 0 }, { "50.01", 1 } } do
  test("允许超支10元，科目下达100元，已支出60元，再支出 " .. c[1] .. "元") {
    cite = "第二十条", as_of = "2026-06-01", given = { overrun_tolerance = "10 yuan" }, rows = rows(c[1]), expect = { heads_overspent = c[2] },
  }
end

test "有一笔调整没有报批" {
  cite = "第二十条", as_of = "2026-06-01", given = { adjustments_unapproved = 1 }, expect = { adjustments_approved = "unmet" },
}
