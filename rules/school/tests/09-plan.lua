-- 第九条

for _, c in ipairs { { 0, 0, "unmet" }, { 1, 0, "met" }, { 2, 1, "unmet" }, { 2, 0, "met" } } do
  test("组员" .. c[1] .. "名，其中" .. c[2] .. "名没有分工") {
    cite = "第九条", as_of = "2026-03-01",
    given = { state = "approved", members = c[1], members_without_task = c[2] }, expect = { members_assigned = c[3] },
  }
end

for _, c in ipairs { { 0, "unmet" }, { 1, "met" }, { 2, "met" } } do
  test("进度安排" .. c[1] .. "项") {
    cite = "第九条", as_of = "2026-03-01", given = { state = "approved", milestones = c[1] }, expect = { plan_made = c[2] },
  }
end

for _, c in ipairs { { 0, "unmet" }, { 1, "met" }, { 2, "unmet" } } do
  test("获批后负责人" .. c[1] .. "名") {
    cite = "第九条", as_of = "2026-03-01", given = { state = "approved", leads = c[1] }, expect = { lead_named = c[2] },
  }
end

test "组员按人计，离任的不算，分工空白的指出" {
  cite = "第九条", as_of = "2026-03-01",
  rows = {
    pilot = { { code = "test", state = "approved" } },
    pilot_member = {
      { person = "a", from_on = "2026-01-01", task = "课程" },
      { person = "b", from_on = "2026-01-01" },
      { person = "c", from_on = "2026-01-01", to_on = "2026-03-01" },
      { person = "d", from_on = "2026-03-02" },
    },
  },
  expect = { members = 2, members_without_task = 1, members_assigned = "unmet" },
}

test "进度安排：应完成当日不算逾期，次日算；已完成的不算" {
  cite = "第九条", as_of = "2026-03-02",
  rows = {
    milestone = {
      { title = "一", due_on = "2026-03-01" },
      { title = "二", due_on = "2026-03-02" },
      { title = "三", due_on = "2026-02-01", done_on = "2026-03-02" },
      { title = "四", due_on = "2026-02-01", done_on = "2026-03-03" },
    },
  },
  expect = { milestones = 4, milestones_overdue = 2 },
}

test "三项齐备，可以启动" {
  cite = "第九条", as_of = "2026-03-01",
  given = { state = "approved", leads = 1, members = 3, members_without_task = 0, milestones = 2 },
  expect = { may_start = "met" },
}

test "缺一项，不能启动" {
  cite = "第九条", as_of = "2026-03-01",
  given = { state = "approved", leads = 1, members = 3, members_without_task = 0, milestones = 0 },
  expect = { may_start = "unmet" },
}

test "获批之前不适用" {
  cite = "第九条", as_of = "2026-03-01",
  given = { state = "recommended", leads = 0, members = 0, members_without_task = 0, milestones = 0 },
  expect = { lead_named = "na", members_assigned = "na", plan_made = "na", may_start = "na" },
}

test "办结之后仍要求" {
  cite = "第九条", as_of = "2026-03-01",
  given = { state = "accepted", leads = 0, members = 0, members_without_task = 0, milestones = 0 },
  expect = { lead_named = "unmet", members_assigned = "unmet", plan_made = "unmet", may_start = "unmet" },
}

test "三名组员，只有一名没有分工" {
  cite = "第九条", as_of = "2026-03-01",
  rows = {
    pilot_member = {
      { person = "a", from_on = "2026-01-01", task = "课程" }, { person = "b", from_on = "2026-01-01", task = "实训" },
      { person = "c", from_on = "2026-01-01" },
    },
  },
  expect = { members = 3, members_without_task = 1 },
}

for _, c in ipairs { { "leads", 0 }, { "members_without_task", 1 }, { "milestones", 0 } } do
  local given = { state = "approved", leads = 1, members = 3, members_without_task = 0, milestones = 2 }
  given[c[1]] = c[2]
  test("启动条件缺一项：" .. c[1]) { cite = "第九条", as_of = "2026-03-01", given = given, expect = { may_start = "unmet" } }
end
