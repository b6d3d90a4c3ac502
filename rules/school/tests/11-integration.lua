-- 第十一条

local pilot = { { code = "test", year = 2026, certificate = "c1", state = "running" } }

for _, c in ipairs { { 2025, "2025-06-01", 0 }, { 2026, "2026-03-01", 0 }, { 2026, "2026-03-02", 1 }, { 2027, "2026-03-01", 1 } } do
  test(c[1] .. "年的方案修订，" .. c[2] .. " 批准") {
    cite = "第十一条（二）", as_of = "2026-03-01",
    rows = {
      pilot = pilot, pilot_major = { { major = "m1" } },
      programme_revision = { { major = "m1", year = c[1], document = "教〔2026〕1号", approved_on = c[2] } },
    },
    expect = { majors_without_programme = c[3] },
  }
end

test "有一个专业没有修订方案" {
  cite = "第十一条（二）", as_of = "2026-03-01",
  rows = {
    pilot = pilot, pilot_major = { { major = "m1" }, { major = "m2" } },
    programme_revision = { { major = "m1", year = 2026, document = "教〔2026〕1号", approved_on = "2026-01-05" } },
  },
  expect = { majors_without_programme = 1, programme_revised = "unmet" },
}

local items = {
  { certificate = "c1", level = "elementary", code = "1", title = "甲" },
  { certificate = "c1", level = "elementary", code = "2", title = "乙" },
  { certificate = "c1", level = "advanced", code = "1", title = "丙" },
  { certificate = "c2", level = "elementary", code = "1", title = "丁" },
}

test "标准内容：只看本证书、计划所列等级" {
  cite = "第十一条（三）", as_of = "2026-03-01",
  rows = {
    pilot = pilot, standard_item = items, plan_quota = { { level = "elementary", quota = 0 } },
    course_mapping = { { level = "elementary", standard_item = "1", kind = "special_training" }, { level = "advanced", standard_item = "2", kind = "special_training" } },
  },
  expect = { items = 2, items_unmapped = 1, standard_mapped = "unmet" },
}

for _, c in ipairs { { 0, 0, "unmet" }, { 1, 0, "met" }, { 1, 1, "unmet" }, { 5, 1, "unmet" } } do
  test("标准内容" .. c[1] .. "项，未融入" .. c[2] .. "项") {
    cite = "第十一条（三）", as_of = "2026-03-01",
    given = { state = "running", items = c[1], items_unmapped = c[2] }, expect = { standard_mapped = c[3] },
  }
end

test "课程标准：一门课对应两项只计一次，专门培训不看，当日修订算已修订" {
  cite = "第十一条（三）", as_of = "2026-03-01",
  rows = {
    pilot = pilot,
    course = {
      { code = "k1", major = "m1" },
      { code = "k2", major = "m1", standard_revised_on = "2026-03-01" },
      { code = "k3", major = "m1", standard_revised_on = "2026-03-02" },
    },
    course_mapping = {
      { level = "elementary", standard_item = "1", kind = "module", course = "k1" },
      { level = "elementary", standard_item = "2", kind = "module", course = "k1" },
      { level = "elementary", standard_item = "3", kind = "whole_course", course = "k2" },
      { level = "elementary", standard_item = "4", kind = "whole_course", course = "k3" },
      { level = "elementary", standard_item = "5", kind = "special_training" },
    },
  },
  expect = { mapped_courses_stale = 2, course_standards_revised = "unmet" },
}

test "第十一条各项，实施之前不适用" {
  cite = "第十一条（三）", as_of = "2026-03-01",
  given = { state = "approved", items = 0, items_unmapped = 0, mapped_courses_stale = 1, majors_without_programme = 1 },
  expect = { standard_mapped = "na", course_standards_revised = "na", programme_revised = "na" },
}

test "等级标准内容：只看计划所列的等级，三项中落实了两项" {
  cite = "第十一条（三）", as_of = "2026-03-01",
  rows = {
    pilot = pilot,
    plan_quota = { { level = "elementary", quota = 10 } },
    standard_item = {
      { certificate = "c1", level = "elementary", code = "1", title = "一" }, { certificate = "c1", level = "elementary", code = "2", title = "二" },
      { certificate = "c1", level = "elementary", code = "3", title = "三" }, { certificate = "c1", level = "advanced", code = "1", title = "四" },
      { certificate = "c1", level = "advanced", code = "2", title = "五" },
    },
    course_mapping = {
      { level = "elementary", standard_item = "1", course = "k1" },
      { level = "elementary", standard_item = "2", course = "k1" }, { level = "advanced", standard_item = "3", course = "k1" },
    },
  },
  expect = { items = 3, items_unmapped = 1 },
}

test "各专业都已修订方案、课程标准都已修订" {
  cite = { "第十一条（二）", "第十一条（三）" }, as_of = "2026-03-01",
  given = { state = "running", majors_without_programme = 0, mapped_courses_stale = 0 },
  expect = { programme_revised = "met", course_standards_revised = "met" },
}
