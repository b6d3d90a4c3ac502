-- 第二十四条 年度决算：上一年度有试点（在办或已验收）的学院，要把收支纳入部门决算。

local last_year = year_of(as_of) - 1

derive "final_account_submitted" {
  title = "上年度决算已报送", applies = "college", supplied_by = "二级学院",
  value = has { "final_account", where = equals(row.year, last_year) },
}

condition "final_account_in" {
  title = "收支纳入部门决算", cite = "第二十四条", applies = "college",
  only_if = has {
    "pilot",
    where = all {
      equals(row.year, last_year),
      any { one_of(row.state, set.live_states), equals(row.state, "accepted") },
    },
  },
  requires = fact.final_account_submitted,
}
