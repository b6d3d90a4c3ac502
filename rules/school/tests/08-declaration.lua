-- 第八条

for _, c in ipairs {
  { "2025-09-19", "unmet" }, { "2025-09-20", "met" }, { "2025-10-15", "met" }, { "2025-11-10", "met" }, { "2025-11-11", "unmet" },
} do
  test("申报期 9月20日至11月10日，" .. c[1]) {
    cite = "第八条（一）", as_of = c[1],
    rows = {
      pilot = { { code = "test", year = 2026, state = "draft" } },
      call = { { year = 2026, document = "渝1+X办〔2025〕1号", opens_on = "2025-09-20", closes_on = "2025-11-10" } },
    },
    expect = { call_open = c[2] },
  }
end

test "别的年度的通知不算" {
  cite = "第八条（一）", as_of = "2025-10-15",
  rows = {
    pilot = { { code = "test", year = 2027, state = "draft" } },
    call = { { year = 2026, document = "渝1+X办〔2025〕1号", opens_on = "2025-09-20", closes_on = "2025-11-10" } },
  },
  expect = { call_open = "unmet" },
}

local function registrations(elementary, advanced)
  local rows = {}
  for i = 1, elementary do rows[#rows + 1] = { person = "e" .. i, level = "elementary", selected = 1, voluntary_on = "2026-01-01" } end
  for i = 1, advanced do rows[#rows + 1] = { person = "a" .. i, level = "advanced", selected = 1, voluntary_on = "2026-01-01" } end
  return rows
end

for _, c in ipairs { { 1, 0, 0, "met" }, { 2, 0, 0, "met" }, { 3, 0, 1, "unmet" }, { 1, 1, 1, "unmet" }, { 4, 2, 4, "unmet" }, { 0, 0, 0, "met" } } do
  test("初级计划2人，初级入选" .. c[1] .. "人，未列入计划的高级入选" .. c[2] .. "人") {
    cite = "第八条（二）", as_of = "2026-03-01",
    rows = { plan_quota = { { level = "elementary", quota = 2 } }, registration = registrations(c[1], c[2]) },
    expect = { registered = c[1] + c[2], selected = c[1] + c[2], over_quota = c[3], within_quota = c[4] },
  }
end

test "一个等级的余额不能补另一个等级" {
  cite = "第八条（二）", as_of = "2026-03-01",
  rows = {
    plan_quota = { { level = "elementary", quota = 9 }, { level = "advanced", quota = 0 } },
    registration = registrations(1, 2),
  },
  expect = { over_quota = 2, within_quota = "unmet" },
}

test "有一人是否入选空白：入选人次待定" {
  cite = "第八条（二）", as_of = "2026-03-01",
  rows = {
    plan_quota = { { level = "elementary", quota = 9 } },
    registration = { { person = "a", level = "elementary", selected = 1 }, { person = "b", level = "elementary" } },
  },
  expect = { registered = 2, selected = "unknown", over_quota = "unknown", within_quota = "unknown" },
}

test "未列入计划的等级有空白，同样待定" {
  cite = "第八条（二）", as_of = "2026-03-01",
  rows = {
    plan_quota = { { level = "elementary", quota = 9 } },
    registration = { { person = "a", level = "elementary", selected = 1 }, { person = "b", level = "advanced" } },
  },
  expect = { over_quota = "unknown", within_quota = "unknown" },
}
