-- A draft of a pilot's annual summary (Article 16), in Markdown: every number from the database, with its clause.
local figures = require "lib.figures"
local office = require "lib.office"
local tr = office.tr

local script = {
  command = "annual-summary",
  name = { zh = "年度总结草稿", en = "annual summary, a draft" },
  description = {
    zh = "一个试点的年度总结草稿（Markdown）：数字取自数据库并注明条款，未知的写明缺什么；文字部分留待填写",
    en = "a draft of a pilot's annual summary (Markdown): numbers from the database with their clauses; prose is left to write",
  },
  words = { { "PILOT", zh = "试点项目代码", en = "code of the pilot" } },
  options = { { "--out FILE", zh = "写入文件（不写则显示）", en = "write to this file (else it is shown)" } },
}

local lines
local function put(zh, en) lines[#lines + 1] = tr(zh, en) end
local function blank() lines[#lines + 1] = "" end
local function heading(zh, en)
  blank()
  put("## " .. zh, "## " .. en)
  blank()
end

-- A fact as text; where it is unknown, who supplies it.
local function fact(pilot, name)
  local value = pilot:fact(name)
  if value ~= onex.unknown then return tostring(value) end
  if not value.title then return tr("未知", "unknown") end
  return tr(("未知（缺：%s，由%s提供）"):format(value.title, value.supplied_by), ("unknown (%s, from %s)"):format(value.title,
    value.supplied_by))
end

-- "- label: text (clause)"
local function item(zh, en, text, cite)
  lines[#lines + 1] = "- " .. tr(zh .. "：", en .. ": ") .. text .. (cite and tr("（" .. cite .. "）", " (" .. cite .. ")") or "")
end

local function markdown(columns, rows)
  local heads, rule = {}, {}
  for i, column in ipairs(columns) do heads[i], rule[i] = tr(column[2], column[3]), "---" end
  lines[#lines + 1] = "| " .. table.concat(heads, " | ") .. " |"
  lines[#lines + 1] = "|" .. table.concat(rule, "|") .. "|"
  for _, row in ipairs(rows) do
    local cells = {}
    for i, column in ipairs(columns) do
      cells[i] = tostring(row[column[1]] == nil and "" or row[column[1]]):gsub("|", "\\|"):gsub("\n", " ")
    end
    lines[#lines + 1] = "| " .. table.concat(cells, " | ") .. " |"
  end
end

local function basics(pilot)
  heading("一、基本情况", "1 Basics")
  local majors = {}
  for row in onex.query([[SELECT m.code, m.name FROM pilot_major x JOIN major m ON m.code = x.major WHERE x.pilot = ? ORDER BY m.code]],
      pilot.code) do
    majors[#majors + 1] = row.name .. "（" .. row.code .. "）"
  end
  local college = onex.college(pilot.college)
  item("年度、学院", "year, college", pilot.year .. tr("，", ", ") .. college.name)
  item("证书", "certificate", office.certificate(pilot.certificate))
  item("试点专业", "majors", #majors > 0 and office.join(majors) or tr("（无）", "(none)"))
  item("负责人", "lead", office.leads(pilot) or tr("（无）", "(none)"), "第四条")
  item("状态", "state", office.state(pilot.state))
  for _, date in ipairs {
    { "approved_on", "获批", "approved", "第八条（三）" }, { "started_on", "开始", "started" },
    { "due_on", "计划完成", "planned end", "第十六条" },
    { "accepted_on", "通过验收", "accepted", "第十七条" }, { "ended_on", "结束", "ended" },
  } do
    if pilot[date[1]] then item(date[2], date[3], pilot[date[1]], date[4]) end
  end
  if pilot.content then item("内容", "content", pilot.content, "第五条") end
end

local function work(pilot)
  heading("二、团队与计划", "2 Team and plan")
  item("培训团队", "training team", tr(("%s 人，双师型 %s 人，行业企业专家及兼职教师 %s 人"):format(fact(pilot, "team_total"),
    fact(pilot, "team_dual"), fact(pilot, "team_external")), ("%s people, %s dual-qualified, %s experts or part-time"):format(
    fact(pilot, "team_total"), fact(pilot, "team_dual"), fact(pilot, "team_external"))), "第七条（二）")
  item("考评员", "assessors", fact(pilot, "assessors"), "第十四条（二）")
  item("组员", "members", fact(pilot, "members"), "第九条")
  item("进度安排", "milestones", tr(("%s 项，逾期未完成 %s 项"):format(fact(pilot, "milestones"), fact(pilot, "milestones_overdue")),
    ("%s, %s of them overdue"):format(fact(pilot, "milestones"), fact(pilot, "milestones_overdue"))), "第九条")
  for row in pilot:rows "milestone" do
    local done = row.done_on and row.done_on <= onex.as_of
    lines[#lines + 1] = "  - " .. row.title .. tr("：应于 ", ": due ") .. row.due_on
      .. (done and tr("，完成于 ", ", done ") .. row.done_on or tr("，未完成", ", not done"))
  end
  heading("三、双周报", "3 Reports")
  item("按时报送", "in time", tr(("应报 %s 期，按时 %s 期"):format(fact(pilot, "reports_due"), fact(pilot, "reports_on_time")),
    ("%s due, %s in time"):format(fact(pilot, "reports_due"), fact(pilot, "reports_on_time"))), "第十条")
  item("最长连续不报", "longest run missed", tr(fact(pilot, "missed_weeks_run") .. " 周", fact(pilot, "missed_weeks_run") .. " weeks"),
    "第十八条（二）")
  item("质量", "quality", tr(("质量差 %s 期，未评价 %s 期"):format(fact(pilot, "reports_poor"), fact(pilot, "reports_ungraded")),
    ("%s poor, %s not graded"):format(fact(pilot, "reports_poor"), fact(pilot, "reports_ungraded"))), "第十七条")
  heading("四、课证融通与培训", "4 Courses and training")
  item("等级标准内容", "standard items", tr(("%s 项，未融入 %s 项"):format(fact(pilot, "items"), fact(pilot, "items_unmapped")),
    ("%s, %s not mapped"):format(fact(pilot, "items"), fact(pilot, "items_unmapped"))), "第十一条（三）")
  item("未修订课程标准的融通课程", "mapped courses without a revised standard", fact(pilot, "mapped_courses_stale"), "第十一条（三）")
  item("面向社会人员的培训", "trainings for external learners", tr(fact(pilot, "external_trainings") .. " 次",
    fact(pilot, "external_trainings")), "第十七条")
end

-- By level: planned, registered, chosen, sat, passed.
local function exams(pilot)
  heading("五、报名、考核与发证", "5 Registration, examination, award")
  local rows = {}
  for _, row in ipairs(figures.levels(pilot)) do
    row.level = office.level(row.level)
    row.quota = row.quota or tr("（无）", "(none)")
    row.selected = row.selected or tr("未知", "unknown")
    row.rate = row.pending > 0 and tr("未知（" .. row.pending .. " 个成绩待公布）", "unknown (" .. row.pending .. " pending)")
      or row.examined == 0 and tr("未知（无人实考）", "unknown (nobody sat)") or row.passed .. "/" .. row.examined
    rows[#rows + 1] = row
  end
  markdown({
    { "level", "等级", "level" }, { "quota", "计划（第八条（二））", "planned (第八条（二）)" },
    { "registered", "报名（第十三条（二））", "registered (第十三条（二）)" }, { "selected", "入选（第十三条（二））", "chosen (第十三条（二）)" },
    { "examined", "实考", "sat" }, { "passed", "通过", "passed" }, { "rate", "通过率（第十七条）", "pass rate (第十七条)" },
  }, rows)
  blank()
  local v = pilot:check "pass_rate_on_target"
  item("合计通过率", "pass rate of all levels", fact(pilot, "pass_rate") .. tr("，", ", ") .. v.word, v.cite)
  item("证书", "certificates", tr(("已发 %s，已登记学分银行 %s"):format(fact(pilot, "awards"), fact(pilot, "awards_in_credit_bank")),
    ("%s issued, %s in the credit bank"):format(fact(pilot, "awards"), fact(pilot, "awards_in_credit_bank"))), "第十七条")
  local charged = pilot:fact "student_charged"
  item("向学生收费", "charged to students", charged == onex.unknown and fact(pilot, "student_charged") or onex.yuan(charged)
    .. tr(" 元", " yuan"), "第十三条（六）")
end

local function outcomes(pilot)
  heading("六、成果", "6 Outcomes")
  local n = 0
  for row in pilot:rows "outcome" do
    if row.achieved_on <= onex.as_of then
      n = n + 1
      lines[#lines + 1] = "- " .. row.title .. tr("（", " (") .. onex.word("outcome", "kind", row.kind) .. (row.level and tr("，", ", ")
        .. row.level or "") .. tr("，", ", ") .. row.achieved_on .. tr("）", ")")
    end
  end
  item("教学科研成果", "outcomes", tr(n .. " 项", tostring(n)), "第十七条")
end

local function money(pilot)
  heading("七、经费", "7 Money")
  local rows, total = figures.heads(pilot), figures.line(tr("合计", "total"))
  for _, row in ipairs(rows) do figures.add(total, row) end
  rows[#rows + 1] = total
  for _, row in ipairs(rows) do
    row.left = onex.yuan(row.allocated + row.adjusted - row.spent)
    for _, key in ipairs { "allocated", "adjusted", "spent" } do row[key] = onex.yuan(row[key]) end
  end
  markdown({
    { "head", "科目（第二十一条）", "head (第二十一条)" }, { "allocated", "下达，元（第十九条）", "allocated, yuan (第十九条)" },
    { "adjusted", "批准调整（第二十条）", "adjusted (第二十条)" }, { "spent", "支出", "spent" }, { "left", "余额", "left" },
  }, rows)
  local bad = {}
  for expense in onex.expenses { pilot = pilot } do
    if expense.spent_on <= onex.as_of then
      local v = expense:check "expense_allowed"
      if v.verdict ~= "met" then bad[#bad + 1] = expense.code .. " " .. v.word end
    end
  end
  blank()
  item("支出合规", "expenses that are not in order", #bad == 0 and tr("全部符合", "all are") or office.join(bad), "第二十一条")
end

-- Every rule of the pilot that is not simply met.
local function review(pilot)
  heading("八、对照办法", "8 Against the regulation")
  local rows, missing, seen = {}, {}, {}
  for rule in onex.rules { applies = "pilot" } do
    local own = not rule.college or rule.college == pilot.college
    local v = own and rule.kind ~= "outcome" and rule.strength ~= "preferred" and pilot:check(rule.name)
    if v and (v.verdict == "unmet" or v.verdict == "hit" or v.verdict == "deviates" or v.verdict == "excused"
        or v.verdict == "unknown") and rule.name ~= "call_open" then
      rows[#rows + 1] = { title = v.title, verdict = v.word, measured = v.measured and v.measured.text,
        threshold = v.threshold and v.threshold.text, cite = rule.cite }
      for _, m in ipairs(v.missing or {}) do
        if v.verdict == "unknown" and not seen[m.fact] then
          seen[m.fact] = true
          missing[#missing + 1] = m.title .. tr("（" .. (m.supplied_by or "未指明") .. "）", " (" .. (m.supplied_by or "?") .. ")")
        end
      end
    end
  end
  if #rows == 0 then put("各项均符合。", "Everything is met.") end
  if #rows > 0 then
    markdown({ { "title", "事项", "rule" }, { "verdict", "判定", "verdict" }, { "measured", "实际", "measured" },
      { "threshold", "要求", "asked" }, { "cite", "条款", "clause" } }, rows)
  end
  if #missing > 0 then
    blank()
    item("定稿前须补的数据", "data to be supplied before this is final", office.join(missing))
  end
end

-- What the reports told, as a beginning for the prose.
local function prose(pilot)
  heading("九、经验、案例与问题（待整理）", "9 Experience, cases, difficulties (to be written)")
  local titles = { experience = { "经验", "experience" }, cases = { "案例", "case" }, difficulties = { "困难", "difficulty" },
    suggestions = { "建议", "suggestion" } }
  local n = 0
  for row in pilot:rows "report" do
    for _, key in ipairs { "experience", "cases", "difficulties", "suggestions" } do
      if row[key] and row.state ~= "draft" and row.submitted_on and row.submitted_on <= onex.as_of then
        n = n + 1
        lines[#lines + 1] = "- " .. row.period_start .. " " .. tr(table.unpack(titles[key])) .. tr("：", ": ") .. row[key]:gsub("\n", " ")
      end
    end
  end
  if n == 0 then put("（双周报中没有记载，待填写）", "(the reports tell nothing; to be written)") end
end

function script.run(...)
  local o = office.arguments(script, ...)
  local pilot = office.subject_option(script, "pilot", o[1])
  lines = {}
  put(("# %s %s 年度总结（草稿）"):format(pilot.code, office.certificate(pilot.certificate)),
    ("# %s %s, annual summary (draft)"):format(pilot.code, office.certificate(pilot.certificate)))
  blank()
  put("数据截至 " .. onex.as_of .. "。应提交学校试点工作领导小组（第十六条）。", "As of " .. onex.as_of
    .. ". To be submitted to the leading group (第十六条).")
  for _, part in ipairs { basics, work, exams, outcomes, money, review, prose } do part(pilot) end
  local text = table.concat(lines, "\n") .. "\n"
  if not o.out then return io.write(text) end
  office.write(o.out, text)
end

return script
