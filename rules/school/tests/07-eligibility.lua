-- 第七条

for _, c in ipairs {
  { 10, 4, "unmet" }, { 10, 5, "met" }, { 10, 6, "met" }, { 9, 4, "unmet" }, { 9, 5, "met" }, { 199, 99, "unmet" }, { 199, 100, "met" },
} do
  test("双师型教师 " .. c[2] .. "/" .. c[1]) {
    cite = "第七条（二）", as_of = "2026-03-01",
    given = { team_total = c[1], team_dual = c[2] }, expect = { dual_qualified = c[3] },
  }
end

for _, c in ipairs {
  { 10, 1, "unmet" }, { 10, 2, "met" }, { 10, 3, "met" }, { 9, 1, "unmet" }, { 9, 2, "met" }, { 199, 39, "unmet" }, { 199, 40, "met" },
} do
  test("行业企业专家及兼职教师 " .. c[2] .. "/" .. c[1]) {
    cite = "第七条（二）", as_of = "2026-03-01",
    given = { team_total = c[1], team_external = c[2] }, expect = { external_teachers = c[3] },
  }
end

-- 1 至 12 人的团队各至少要几名
for n = 1, 12 do
  local dual, external = (n + 1) // 2, (n + 4) // 5
  test(n .. "人的团队，双师型教师至少" .. dual .. "名，专家及兼职教师至少" .. external .. "名") {
    cite = "第七条（二）", as_of = "2026-03-01",
    given = { team_total = n, team_dual = dual, team_external = external },
    expect = { dual_qualified = "met", external_teachers = "met" },
  }
  test(n .. "人的团队，双师型教师、专家及兼职教师各少一名") {
    cite = "第七条（二）", as_of = "2026-03-01",
    given = { team_total = n, team_dual = dual - 1, team_external = external - 1 },
    expect = { dual_qualified = "unmet", external_teachers = "unmet" },
  }
end

test "没有团队：不具备，不是待定" {
  cite = "第七条（二）", as_of = "2026-03-01",
  given = { team_total = 0, team_dual = 0, team_external = 0 },
  expect = { dual_share = "unknown", dual_qualified = "unmet", external_teachers = "unmet" },
}

test "人数没有填" {
  cite = "第七条（二）", as_of = "2026-03-01",
  given = { team_total = 10 },
  expect = { dual_qualified = "unknown", external_teachers = "unknown" },
}

test "团队名单：在任的才算，当日离任的不算" {
  cite = "第七条（二）", as_of = "2026-03-01",
  rows = {
    team_member = {
      { person = "a", dual_qualified = 1, industry_expert = 0, part_time = 0 },
      { person = "b", dual_qualified = 0, industry_expert = 1, part_time = 1, from_on = "2026-03-01" },
      { person = "c", dual_qualified = 1, industry_expert = 1, part_time = 0, to_on = "2026-03-01" },
      { person = "d", dual_qualified = 1, industry_expert = 1, part_time = 0, from_on = "2026-03-02" },
      { person = "e", dual_qualified = 1, industry_expert = 0, part_time = 1, to_on = "2026-03-02" },
    },
  },
  expect = { team_total = 3, team_dual = 2, team_external = 2, dual_qualified = "met", external_teachers = "met" },
}

test "有一人双师型一栏空白：人数待定" {
  cite = "第七条（二）", as_of = "2026-03-01",
  rows = {
    team_member = {
      { person = "a", dual_qualified = 1, industry_expert = 0, part_time = 1 },
      { person = "b", industry_expert = 0, part_time = 0 },
    },
  },
  expect = { team_total = 2, team_dual = "unknown", team_external = 1, dual_qualified = "unknown" },
}

test "专家、兼职有一项为是即可，另一项空白无妨；一否一空白则待定" {
  cite = "第七条（二）", as_of = "2026-03-01",
  rows = { team_member = { { person = "a", dual_qualified = 1, part_time = 1 }, { person = "b", dual_qualified = 1, industry_expert = 1 } } },
  expect = { team_external = 2, external_teachers = "met" },
}

