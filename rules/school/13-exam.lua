-- 第十三条 考核与证书发放。

-- （二）自愿、择优 ------------------------------------------------------------

-- 没有自愿确认而入选，也是查“强制参加”（第十八条（五））的线索。
derive "selected_not_voluntary" {
  title = "未经自愿确认而入选的人次", supplied_by = "二级学院",
  value = count { "registration", where = all { no(known(row.voluntary_on)), row.selected } },
}

condition "voluntary" {
  title = "学生自愿参加", cite = "第十三条（二）",
  requires = none(fact.selected_not_voluntary),
}

-- 同一等级内：自愿而落选，成绩却高于入选者的最低分。同分不算。有人缺成绩，该等级就比不出来。
local chosen_at_level = all { equals(row.level, outer.level), row.selected }

derive "outranked" {
  title = "成绩更高而落选的人次", supplied_by = "二级学院",
  provided = known(fact.selected),
  value = count {
    "registration",
    where = all {
      no(row.selected),
      known(row.voluntary_on),
      has { "registration", where = chosen_at_level },
      above(row.rank_score, lowest { "registration", where = chosen_at_level, take = row.rank_score }),
    },
  },
}

condition "selected_on_merit" {
  title = "优中选优", cite = "第十三条（二）",
  requires = none(fact.outranked),
}

derive "is_voluntary" {
  title = "已自愿确认", applies = "registration", note = "供查询和学院细则使用",
  value = known(fact.voluntary_on),
}

derive "is_selected" {
  title = "是否入选", applies = "registration", supplied_by = "二级学院", note = "供查询和学院细则使用",
  value = fact.selected,
}

-- （三）标准化考场 ------------------------------------------------------------

derive "exams" {
  title = "已举行的考核场次", supplied_by = "二级学院", note = "供查询和学院细则使用",
  value = count { "exam" },
}

-- 站点的验收和保密检查都要在考核当日或之前；没有登记站点的，算未达标。
derive "exams_at_unready_site" {
  title = "考场未达标的考核场次", supplied_by = "二级学院",
  value = count {
    "exam",
    where = no(all {
      known(row.site),
      known(row.site.standardised_on), at_most(row.site.standardised_on, row.held_on),
      known(row.site.confidentiality_checked_on), at_most(row.site.confidentiality_checked_on, row.held_on),
    }),
  },
}

condition "sites_ready" {
  title = "考场标准化", cite = "第十三条（三）",
  requires = none(fact.exams_at_unready_site),
}

derive "has_site" { title = "已登记考核站点", applies = "exam", value = known(fact.site), note = "供查询和学院细则使用" }

-- 实考：通过、未通过、取消成绩都是考过；缺考不是，待公布的还不算。
local sat = any { equals(row.status, "passed"), equals(row.status, "failed"), equals(row.status, "disqualified") }

derive "sat" {
  title = "本场实考人数", applies = "exam", note = "供查询和学院细则使用",
  value = count { "exam_result", where = sat },
}

derive "passed_count" {
  title = "本场通过人数", applies = "exam", note = "供查询和学院细则使用",
  value = count { "exam_result", where = equals(row.status, "passed") },
}

derive "absent_count" {
  title = "本场缺考人数", applies = "exam", note = "供查询和学院细则使用",
  value = count { "exam_result", where = equals(row.status, "absent") },
}

-- （四）证书发放 --------------------------------------------------------------

derive "awards" { title = "已发证书数", value = count { "award" }, supplied_by = "二级学院" }

derive "awards_without_pass" {
  title = "未通过考核而发的证书数", supplied_by = "二级学院",
  value = count {
    "award",
    where = no(has {
      "exam_result",
      where = all {
        equals(row.exam, outer.exam), equals(row.person, outer.person), equals(row.status, "passed"),
      },
    }),
  },
}

condition "awards_to_passers" {
  title = "证书只发给通过者", cite = "第十三条（四）",
  requires = none(fact.awards_without_pass),
}

-- （六）不得收费、统一财务管理 -------------------------------------------------

param "student_charge_limit" {
  title = "向学生收费的限额", cite = "第十三条（六）", value = "0 yuan", college_may = "nothing",
}

-- 只看学生；社会人员交费不在此限。退费不抹去收费的事实。
local from_student = equals(row.person.kind, "student")

-- 没有收费记录不等于没有收费：要有零收费声明，或有一笔向学生的收费记录（零元也算）。
derive "student_charged" {
  title = "向学生收费金额", supplied_by = "二级学院",
  provided = any { has { "charge", where = from_student }, has { "no_charge_statement" } },
  value = sum { "charge", where = from_student, take = row.amount },
}

condition "no_student_charge" {
  title = "不向学生收费", cite = "第十三条（六）",
  only_if = any { fact.begun, has { "charge", where = from_student } },
  requires = at_most(fact.student_charged, param.student_charge_limit),
}

derive "org_payments_outside" {
  title = "未纳入学校财务的资金往来笔数", supplied_by = "财务与资产管理处", -- 收、付两个方向都算
  value = count { "org_payment", where = differs(row.account, "school_finance") },
}

condition "payments_through_finance" {
  title = "资金往来纳入学校财务", cite = "第十三条（六）",
  requires = none(fact.org_payments_outside),
}

outcome "exam_in_order" {
  title = "考核组织规范", cite = "第十三条", college_may = "add",
  only_if = fact.begun,
  all = {
    condition.voluntary,
    condition.selected_on_merit,
    condition.within_quota,
    condition.sites_ready,
    condition.awards_to_passers,
    condition.no_student_charge,
    condition.payments_through_finance,
  },
}
