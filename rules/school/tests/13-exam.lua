-- 第十三条

local function person(code, selected, score, voluntary, level)
  return { person = code, level = level or "elementary", selected = selected, rank_score = score, voluntary_on = voluntary or "2026-01-01" }
end

-- （二）自愿

for _, c in ipairs { { "2026-02-28", 0 }, { "2026-03-01", 0 }, { "2026-03-02", 1 } } do
  test("自愿确认于 " .. c[1] .. "，查询日 2026-03-01") {
    cite = "第十三条（二）", as_of = "2026-03-01",
    rows = { registration = { person("a", 1, "80", c[1]) } }, expect = { selected_not_voluntary = c[2] },
  }
end

test "入选而没有自愿确认" {
  cite = "第十三条（二）", as_of = "2026-03-01",
  rows = { registration = { { person = "a", level = "elementary", selected = 1 }, { person = "b", level = "elementary", selected = 0 } } },
  expect = { selected_not_voluntary = 1, voluntary = "unmet" },
}

test "已自愿确认的，是否入选空白也无妨" {
  cite = "第十三条（二）", as_of = "2026-03-01",
  rows = { registration = { { person = "a", level = "elementary", voluntary_on = "2026-01-01" } } },
  expect = { selected_not_voluntary = 0, voluntary = "met", outranked = "unknown", selected_on_merit = "unknown" },
}

test "没有确认，是否入选又空白：待定" {
  cite = "第十三条（二）", as_of = "2026-03-01",
  rows = { registration = { { person = "a", level = "elementary" } } },
  expect = { selected_not_voluntary = "unknown", voluntary = "unknown" },
}

-- （二）择优

for _, c in ipairs { { "79.9", 0, "met" }, { "80", 0, "met" }, { "80.1", 1, "unmet" } } do
  test("入选最低分80，落选者" .. c[1] .. "分") {
    cite = "第十三条（二）", as_of = "2026-03-01",
    rows = { registration = { person("a", 1, "95"), person("b", 1, "80"), person("c", 0, c[1]) } },
    expect = { outranked = c[2], selected_on_merit = c[3] },
  }
end

test "没有自愿确认的落选者不比" {
  cite = "第十三条（二）", as_of = "2026-03-01",
  rows = { registration = { person("a", 1, "80"), { person = "b", level = "elementary", selected = 0, rank_score = "99" } } },
  expect = { outranked = 0 },
}

test "不同等级不比" {
  cite = "第十三条（二）", as_of = "2026-03-01",
  rows = { registration = { person("a", 1, "80"), person("b", 0, "99", nil, "advanced") } },
  expect = { outranked = 0 },
}

test "入选者中有人没有成绩，即使别人的成绩已能比出：待定" {
  cite = "第十三条（二）", as_of = "2026-03-01",
  rows = { registration = { person("a", 1, "80"), person("b", 1), person("c", 0, "99") } },
  expect = { outranked = "unknown", selected_on_merit = "unknown" },
}

test "落选者中有人没有成绩：待定" {
  cite = "第十三条（二）", as_of = "2026-03-01",
  rows = { registration = { person("a", 1, "80"), person("b", 0) } }, expect = { outranked = "unknown" },
}

test "该等级无人落选，缺成绩无妨" {
  cite = "第十三条（二）", as_of = "2026-03-01",
  rows = { registration = { person("a", 1), person("b", 1, "60") } }, expect = { outranked = 0 },
}

test "该等级无人入选，缺成绩无妨" {
  cite = "第十三条（二）", as_of = "2026-03-01",
  rows = { registration = { person("a", 0), person("b", 0, "60") } }, expect = { outranked = 0 },
}

test "报名表的一行" {
  cite = "第十三条（二）", as_of = "2026-03-01", applies = "registration",
  given = { selected = true }, expect = { is_selected = true },
}

-- （三）考场

local function shown(day) return day or "未登记" end

for _, c in ipairs {
  { "2026-03-09", "2026-03-09", 0 }, { "2026-03-10", "2026-03-10", 0 }, { "2026-03-11", "2026-03-10", 1 },
  { "2026-03-10", "2026-03-11", 1 }, { nil, "2026-03-01", 1 }, { "2026-03-01", nil, 1 },
} do
  test("3月10日考核，验收 " .. shown(c[1]) .. "，保密检查 " .. shown(c[2])) {
    cite = "第十三条（三）", as_of = "2026-06-01",
    rows = {
      site = { { code = "s1", name = "甲", standardised_on = c[1], confidentiality_checked_on = c[2] } },
      exam = { { code = "e1", level = "elementary", held_on = "2026-03-10", mode = "certificate_exam", site = "s1" } },
    },
    expect = { exams = 1, exams_at_unready_site = c[3] },
  }
end

test "没有登记站点的考核" {
  cite = "第十三条（三）", as_of = "2026-06-01",
  rows = { exam = { { code = "e1", level = "elementary", held_on = "2026-03-10", mode = "certificate_exam" } } },
  expect = { exams_at_unready_site = 1, sites_ready = "unmet" },
}

