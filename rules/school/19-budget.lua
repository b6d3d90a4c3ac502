-- 第十九条 学校定总额度并分解下达；第二十条 严格按预算执行。

derive "budget_total" {
  title = "当年总额度", applies = "school", supplied_by = "财务与资产管理处", -- 没有登记总额度，是待定，不是零
  value = lowest { "school_budget", where = equals(row.year, year_of(as_of)), take = row.total },
}

derive "allocated_total" {
  title = "当年已下达总额", applies = "school", supplied_by = "财务与资产管理处",
  value = sum { "allocation", where = equals(row.pilot.year, year_of(as_of)), take = row.amount },
}

condition "within_school_total" {
  title = "下达不超学校总额度", cite = "第十九条", applies = "school",
  requires = at_most(fact.allocated_total, fact.budget_total),
}

derive "allocated" {
  title = "已下达预算", supplied_by = "财务与资产管理处", note = "供查询和学院细则使用",
  value = sum { "allocation", take = row.amount },
}

derive "spent" {
  title = "已支出", supplied_by = "财务与资产管理处", note = "供查询和学院细则使用",
  value = sum { "expense", take = row.amount },
}

param "overrun_tolerance" {
  title = "允许的超支金额", cite = "第二十条", value = "0 yuan", college_may = "nothing",
}

-- 逐科目比较，科目之间不能相抵。有批准日期和文号的调整才作数。
derive "heads_overspent" {
  title = "超支的预算科目数", supplied_by = "财务与资产管理处",
  value = count {
    "expense",
    distinct = row.head,
    where = above(
      sum { "expense", where = equals(row.head, outer.head), take = row.amount },
      sum { "allocation", where = equals(row.head, outer.head), take = row.amount }
        + sum {
          "budget_adjustment",
          where = all { equals(row.head, outer.head), known(row.approved_on), no(blank(row.document)) },
          take = row.delta,
        }
        + param.overrun_tolerance
    ),
  },
}

condition "within_budget" {
  title = "不超预算", cite = "第二十条",
  requires = none(fact.heads_overspent),
}

derive "adjustments_unapproved" {
  title = "未按程序报批的预算调整数", supplied_by = "财务与资产管理处",
  value = count { "budget_adjustment", where = any { no(known(row.approved_on)), blank(row.document) } },
}

condition "adjustments_approved" {
  title = "预算调整经批准", cite = "第二十条",
  requires = none(fact.adjustments_unapproved),
}
