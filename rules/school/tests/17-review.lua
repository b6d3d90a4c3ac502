-- 第十七条（按时、质量见 10-reports.lua）；通过率的红线（第十八条（六））也在这里一并试

-- 25/42、241/402 印出来是60%，其实不到；26/29、188/209 印出来是90%，其实不到；3/5、9/10 恰在线上
for _, c in ipairs {
  { 0, 1, "deviates", "hit" }, { 5, 9, "deviates", "hit" }, { 59, 100, "deviates", "hit" }, { 25, 42, "deviates", "hit" },
  { 241, 402, "deviates", "hit" }, { 3, 5, "deviates", "clear" }, { 6, 10, "deviates", "clear" }, { 60, 100, "deviates", "clear" },
  { 61, 100, "deviates", "clear" }, { 17, 19, "deviates", "clear" }, { 26, 29, "deviates", "clear" }, { 188, 209, "deviates", "clear" },
  { 9, 10, "met", "clear" }, { 18, 20, "met", "clear" }, { 91, 100, "met", "clear" }, { 1, 1, "met", "clear" },
} do
  test("通过 " .. c[1] .. "/" .. c[2]) {
    cite = { "第十七条", "第十八条（六）" }, as_of = "2026-12-01",
    given = { state = "running", passed = c[1], examined = c[2], results_pending = 0 },
    expect = { pass_rate_on_target = c[3], pass_rate_too_low = c[4] },
  }
end

test "没有人考过：待定，不是零" {
  cite = "第十七条", as_of = "2026-12-01",
  given = { state = "running", passed = 0, examined = 0, results_pending = 0 },
  expect = { pass_rate = "unknown", pass_rate_on_target = "unknown", pass_rate_too_low = "unknown" },
}

test "还有一份成绩待公布：待定" {
  cite = "第十七条", as_of = "2026-12-01",
  given = { state = "running", passed = 1, examined = 9, results_pending = 1 },
  expect = { pass_rate = "unknown", pass_rate_on_target = "unknown", pass_rate_too_low = "unknown" },
}

test "分母取实考：缺考的不算" {
  cite = "第十七条", as_of = "2026-12-01",
  given = { state = "running", passed = 9, examined = 10, selected = 30, results_pending = 0 },
  expect = { pass_rate_on_target = "met", pass_rate_too_low = "clear" },
}

test "分母取入选：同样的成绩触红线" {
  cite = "第十七条", as_of = "2026-12-01",
  given = { state = "running", passed = 9, examined = 10, selected = 30, results_pending = 0, readings = { pass_rate_denominator = "selected" } },
  expect = { pass_rate_on_target = "deviates", pass_rate_too_low = "hit" },
}

-- 人次的计法

