-- Which pass rates are near the redline and the target (Articles 17 and 18), and how many candidates away.
local figures = require "lib.figures"
local office = require "lib.office"
local tr = office.tr

local script = {
  command = "near-lines",
  name = { zh = "通过率临界", en = "pass rates near the lines" },
  description = {
    zh = "各试点、各等级的通过率离红线和目标还差几人、还余几人",
    en = "how many candidates the pass rates of pilots and levels are away from redline and target",
  },
  options = {
    { "--near N", zh = "离任一条线不超过 N 人的才列出（默认 3）", en = "only those within N candidates of a line (3)" },
    { "--all", zh = "列出全部", en = "all of them" },
    { "--college C", zh = "只看一个学院", en = "only one college" },
    { "--csv FILE", zh = "写成 CSV 文件", en = "write a CSV file" },
  },
}

-- How many passes more than the line asks (negative: that many are missing).
local function above(passed, of, line)
  local n, d = office.share(line)
  return passed - (n * of + d - 1) // d
end

local function distance(n)
  if n < 0 then return tr("差 " .. -n .. " 人", "short by " .. -n) end
  return tr("余 " .. n .. " 人", n .. " to spare")
end

local function row_of(pilot, level, passed, of, target, redline)
  local row = { pilot = pilot.code, certificate = office.certificate(pilot.certificate), level = level, passed = passed, of = of,
    target = target, redline = redline }
  if passed and of and of > 0 then
    local to_target, to_redline = above(passed, of, target), above(passed, of, redline)
    row.to_target, row.to_redline = distance(to_target), distance(to_redline)
    row.nearest = math.min(math.abs(to_target), math.abs(to_redline))
  end
  return row
end

-- The pilot's row and those of its levels; a pilot that has not begun has none.
local function rows_of(pilot, rows)
  local on_target, too_low = pilot:check "pass_rate_on_target", pilot:check "pass_rate_too_low"
  if on_target.verdict == "na" then return end
  local target, redline = on_target.threshold.text, too_low.threshold.text
  local by_selected = office.reading "pass_rate_denominator" == "selected"
  local rate = pilot.fact.pass_rate
  local known = rate ~= onex.unknown
  local total = row_of(pilot, tr("合计", "all"), known and rate.n or nil, known and rate.d or nil, target, redline)
  total.note = known and on_target.word .. tr("；", "; ") .. too_low.word or nil
  rows[#rows + 1] = total
  local levels = figures.levels(pilot)
  local pending, open = 0, false
  for _, at in ipairs(levels) do
    local of = at.examined
    if by_selected then of = at.selected end
    local row = row_of(pilot, office.level(at.level), at.pending == 0 and at.passed or nil, at.pending == 0 and of or nil, target,
      redline)
    pending, open = pending + at.pending, open or not of
    if at.pending > 0 then
      row.note = tr("未知：" .. at.pending .. " 个成绩待公布", "unknown: " .. at.pending .. " results pending")
    elseif not of then
      row.note = tr("未知：是否入选未填全", "unknown: who was selected is not complete")
    elseif of == 0 then
      row.note = tr("未知：还没有人实考", "unknown: nobody has sat")
    else
      row.note = tr("各等级不单独判定", "levels are not judged on their own")
    end
    rows[#rows + 1] = row
  end
  if not known then
    total.note = pending > 0 and tr("未知：" .. pending .. " 个成绩待公布", "unknown: " .. pending .. " results pending")
      or open and tr("未知：是否入选未填全", "unknown: who was selected is not complete")
      or tr("未知：还没有人实考", "unknown: nobody has sat")
  end
end

function script.run(...)
  local o = office.arguments(script, ...)
  local near = office.number_option(script, o.near, 3)
  local college = office.subject_option(script, "college", o.college)
  local rows, listed = {}, {}
  for pilot in onex.pilots { college = college and college.code } do rows_of(pilot, rows) end
  for _, row in ipairs(rows) do
    if o.all or not row.nearest or row.nearest <= near then listed[#listed + 1] = row end
  end
  office.deliver(o, {
    { "pilot", "项目", "pilot" }, { "certificate", "证书", "certificate" }, { "level", "等级", "level" },
    { "passed", "通过", "passed" }, { "of", "人数", "of" }, { "redline", "红线", "redline" },
    { "to_redline", "距红线", "from redline" }, { "target", "目标", "target" }, { "to_target", "距目标", "from target" },
    { "note", "说明", "note" },
  }, listed, tr("没有离线不超过 " .. near .. " 人的", "none within " .. near .. " candidates of a line"))
end

return script
