-- The order of a pilot's candidates by merit, with the places of the plan and ties explained (Articles 8 and 13).
--
-- What the regulation says: whoever takes part registered of free will (第十三条（二）), the best are chosen (优中选优), and no more
-- than planned (第八条（二）). It says nothing of equal scores: either may be chosen, and nobody is passed over by it.
local office = require "lib.office"
local tr = office.tr

local script = {
  command = "merit-list",
  name = { zh = "优中选优名单", en = "merit list" },
  description = {
    zh = "一个试点按成绩排出报名学生，标出计划名额、并列、成绩未知和未自愿确认的，并与已登记的入选对照",
    en = "a pilot's candidates in order of merit against the planned places: ties, unknown scores, unconfirmed ones explained",
  },
  words = { { "PILOT", zh = "试点项目代码", en = "code of the pilot" } },
  options = {
    { "--level L", zh = "只看一个等级：elementary、intermediate、advanced", en = "one level: elementary, intermediate, advanced" },
    { "--csv FILE", zh = "名单写成 CSV 文件", en = "write the list to a CSV file" },
  },
}

local function score_text(thousandths)
  if not thousandths then return tr("未知", "unknown") end
  local text = ("%d.%03d"):format(thousandths // 1000, thousandths % 1000):gsub("%.?0+$", "")
  return text
end

local function yes_no(flag)
  if flag == nil then return tr("未知", "unknown") end
  return flag and tr("是", "yes") or tr("否", "no")
end

-- The candidates of a level, the best first; then those whose score is unknown, then those who did not confirm.
local function candidates(pilot, level)
  local list = {}
  for row in pilot:rows "registration" do
    if row.level == level then
      row.confirmed = row.voluntary_on ~= nil and row.voluntary_on <= onex.as_of
      row.class = not row.confirmed and 3 or not row.rank_score and 2 or 1
      list[#list + 1] = row
    end
  end
  table.sort(list, function(a, b)
    if a.class ~= b.class then return a.class < b.class end
    if a.class == 1 and a.rank_score ~= b.rank_score then return a.rank_score > b.rank_score end
    return a.person < b.person
  end)
  return list
end

-- Gives each its place and what follows for it. Returns the number of those whose score is unknown, and the tie at the last place.
local function place(list, quota)
  local unknown, tie = 0, nil
  for _, row in ipairs(list) do
    if row.class == 2 then unknown = unknown + 1 end
  end
  local at = 1
  while list[at] and list[at].class == 1 do
    local last = at
    while list[last + 1] and list[last + 1].class == 1 and list[last + 1].rank_score == list[at].rank_score do last = last + 1 end
    for i = at, last do
      local row = list[i]
      row.rank, row.tied = at, last > at and last - at + 1 or nil
      if last + unknown <= quota then
        row.proposal = tr("入选", "in")
      elseif at > quota then
        row.proposal = tr("落选", "out")
      elseif last <= quota then
        row.proposal = tr("待定：成绩未知者可能在前", "open: one of unknown score may be better")
      elseif last == at then
        row.proposal = tr("待定：成绩未知者可能在前", "open: one of unknown score may be better")
      else
        row.proposal = tr("并列待定", "tied, open")
        tie = { first = at, count = last - at + 1, places = quota - at + 1, score = row.rank_score }
      end
    end
    at = last + 1
  end
  for _, row in ipairs(list) do
    if row.class == 2 then row.proposal = tr("成绩未知，排不出名次", "no score, no rank") end
    if row.class == 3 then row.proposal = tr("未自愿确认，不能入选", "did not confirm, cannot be chosen") end
  end
  return unknown, tie
end

-- What stands wrong with the selection as recorded, level by level as the rules count it.
local function compare(list, quota)
  local lowest, chosen, open, unscored, left_out, anyone_left = nil, 0, 0, 0, {}, false
  for _, row in ipairs(list) do
    if row.selected then
      chosen = chosen + 1
      if row.rank_score and (not lowest or row.rank_score < lowest) then lowest = row.rank_score end
      if not row.rank_score then unscored = unscored + 1 end
      if not row.confirmed then row.note = tr("已入选但未自愿确认（第十三条（二））", "chosen without confirming (第十三条（二）)") end
    elseif row.selected == nil then
      open = open + 1
    elseif row.confirmed then
      anyone_left = true
      if not row.rank_score then unscored = unscored + 1 end
    end
  end
  for _, row in ipairs(list) do
    if row.selected == false and row.confirmed and row.rank_score and lowest and row.rank_score > lowest then
      left_out[#left_out + 1] = row
      row.note = tr("成绩高于已入选者而落选（第十三条（二））", "passed over for a lower score (第十三条（二）)")
    end
  end
  local lines = {}
  if open > 0 then
    lines[1] = tr("已登记的入选：" .. open .. " 人是否入选未填，尚不能对照", "recorded: " .. open .. " not yet said in or out")
    return lines
  end
  lines[1] = tr(("已登记的入选 %d 人，名额 %d"):format(chosen, quota), ("recorded: %d chosen, %d places"):format(chosen, quota))
  if chosen > quota then
    lines[1] = lines[1] .. tr("，超出 " .. chosen - quota .. "（第八条（二））", ", " .. chosen - quota .. " too many (第八条（二）)")
  end
  if anyone_left and chosen > 0 and unscored > 0 then
    lines[2] = tr(unscored .. " 人没有成绩，是否优中选优未知", unscored .. " without a score: whether the best were chosen is unknown")
  elseif #left_out > 0 then
    lines[2] = tr(#left_out .. " 人成绩更高而落选", #left_out .. " passed over for a lower score")
  end
  return lines
end

local columns = {
  { "level", "等级", "level" }, { "rank", "名次", "rank" }, { "person", "编号", "code" }, { "name", "姓名", "name" },
  { "score", "成绩", "score" }, { "tie", "并列", "tied" }, { "proposal", "按成绩", "by merit" },
  { "recorded", "已登记入选", "recorded" }, { "note", "问题", "note" },
}

local function explain(list, quota, unknown, tie)
  local lines = {}
  if tie then
    lines[#lines + 1] = tr(
      ("第 %d 名起 %d 人同为 %s 分，只余 %d 个名额：办法未规定并列如何取舍，选其中任何 %d 人都不算成绩更高而落选；由二级学院决定并写明理由")
        :format(tie.first, tie.count, score_text(tie.score), tie.places, tie.places),
      ("from rank %d on %d have %s each, and %d places are left: the regulation does not say who of them; any %d may be chosen")
        :format(tie.first, tie.count, score_text(tie.score), tie.places, tie.places))
  end
  if unknown > 0 then
    lines[#lines + 1] = tr(unknown .. " 人成绩未知：补齐前，名额末段不能定", unknown .. " of unknown score: until it is known the last places are open")
  end
  for _, line in ipairs(compare(list, quota)) do lines[#lines + 1] = line end
  return lines
end

function script.run(...)
  local o = office.arguments(script, ...)
  local pilot = office.subject_option(script, "pilot", o[1])
  local quotas, levels, all = {}, {}, {}
  for row in pilot:rows "plan_quota" do quotas[row.level] = row.quota end
  for row in onex.query([[SELECT DISTINCT level FROM registration WHERE pilot = ?1 UNION SELECT level FROM plan_quota
      WHERE pilot = ?1 ORDER BY level]], pilot.code) do
    if not o.level or row.level == o.level then levels[#levels + 1] = row.level end
  end
  if #levels == 0 then
    print(tr("没有这样的报名和考证计划", "no such registrations or places"))
    return
  end
  for i, level in ipairs(levels) do
    local list, quota = candidates(pilot, level), quotas[level] or 0
    local unknown, tie = place(list, quota)
    local lines = explain(list, quota, unknown, tie)
    for _, row in ipairs(list) do
      row.name = office.name(row.person)
      row.score, row.recorded, row.level = score_text(row.rank_score), yes_no(row.selected), office.level(level)
      row.tie = row.tied and tr(row.tied .. " 人", "" .. row.tied) or nil
      all[#all + 1] = row
    end
    if not o.csv then
      if i > 1 then print() end
      print(tr(("%s %s：报名 %d 人，计划 %d 人"):format(pilot.code, office.level(level), #list, quota),
        ("%s %s: %d registered, %d places"):format(pilot.code, level, #list, quota))
        .. (quotas[level] and "" or tr("（没有该等级的考证计划，按 0 计）", " (no plan for this level: 0)")))
      office.deliver({}, columns, list)
      for _, line in ipairs(lines) do print("· " .. line) end
    end
  end
  if o.csv then office.deliver(o, columns, all) end
end

return script
