-- One page for the leading group every two weeks: reports (Article 10), what stands wrong, what changed, what falls due.
local office = require "lib.office"
local tr = office.tr

local script = {
  command = "biweekly-digest",
  name = { zh = "双周简报", en = "biweekly digest" },
  description = {
    zh = "给领导小组的一页：本期和上期双周报谁已报、迟报、未报、免报，各试点存在的问题，上次以来的变化，两周内到期的事项",
    en = "a page for the leading group: reports in, late, missing, exempt; what stands wrong by pilot; changes since; what falls due",
  },
  options = {
    { "--since DATE", zh = "上次简报的日期（默认 14 天前）", en = "the day of the last digest (14 days ago)" },
    { "--college C", zh = "只看一个学院", en = "only one college" },
    { "--csv FILE", zh = "把双周报一节写成 CSV 文件", en = "write the part on reports to a CSV file" },
  },
}

-- Conditions that speak of declaring alone, and what orders candidates without binding anyone.
local function concerns(rule)
  return rule.kind ~= "outcome" and rule.strength ~= "preferred" and rule.name ~= "call_open"
end

local function grace_of(pilot)
  for param in onex.params { college = pilot.college } do
    if param.name == "report_grace_days" then return math.tointeger(tonumber(param.value:match "^%d+")) end
  end
  return 0
end

local kinds = {
  exempt = { "免报", "exempt" }, ["in"] = { "已报", "in" }, late = { "迟报", "late" }, missing = { "未报", "missing" },
  waiting = { "待报", "not yet in" }, unknown = { "未知：没有开始日期", "unknown: no day of start" },
  unstarted = { "尚未开始", "not started" }, none = { "无应报期", "nothing due" },
}

-- "in", "late", "missing" ... of a period.
local function kind_of(period, grace)
  if period.exempt then return "exempt" end
  local last = onex.day(period.due_on, grace)
  if period.submitted_on then return period.submitted_on <= last and "in" or "late" end
  return last < onex.as_of and "missing" or "waiting"
end

local function words(kind, period)
  local text = tr(kinds[kind][1], kinds[kind][2])
  if kind == "in" or kind == "late" then return text .. " " .. period.submitted_on end
  if kind == "missing" then
    local days = onex.days(period.due_on, onex.as_of)
    return text .. tr("，已逾期 " .. days .. " 天", ", " .. days .. " days overdue")
  end
  if kind == "waiting" then return text .. tr("，" .. period.due_on .. " 前", " by " .. period.due_on) end
  return text
end

-- The pilot's line: the running period, and the last due one that is over.
local function report_line(pilot, totals)
  local row = { pilot = pilot.code, college = pilot.college, certificate = office.certificate(pilot.certificate),
    lead = office.leads(pilot) or tr("（无）", "(none)") }
  local periods, grace = office.periods(pilot), grace_of(pilot)
  local now, before
  for _, period in ipairs(periods or {}) do
    if period.due_on >= onex.as_of then
      now = period
    elseif not period.exempt then
      before = period
    end
  end
  local function tell(key, period)
    local kind = period and kind_of(period, grace) or "none"
    if not periods then kind = pilot:known "reports_due" and "unstarted" or "unknown" end
    totals[key][kind] = (totals[key][kind] or 0) + 1
    row[key] = words(kind, period)
  end
  tell("now", now)
  tell("before", before)
  row.period = now and now.starts_on .. tr(" 至 ", " to ") .. now.due_on or nil
  local on_time, due = pilot.fact.reports_on_time, pilot.fact.reports_due
  row.record = due == onex.unknown and tr("未知", "unknown") or on_time .. "/" .. due
  return row
end

