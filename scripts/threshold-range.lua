-- What if a threshold were another: a param over a range of values, with the subjects whose verdicts would differ.
local office = require "lib.office"
local tr = office.tr

local script = {
  command = "threshold-range",
  name = { zh = "阈值试算", en = "a threshold over a range" },
  description = {
    zh = "一个参数取一系列值时，各条规则有多少对象符合、不符合、待定，哪些与现在不同；不写入任何数据",
    en = "how many subjects meet each rule when a param takes a range of values, and which differ from now; nothing is written",
  },
  words = {
    { "PARAM", zh = "参数名，如 dual_floor（onex rules params 列出）", en = "a param such as dual_floor (onex rules params)" },
    { "FROM", zh = "第一个值，写法同规则文件：50%、2、3 weeks", en = "the first value, as in rule files: 50%, 2, 3 weeks" },
    { "TO", zh = "最后一个值", en = "the last value" },
    { "STEP", zh = "步长，如 5%", en = "the step, such as 5%" },
  },
  options = {
    { "--college C", zh = "只看一个学院", en = "only one college" },
    { "--csv FILE", zh = "写成 CSV 文件", en = "write a CSV file" },
  },
}

local MOST = 200 -- values

-- "62.5%" -> 625, 1 decimal, "%".
local function parse(text)
  local whole, part, unit = text:match "^(%d+)%.?(%d*)(.*)$"
  if not whole or #whole + #part > 15 then
    office.wrong(script, tr("“" .. text .. "”不是数值", "'" .. text .. "' is no number"))
  end
  return math.tointeger(tonumber(whole .. part)), #part, unit
end

local function written(n, decimals, unit)
  if decimals == 0 then return n .. unit end
  local digits = ("%0" .. (decimals + 1) .. "d"):format(n)
  return digits:sub(1, -decimals - 1) .. "." .. digits:sub(-decimals) .. unit
end

-- Whether two texts are the same value: 60% and 60.0%.
local function same(a, b)
  local n, d, u = parse(a)
  local m, e, v = parse(b)
  return u == v and n * math.tointeger(10 ^ e) == m * math.tointeger(10 ^ d)
end

-- The values from one to the other, exactly, as texts.
local function values(from, to, step)
  local numbers, decimals, unit = {}, 0, select(3, parse(from))
  for i, text in ipairs { from, to, step } do
    local n, d, u = parse(text)
    if u ~= unit then office.wrong(script, tr("三个值的单位要一致", "the three values need the same unit")) end
    numbers[i], decimals = { n, d }, math.max(decimals, d)
  end
  for i, number in ipairs(numbers) do numbers[i] = number[1] * math.tointeger(10 ^ (decimals - number[2])) end
  local a, b, c = table.unpack(numbers)
  if c == 0 then office.wrong(script, tr("步长不能是 0", "the step must not be 0")) end
  if b < a then c = -c end
  if (b - a) // c >= MOST then office.wrong(script, tr("最多 " .. MOST .. " 个值", "at most " .. MOST .. " values")) end
  local list = {}
  for n = a, b, c do list[#list + 1] = written(n, decimals, unit) end
  return list
end

local function param_of(name)
  for param in onex.params() do
    if param.name == name or param.title == name then return param end
  end
  io.stderr:write(tr("没有参数“" .. name .. "”", "there is no param '" .. name .. "'"), "\n",
    tr("提示：onex rules params 列出全部参数", "hint: onex rules params lists them"), "\n")
  os.exit(3)
end

-- The rules that rest on the param, with all their subjects.
local plural = {
  school = "schools", college = "colleges", pilot = "pilots", exam = "exams", expense = "expenses", registration = "registrations",
}
local function in_college(subject, college)
  if not college or subject.kind == "school" then return not college end
  if subject.kind == "college" then return subject == college end
  local pilot = subject.kind == "pilot" and subject or onex.pilot(subject.pilot)
  return pilot.college == college.code
end

local function affected(param, college)
  local list = {}
  for rule in onex.rules() do
    for _, name in ipairs(rule.params) do
      if name == param.name and not rule.college then
        local subjects = {}
        for subject in onex[plural[rule.applies]]() do
          if in_college(subject, college) then subjects[#subjects + 1] = subject end
        end
        list[#list + 1] = { rule = rule, subjects = subjects }
      end
    end
  end
  return list
end

local function verdicts(at)
  local found = {}
  for _, subject in ipairs(at.subjects) do found[subject.code] = subject:check(at.rule.name).verdict end
  return found
end

local counted = { met = "holds", clear = "holds", excused = "holds", idle = "holds", unmet = "fails", hit = "fails",
  deviates = "fails", unknown = "unknown", na = "na" }

local function row_of(at, value, now, param)
  local row = { value = value, rule = at.rule.title, cite = at.rule.cite, holds = 0, fails = 0, unknown = 0, na = 0, changed = 0 }
  local then_, codes = verdicts(at), {}
  for _, subject in ipairs(at.subjects) do
    local verdict = then_[subject.code]
    row[counted[verdict]] = row[counted[verdict]] + 1
    if verdict ~= now[subject.code] then
      row.changed = row.changed + 1
      codes[#codes + 1] = subject.code
    end
  end
  row.codes = table.concat(codes, " ")
  row.now = same(value, param.value) and tr("现行", "now") or nil
  return row
end

function script.run(...)
  local o = office.arguments(script, ...)
  local param = param_of(o[1])
  local list, rows = values(o[2], o[3], o[4]), {}
  local rules = affected(param, office.subject_option(script, "college", o.college))
  if #rules == 0 then
    print(tr("没有规则直接依据“" .. param.title .. "”", "no rule rests on '" .. param.name .. "'"))
    return
  end
  for _, at in ipairs(rules) do
    local now = verdicts(at)
    for i, value in ipairs(list) do
      onex.progress(i, #list)
      rows[#rows + 1] = onex.whatif({ param = { [param.name] = value } }, function() return row_of(at, value, now, param) end)
    end
  end
  onex.progress()
  if not o.csv then
    print(tr(("%s %s，现行值 %s（%s）"):format(param.title, param.name, param.value, param.cite),
      ("%s %s, now %s (%s)"):format(param.title, param.name, param.value, param.cite)))
  end
  office.deliver(o, {
    { "rule", "规则", "rule" }, { "value", "取值", "value" }, { "now", "", "" }, { "holds", "符合或未命中", "holds" },
    { "fails", "不符合、偏离或命中", "fails" }, { "unknown", "待定", "unknown" }, { "na", "不适用", "na" },
    { "changed", "与现在不同", "differ" }, { "codes", "是哪些", "which" },
  }, rows)
end

return script
