-- 另一学院，名称相同，意思不同：互不相见。
local_rules { college = "beta", document = "乙院发〔2026〕1号", effective = "2026-06-01", under = "第二十六条" }
field "pilot" "staff" { title = "驻点人员数", type = "int" }
condition "staffed" { title = "驻点人员到位", cite = "细则第一条", joins = "good", requires = at_least(fact.staff, 3) }
condition "staffed_too" { title = "驻点人员也到位", cite = "细则第一条", joins = "while_dated", requires = at_least(fact.staff, 3) }
relax "limit" {
  value = 5, cite = "细则第二条", reason = "试验", approved_by = "教务处", approval_document = "教〔2026〕1号", valid_to = "2026-07-15",
}
