-- 第十八条 取消资格：七种情形有一即是。程序只指出，由人提出并决定；（二）的计算在 10-reports.lua。

-- 五种由人认定的情形：查实即命中，待查为待定，从未有线索为未启动。
-- 三个数目供查看；判断本身由下面的认定完成。
for _, ground in ipairs {
  { "slow_progress", "推进不力" },
  { "lax_management", "管理不严" },
  { "fund_misuse", "经费不规范" },
  { "coercion", "强制参加" },
  { "other", "其他违纪违规" },
} do
  local code, word = ground[1], ground[2]
  local about = equals(row.ground, code)
  derive("incidents_" .. code) {
    title = word .. "查实件数", supplied_by = "教务处", note = "供查询和学院细则使用",
    value = count { "incident", where = all { about, equals(row.status, "upheld") } },
  }
  derive("open_" .. code) {
    title = word .. "待查件数", supplied_by = "教务处", note = "供查询和学院细则使用",
    value = count { "incident", where = all { about, equals(row.status, "open") } },
  }
  derive("reported_" .. code) {
    title = word .. "线索件数", supplied_by = "教务处", note = "供查询和学院细则使用",
    value = count { "incident", where = about },
  }
end

attestation "slow_progress" {
  title = "推进不力、进展缓慢", cite = "第十八条（一）", as = "trigger", cases = "slow_progress", by = "领导小组",
}

attestation "lax_management" {
  title = "培训考核管理不严", cite = "第十八条（三）", as = "trigger", cases = "lax_management", by = "领导小组",
}

attestation "fund_misuse" {
  title = "经费使用不规范", cite = "第十八条（四）", as = "trigger", cases = "fund_misuse", by = "领导小组",
  -- 这些规则不符合时列为线索，是否“不规范”仍由人认定
  evidence = {
    condition.no_student_charge,
    condition.payments_through_finance,
    condition.within_budget,
    condition.adjustments_approved,
    condition.expenses_allowed,
    outcome.expense_allowed,
  },
}

attestation "coercion" {
  title = "强制或变相强制参加", cite = "第十八条（五）", as = "trigger", cases = "coercion", by = "领导小组",
  evidence = { condition.voluntary },
}

param "pass_rate_redline" {
  title = "通过率红线", cite = "第十八条（六）", value = "60%", college_may = "raise", -- “低于”不含等于
}

trigger "pass_rate_too_low" {
  title = "通过率过低", cite = "第十八条（六）",
  only_if = fact.begun,
  when = below(fact.pass_rate, param.pass_rate_redline),
}

attestation "other_violation" {
  title = "其他违纪违规", cite = "第十八条（七）", as = "trigger", cases = "other", by = "领导小组",
}

outcome "revocation" {
  title = "取消试点资格的情形", cite = "第十八条", college_may = "add",
  only_if = fact.begun,
  any = {
    attestation.slow_progress,
    trigger.reports_stopped,
    attestation.lax_management,
    attestation.fund_misuse,
    attestation.coercion,
    trigger.pass_rate_too_low,
    attestation.other_violation,
  },
}
