-- 第六条

local pilot = { { code = "test", college = "art", certificate = "c1", year = 2026, state = "draft" } }
local majors = { { major = "m1" } }

local function appraisal(day, verdict, filed)
  return { college = "art", major = "m1", certificate = "c1", appraised_on = day, verdict = verdict, filed_on = filed }
end

test "没有论证" {
  cite = "第六条", as_of = "2025-10-01",
  rows = { pilot = pilot, pilot_major = majors },
  expect = { majors = 1, majors_not_admitted = 1, majors_not_filed = 1, certificate_admitted = "unmet", appraisal_filed = "unmet" },
}

test "没有试点专业" {
  cite = "第六条", as_of = "2025-10-01",
  rows = { pilot = pilot },
  expect = { majors = 0, majors_not_admitted = 0, certificate_admitted = "unmet", appraisal_filed = "unmet" },
}

test "论证准入并已备案" {
  cite = "第六条", as_of = "2025-10-01",
  rows = { pilot = pilot, pilot_major = majors, appraisal = { appraisal("2025-09-01", "admit", "2025-09-10") } },
  expect = { majors_not_admitted = 0, majors_not_filed = 0, certificate_admitted = "met", appraisal_filed = "met" },
}

for _, c in ipairs { { "reject", 1 }, { "exit", 1 }, { "admit", 0 } } do
  test("以最近一次论证为准：先准入，后 " .. c[1]) {
    cite = "第六条", as_of = "2025-10-01",
    rows = {
      pilot = pilot, pilot_major = majors,
      appraisal = { appraisal("2025-09-01", "admit", "2025-09-10"), appraisal("2025-10-01", c[1], "2025-10-01") },
    },
    expect = { majors_not_admitted = c[2] },
  }
end

test "日后的论证还不存在" {
  cite = "第六条", as_of = "2025-09-30",
  rows = {
    pilot = pilot, pilot_major = majors,
    appraisal = { appraisal("2025-09-01", "admit", "2025-09-10"), appraisal("2025-10-01", "exit") },
  },
  expect = { majors_not_admitted = 0, majors_not_filed = 0 },
}

test "别的学院、专业、证书的论证不算" {
  cite = "第六条", as_of = "2025-10-01",
  rows = {
    pilot = pilot, pilot_major = majors,
    appraisal = {
      { college = "music", major = "m1", certificate = "c1", appraised_on = "2025-09-01", verdict = "admit", filed_on = "2025-09-01" },
      { college = "art", major = "m2", certificate = "c1", appraised_on = "2025-09-01", verdict = "admit", filed_on = "2025-09-01" },
      { college = "art", major = "m1", certificate = "c2", appraised_on = "2025-09-01", verdict = "admit", filed_on = "2025-09-01" },
    },
  },
  expect = { majors_not_admitted = 1, majors_not_filed = 1 },
}

for _, c in ipairs { { "前一日", "2025-10-19", 0 }, { "当日", "2025-10-20", 0 }, { "次日", "2025-10-21", 1 } } do
  test("申报日" .. c[1] .. "备案") {
    cite = "第六条", as_of = "2025-12-01",
    rows = {
      pilot = { { code = "test", college = "art", certificate = "c1", year = 2026, state = "declared", declared_on = "2025-10-20" } },
      pilot_major = majors, appraisal = { appraisal("2025-09-01", "admit", c[2]) },
    },
    expect = { majors_not_filed = c[3] },
  }
end

test "没有备案日期" {
  cite = "第六条", as_of = "2025-12-01",
  rows = { pilot = pilot, pilot_major = majors, appraisal = { appraisal("2025-09-01", "admit") } },
  expect = { majors_not_filed = 1, certificate_admitted = "met", appraisal_filed = "unmet" },
}

test "申报之后的论证不影响当时的备案，但影响现在的准入" {
  cite = "第六条", as_of = "2026-12-01",
  rows = {
    pilot = { { code = "test", college = "art", certificate = "c1", year = 2026, state = "running", declared_on = "2025-10-20" } },
    pilot_major = majors,
    appraisal = { appraisal("2025-09-01", "admit", "2025-09-10"), appraisal("2026-11-01", "exit") },
  },
  expect = { majors_not_filed = 0, majors_not_admitted = 1 },
}

test "申报日在查询日之后，按查询日判断" {
  cite = "第六条", as_of = "2025-10-10",
  rows = {
    pilot = { { code = "test", college = "art", certificate = "c1", year = 2026, state = "appraised", declared_on = "2025-10-20" } },
    pilot_major = majors, appraisal = { appraisal("2025-09-01", "admit", "2025-10-15") },
  },
  expect = { majors_not_filed = 1 },
}
