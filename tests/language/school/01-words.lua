-- 规则语言每个词的试验：不是学校的规则，只供 tests/language/school/tests 使用。
regulation { title = "试验", document = "试验", effective = "2023-12-18", articles = 27, interpreted_by = "教务处", clauses = { ["第一条"] = "purpose" } }

local c = "第一条"

derive "n_team" { title = "人数", value = count { "team_member" } }
derive "n_dual" { title = "双师人数", value = count { "team_member", where = row.dual_qualified } }
derive "n_in_office" { title = "在任人数", value = count { "team_member", in_force = true } }
derive "has_expert" { title = "有专家", value = has { "team_member", where = row.industry_expert } }
derive "n_passed" { title = "通过人次", value = count { "exam_result", where = equals(row.status, "passed"), distinct = { row.person, row.exam.level } } }
derive "n_sitters" { title = "考生人数", value = count { "exam_result", distinct = row.person } }
derive "n_exams" { title = "场次", value = count { "exam" } }
derive "paid" { title = "支出合计", unit = "yuan", value = sum { "expense", take = row.amount } }
derive "paid_ok" { title = "已定采购的支出", unit = "yuan", value = sum { "expense", where = row.requires_procurement, take = row.amount } }
derive "best" { title = "最高分", unit = "score", value = highest { "registration", where = row.selected, take = row.rank_score } }
derive "worst" { title = "最低分", unit = "score", value = lowest { "registration", take = row.rank_score } }
derive "last_verdict" {
  title = "最近论证",
  value = latest {
    "appraisal", match = { college = fact.college, certificate = fact.certificate }, by = row.appraised_on, take = row.verdict,
  },
}
derive "verdict_then" {
  title = "申报日前的最近论证",
  value = latest {
    "appraisal", match = { college = fact.college, certificate = fact.certificate }, by = row.appraised_on, upto = fact.declared_on,
    take = row.verdict,
  },
}
derive "assessors_of_team" {
  title = "团队中的考评员",
  value = count {
    "team_member",
    where = has { "assessor", match = { person = outer.person, certificate = fact.certificate }, in_force = true },
    distinct = row.person,
  },
}
derive "behind" {
  title = "低于同级别最高分的人数",
  value = count {
    "registration",
    where = below(row.rank_score, highest { "registration", where = equals(row.level, outer.level), take = row.rank_score }),
  },
}
derive "deep" {
  title = "三层行",
  value = count {
    "registration",
    where = has {
      "registration",
      where = all {
        equals(row.level, outer.level),
        has { "registration", where = all { equals(row.level, outer.level), equals(row.person, outer.outer.person), row.selected } },
      },
    },
  },
}
derive "scores" {
  title = "成绩之差", type = "int",
  inputs = { list { "registration", by = row.rank_score, take = { score = row.rank_score } } },
  compute = function(rows)
    if #rows < 2 or not rows[1].score then return nil end
    return rows[#rows].score - rows[1].score
  end,
}
derive "sites_checked" { title = "考前已查考点的场次", value = count { "exam", where = at_most(row.site.confidentiality_checked_on, row.held_on) } }
derive "head_spent" {
  title = "超支科目",
  value = count {
    "expense", distinct = row.head,
    where = above(
      sum { "expense", where = equals(row.head, outer.head), take = row.amount },
      sum { "allocation", where = equals(row.head, outer.head), take = row.amount }
    ),
  },
}
derive "open_cases" { title = "待查线索", value = count { "incident", where = equals(row.status, "open") } }
derive "biweekly" { title = "双周周期数", value = count { "report_period", where = equals(row.days, 14) } }
derive "weekly" { title = "周周期数", value = count { "report_period", where = equals(row.days, 7) } }
derive "both_cadences" { title = "全部周期数", value = count { "report_period" } }
derive "weeks_exempted" { title = "应报周数", value = sum { "report_period", where = equals(row.days, 14), take = row.weeks } }
derive "whole_ones" { title = "完整周期", value = count { "report_period", where = all { equals(row.days, 14), row.whole } } }
derive "points_of" { title = "得分", value = points(has { "summary" }, 3) + points(no(has { "outcome" }), 2) }
derive "share_of_money" { title = "四成", unit = "yuan", value = fact.paid * "40%" }

param "limit" { title = "上限", cite = c, value = { ["2026-01-01"] = 3, ["2026-07-01"] = 2 }, college_may = "lower" }
condition "few_enough" { title = "人数不多", cite = c, requires = at_most(fact.n_team, param.limit) }
condition "dear" { title = "支出不低于", cite = c, requires = at_least(fact.paid, "1200.50 yuan") }
condition "dated" { title = "有效期内", cite = c, valid_from = "2026-03-01", valid_to = "2026-04-01", requires = at_least(fact.n_team, 1) }
condition "short" { title = "不低于四成", cite = c, strength = "in_principle", requires = at_least(ratio(fact.n_dual, fact.n_team), "40%") }
condition "expense_small" { title = "单笔不大", cite = c, applies = "expense", requires = at_most(fact.amount, "100 yuan") }
condition "expenses_small" { title = "各笔不大", cite = c, requires = every("expense_small") }
condition "mostly_small" { title = "多数不大", cite = c, requires = at_least(tally("expense_small").met, 2) }
condition "colleges_fine" { title = "各试点人数不多", cite = c, applies = "college", requires = every("few_enough") }
trigger "too_many" { title = "人数过多", cite = c, when = above(fact.n_team, 3) }
outcome "good" { title = "合起来", cite = c, college_may = "add", all = { condition.few_enough, condition.short } }
outcome "bad" { title = "有一即是", cite = c, college_may = "add", any = { trigger.too_many } }
outcome "while_dated" { title = "有效期内合起来", cite = c, college_may = "add", all = { condition.dated } }