local function totals_line(title, counts)
  local parts = {}
  for _, kind in ipairs { "in", "late", "missing", "waiting", "exempt", "unknown", "unstarted", "none" } do
    if counts[kind] then parts[#parts + 1] = tr(kinds[kind][1], kinds[kind][2]) .. " " .. counts[kind] end
  end
  print(title .. tr("：", ": ") .. table.concat(parts, tr("，", ", ")))
end

-- By pilot and rule, the verdicts on a day.
local function verdicts_on(day, pilots, rules)
  local today, found = onex.as_of, {}
  onex.as_of = day
  for _, pilot in ipairs(pilots) do
    local by_rule = {}
    for _, rule in ipairs(rules) do
      if not rule.college or rule.college == pilot.college then by_rule[rule.name] = pilot:check(rule.name) end
    end
    found[pilot.code] = by_rule
  end
  onex.as_of = today
  return found
end

local wrong = { unmet = true, hit = true, deviates = true }
local right = { met = true, clear = true, excused = true }

local function problems(pilots, rules, verdicts)
  local rows = {}
  for _, pilot in ipairs(pilots) do
    for _, rule in ipairs(rules) do
      local v = verdicts[pilot.code][rule.name]
      if v and wrong[v.verdict] then
        rows[#rows + 1] = {
          pilot = pilot.code, college = pilot.college, verdict = v.word, title = v.title, cite = rule.cite,
          measured = v.measured and v.measured.text, threshold = v.threshold and v.threshold.text,
        }
      end
    end
  end
  return rows
end

-- What became wrong or right since; what was unknown or did not apply then is told by its word.
local function changes(pilots, rules, before, now)
  local rows = {}
  for _, pilot in ipairs(pilots) do
    for _, rule in ipairs(rules) do
      local a, b = before[pilot.code][rule.name], now[pilot.code][rule.name]
      if a and b and a.verdict ~= b.verdict and (wrong[a.verdict] or wrong[b.verdict] or right[a.verdict] and right[b.verdict]) then
        rows[#rows + 1] = { pilot = pilot.code, title = rule.title, cite = rule.cite, from = a.word, to = b.word }
      end
    end
  end
  return rows
end

local function due_soon(days, college)
  local rows = {}
  for duty in onex.todo { within = days, college = college } do
    local people = {}
    for i, code in ipairs(duty.persons) do people[i] = office.person(code) end
    rows[#rows + 1] = {
      due = duty.due or tr("未知", "unknown"), code = duty.code, title = duty.title .. (duty.what and "：" .. duty.what or ""),
      who = #people > 0 and office.join(people) or office.role(duty.who),
      overdue = duty.overdue and tr("逾期", "overdue") or nil, cite = duty.cite,
    }
  end
  return rows
end

local report_columns = {
  { "pilot", "项目", "pilot" }, { "college", "学院", "college" }, { "certificate", "证书", "certificate" },
  { "lead", "负责人", "lead" }, { "period", "本期", "period" }, { "now", "本期双周报", "this report" },
  { "before", "上一应报期", "the one before" }, { "record", "按时/应报", "in time/due" },
}

function script.run(...)
  local o = office.arguments(script, ...)
  local since = office.day_option(script, o.since, onex.day(onex.as_of, -14))
  local college = office.subject_option(script, "college", o.college)
  local pilots, rules, rows, totals = {}, {}, {}, { now = {}, before = {} }
  for pilot in onex.pilots { college = college and college.code } do
    if office.is_live(pilot) then
      pilots[#pilots + 1] = pilot
      rows[#rows + 1] = report_line(pilot, totals)
    end
  end
  if o.csv then return office.deliver(o, report_columns, rows) end
  for rule in onex.rules { applies = "pilot" } do
    if concerns(rule) then rules[#rules + 1] = rule end
  end
  print(tr(("双周简报 %s（上次 %s），在办试点 %d 个"):format(onex.as_of, since, #pilots),
    ("Biweekly digest of %s (last %s), %d pilots at work"):format(onex.as_of, since, #pilots)))
  print(tr("\n一、双周报（第十条）", "\n1 Reports (第十条)"))
  office.deliver({}, report_columns, rows, tr("没有在办试点", "no pilot is at work"))
  if #rows == 0 then return end
  totals_line(tr("本期", "this period"), totals.now)
  totals_line(tr("上一应报期", "the one before"), totals.before)
  local now, before = verdicts_on(onex.as_of, pilots, rules), verdicts_on(since, pilots, rules)
  print(tr("\n二、存在的问题", "\n2 What stands wrong"))
  office.deliver({}, {
    { "pilot", "项目", "pilot" }, { "college", "学院", "college" }, { "verdict", "判定", "verdict" }, { "title", "事项", "rule" },
    { "measured", "实际", "measured" }, { "threshold", "要求", "asked" }, { "cite", "条款", "clause" },
  }, problems(pilots, rules, now))
  print(tr("\n三、" .. since .. " 以来的变化", "\n3 Changes since " .. since))
  office.deliver({}, {
    { "pilot", "项目", "pilot" }, { "title", "事项", "rule" }, { "from", "原为", "from" }, { "to", "现为", "to" },
    { "cite", "条款", "clause" },
  }, changes(pilots, rules, before, now))
  print(tr("\n四、逾期和 14 天内到期的事项", "\n4 Overdue, or due within 14 days"))
  office.deliver({}, {
    { "due", "日期", "due" }, { "overdue", "", "" }, { "code", "对象", "subject" }, { "title", "事项", "what" }, { "who", "由谁", "who" },
    { "cite", "条款", "clause" },
  }, due_soon(14, college and college.code))
end

return script
