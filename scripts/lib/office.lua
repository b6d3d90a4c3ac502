-- What the scripts of this folder share: two languages, arguments, tables on the screen or as CSV, names, report periods.
-- An own script may use it, too: local office = require "lib.office".

local office = {}

-- The text in the language of people (--lang).
function office.tr(zh, en)
  return onex.lang == "zh" and zh or en
end
local tr = office.tr

-- A text, or the one of { zh =, en = }.
local function said(text)
  return type(text) == "table" and (text[onex.lang] or text.en) or text
end

-- ---- arguments ----

local function print_help(script)
  local usage = { "onex run ", script.command }
  for _, word in ipairs(script.words or {}) do
    usage[#usage + 1] = word.optional and " [" .. word[1] .. "]" or " " .. word[1]
  end
  for _, option in ipairs(script.options or {}) do usage[#usage + 1] = " [" .. option[1] .. "]" end
  print(tr("用法：", "usage: ") .. table.concat(usage))
  print(said(script.name) .. tr("：", ": ") .. said(script.description))
  for _, list in ipairs { script.words or {}, script.options or {} } do
    for _, o in ipairs(list) do print(("  %-16s %s"):format(o[1], tr(o.zh, o.en))) end
  end
end

-- Tells what is wrong with the words on the command line, and ends the script with 2.
function office.wrong(script, message)
  io.stderr:write(message, "\n", tr("提示：", "hint: "), "onex run ", script.command, " --help\n")
  os.exit(2)
end

-- The arguments of a script { command =, words = { {"PILOT", zh =, en =, optional =} }, options = { {"--csv FILE", ...} } } as a
-- table: o[1], o[2] ... the words, o.csv ... the options (true where one takes no value). --help tells them and ends with 0.
function office.arguments(script, ...)
  local given, o, i = { ... }, {}, 1
  local known = {}
  for _, option in ipairs(script.options or {}) do
    local name, value = option[1]:match "^%-%-(%S+)%s*(.*)$"
    known[name] = { takes = value ~= "" }
  end
  while i <= #given do
    local name, value = given[i]:match "^%-%-([^=]+)=?(.*)$"
    if given[i] == "--help" then
      print_help(script)
      os.exit(0)
    elseif not name then
      o[#o + 1] = given[i]
    elseif not known[name] then
      local hint = name == "write" and tr("；--write 写在脚本名之前", "; --write stands before the script") or ""
      office.wrong(script, tr("没有选项“--" .. name .. "”", "there is no option '--" .. name .. "'") .. hint)
    elseif not known[name].takes then
      o[name] = true
    else
      if not given[i]:find("=", 1, true) then
        i = i + 1
        value = given[i]
      end
      if not value then office.wrong(script, tr("--" .. name .. " 需要一个值", "--" .. name .. " needs a value")) end
      o[name] = value
    end
    i = i + 1
  end
  local words = script.words or {}
  for n, word in ipairs(words) do
    if not o[n] and not word.optional then
      office.wrong(script, tr("缺少 " .. word[1], word[1] .. " is missing"))
    end
  end
  if #o > #words then office.wrong(script, tr("多余的“" .. o[#words + 1] .. "”", "'" .. o[#words + 1] .. "' is too much")) end
  return o
end

-- The day of an option, or `default`; words that are no day end the script.
function office.day_option(script, text, default)
  if not text then return default end
  local ok, day = pcall(onex.day, text)
  if not ok then office.wrong(script, tr("“" .. text .. "”不是日期", "'" .. text .. "' is no day")) end
  return day
end

-- The whole number of an option, or `default`.
function office.number_option(script, text, default)
  if not text then return default end
  if not text:match "^%d+$" or #text > 9 then
    office.wrong(script, tr("“" .. text .. "”不是整数", "'" .. text .. "' is no whole number"))
  end
  return math.tointeger(tonumber(text))
end

-- The college, pilot ... of an option: its code; one that is not there ends the script with 3.
function office.subject_option(script, kind, code)
  if not code then return nil end
  local subject = onex[kind](code)
  if not subject then
    io.stderr:write(tr("没有“" .. code .. "”", "there is no " .. kind .. " '" .. code .. "'"), "\n", tr("提示：", "hint: "),
      "onex run ", script.command, " --help\n")
    os.exit(3)
  end
  return subject
end

-- ---- tables ----

-- Columns are { key, zh, en }: which field of a row, under which heading.
local function headed(columns, rows)
  local names, out = {}, {}
  for i, column in ipairs(columns) do names[i] = tr(column[2], column[3]) end
  for r, row in ipairs(rows) do
    out[r] = {}
    for i, column in ipairs(columns) do out[r][names[i]] = row[column[1]] end
  end
  return names, out
end

-- Prints the rows, or writes them to the file of --csv and says so on stderr. Without rows prints `none`.
function office.deliver(o, columns, rows, none)
  local names, out = headed(columns, rows)
  if o.csv then
    local n = onex.csv.write(o.csv, out, names)
    io.stderr:write(tr(o.csv .. "：" .. n .. " 行", o.csv .. ": " .. n .. " rows"), "\n")
  elseif #rows == 0 then
    print(none or tr("（无）", "(none)"))
  else
    office.print_table(names, out)
  end
end

function office.print_table(names, out)
  local text = tostring(onex.table(out, names))
  io.write(text, text:sub(-1) == "\n" and "" or "\n")
end

-- Writes the text to the file, whole or not at all, and says so on stderr.
function office.write(path, text)
  local part = path .. ".part"
  local file, why = io.open(part, "w")
  if not file then error(tr("无法写入 " .. path .. "：" .. why:gsub("^.-: ", ""), "cannot write " .. path .. ": " .. why:gsub("^.-: ", "")), 0) end
  local ok, failed = file:write(text)
  local closed, late = file:close()
  if ok and closed then closed, late = os.rename(part, path) end
  if not (ok and closed) then
    os.remove(part)
    error(tr("无法写入 " .. path .. "：" .. (failed or late), "cannot write " .. path .. ": " .. (failed or late)), 0)
  end
  io.stderr:write(tr("已写入 ", "written: "), path, "\n")
end

-- ---- words ----

function office.level(code)
  return onex.word("exam", "level", code)
end

function office.state(code)
  return onex.word("pilot", "state", code)
end

-- "unknown" for people, where a table would otherwise show nothing.
function office.known(value)
  if value == onex.unknown then return tr("未知", "unknown") end
  return value
end

-- A person's name; nil: there is no such person.
function office.name(code)
  local row = onex.query("SELECT name FROM person WHERE code = ?", code)()
  return row and row.name
end

local people = {}
-- The name with the code; the code alone where there is no such person.
function office.person(code)
  if not code then return nil end
  if not people[code] then
    local name = office.name(code)
    people[code] = name and name .. "（" .. code .. "）" or code
  end
  return people[code]
end

-- Who owes a duty, as a word: the lead, the college, an office.
function office.role(who)
  if who == "lead" then return tr("项目负责人", "lead") end
  if who == "college" then return tr("二级学院", "college") end
  local row = onex.query("SELECT name FROM office WHERE code = ?", who)()
  return row and row.name or who
end

local titles = {}
-- The name of a certificate.
function office.certificate(code)
  if not titles[code] then
    titles[code] = code
    for row in onex.query("SELECT name FROM certificate WHERE code = ?", code) do titles[code] = row.name end
  end
  return titles[code]
end

-- Whether the pilot is at work (begun and not over).
local live = { staffed = true, running = true, summarised = true, inspected = true, revocation_proposed = true }
function office.is_live(pilot)
  return live[pilot.state] == true
end

-- Whether it ever began.
local begun = { accepted = true, not_accepted = true, revoked = true, exited = true }
function office.has_begun(pilot)
  return office.is_live(pilot) or begun[pilot.state] == true
end

-- The leads in office on onex.as_of, as a text; nil: none.
function office.leads(pilot)
  local list, seen = {}, {}
  for row in pilot:rows "pilot_lead" do
    local in_office = row.from_on <= onex.as_of and (not row.to_on or row.to_on > onex.as_of)
    if in_office and not seen[row.person] then
      seen[row.person] = true
      list[#list + 1] = office.person(row.person)
    end
  end
  return #list > 0 and table.concat(list, tr("、", ", ")) or nil
end

-- The two whole numbers of a share as rule files write it ("60%", "62.5%", "3/5"); nil: it is none.
function office.share(text)
  local n, d = text:match "^(%d+)/(%d+)$"
  if n then return math.tointeger(n), math.tointeger(d) end
  local whole, part, percent = text:match "^(%d+)%.?(%d*)(%%?)$"
  if not whole then return nil end
  return math.tointeger(tonumber(whole .. part)), math.tointeger(10 ^ #part) * (percent == "%" and 100 or 1)
end

-- "a, b、c" of what stands in a list.
function office.join(list)
  return table.concat(list, tr("、", ", "))
end

-- The option of a reading that is in force.
function office.reading(name)
  for r in onex.readings() do
    if r.name == name then return r.value end
  end
end

-- ---- report periods (Article 10) ----

local breaks
local function week_exempt(monday)
  if not breaks then
    breaks = {}
    for row in onex.query "SELECT from_on, to_on FROM school_break ORDER BY from_on" do breaks[#breaks + 1] = row end
  end
  local next_monday = onex.day(monday, 7)
  for _, b in ipairs(breaks) do
    if b.from_on <= monday and next_monday <= b.to_on then return true end
  end
  return false
end

local function earlier(a, b)
  return a and (not b or a < b) and a or b
end

-- The pilot's report periods that have begun by onex.as_of, the first one first: each with starts_on, due_on, exempt (all its weeks
-- lie in breaks, or the pilot ended in it), submitted_on and quality of its report (nil: none, or only a draft). nil: the pilot
-- has no known start.
function office.periods(pilot)
  local started, today = pilot.started_on, onex.as_of
  if not started then return nil end
  local list = {}
  if started > today then return list end
  local ended = pilot.ended_on
  if ended and ended > today then ended = nil end
  local last = earlier(ended, pilot.due_on or ("%d-12-31"):format(pilot.year))
  local length = office.reading "report_cadence" == "weekly" and 7 or 14
  local reports = {}
  for row in pilot:rows "report" do
    if row.state ~= "draft" and row.submitted_on and row.submitted_on <= today then reports[row.period_start] = row end
  end
  local at = onex.day(started, 1 - onex.weekday(started))
  while at <= last and at <= today do
    local exempt = true
    for week = 0, length - 7, 7 do exempt = exempt and week_exempt(onex.day(at, week)) end
    local due = onex.day(at, length - 1)
    if ended and ended >= at and ended <= due then exempt = true end
    local report = reports[at]
    list[#list + 1] = {
      starts_on = at, due_on = due, exempt = exempt,
      submitted_on = report and report.submitted_on, quality = report and report.quality,
    }
    at = onex.day(due, 1)
  end
  return list
end

return office
