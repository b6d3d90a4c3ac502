-- 第三条、第四条

local function seat(post, person, role)
  return { body = "leading_group", post = post, person = person, role = role, from_on = "2026-01-01" }
end

test "领导小组：院长、副院长、四个部门和各学院都在，健全" {
  cite = "第三条（一）", as_of = "2026-03-01", applies = "school",
  rows = {
    college = { { code = "art" }, { code = "music" } },
    seat = {
      seat("president", "a", "head"), seat("vp_teaching", "b", "deputy"),
      seat("office:academic_affairs", "c", "member"), seat("office:finance_assets", "d", "member"),
      seat("office:student_affairs", "e", "member"), seat("office:faculty_affairs", "f", "member"),
      seat("college_head:art", "g", "member"), seat("college_head:music", "h", "member"),
    },
  },
  expect = {
    leading_group_heads = 1, leading_group_deputies = 1, offices_unseated = 0, colleges_unseated = 0,
    leading_group_complete = "met",
  },
}

test "领导小组：部门负责人兼副组长，也算该部门在席" {
  cite = "第三条（一）", as_of = "2026-03-01", applies = "school",
  rows = { seat = { seat("office:academic_affairs", "c", "deputy") } },
  expect = { offices_unseated = 3, leading_group_deputies = 1 },
}

test "领导小组：任期已满的席位不算，终止日当天已不在任" {
  cite = "第三条（一）", as_of = "2026-03-01", applies = "school",
  rows = {
    college = { { code = "art" } },
    seat = {
      { body = "leading_group", post = "college_head:art", person = "g", role = "member", from_on = "2025-01-01", to_on = "2026-03-01" },
      { body = "leading_group", post = "president", person = "a", role = "head", from_on = "2025-01-01", to_on = "2026-03-02" },
    },
  },
  expect = { colleges_unseated = 1, leading_group_heads = 1 },
}

test "领导小组：新学院的负责人未入席" {
  cite = "第三条（一）", as_of = "2026-03-01", applies = "school",
  given = { leading_group_heads = 1, leading_group_deputies = 1, offices_unseated = 0, colleges_unseated = 1 },
  expect = { leading_group_complete = "unmet" },
}

for _, c in ipairs {
  { heads = 0, deputies = 1, verdict = "unmet" },
  { heads = 1, deputies = 0, verdict = "unmet" },
  { heads = 1, deputies = 1, verdict = "met" },
  { heads = 1, deputies = 2, verdict = "met" },
  { heads = 2, deputies = 1, verdict = "unmet" },
} do
  test("领导小组：组长" .. c.heads .. "名、副组长" .. c.deputies .. "名") {
    cite = "第三条（一）", as_of = "2026-03-01", applies = "school",
    given = {
      leading_group_heads = c.heads, leading_group_deputies = c.deputies, offices_unseated = 0, colleges_unseated = 0,
    },
    expect = { leading_group_complete = c.verdict },
  }
  test("专项工作组：组长" .. c.heads .. "名、副组长" .. c.deputies .. "名") {
    cite = "第三条（二）", as_of = "2026-03-01", applies = "college",
    given = { live_pilots = 1, working_group_heads = c.heads, working_group_deputies = c.deputies },
    expect = { working_group_complete = c.verdict },
  }
end

test "专项工作组：没有在办试点的学院不适用" {
  cite = "第三条（二）", as_of = "2026-03-01", applies = "college",
  given = { live_pilots = 0, working_group_heads = 0, working_group_deputies = 0 },
  expect = { working_group_complete = "na" },
}

test "专项工作组：只数本学院的席位，同一人两个席位只计一人" {
  cite = "第三条（二）", as_of = "2026-03-01", applies = "college",
  rows = {
    college = { { code = "test" }, { code = "music" } },
    pilot = { { code = "p1", college = "test", year = 2026, state = "running" }, { code = "p2", college = "test", year = 2026, state = "draft" } },
    seat = {
      { body = "working_group", college = "test", role = "head", post = "college_head:test", person = "a", from_on = "2026-01-01" },
      { body = "working_group", college = "test", role = "deputy", post = "college_deputy:test", person = "b", from_on = "2026-01-01" },
      { body = "working_group", college = "test", role = "deputy", post = "office:test", person = "b", from_on = "2026-01-01" },
      { body = "working_group", college = "music", role = "head", post = "college_head:music", person = "c", from_on = "2026-01-01" },
    },
  },
  expect = { live_pilots = 1, working_group_heads = 1, working_group_deputies = 1, working_group_complete = "met" },
}

-- 第四条

