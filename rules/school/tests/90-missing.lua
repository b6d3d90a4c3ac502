-- 每条规则：符合时的一组数据，去掉任何一项都是“待定”，绝不当作符合；前提不成立是“不适用”。

local function without(given, name)
  local rest = {}
  for key, value in pairs(given) do
    if key ~= name then rest[key] = value end
  end
  return rest
end

local function with(given, name, value)
  local changed = without(given, name)
  changed[name] = value
  return changed
end

local function fine_of(c) return c[5] or "met" end

-- 规则、条款、符合时的数据、前提（为否时不适用）、数据齐全时的结论（不写即 met）、对象
for _, c in ipairs {
  { "leading_group_complete", "第三条（一）", { leading_group_heads = 1, leading_group_deputies = 1, offices_unseated = 0, colleges_unseated = 0 }, nil, "met", "school" },
  { "working_group_complete", "第三条（二）", { live_pilots = 1, working_group_heads = 1, working_group_deputies = 1 }, nil, "met", "college" },
  { "one_lead", "第四条", { live = true, leads = 1 }, "live" },
  { "changes_approved", "第五条", { lead_changes_unapproved = 0 } },
  { "certificate_admitted", "第六条", { majors = 1, majors_not_admitted = 0 } },
  { "appraisal_filed", "第六条", { majors = 1, majors_not_filed = 0 } },
  { "dual_qualified", "第七条（二）", { team_total = 2, team_dual = 1 } },
  { "external_teachers", "第七条（二）", { team_total = 5, team_external = 1 } },
  { "within_quota", "第八条（二）", { over_quota = 0 } },
  { "lead_named", "第九条", { approved_or_begun = true, leads = 1 }, "approved_or_begun" },
  { "members_assigned", "第九条", { approved_or_begun = true, members = 1, members_without_task = 0 }, "approved_or_begun" },
  { "plan_made", "第九条", { approved_or_begun = true, milestones = 1 }, "approved_or_begun" },
  { "reports_on_time", "第十条", { begun = true, reports_due = 100, reports_on_time = 100 }, "begun" },
  { "report_quality", "第十七条", { begun = true, reports_poor = 0, reports_ungraded = 0 }, "begun" },
  { "reports_stopped", "第十八条（二）", { begun = true, missed_weeks_run = 2 }, "begun", "clear" },
  { "programme_revised", "第十一条（二）", { begun = true, majors_without_programme = 0 }, "begun" },
  { "standard_mapped", "第十一条（三）", { begun = true, items = 1, items_unmapped = 0 }, "begun" },
  { "course_standards_revised", "第十一条（三）", { begun = true, mapped_courses_stale = 0 }, "begun" },
  { "selected_on_merit", "第十三条（二）", { outranked = 0 } },
  { "sites_ready", "第十三条（三）", { exams_at_unready_site = 0 } },
  { "awards_to_passers", "第十三条（四）", { awards_without_pass = 0 } },
  { "payments_through_finance", "第十三条（六）", { org_payments_outside = 0 } },
  { "assessors_present", "第十四条（二）", { begun = true, assessors = 1 }, "begun" },
  { "assessors_ample", "第十四条（二）", { begun = true, assessors = 2 }, "begun" },
  { "summary_in", "第十六条", { begun = true, summary_submitted = true }, "begun" },
  { "external_training", "第十七条", { begun = true, external_trainings = 1 }, "begun" },
  { "pass_rate_on_target", "第十七条", { begun = true, passed = 90, examined = 100, results_pending = 0 }, "begun" },
  { "outcomes_hatched", "第十七条", { begun = true, outcomes = 1 }, "begun" },
  { "credit_rules_adopted", "第十七条", { begun = true, majors_without_credit_rule = 0 }, "begun" },
  { "credit_bank_registered", "第十七条", { begun = true, awards = 100, awards_in_credit_bank = 100 }, "begun" },
  { "integration_highlight", "第十七条", { begun = true }, "begun", "unknown" },
  { "pass_rate_too_low", "第十八条（六）", { begun = true, passed = 60, examined = 100, results_pending = 0 }, "begun", "clear" },
  { "within_budget", "第二十条", { heads_overspent = 0 } },
  { "adjustments_approved", "第二十条", { adjustments_unapproved = 0 } },
  { "head_known", "第二十一条", { head = "师资队伍建设" }, nil, "met", "expense" },
} do
  local rule, cite, given, only_if, fine, applies = c[1], c[2], c[3], c[4], fine_of(c), c[6]
  test(rule .. "：数据齐全") { cite = cite, as_of = "2026-12-01", applies = applies, given = given, expect = { [rule] = fine } }
  for name in pairs(given) do
    test(rule .. "：没有 " .. name) {
      cite = cite, as_of = "2026-12-01", applies = applies, given = without(given, name), expect = { [rule] = "unknown" },
    }
  end
  if only_if then
    test(rule .. "：前提 " .. only_if .. " 不成立") {
      cite = cite, as_of = "2026-12-01", applies = applies, given = with(given, only_if, false), expect = { [rule] = "na" },
    }
  end
end

-- 有前提的结论，前提待定也待定。
for _, c in ipairs {
  { "may_start", "第九条", "approved_or_begun" }, { "exam_in_order", "第十三条", "begun" }, { "passes_review", "第十七条", "begun" },
  { "revocation", "第十八条", "begun" },
} do
  test(c[1] .. "：不知前提 " .. c[3]) { cite = c[2], as_of = "2026-12-01", given = {}, expect = { [c[1]] = "unknown" } }
  test(c[1] .. "：前提 " .. c[3] .. " 不成立") {
    cite = c[2], as_of = "2026-12-01", given = { [c[3]] = false }, expect = { [c[1]] = "na" },
  }
end

test "不知是否已实施，也没有收费记录：收费一项待定" {
  cite = "第十三条（六）", as_of = "2026-12-01", given = { student_charged = "0 yuan" }, expect = { no_student_charge = "unknown" },
}

for _, c in ipairs {
  { "不知应完成日期", { begun = true } }, { "已验收，但不知应完成日期", { begun = true, accepted_on = "2026-11-01" } },
  { "不知是否已实施", { finish_by = "2026-12-31" } },
} do
  test("按期完成：" .. c[1] .. "，待定") { cite = "第十六条", as_of = "2026-12-01", given = c[2], expect = { finished_in_time = "unknown" } }
end

test "决算：有试点，不知报送了没有，待定" {
  cite = "第二十四条", as_of = "2026-12-01", applies = "college",
  given = { final_account_submitted = "unknown" },
  rows = { pilot = { { code = "p1", college = "test", year = 2025, state = "running" } } }, expect = { final_account_in = "unknown" },
}

test "学校制度：没有认定，待定" {
  cite = "第七条（四）", as_of = "2026-12-01", applies = "school", given = {}, expect = { institution = "unknown" },
}

test "合同：有没有合同、支出多少不知道，待定" {
  cite = "第二十一条", as_of = "2026-12-01", applies = "expense",
  given = { exam_item = "组卷", contract_spent = "1 yuan", has_contract = true }, expect = { within_contract = "unknown" },
}

test "考核费用项目：不知是哪个科目，项目又在列外：待定" {
  cite = "第二十一条", as_of = "2026-12-01", applies = "expense", given = { exam_item = "宴请" }, expect = { exam_item_known = "unknown" },
}