test "专家、兼职一否一空白：待定" {
  cite = "第七条（二）", as_of = "2026-03-01",
  rows = { team_member = { { person = "a", dual_qualified = 1, part_time = 0 } } },
  expect = { team_external = "unknown", external_teachers = "unknown" },
}

test "国家级教学创新团队所在专业：有一个即是" {
  cite = "第七条（二）", as_of = "2026-03-01",
  rows = { major = { { code = "m1", national_team = 1 }, { code = "m2" } }, pilot_major = { { major = "m1" }, { major = "m2" } } },
  expect = { national_team = true, national_team_first = "met" },
}

test "国家级教学创新团队：未登记的待定" {
  cite = "第七条（二）", as_of = "2026-03-01",
  rows = { major = { { code = "m1", national_team = 0 }, { code = "m2" } }, pilot_major = { { major = "m1" }, { major = "m2" } } },
  expect = { national_team = "unknown", national_team_first = "unknown" },
}

test "国家级教学创新团队：没有，只是偏离" {
  cite = "第七条（二）", as_of = "2026-03-01",
  rows = { major = { { code = "m1", national_team = 0 } }, pilot_major = { { major = "m1" } } },
  expect = { national_team = false, national_team_first = "deviates" },
}

local function eligible(changed)
  local given = {
    majors = 1, majors_not_admitted = 0, majors_not_filed = 0, team_total = 10, team_dual = 5, team_external = 2,
    major_foundation = "met", facilities = "met", institution = "met",
  }
  for name, value in pairs(changed) do given[name] = value end
  return given
end

test "各项都具备，可以申报；是否国家级团队不影响" {
  cite = "第七条", as_of = "2026-03-01",
  given = eligible { national_team = false }, expect = { may_declare = "met", national_team_first = "deviates" },
}

for _, c in ipairs {
  { "majors", 0 }, { "majors_not_admitted", 1 }, { "majors_not_filed", 1 }, { "team_dual", 4 }, { "team_external", 1 },
  { "major_foundation", "unmet" }, { "facilities", "unmet" }, { "institution", "unmet" },
} do
  test("少一项即不能申报：" .. c[1]) {
    cite = "第七条", as_of = "2026-03-01", given = eligible { [c[1]] = c[2] }, expect = { may_declare = "unmet" },
  }
end

for _, name in ipairs { "major_foundation", "facilities", "institution" } do
  test("没有认定，待定：" .. name) {
    cite = "第七条", as_of = "2026-03-01", given = eligible { [name] = "unknown" }, expect = { may_declare = "unknown" },
  }
end

test "一项不具备即可定论，即使另一项待定" {
  cite = "第七条", as_of = "2026-03-01",
  given = eligible { team_dual = 4, facilities = "unknown" }, expect = { may_declare = "unmet" },
}

test "施行之前的日子，各项不适用" {
  cite = "第七条", as_of = "2023-12-17", given = eligible {}, expect = { dual_qualified = "na", may_declare = "na" },
}

test "施行当日起适用" {
  cite = "第七条", as_of = "2023-12-18", given = eligible {}, expect = { dual_qualified = "met", may_declare = "met" },
}

-- 认定以查询日为止最近的一次为准

local function judged(day, verdict) return { topic = "facilities", assessed_on = day, verdict = verdict, assessed_by = "教务处" } end

test "没有认定记录：待定" {
  cite = "第七条（三）", as_of = "2026-03-01", rows = { pilot = { { code = "test", year = 2026, state = "draft" } } },
  expect = { facilities = "unknown", major_foundation = "unknown" },
}

test "后来的认定代替先前的" {
  cite = "第七条（三）", as_of = "2026-03-01",
  rows = { attestation = { judged("2026-01-01", "met"), judged("2026-03-01", "unmet") } }, expect = { facilities = "unmet" },
}

test "查询日之后的认定还不存在" {
  cite = "第七条（三）", as_of = "2026-02-28",
  rows = { attestation = { judged("2026-01-01", "met"), judged("2026-03-01", "unmet") } }, expect = { facilities = "met" },
}
