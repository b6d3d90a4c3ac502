-- 每个词：算进去的、不算的、说不清的。
local day = "2026-05-01"

test "没有行" {
  as_of = day, rows = { pilot = { {} } },
  expect = { n_team = 0, has_expert = false, paid = 0, best = "unknown", worst = "unknown", n_passed = 0, too_many = "clear" },
}
test "标志空白的行使计数未知，不使 has 未知" {
  as_of = day,
  rows = { team_member = { { person = "a", dual_qualified = 1, industry_expert = 1 }, { person = "b" } } },
  expect = { n_team = 2, n_dual = "unknown", has_expert = true, short = "unknown" },
}
test "没有真的、又有空白的，has 未知" {
  as_of = day, rows = { team_member = { { person = "a", industry_expert = 0 }, { person = "b" } } }, expect = { has_expert = "unknown" },
}
test "当日卸任的不在任，当日上任的在任，之后的行不存在" {
  as_of = day,
  rows = { team_member = {
    { person = "a", to_on = "2026-05-01" }, { person = "b", from_on = "2026-05-01" }, { person = "c", from_on = "2026-05-02" },
    { person = "d", to_on = "2026-05-02" },
  } },
  expect = { n_team = 3, n_in_office = 2 },
}
test "distinct 只数不同的；说不清的行在其键已算时无妨" {
  as_of = day,
  rows = {
    exam = { { code = "K1", level = "elementary", held_on = "2026-04-01" }, { code = "K2", level = "elementary", held_on = "2026-05-01" },
             { code = "K3", level = "advanced", held_on = "2026-05-02" } },
    exam_result = { { exam = "K1", person = "a", status = "failed" }, { exam = "K2", person = "a", status = "passed" },
                    { exam = "K1", person = "b", status = "passed" }, { exam = "K2", person = "b", status = "passed" },
                    { exam = "K3", person = "c", status = "passed" } },
  },
  expect = { n_passed = 2, n_sitters = 2, n_exams = 2 },
}
test "合计：说不清的行或空白的金额使它未知" {
  as_of = day,
  rows = { expense = { { code = "1", amount = "10.01", spent_on = "2026-05-01", requires_procurement = 1 },
                       { code = "2", amount = "0.99", spent_on = "2026-05-01" }, { code = "3", amount = "5", spent_on = "2026-05-02" } } },
  expect = { paid = "11.00 yuan", paid_ok = "unknown", share_of_money = "4.40 yuan" },
}
test "最高最低：不算的行空白无妨，算的行空白则未知" {
  as_of = day,
  rows = { registration = { { person = "a", level = "elementary", selected = 1, rank_score = "80.5" },
                            { person = "b", level = "elementary", selected = 0 } } },
  expect = { best = "80.5", worst = "unknown" },
}
test "latest 取到当日为止最近的一行" {
  as_of = day, college = "art",
  rows = {
    pilot = { { certificate = "X", declared_on = "2026-03-01" } },
    appraisal = { { college = "art", major = "m", certificate = "X", appraised_on = "2026-02-01", verdict = "admit" },
                  { college = "art", major = "m", certificate = "X", appraised_on = "2026-04-01", verdict = "reject" },
                  { college = "art", major = "m", certificate = "X", appraised_on = "2026-05-02", verdict = "exit" },
                  { college = "art", major = "m", certificate = "Y", appraised_on = "2026-04-30", verdict = "exit" } },
  },
  expect = { last_verdict = "reject", verdict_then = "admit" },
}
test "match 按外层行查另一张表，证书须有效" {
  as_of = day,
  rows = {
    pilot = { { certificate = "X" } },
    team_member = { { person = "a" }, { person = "b" }, { person = "c" } },
    assessor = { { person = "a", certificate = "X", number = "1", valid_from = "2026-01-01" },
                 { person = "b", certificate = "X", number = "2", valid_from = "2026-01-01", valid_to = "2026-05-01" },
                 { person = "c", certificate = "Y", number = "3", valid_from = "2026-01-01" } },
  },
  expect = { assessors_of_team = 1 },
}
test "同级别比较；外层行与再外层行" {
  as_of = day,
  rows = { registration = { { person = "a", level = "elementary", selected = 1, rank_score = "9" },
                            { person = "b", level = "elementary", selected = 0, rank_score = "8.999" },
                            { person = "c", level = "advanced", selected = 0, rank_score = "1" } } },
  expect = { behind = 1, deep = 1, scores = 8000 },
}
test "引用另一张表的日期；当日之后的日期当作没有" {
  as_of = day,
  rows = {
    exam = { { code = "K1", level = "elementary", held_on = "2026-04-01", site = "s" }, { code = "K2", level = "elementary", held_on = "2026-04-01", site = "t" } },
    site = { { code = "s", name = "甲", confidentiality_checked_on = "2026-04-01" }, { code = "t", name = "乙", confidentiality_checked_on = "2026-04-02" } },
  },
  expect = { sites_checked = 1 },
}
test "科目按 NFKC、去空格比较" {
  as_of = day,
  rows = {
    expense = { { code = "1", head = "Ａ 类", amount = "60", spent_on = day }, { code = "2", head = "A类", amount = "40.01", spent_on = day } },
    allocation = { { head = "A类", amount = "100", document = "x", issued_on = day } },
  },
  expect = { head_spent = 1 },
}
test "线索在认定日之前算待查" {
  as_of = day,
  rows = { incident = { { code = "1", ground = "other", reported_on = "2026-04-01", status = "upheld", decided_on = "2026-05-02" },
                        { code = "2", ground = "other", reported_on = "2026-04-01", status = "upheld", decided_on = "2026-05-01" } } },
  expect = { open_cases = 1 },
}
test "周期：从启动那周的周一起，到计划完成日所在的为止；整周停报的不应报" {
  as_of = day,
  rows = {
    pilot = { { started_on = "2026-03-04", due_on = "2026-04-01" } },
    school_break = { { from_on = "2026-03-09", to_on = "2026-03-16", reason = "假" } },
  },
  expect = { biweekly = 3, weekly = 4, both_cadences = 7, weeks_exempted = 5, whole_ones = 3 },
}
test "终止日所在的周期不完整" {
  as_of = day, rows = { pilot = { { started_on = "2026-03-02", due_on = "2026-04-12", ended_on = "2026-03-16" } } },
  expect = { biweekly = 2, whole_ones = 1 },
}
test "得分" {
  as_of = day, rows = { summary = { { submitted_on = day } } }, expect = { points_of = 5 },
}

