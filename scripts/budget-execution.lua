-- How the budget is used, by pilot and head (Articles 19 to 21).
local figures = require "lib.figures"
local office = require "lib.office"
local tr = office.tr

local script = {
  command = "budget-execution",
  name = { zh = "经费执行", en = "budget execution" },
  description = {
    zh = "各试点各科目的下达、调整、支出和余额，超支与待批的另行标出",
    en = "allocated, adjusted, spent and left by pilot and head; what is overspent or not approved is marked",
  },
  options = {
    { "--year Y", zh = "项目年度（默认为询问日期的年份）", en = "year of the pilots (that of the day asked about)" },
    { "--college C", zh = "只看一个学院", en = "only one college" },
    { "--by head", zh = "各试点合并，只按科目", en = "all pilots together, by head alone" },
    { "--csv FILE", zh = "写成 CSV 文件（金额为元）", en = "write a CSV file (amounts in yuan)" },
  },
}

-- What may be spent beyond a head's budget, in fen.
local function tolerance_of(college)
  for param in onex.params { college = college } do
    if param.name == "overrun_tolerance" then
      local yuan, fen = param.value:match "^(%d+)%.?(%d*)"
      return math.tointeger(tonumber(yuan)) * 100 + math.tointeger(tonumber((fen .. "00"):sub(1, 2)))
    end
  end
  return 0
end

-- The heads of the pilot's expenses that are not among those of Article 21, as the rules compare them.
local function other_heads(pilot)
  local heads = {}
  for expense in onex.expenses { pilot = pilot } do
    if expense.spent_on <= onex.as_of and expense:check("head_known").verdict == "deviates" then
      heads[onex.fold(expense.head)] = true
    end
  end
  return heads
end

-- The pilot's lines by head, with what is wrong with them.
local function lines_of(pilot)
  local list, tolerance, others = figures.heads(pilot), tolerance_of(pilot.college), other_heads(pilot)
  for _, row in ipairs(list) do
    row.pilot, row.college = pilot.code, pilot.college
    row.overspent = row.spent > 0 and row.spent > row.allocated + row.adjusted + tolerance
    row.other = others[onex.fold(row.head)]
  end
  return list
end

-- Hundredths of a percent, cut off, so that nothing looks fuller than it is; nil: nothing was available.
local function used(row)
  local available = row.allocated + row.adjusted
  if available <= 0 then return nil end
  local part = row.spent * 10000 // available
  return ("%d.%02d%%"):format(part // 100, part % 100)
end

local function finish(row)
  local available = row.allocated + row.adjusted
  local notes = {}
  if row.overspent then notes[#notes + 1] = tr("超支（第二十条）", "overspent (第二十条)") end
  if row.other then notes[#notes + 1] = tr("不在主要用途之列（第二十一条）", "not a main purpose (第二十一条)") end
  if row.adjustments > 0 then
    notes[#notes + 1] = tr(row.adjustments .. " 笔调整未批准或无文号，不计：" .. onex.yuan(row.waiting),
      row.adjustments .. " adjustment(s) without approval or document, not counted: " .. onex.yuan(row.waiting))
  end
  row.used, row.left = used(row), onex.yuan(available - row.spent)
  for _, key in ipairs { "allocated", "adjusted", "spent" } do row[key] = onex.yuan(row[key]) end
  row.available, row.note = onex.yuan(available), office.join(notes)
  return row
end

-- What the school may allocate in the year (Article 19).
local function school_total(year)
  local total, allocated
  for row in onex.query("SELECT total FROM school_budget WHERE year = ?", year) do total = row.total end
  for row in onex.query([[SELECT coalesce(sum(a.amount), 0) AS amount FROM allocation a JOIN pilot p ON p.code = a.pilot
      WHERE p.year = ? AND a.issued_on <= ?]], year, onex.as_of) do
    allocated = row.amount
  end
  local limit = total and onex.yuan(total) or tr("未知（没有登记当年总额度）", "unknown (no total of the year recorded)")
  print(tr(("学校 %d 年总额度 %s，已下达 %s（第十九条）"):format(year, limit, onex.yuan(allocated)),
    ("school total of %d: %s, allocated %s (第十九条)"):format(year, limit, onex.yuan(allocated))))
end

function script.run(...)
  local o = office.arguments(script, ...)
  local year = office.number_option(script, o.year, math.tointeger(tonumber(onex.as_of:sub(1, 4))))
  local college = office.subject_option(script, "college", o.college)
  if o.by and o.by ~= "head" then office.wrong(script, tr("--by 只能是 head", "--by takes head only")) end
  local rows, heads, order = {}, {}, {}
  local total = figures.line()
  for pilot in onex.pilots { year = year, college = college and college.code } do
    for _, row in ipairs(lines_of(pilot)) do
      local key = onex.fold(row.head)
      if not heads[key] then
        heads[key] = figures.line(row.head)
        order[#order + 1] = heads[key]
      end
      figures.add(heads[key], row)
      figures.add(total, row)
      rows[#rows + 1] = row
    end
  end
  if o.by then rows = order end
  total[o.by and "head" or "pilot"] = tr("合计", "total")
  if #rows > 0 then rows[#rows + 1] = total end
  for _, row in ipairs(rows) do finish(row) end
  local columns = {
    { "pilot", "项目", "pilot" }, { "college", "学院", "college" }, { "head", "科目", "head" },
    { "allocated", "下达（元）", "allocated" }, { "adjusted", "批准调整", "adjusted" }, { "available", "可用", "available" },
    { "spent", "已支出", "spent" }, { "left", "余额", "left" }, { "used", "执行率", "used" }, { "note", "说明", "note" },
  }
  if o.by then columns = { table.unpack(columns, 3) } end
  office.deliver(o, columns, rows, tr(year .. " 年没有下达、调整或支出", "nothing allocated, adjusted or spent in " .. year))
  if not college then school_total(year) end
end

return script
