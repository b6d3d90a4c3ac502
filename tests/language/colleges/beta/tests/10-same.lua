local_rules { college = "beta", document = "乙院发〔2026〕1号", effective = "2026-06-01", under = "第二十六条" }

test "本学院的同名规则" { as_of = "2026-06-01", given = { staff = 3, n_team = 5, n_dual = 5 }, expect = { staffed = "met", few_enough = "met", good = "met" } }
test "差一人" { as_of = "2026-06-01", given = { staff = 2, n_team = 5, n_dual = 5 }, expect = { staffed = "unmet", good = "unmet" } }
test "放宽到期前一天" { as_of = "2026-07-14", given = { n_team = 5 }, expect = { few_enough = "met" } }
test "放宽到期，学校已改为两人" { as_of = "2026-07-15", given = { n_team = 3 }, expect = { few_enough = "unmet" } }
test "放宽之前" { as_of = "2026-05-31", given = { n_team = 4 }, expect = { few_enough = "unmet", staffed = "na" } }
test "学校的成员都不适用时，学院的条件不能单独使结论成立" { as_of = "2026-06-01", given = { staff = 3, n_team = 1 }, expect = { staffed_too = "met", while_dated = "na" } }
test "学校的成员都不适用时，学院的条件仍可使结论不成立" { as_of = "2026-06-01", given = { staff = 2, n_team = 1 }, expect = { while_dated = "unmet" } }
test "是否也可以像数据表那样写" {
  as_of = "2026-06-01", rows = { team_member = { { person = "a", dual_qualified = "是" }, { person = "b", dual_qualified = "否" } } },
  expect = { n_team = 2, n_dual = 1 },
}
