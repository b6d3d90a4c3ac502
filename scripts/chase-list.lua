-- What is missing and what is overdue, by the person who is to be asked.
local office = require "lib.office"
local tr = office.tr

local script = {
  command = "chase-list",
  name = { zh = "催办清单", en = "chase list" },
  description = {
    zh = "按人列出缺少的数据（影响哪些规则）和逾期未办的事项",
    en = "by person: data that is missing (with the rules that wait for it) and what is overdue",
  },
  options = {
    { "--live", zh = "只看在办的试点", en = "only pilots at work" },
    { "--college C", zh = "只看一个学院", en = "only one college" },
    { "--csv FILE", zh = "写成 CSV 文件", en = "write a CSV file" },
  },
}

local plural = {
  school = "schools", college = "colleges", pilot = "pilots", exam = "exams", expense = "expenses", registration = "registrations",
}
local kinds = { "school", "college", "pilot", "exam", "expense", "registration" }

-- Who holds a post on the day, as a text; nil: nobody is recorded. Asked once for each post.
local holders = {}
local function holder(post, college)
  local key = post .. "\n" .. (college or "")
  if holders[key] ~= nil then return holders[key] or nil end
  local row = onex.query([[
      SELECT person FROM seat WHERE post = ? AND coalesce(college, '') = ? AND from_on <= ? AND (to_on IS NULL OR to_on > ?)
      ORDER BY from_on DESC]], post, college or "", onex.as_of, onex.as_of)()
  holders[key] = row and office.person(row.person) or false
  return holders[key] or nil
end

-- An office as rules name it (its name or its code): its code, nil where it is none.
local offices
local function office_of(said)
  if not offices then
    offices = {}
    for row in onex.query "SELECT code, name FROM office" do
      offices[row.code], offices[row.name] = row.code, row.code
    end
  end
  return offices[said]
end

-- Whom to ask: the person where one is recorded.
local function asked(supplied_by, pilot, college)
  local code = office_of(supplied_by)
  if code then return holder("office:" .. code) end
  if supplied_by == "领导小组" then return holder "office:academic_affairs" end -- 第三条（一）：办公室设在教务处
  local lead = pilot and office.leads(pilot)
  return lead or college and holder("college_head:" .. college, college)
end

-- The pilot of a subject. The subjects of a pilot mostly come one after the other: the last one is kept.
local last
local function pilot_of(subject)
  if subject.kind == "pilot" then return subject end
  if subject.kind == "exam" or subject.kind == "expense" or subject.kind == "registration" then
    local code = subject.pilot
    if not last or last.code ~= code then last = onex.pilot(code) end
    return last
  end
end

-- The college of a subject, its pilot; nil for the school.
local function belongs(subject)
  local pilot = pilot_of(subject)
  if pilot then return pilot.college, pilot end
  return subject.kind == "college" and subject.code or nil
end

-- One row for each fact that is missing, with the titles of the rules that wait.
local function add_missing(rows, subject, rules, college, pilot)
  local by_fact = {}
  for _, rule in ipairs(rules) do
    local own = not rule.college or rule.college == college
    local v = own and subject:check(rule.name)
    for _, missing in ipairs(v and v.verdict == "unknown" and v.missing or {}) do
      local row = by_fact[missing.fact]
      if not row then
        row = {
          who = missing.supplied_by or tr("（未指明）", "(nobody named)"), college = college, code = subject.code,
          kind = tr("缺数据", "missing"), what = missing.title, rules = {},
          person = asked(missing.supplied_by, pilot, college),
        }
        by_fact[missing.fact] = row
        rows[#rows + 1] = row
      end
      row.rules[#row.rules + 1] = rule.title
    end
  end
end

local function add_overdue(rows, wanted)
  for duty in onex.todo { within = 0, college = wanted } do
    if duty.overdue then
      local people = {}
      for i, code in ipairs(duty.persons) do people[i] = office.person(code) end
      local code = office_of(duty.who)
      local person = #people > 0 and office.join(people) or code and holder("office:" .. code)
        or duty.college and holder("college_head:" .. duty.college, duty.college)
      rows[#rows + 1] = {
        who = office.role(duty.who), person = person or nil, college = duty.college, code = duty.code, kind = tr("逾期", "overdue"),
        what = duty.title .. (duty.what and "：" .. duty.what or ""), rules = { duty.cite }, due = duty.due,
      }
    end
  end
end

function script.run(...)
  local o = office.arguments(script, ...)
  local wanted = office.subject_option(script, "college", o.college)
  local rows, seen = {}, 0
  for _, kind in ipairs(kinds) do
    local rules = onex.rules { applies = kind }
    for subject in #rules > 0 and onex[plural[kind]]() or function() end do
      local college, pilot = belongs(subject)
      seen = seen + 1
      onex.progress(seen)
      if (not wanted or college == wanted.code) and (not o.live or not pilot or office.is_live(pilot)) then
        add_missing(rows, subject, rules, college, pilot)
      end
    end
  end
  onex.progress()
  add_overdue(rows, wanted and wanted.code)
  for i, row in ipairs(rows) do
    row.order, row.rules = i, office.join(row.rules)
    row.person = row.person or tr("（未登记姓名）", "(no name recorded)")
    row.college = row.college or tr("学校", "school")
  end
  table.sort(rows, function(a, b)
    if a.person ~= b.person then return a.person < b.person end
    return a.order < b.order
  end)
  office.deliver(o, {
    { "person", "找谁", "person" }, { "who", "应由", "as" }, { "college", "学院", "college" }, { "code", "对象", "subject" },
    { "kind", "类别", "kind" }, { "what", "缺什么、办什么", "what" }, { "due", "应办日期", "due" },
    { "rules", "影响的规则、条款", "rules, clause" },
  }, rows, tr("什么都不缺，也没有逾期", "nothing is missing or overdue"))
end

return script
