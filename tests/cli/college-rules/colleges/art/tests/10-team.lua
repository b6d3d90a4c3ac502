local_rules { college = "art", document = "美院发〔2026〕3号", effective = "2026-09-01", under = "第二十六条" }

test "sixty percent are enough" {
  as_of = "2026-09-01", given = { team_total = 10, team_dual = 6 }, expect = { dual_qualified = "met" },
}
test "fifty-nine percent are not" {
  as_of = "2026-09-01", given = { team_total = 100, team_dual = 59 }, expect = { dual_qualified = "unmet" },
}
test "before the document holds the school's half is enough" {
  as_of = "2026-08-31", given = { team_total = 10, team_dual = 5 }, expect = { dual_qualified = "met", local_need = "na" },
}
test "hours of the studio are counted from the college's own field" {
  as_of = "2026-10-01", rows = { attribute = { { name = "studio_hours", value = "24", recorded_on = "2026-09-30", recorded_by = "x" } } },
  expect = { studio_hours = 24, local_need = "met" },
}
