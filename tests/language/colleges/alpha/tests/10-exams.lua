local_rules { college = "alpha", document = "甲院发〔2026〕1号", effective = "2026-03-01", under = "第二十六条" }

local function exams(first, second, third)
  local rows = { exam = {}, exam_result = {} }
  for i, status in ipairs { first, second, third } do
    local code = "E" .. i
    rows.exam[i] = { code = code, level = "elementary", held_on = "2026-0" .. (3 + i) .. "-10" }
    rows.exam_result[i] = { exam = code, person = "S1", status = status }
  end
  return rows
end
test "相邻两场都不到一半" { as_of = "2026-12-01", rows = exams("passed", "failed", "failed"), expect = { bad_pairs = 1, two_bad_exams = "hit" } }
test "隔着一场不算" { as_of = "2026-12-01", rows = exams("failed", "passed", "failed"), expect = { bad_pairs = 0, two_bad_exams = "clear" } }
test "全都不到一半" { as_of = "2026-12-01", rows = exams("failed", "failed", "failed"), expect = { bad_pairs = 2 } }
test "第三场之前" { as_of = "2026-06-09", rows = exams("passed", "failed", "failed"), expect = { bad_pairs = 0 } }
test "加入学校的结论" { as_of = "2026-06-01", given = { bad_pairs = 1, n_team = 1 }, expect = { two_bad_exams = "hit", too_many = "clear", bad = "hit" } }
test "施行之前不起作用" { as_of = "2026-02-28", given = { bad_pairs = 1, n_team = 1 }, expect = { two_bad_exams = "na", bad = "clear" } }

local function cell(name, value) return { attribute = { { name = name, value = value, recorded_on = "2026-05-01", recorded_by = "x" } } } end
test "学院的数据" { applies = "college", as_of = "2026-06-01", rows = cell("staff", "2"), expect = { staff = 2, staffed = "met" } }
test "学院的数据差一人" { applies = "college", as_of = "2026-06-01", rows = cell("staff", "1"), expect = { staffed = "unmet" } }
test "登记之前没有" { applies = "college", as_of = "2026-04-30", rows = cell("staff", "2"), expect = { staffed = "unknown" } }
test "场次的日期" { applies = "exam", as_of = "2029-06-01", given = { held_on = "2026-05-01", kept_until = "2029-04-30" }, expect = { kept = "met" } }
test "早一天" { applies = "exam", as_of = "2029-06-01", given = { held_on = "2026-05-01", kept_until = "2029-04-29" }, expect = { kept = "unmet" } }
test "施行之前的场次不看" { applies = "exam", as_of = "2029-06-01", given = { held_on = "2026-02-28", kept_until = "2026-03-01" }, expect = { kept = "na" } }
test "恰好一千元不看" { applies = "expense", as_of = "2026-06-01", given = { amount = "1000 yuan", spent_on = "2026-05-01" }, expect = { checked_big = "na" } }
test "一千元零一分未复核" { applies = "expense", as_of = "2026-06-01", given = { amount = "1000.01 yuan", spent_on = "2026-05-01", checked = false }, expect = { checked_big = "unmet" } }
test "加分两分" { applies = "registration", as_of = "2026-06-01", given = { bonus = "2 credits" }, expect = { bonus_small = "met" } }
test "加分两分一" { applies = "registration", as_of = "2026-06-01", given = { bonus = "2.1 credits" }, expect = { bonus_small = "unmet" } }
test "没有加分" { applies = "registration", as_of = "2026-06-01", given = {}, expect = { bonus_small = "met" } }
test "投入差一分是偏离" { as_of = "2026-06-01", given = { sponsor = "99.99 yuan", paid = "1000 yuan" }, expect = { sponsored = "deviates" } }
test "投入恰好一成" { as_of = "2026-06-01", given = { sponsor = "100 yuan", paid = "1000 yuan" }, expect = { sponsored = "met" } }
test "下属一项不好就不好" {
  as_of = "2026-06-01",
  given = { tally = { kept = { met = 2 }, checked_big = { met = 1, unmet = 1 }, bonus_small = { met = 9 } }, staff = 2 },
  expect = { below_fine = "unmet" },
}
test "下属一项待定就待定" {
  as_of = "2026-06-01",
  given = { tally = { kept = { met = 2 }, checked_big = { met = 1, unknown = 1 }, bonus_small = { met = 9 } }, staff = 2 },
  expect = { below_fine = "unknown" },
}
test "半数试点都好" { applies = "college", as_of = "2026-06-01", given = { tally = { below_fine = { met = 1, unmet = 1 } } }, expect = { most_fine = "met" } }
test "还有待定的，要么够要么不够" { applies = "college", as_of = "2026-06-01", given = { tally = { below_fine = { met = 1, unmet = 1, unknown = 1 } } }, expect = { most_fine = "unknown" } }
test "一人三个试点" {
  applies = "college", as_of = "2026-06-01",
  rows = {
    pilot = { { code = "1", certificate = "1" }, { code = "2", certificate = "2" }, { code = "3", certificate = "3" }, { code = "4", certificate = "4", college = "beta" } },
    registration = {
      { pilot = "1", person = "S1", level = "elementary" }, { pilot = "2", person = "S1", level = "elementary" },
      { pilot = "3", person = "S1", level = "elementary" }, { pilot = "1", person = "S2", level = "elementary" },
      { pilot = "2", person = "S2", level = "elementary" }, { pilot = "4", person = "S2", level = "elementary" },
    },
  },
  expect = { not_overloaded = "unmet" },
}
test "另一学院的试点不算" {
  applies = "college", as_of = "2026-06-01",
  rows = {
    pilot = { { code = "1", certificate = "1" }, { code = "2", certificate = "2" }, { code = "4", certificate = "4", college = "beta" } },
    registration = {
      { pilot = "1", person = "S2", level = "elementary" }, { pilot = "1", person = "S2", level = "advanced" },
      { pilot = "2", person = "S2", level = "elementary" }, { pilot = "4", person = "S2", level = "elementary" },
    },
  },
  expect = { not_overloaded = "met" },
}
test "等次" { as_of = "2026-06-01", given = { n_team = 4, n_dual = 1 }, expect = { grade = "乙", graded = "met" } }
test "等次不够" { as_of = "2026-06-01", given = { n_team = 5, n_dual = 1 }, expect = { grade = "丙", graded = "unmet" } }
test "没有团队，没有等次" { as_of = "2026-06-01", given = { n_team = 0, n_dual = 0 }, expect = { grade = "unknown", graded = "unknown" } }
test "四月仍是学校的三人" { as_of = "2026-04-30", given = { n_team = 3 }, expect = { few_enough = "met" } }
test "五月起两人" { as_of = "2026-05-01", given = { n_team = 3 }, expect = { few_enough = "unmet" } }
test "八月起一人" { as_of = "2026-08-01", given = { n_team = 2 }, expect = { few_enough = "unmet" } }
