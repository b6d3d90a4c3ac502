-- 第十七条 评审标准。办法没有分值和等次，所以逐项判断，不打总分。

attestation "integration_highlight" {
  title = "标准融入课程且有亮点特色", cite = "第十七条", as = "condition", by = "教务处",
  only_if = fact.begun,
}

param "external_training_floor" {
  title = "面向社会人员培训的最少次数", cite = "第十七条", value = 1, college_may = "raise",
}

derive "external_trainings" {
  title = "面向社会人员的培训次数", supplied_by = "二级学院",
  value = count { "training", where = equals(row.audience, "external") },
}

condition "external_training" {
  title = "面向社会人员开展培训", cite = "第十七条",
  only_if = fact.begun,
  requires = at_least(fact.external_trainings, param.external_training_floor),
}

-- 通过率 ----------------------------------------------------------------------

reading "pass_rate_denominator" {
  title = "通过率的分母", cite = "第十七条",
  options = { attended = "实考", selected = "入选" },
  chosen = "attended",
  note = "原文不唯一，待教务处依第二十七条解释",
}

param "pass_rate_target" {
  title = "通过率目标", cite = "第十七条", value = "90%", college_may = "raise", -- “不低于”含等于
}

-- 按人和等级计，补考通过算通过；各等级、各场次合并计算，不取各自通过率的平均。取消成绩算考过而未通过。
local who = { row.person, row.exam.level }

derive "examined" {
  title = "实考人次", supplied_by = "二级学院",
  value = count {
    "exam_result",
    where = any { equals(row.status, "passed"), equals(row.status, "failed"), equals(row.status, "disqualified") },
    distinct = who,
  },
}

derive "passed" {
  title = "通过人次", supplied_by = "二级学院",
  value = count { "exam_result", where = equals(row.status, "passed"), distinct = who },
}

derive "results_pending" {
  title = "待公布的成绩数", supplied_by = "二级学院",
  value = count { "exam_result", where = equals(row.status, "pending") },
}

-- 成绩没有出齐，或没有人考过，通过率是“待定”，不是零。
derive "pass_rate" {
  title = "证书考核通过率", unit = "share", supplied_by = "二级学院",
  provided = none(fact.results_pending),
  value = ratio(fact.passed, choose(reading.pass_rate_denominator, { attended = fact.examined, selected = fact.selected })),
}

condition "pass_rate_on_target" {
  title = "通过率达标", cite = "第十七条", strength = "in_principle", -- “原则上”
  only_if = fact.begun,
  requires = at_least(fact.pass_rate, param.pass_rate_target),
}

-- 成果、学分 ------------------------------------------------------------------

param "outcome_floor" { title = "教学科研成果的最少项数", cite = "第十七条", value = 1, college_may = "raise" }

derive "outcomes" { title = "教学科研成果数", value = count { "outcome" }, supplied_by = "二级学院" }

condition "outcomes_hatched" {
  title = "孵化出教学科研成果", cite = "第十七条",
  only_if = fact.begun,
  requires = at_least(fact.outcomes, param.outcome_floor),
}

-- 按专业和考证计划的等级逐一看：每一对都要有认定细则。
derive "majors_without_credit_rule" {
  title = "未纳入学分认定细则的专业等级数", supplied_by = "二级学院",
  value = sum {
    "pilot_major",
    take = count {
      "plan_quota",
      where = no(has {
        "credit_rule",
        match = { major = outer.outer.major, certificate = fact.certificate, level = outer.level },
      }),
    },
  },
}

condition "credit_rules_adopted" {
  title = "证书纳入学分认定细则", cite = "第十七条",
  only_if = fact.begun,
  requires = none(fact.majors_without_credit_rule),
}

param "credit_bank_floor" {
  title = "学分银行登记率下限", cite = "第十七条", value = "100%", college_may = "raise",
}

derive "awards_in_credit_bank" {
  title = "已登记学分银行的证书数", supplied_by = "二级学院",
  value = count { "award", where = known(row.credit_bank_on) },
}

derive "credit_bank_share" {
  title = "学分银行登记率", unit = "share", value = ratio(fact.awards_in_credit_bank, fact.awards),
}

condition "credit_bank_registered" {
  title = "学生在学分银行登记", cite = "第十七条", strength = "in_principle",
  note = "办法没有写明，待教务处依第二十七条解释：原文没有登记率，也没有“原则上”，这里作为目标、允许说明",
  only_if = fact.begun,
  requires = any { none(fact.awards), at_least(fact.credit_bank_share, param.credit_bank_floor) },
}

outcome "passes_review" {
  title = "达到评审标准", cite = "第十七条", college_may = "add",
  only_if = fact.begun,
  all = {
    condition.reports_on_time,
    condition.report_quality,
    attestation.integration_highlight,
    condition.external_training,
    condition.pass_rate_on_target,
    condition.outcomes_hatched,
    condition.credit_rules_adopted,
    condition.credit_bank_registered,
  },
}
