-- 有效期之外就像没有写过：靠参数、集合、读法的规则不适用，事实则不知道。
for _, x in ipairs {
  { "2026-02-28", "na", "na", "unknown", "unknown" }, { "2026-03-01", "met", "unmet", 7, "met" },
  { "2026-05-31", "met", "unmet", 7, "met" }, { "2026-06-01", "na", "na", "unknown", "unknown" },
} do
  test("春季 " .. x[1]) {
    as_of = x[1], rows = { pilot = { {} } },
    expect = { by_param = x[2], by_set = x[2], by_set_too = x[3], by_reading = x[2], spring_fact = x[4], by_fact = x[5] },
  }
end
for _, x in ipairs {
  { "2026-02-28", "na", "na", "met" }, { "2026-03-01", "met", "met", "met" }, { "2026-05-01", "unmet", "unmet", "met" },
} do
  test("支出发生于 " .. x[1]) {
    as_of = "2026-06-01", applies = "expense", rows = { expense = { { code = "test", amount = "1", spent_on = x[1] } } },
    expect = { expense_by_own_day = x[2], expense_by_own_fact = x[3], expense_by_pilot = x[4] },
  }
end
test "考核按考核日取参数" {
  as_of = "2026-06-01", applies = "exam", rows = { exam = { { code = "test", level = "elementary", held_on = "2026-03-01" } } },
  expect = { exam_by_own_day = "met" },
}
test "查询日早于参数的第一个日子" {
  as_of = "2026-02-28", applies = "expense", rows = { expense = { { code = "test", amount = "1", spent_on = "2026-02-28" } } },
  expect = { expense_by_pilot = "na" },
}
test "没有给出的线索认定也不知道" { as_of = "2026-06-01", given = {}, expect = { cases_other = "unknown" } }
test "有行而没有线索的是未启动" { as_of = "2026-06-01", rows = { pilot = { {} } }, expect = { cases_other = "idle" } }
test "没有代码的学院行是这个学院" { as_of = "2026-06-01", college = "art", rows = { college = { {} } }, expect = { by_set = "na", cases_other = "idle" } }
test "文本事实也可以期望未知" { as_of = "2026-06-01", rows = { pilot = { {} } }, expect = { said = "unknown" } }