for _, c in ipairs { { 0, "unmet" }, { 1, "met" }, { 2, "unmet" } } do
  test("负责人" .. c[1] .. "名") {
    cite = "第四条", as_of = "2026-03-01",
    given = { state = "running", leads = c[1] },
    expect = { one_lead = c[2] },
  }
end

test "负责人同日交接，只算一名" {
  cite = "第四条", as_of = "2026-03-10",
  rows = {
    pilot = { { code = "test", state = "running" } },
    pilot_lead = {
      { person = "a", from_on = "2026-01-01", to_on = "2026-03-10" },
      { person = "b", from_on = "2026-03-10" },
    },
  },
  expect = { leads = 1, one_lead = "met" },
}

test "负责人尚未上任" {
  cite = "第四条", as_of = "2026-03-09",
  rows = {
    pilot = { { code = "test", state = "running" } },
    pilot_lead = { { person = "b", from_on = "2026-03-10" } },
  },
  expect = { leads = 0, one_lead = "unmet" },
}

test "负责人名单中同一人两行，只算一名" {
  cite = "第四条", as_of = "2026-03-10",
  rows = {
    pilot = { { code = "test", state = "running" } },
    pilot_lead = { { person = "a", from_on = "2026-01-01" }, { person = "a", from_on = "2026-02-01" } },
  },
  expect = { leads = 1, one_lead = "met" },
}

for _, c in ipairs {
  { "draft", "na" }, { "declared", "na" }, { "approved", "na" }, { "withdrawn", "na" }, { "not_recommended", "na" },
  { "not_approved", "na" }, { "staffed", "unmet" }, { "running", "unmet" }, { "summarised", "unmet" },
  { "inspected", "unmet" }, { "revocation_proposed", "unmet" }, { "accepted", "na" }, { "not_accepted", "na" },
  { "revoked", "na" }, { "exited", "na" },
} do
  test("没有负责人，状态 " .. c[1]) {
    cite = "第四条", as_of = "2026-03-01", given = { state = c[1], leads = 0 }, expect = { one_lead = c[2] },
  }
end

-- 只看一个机构的席位，只看一种角色

test "领导小组：工作组里的组长、副组长、部门负责人不算" {
  cite = "第三条（一）", as_of = "2026-03-01", applies = "school",
  rows = {
    seat = {
      seat("president", "a", "head"), seat("vp_teaching", "b", "deputy"), seat("office:student_affairs", "e", "member"),
      { body = "working_group", college = "art", post = "college_head:art", person = "c", role = "head", from_on = "2026-01-01" },
      { body = "working_group", college = "art", post = "office:finance_assets", person = "d", role = "deputy", from_on = "2026-01-01" },
    },
  },
  expect = { leading_group_heads = 1, leading_group_deputies = 1, offices_unseated = 3 },
}

test "领导小组：有一个部门无人在席，不健全" {
  cite = "第三条（一）", as_of = "2026-03-01", applies = "school",
  given = { leading_group_heads = 1, leading_group_deputies = 1, offices_unseated = 1, colleges_unseated = 0 },
  expect = { leading_group_complete = "unmet" },
}

test "专项工作组：本学院人员在领导小组的席位不算；在办的才算" {
  cite = "第三条（二）", as_of = "2026-03-01", applies = "college",
  rows = {
    college = { { code = "test" } },
    pilot = {
      { code = "p1", college = "test", year = 2026, state = "running" }, { code = "p2", college = "test", year = 2026, state = "draft" },
      { code = "p3", college = "test", year = 2026, state = "accepted" },
    },
    seat = {
      { body = "working_group", college = "test", role = "head", post = "college_head:test", person = "a", from_on = "2026-01-01" },
      { body = "leading_group", college = "test", role = "head", post = "president", person = "b", from_on = "2026-01-01" },
      { body = "leading_group", college = "test", role = "deputy", post = "vp_teaching", person = "c", from_on = "2026-01-01" },
      { body = "leading_group", college = "test", role = "deputy", post = "vp", person = "d", from_on = "2026-01-01" },
    },
  },
  expect = { live_pilots = 1, working_group_heads = 1, working_group_deputies = 0 },
}

test "专项工作组：一名组长、两名副组长，各数各的" {
  cite = "第三条（二）", as_of = "2026-03-01", applies = "college",
  rows = {
    college = { { code = "test" } },
    seat = {
      { body = "working_group", college = "test", role = "head", post = "college_head:test", person = "a", from_on = "2026-01-01" },
      { body = "working_group", college = "test", role = "deputy", post = "d1", person = "b", from_on = "2026-01-01" },
      { body = "working_group", college = "test", role = "deputy", post = "d2", person = "c", from_on = "2026-01-01" },
    },
  },
  expect = { working_group_heads = 1, working_group_deputies = 2 },
}