for _, x in ipairs { { "2025-12-31", 1, "na" }, { "2026-06-30", 3, "met" }, { "2026-06-30", 4, "unmet" }, { "2026-07-01", 3, "unmet" }, { "2026-07-01", 2, "met" } } do
  test("分时参数 " .. x[1] .. " 人数 " .. x[2]) { as_of = x[1], given = { n_team = x[2] }, expect = { few_enough = x[3] } }
end
for _, x in ipairs { { "2026-02-28", "na" }, { "2026-03-01", "met" }, { "2026-03-31", "met" }, { "2026-04-01", "na" } } do
  test("有效期 " .. x[1]) { as_of = x[1], given = { n_team = 1 }, expect = { dated = x[2] } }
end
for _, x in ipairs { { "1200.49", "unmet" }, { "1200.50", "met" }, { "1200.51", "met" } } do
  test("金额 " .. x[1]) { as_of = day, given = { paid = x[1] .. " yuan" }, expect = { dear = x[2] } }
end
for _, x in ipairs { { 1, 3, "deviates" }, { 2, 5, "met" }, { 0, 0, "unknown" } } do
  test("四成 " .. x[1] .. "/" .. x[2]) { as_of = day, given = { n_dual = x[1], n_team = x[2] }, expect = { short = x[3] } }
end
for _, x in ipairs { { 2, 0, 0, "met" }, { 1, 1, 1, "unknown" }, { 1, 1, 0, "unmet" }, { 2, 0, 1, "met" }, { 0, 0, 1, "unmet" } } do
  test("计票 " .. x[1] .. "/" .. x[2] .. "/" .. x[3]) {
    as_of = day, given = { tally = { expense_small = { met = x[1], unmet = x[2], unknown = x[3] } } }, expect = { mostly_small = x[4] },
  }
end
test "每一笔：一笔不符就不符" { as_of = day, given = { tally = { expense_small = { met = 3, unmet = 1, unknown = 1 } } }, expect = { expenses_small = "unmet" } }
test "每一笔：不适用的不算，没有也成立" { as_of = day, given = { tally = { expense_small = { na = 2 } } }, expect = { expenses_small = "met" } }
test "每一笔按行算" {
  as_of = day, rows = { expense = { { code = "1", amount = "100", spent_on = day }, { code = "2", amount = "100.01", spent_on = day } } },
  expect = { expenses_small = "unmet", mostly_small = "unmet" },
}
test "一条支出自己的事实" {
  as_of = day, applies = "expense", rows = { expense = { { code = "test", amount = "100.01", spent_on = day } } }, expect = { expense_small = "unmet" },
}
test "学院看各试点" {
  as_of = day, applies = "college",
  rows = { pilot = { { code = "p", college = "test", year = 2026, certificate = "X" }, { code = "q", college = "other", year = 2026, certificate = "X" } },
           team_member = { { pilot = "p", person = "a" }, { pilot = "q", person = "a" }, { pilot = "q", person = "b" }, { pilot = "q", person = "c" },
                           { pilot = "q", person = "d" } } },
  expect = { colleges_fine = "met" },
}
test "全部：一个不符就不符，偏离不拦" { as_of = day, given = { n_team = 4, n_dual = 0 }, expect = { good = "unmet", bad = "hit" } }
test "全部：偏离不使它不符" { as_of = day, given = { n_team = 3, n_dual = 0 }, expect = { good = "met", bad = "clear" } }
test "全部：有未知即待定" { as_of = day, given = { n_team = 3 }, expect = { good = "unknown" } }
