-- 第十六条

local function pilot(fields)
  local row = { code = "test", year = 2026, state = "running" }
  for name, value in pairs(fields) do row[name] = value end
  return { row }
end

for _, c in ipairs { { "2026-12-30", "met" }, { "2026-12-31", "met" }, { "2027-01-01", "deviates" } } do
  test("没有完成，" .. c[1]) {
    cite = "第十六条", as_of = c[1], rows = { pilot = pilot {} }, expect = { finished_in_time = c[2], summary_in = "unmet" },
  }
end

for _, c in ipairs { { "2026-12-30", "met" }, { "2026-12-31", "met" }, { "2027-01-01", "deviates" } } do
  test("总结提交于 " .. c[1] .. "，次年查询") {
    cite = "第十六条", as_of = "2027-03-01",
    rows = { pilot = pilot {}, summary = { { submitted_on = c[1] } } }, expect = { finished_in_time = c[2], summary_in = "met" },
  }
  test("验收于 " .. c[1] .. "，次年查询") {
    cite = "第十六条", as_of = "2027-03-01",
    rows = { pilot = pilot { state = "accepted", accepted_on = c[1] } }, expect = { finished_in_time = c[2] },
  }
end

for _, c in ipairs { { "2027-02-28", "met" }, { "2027-03-01", "met" }, { "2027-03-02", "deviates" } } do
  test("计划完成日期 2027-03-01，" .. c[1]) {
    cite = "第十六条", as_of = c[1], rows = { pilot = pilot { due_on = "2027-03-01" } }, expect = { finished_in_time = c[2] },
  }
end

test "总结在查询日之后" {
  cite = "第十六条", as_of = "2026-11-30",
  rows = { pilot = pilot {}, summary = { { submitted_on = "2026-12-01" } } },
  expect = { summary_submitted = false, summary_in = "unmet" },
}

test "第十六条各项，实施之前不适用" {
  cite = "第十六条", as_of = "2027-03-01",
  rows = { pilot = pilot { state = "approved" } }, expect = { finished_in_time = "na", summary_in = "na" },
}