test "查询日之后的考核还不存在" {
  cite = "第十三条（三）", as_of = "2026-03-09",
  rows = { exam = { { code = "e1", level = "elementary", held_on = "2026-03-10", mode = "certificate_exam" } } },
  expect = { exams = 0, exams_at_unready_site = 0, sites_ready = "met" },
}

test "一场考核的人数" {
  cite = "第十三条", as_of = "2026-06-01", applies = "exam",
  rows = {
    exam = { { code = "test", level = "elementary", held_on = "2026-03-10", mode = "certificate_exam" } },
    exam_result = {
      { person = "a", status = "passed" }, { person = "b", status = "failed" }, { person = "c", status = "disqualified" },
      { person = "d", status = "absent" }, { person = "e", status = "pending" },
    },
  },
  expect = { sat = 3, passed_count = 1, absent_count = 1, has_site = false },
}

-- （四）发证

local held = { { code = "e1", level = "elementary", held_on = "2026-03-10" }, { code = "e2", level = "elementary", held_on = "2026-04-10" } }

for _, c in ipairs { { "e1", "passed", 0 }, { "e1", "failed", 1 }, { "e2", "passed", 1 } } do
  test("按第一场发证，成绩是 " .. c[1] .. " " .. c[2]) {
    cite = "第十三条（四）", as_of = "2026-06-01",
    rows = {
      exam = held, exam_result = { { exam = c[1], person = "a", status = c[2] } },
      award = { { certificate_no = "n1", exam = "e1", person = "a", issued_on = "2026-05-01" } },
    },
    expect = { awards = 1, awards_without_pass = c[3] },
  }
end

test "没有成绩而发证" {
  cite = "第十三条（四）", as_of = "2026-06-01",
  rows = { exam = held, award = { { certificate_no = "n1", exam = "e1", person = "a", issued_on = "2026-05-01" } } },
  expect = { awards_without_pass = 1, awards_to_passers = "unmet" },
}

-- （六）收费

for _, c in ipairs { { "0 yuan", "met" }, { "0.01 yuan", "unmet" }, { "100 yuan", "unmet" } } do
  test("向学生收费 " .. c[1]) {
    cite = "第十三条（六）", as_of = "2026-06-01",
    given = { state = "running", student_charged = c[1] }, expect = { no_student_charge = c[2] },
  }
end

local people = { { code = "s", kind = "student" }, { code = "x", kind = "external" } }
local running = { { code = "test", year = 2026, state = "running" } }

local function charge(who, amount, refunded)
  return { code = "c" .. who .. amount, person = who, kind = "exam", amount = amount, charged_on = "2026-03-01", refunded_on = refunded }
end

test "没有收费记录，也没有零收费声明：待定" {
  cite = "第十三条（六）", as_of = "2026-06-01",
  rows = { pilot = running, person = people }, expect = { student_charged = "unknown", no_student_charge = "unknown" },
}

test "有零收费声明" {
  cite = "第十三条（六）", as_of = "2026-06-01",
  rows = { pilot = running, person = people, no_charge_statement = { { signed_by = "甲", signed_on = "2026-06-01" } } },
  expect = { student_charged = "0 yuan", no_student_charge = "met" },
}

test "声明在查询日之后" {
  cite = "第十三条（六）", as_of = "2026-05-31",
  rows = { pilot = running, person = people, no_charge_statement = { { signed_by = "甲", signed_on = "2026-06-01" } } },
  expect = { student_charged = "unknown" },
}

test "零元的收费记录也是记录" {
  cite = "第十三条（六）", as_of = "2026-06-01",
  rows = { pilot = running, person = people, charge = { charge("s", "0") } },
  expect = { student_charged = "0 yuan", no_student_charge = "met" },
}

test "一分钱也是收费，退了也是" {
  cite = "第十三条（六）", as_of = "2026-06-01",
  rows = { pilot = running, person = people, charge = { charge("s", "0.01", "2026-03-02") } },
  expect = { student_charged = "0.01 yuan", no_student_charge = "unmet" },
}

test "社会人员交费不算，但也不能代替声明" {
  cite = "第十三条（六）", as_of = "2026-06-01",
  rows = { pilot = running, person = people, charge = { charge("x", "500") } },
  expect = { student_charged = "unknown" },
}

test "有声明却收了费，以收费为准" {
  cite = "第十三条（六）", as_of = "2026-06-01",
  rows = {
    pilot = running, person = people, charge = { charge("s", "80"), charge("x", "500") },
    no_charge_statement = { { signed_by = "甲", signed_on = "2026-01-01" } },
  },
  expect = { student_charged = "80 yuan", no_student_charge = "unmet" },
}

test "实施之前不适用；但一旦向学生收费，就要判断" {
  cite = "第十三条（六）", as_of = "2026-06-01",
  rows = { pilot = { { code = "test", year = 2026, state = "approved" } }, person = people, charge = { charge("s", "80") } },
  expect = { no_student_charge = "unmet" },
}