local function results(exam, passed, failed)
  local rows = {}
  for i = 1, passed do rows[#rows + 1] = { exam = exam, person = exam .. "p" .. i, status = "passed" } end
  for i = 1, failed do rows[#rows + 1] = { exam = exam, person = exam .. "f" .. i, status = "failed" } end
  return rows
end

local exams = {
  { code = "e1", level = "elementary", held_on = "2026-03-10" }, { code = "e2", level = "elementary", held_on = "2026-06-10" },
  { code = "e3", level = "advanced", held_on = "2026-06-10" },
}

local pooled = results("e1", 45, 5)
for _, row in ipairs(results("e3", 5, 5)) do pooled[#pooled + 1] = row end

test "各场合并：45/50 与 5/10 合计 50/60，不取两个通过率的平均" {
  cite = "第十七条", as_of = "2026-12-01",
  rows = { pilot = { { code = "test", year = 2026, state = "running" } }, exam = exams, exam_result = pooled },
  expect = { passed = 50, examined = 60, pass_rate_on_target = "deviates", pass_rate_too_low = "clear" },
}

test "补考通过算一人次通过，不同等级算两人次" {
  cite = "第十七条", as_of = "2026-12-01",
  rows = {
    exam = exams,
    exam_result = {
      { exam = "e1", person = "a", status = "failed" }, { exam = "e2", person = "a", status = "passed" },
      { exam = "e3", person = "a", status = "failed" },
    },
  },
  expect = { examined = 2, passed = 1, results_pending = 0 },
}

test "缺考不算考过，取消成绩算考过，待公布另计" {
  cite = "第十七条", as_of = "2026-12-01",
  rows = {
    exam = exams,
    exam_result = {
      { exam = "e1", person = "a", status = "absent" }, { exam = "e1", person = "b", status = "disqualified" },
      { exam = "e1", person = "c", status = "pending" }, { exam = "e1", person = "d", status = "passed" },
    },
  },
  expect = { examined = 2, passed = 1, results_pending = 1, pass_rate = "unknown" },
}

test "查询日之后的考核，成绩也还不存在" {
  cite = "第十七条", as_of = "2026-06-09",
  rows = { exam = exams, exam_result = { { exam = "e1", person = "a", status = "failed" }, { exam = "e2", person = "a", status = "passed" } } },
  expect = { examined = 1, passed = 0 },
}

-- 其余各项

for _, c in ipairs { { 0, "unmet" }, { 1, "met" }, { 2, "met" } } do
  test("面向社会人员培训" .. c[1] .. "次，成果" .. c[1] .. "项") {
    cite = "第十七条", as_of = "2026-12-01",
    given = { state = "running", external_trainings = c[1], outcomes = c[1] },
    expect = { external_training = c[2], outcomes_hatched = c[2] },
  }
end

test "培训以开始之日计，只数面向社会人员的" {
  cite = "第十七条", as_of = "2026-03-01",
  rows = {
    training = {
      { code = "1", audience = "external", starts_on = "2026-03-01" }, { code = "2", audience = "external", starts_on = "2026-03-02" },
      { code = "3", audience = "student", starts_on = "2026-01-01" },
    },
    outcome = { { title = "一", kind = "teaching", achieved_on = "2026-03-01" }, { title = "二", kind = "research", achieved_on = "2026-03-02" } },
  },
  expect = { external_trainings = 1, outcomes = 1 },
}

test "学分认定细则：每个专业、每个计划等级都要有" {
  cite = "第十七条", as_of = "2026-03-01",
  rows = {
    pilot = { { code = "test", year = 2026, certificate = "c1", state = "running" } },
    pilot_major = { { major = "m1" }, { major = "m2" } },
    plan_quota = { { level = "elementary", quota = 10 }, { level = "advanced", quota = 0 } },
    credit_rule = {
      { major = "m1", certificate = "c1", level = "elementary", credits = "2", adopted_on = "2026-03-01" },
      { major = "m1", certificate = "c1", level = "advanced", credits = "2", adopted_on = "2026-03-02" },
      { major = "m2", certificate = "c2", level = "elementary", credits = "2", adopted_on = "2026-01-01" },
    },
  },
  expect = { majors_without_credit_rule = 3, credit_rules_adopted = "unmet" },
}

for _, c in ipairs { { 0, 0, "met" }, { 40, 39, "deviates" }, { 40, 40, "met" }, { 1, 0, "deviates" } } do
  test("发证" .. c[1] .. "本，登记学分银行" .. c[2] .. "本") {
    cite = "第十七条", as_of = "2026-12-01",
    given = { state = "running", awards = c[1], awards_in_credit_bank = c[2] }, expect = { credit_bank_registered = c[3] },
  }
end

test "学分银行：登记在查询日之后的不算" {
  cite = "第十七条", as_of = "2026-06-01",
  rows = {
    exam = exams,
    award = {
      { certificate_no = "1", exam = "e1", person = "a", issued_on = "2026-05-01", credit_bank_on = "2026-06-01" },
      { certificate_no = "2", exam = "e1", person = "b", issued_on = "2026-05-01", credit_bank_on = "2026-06-02" },
      { certificate_no = "3", exam = "e1", person = "c", issued_on = "2026-05-01" },
    },
  },
  expect = { awards = 3, awards_in_credit_bank = 1 },
}

local function good(changed)
  local given = {
    state = "inspected", reports_due = 20, reports_on_time = 20, reports_poor = 0, reports_ungraded = 0,
    integration_highlight = "met", external_trainings = 1, passed = 95, examined = 100, results_pending = 0,
    outcomes = 1, majors_without_credit_rule = 0, awards = 95, awards_in_credit_bank = 95,
  }
  for name, value in pairs(changed) do given[name] = value end
  return given
end

test "达到评审标准" { cite = "第十七条", as_of = "2026-12-01", given = good {}, expect = { passes_review = "met" } }

test "通过率、学分银行是“原则上”，偏离不妨碍" {
  cite = "第十七条", as_of = "2026-12-01",
  given = good { passed = 80, awards_in_credit_bank = 0 },
  expect = { pass_rate_on_target = "deviates", credit_bank_registered = "deviates", passes_review = "met" },
}

for _, c in ipairs {
  { "reports_on_time", 19 }, { "reports_poor", 1 }, { "reports_ungraded", 1 }, { "external_trainings", 0 }, { "outcomes", 0 },
  { "majors_without_credit_rule", 1 }, { "integration_highlight", "unmet" },
} do
  test("评审有一项不符合：" .. c[1]) {
    cite = "第十七条", as_of = "2026-12-01", given = good { [c[1]] = c[2] }, expect = { passes_review = "unmet" },
  }
end

test "成绩未出齐，评审待定" {
  cite = "第十七条", as_of = "2026-12-01", given = good { results_pending = 1 }, expect = { passes_review = "unknown" },
}

test "标准融入课程由人认定，实施之前不适用" {
  cite = "第十七条", as_of = "2026-12-01",
  rows = { pilot = { { code = "test", year = 2026, state = "approved" } } }, expect = { integration_highlight = "na", passes_review = "na" },
}

test "培训：两次面向社会、一次面向学生" {
  cite = "第十七条", as_of = "2026-03-01",
  rows = {
    training = {
      { code = "1", audience = "external", starts_on = "2026-02-01" }, { code = "2", audience = "external", starts_on = "2026-02-02" },
      { code = "3", audience = "student", starts_on = "2026-01-01" },
    },
  },
  expect = { external_trainings = 2 },
}

test "发证100本，登记学分银行99本，差一本也是偏离" {
  cite = "第十七条", as_of = "2026-12-01",
  given = { state = "running", awards = 100, awards_in_credit_bank = 99 }, expect = { credit_bank_registered = "deviates" },
}

test "不知登记了几本，评审待定" {
  cite = "第十七条", as_of = "2026-12-01", given = good { awards_in_credit_bank = "unknown" }, expect = { passes_review = "unknown" },
}