test "实施之前没有收费，不适用" {
  cite = "第十三条（六）", as_of = "2026-06-01",
  rows = { pilot = { { code = "test", year = 2026, state = "approved" } }, person = people },
  expect = { no_student_charge = "na", exam_in_order = "na" },
}

test "资金往来：付出、收入都要经学校财务" {
  cite = "第十三条（六）", as_of = "2026-06-01",
  rows = {
    org_payment = {
      { code = "1", evaluation_org = "o", direction = "paid", amount = "1", account = "school_finance", paid_on = "2026-03-01" },
      { code = "2", evaluation_org = "o", direction = "received", amount = "1", account = "other", paid_on = "2026-03-01" },
      { code = "3", evaluation_org = "o", direction = "paid", amount = "1", account = "other", paid_on = "2026-06-02" },
    },
  },
  expect = { org_payments_outside = 1, payments_through_finance = "unmet" },
}

local function orderly(changed)
  local given = {
    state = "running", selected_not_voluntary = 0, outranked = 0, over_quota = 0, exams_at_unready_site = 0,
    awards_without_pass = 0, student_charged = "0 yuan", org_payments_outside = 0,
  }
  for name, value in pairs(changed) do given[name] = value end
  return given
end

test "考核组织规范" { cite = "第十三条", as_of = "2026-06-01", given = orderly {}, expect = { exam_in_order = "met" } }

for _, c in ipairs {
  { "selected_not_voluntary", "voluntary" }, { "outranked", "selected_on_merit" }, { "over_quota", "within_quota" },
  { "exams_at_unready_site", "sites_ready" }, { "awards_without_pass", "awards_to_passers" }, { "org_payments_outside", "payments_through_finance" },
} do
  test("考核组织有一处不规范：" .. c[1]) {
    cite = "第十三条", as_of = "2026-06-01",
    given = orderly { [c[1]] = 1 }, expect = { [c[2]] = "unmet", exam_in_order = "unmet" },
  }
end

-- 每个等级只与本等级的入选者比

test "两个等级各有入选者，只与本等级的最低分比" {
  cite = "第十三条（二）", as_of = "2026-03-01",
  rows = {
    registration = {
      person("a", 1, "80"), person("b", 0, "70"), person("c", 1, "60", nil, "advanced"), person("d", 0, "59", nil, "advanced"),
    },
  },
  expect = { outranked = 0, selected_on_merit = "met" },
}

test "落选者中的最低分不算入选线" {
  cite = "第十三条（二）", as_of = "2026-03-01",
  rows = { registration = { person("a", 1, "80"), person("b", 0, "50"), person("c", 0, "70") } }, expect = { outranked = 0 },
}

test "有人没有写明是否入选，虽与别人无关，也待定" {
  cite = "第十三条（二）", as_of = "2026-03-01",
  rows = { registration = { { person = "a", level = "elementary", rank_score = "80" } } }, expect = { outranked = "unknown" },
}

for _, c in ipairs { { "2026-03-01", true }, { "unknown", false } } do
  test("报名表的一行，自愿确认于 " .. c[1]) {
    cite = "第十三条（二）", as_of = "2026-03-01", applies = "registration", given = { voluntary_on = c[1] }, expect = { is_voluntary = c[2] },
  }
end

test "两场考核，一场没有登记站点，一场的站点已达标" {
  cite = "第十三条（三）", as_of = "2026-06-01",
  rows = {
    site = { { code = "s1", name = "甲", standardised_on = "2026-01-01", confidentiality_checked_on = "2026-01-01" } },
    exam = {
      { code = "e1", level = "elementary", held_on = "2026-03-10", mode = "certificate_exam" },
      { code = "e2", level = "elementary", held_on = "2026-03-10", mode = "certificate_exam", site = "s1" },
    },
  },
  expect = { exams_at_unready_site = 1 },
}

test "别人通过，不能给他发证" {
  cite = "第十三条（四）", as_of = "2026-06-01",
  rows = {
    exam = held, exam_result = { { exam = "e1", person = "b", status = "passed" }, { exam = "e1", person = "a", status = "failed" } },
    award = { { certificate_no = "n1", exam = "e1", person = "a", issued_on = "2026-05-01" } },
  },
  expect = { awards_without_pass = 1 },
}

test "资金往来：两笔在外、一笔在内" {
  cite = "第十三条（六）", as_of = "2026-06-01",
  rows = {
    org_payment = {
      { code = "1", evaluation_org = "o", direction = "paid", amount = "1", account = "school_finance", paid_on = "2026-03-01" },
      { code = "2", evaluation_org = "o", direction = "received", amount = "1", account = "other", paid_on = "2026-03-01" },
      { code = "3", evaluation_org = "o", direction = "paid", amount = "1", account = "other", paid_on = "2026-03-01" },
    },
  },
  expect = { org_payments_outside = 2 },
}

test "考核组织有一处不规范：向学生收费" {
  cite = "第十三条", as_of = "2026-06-01",
  given = orderly { student_charged = "0.01 yuan" }, expect = { no_student_charge = "unmet", exam_in_order = "unmet" },
}
