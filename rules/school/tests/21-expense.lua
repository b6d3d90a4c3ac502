-- 第二十一条至第二十三条

local function shown(cell) return cell or "空白" end

for _, c in ipairs { { "师资队伍建设", "met" }, { "师资 队伍建设", "met" }, { "团建", "deviates" } } do
  test("预算科目：" .. c[1]) {
    cite = "第二十一条", as_of = "2026-06-01", applies = "expense", given = { spent_on = "2026-03-01", head = c[1] }, expect = { head_known = c[2] },
  }
end

for _, c in ipairs {
  { "差旅费", "met", "met" }, { "公务接待费", "met", "unmet" }, { "公务接侍费", "unmet", "met" },
  { "因公出国（境）费用", "met", "unmet" }, { "因公出国(境)费用", "met", "unmet" },
  { "公务用车购置", "met", "unmet" }, { "公务用车运行维护费", "met", "unmet" },
} do
  test("经济科目：" .. c[1]) {
    cite = "第二十一条", as_of = "2026-06-01", applies = "expense",
    given = { spent_on = "2026-03-01", subject = c[1] }, expect = { subject_known = c[2], not_forbidden = c[3] },
  }
end

test "经济科目没有填：待定" {
  cite = "第二十一条", as_of = "2026-06-01", applies = "expense",
  given = { spent_on = "2026-03-01" }, expect = { subject_known = "unknown", not_forbidden = "unknown" },
}

for _, c in ipairs {
  { "培训认证相关费用", "考场租赁", "met" }, { "培训认证相关费用", "宴请", "unmet" }, { "培训认证相关费用", nil, "met" }, { "师资队伍建设", "宴请", "met" },
} do
  test("考核费用项目：" .. c[1] .. "，" .. shown(c[2])) {
    cite = "第二十一条", as_of = "2026-06-01", applies = "expense",
    rows = { expense = { { code = "test", head = c[1], exam_item = c[2], amount = "1", spent_on = "2026-03-01" } } },
    expect = { exam_item_known = c[3] },
  }
end

local function under_contract(amount)
  return {
    contract = { { code = "h1", party = "甲", amount = "100", signed_on = "2026-01-01" } },
    expense = {
      { code = "a", head = "培训认证相关费用", exam_item = "组卷", amount = "60", spent_on = "2026-02-01", contract = "h1" },
      { code = "test", head = "培训认证相关费用", exam_item = "组卷", amount = amount, spent_on = "2026-03-01", contract = "h1" },
      { code = "b", head = "培训认证相关费用", exam_item = "组卷", amount = "500", spent_on = "2026-03-02", contract = "h1" },
      { code = "c", head = "培训认证相关费用", exam_item = "组卷", amount = "500", spent_on = "2026-02-01", contract = "h2" },
    },
  }
end

for _, c in ipairs { { "39.99", "99.99 yuan", "met" }, { "40", "100 yuan", "met" }, { "40.01", "100.01 yuan", "unmet" } } do
  test("合同100元，此前60元，本笔 " .. c[1] .. "元；后来的、别的合同的不算") {
    cite = "第二十一条", as_of = "2026-06-01", applies = "expense", rows = under_contract(c[1]),
    expect = { has_contract = true, contract_amount = "100 yuan", contract_spent = c[2], within_contract = c[3] },
  }
end

test "考核费用没有合同" {
  cite = "第二十一条", as_of = "2026-06-01", applies = "expense",
  rows = { expense = { { code = "test", head = "培训认证相关费用", exam_item = "组卷", amount = "1", spent_on = "2026-03-01" } } },
  expect = { has_contract = false, within_contract = "unmet" },
}

test "不是考核费用，不要求合同" {
  cite = "第二十一条", as_of = "2026-06-01", applies = "expense",
  rows = { expense = { { code = "test", head = "师资队伍建设", amount = "1", spent_on = "2026-03-01" } } },
  expect = { within_contract = "met" },
}

for _, c in ipairs {
  { 0, nil, "met" }, { 1, "CG-1", "met" }, { 1, nil, "unmet" }, { nil, "CG-1", "met" }, { nil, nil, "unknown" },
} do
  test("应采购 " .. shown(c[1]) .. "、编号 " .. shown(c[2])) {
    cite = "第二十二条", as_of = "2026-06-01", applies = "expense",
    rows = { expense = { { code = "test", head = "师资队伍建设", amount = "1", spent_on = "2026-03-01", requires_procurement = c[1], procurement_no = c[2] } } },
    expect = { procured = c[3] },
  }
  test("形成资产 " .. shown(c[1]) .. "、编号 " .. shown(c[2])) {
    cite = "第二十三条", as_of = "2026-06-01", applies = "expense",
    rows = { expense = { { code = "test", head = "师资队伍建设", amount = "1", spent_on = "2026-03-01", forms_asset = c[1], asset_no = c[2] } } },
    expect = { asset_registered = c[3] },
  }
end

local function expense(changed)
  local row = { code = "test", head = "师资队伍建设", subject = "培训费", amount = "1", spent_on = "2026-03-01", requires_procurement = 0, forms_asset = 0 }
  for name, value in pairs(changed) do row[name] = value end
  return { expense = { row } }
end

test "支出合规" {
  cite = "第二十一条", as_of = "2026-06-01", applies = "expense", rows = expense {}, expect = { expense_allowed = "met" },
}

test "列外的预算科目只是偏离" {
  cite = "第二十一条", as_of = "2026-06-01", applies = "expense",
  rows = expense { head = "团建" }, expect = { head_known = "deviates", expense_allowed = "met" },
}

for _, c in ipairs { { "subject", "公务接待费" }, { "subject", "餐费" }, { "exam_item", "组卷" }, { "requires_procurement", 1 }, { "forms_asset", 1 } } do
  test("支出不合规：" .. c[1] .. " " .. c[2]) {
    cite = "第二十一条", as_of = "2026-06-01", applies = "expense",
    rows = expense { [c[1]] = c[2] }, expect = { expense_allowed = "unmet" },
  }
end

test "施行之前的支出不适用" {
  cite = "第二十七条", as_of = "2026-06-01", applies = "expense",
  rows = expense { subject = "公务接待费", spent_on = "2023-12-17" }, expect = { not_forbidden = "na", expense_allowed = "na" },
}

for _, c in ipairs {
  { "没有支出", {}, "met" }, { "都合规", { met = 3 }, "met" }, { "一笔不合规", { met = 3, unmet = 1 }, "unmet" },
  { "一笔待定", { met = 3, unknown = 1 }, "unknown" }, { "不合规和待定都有", { unmet = 1, unknown = 1 }, "unmet" },
  { "不适用的不计", { met = 1, na = 2 }, "met" },
} do
  test("试点的各笔支出：" .. c[1]) {
    cite = "第二十一条", as_of = "2026-06-01", given = { tally = { expense_allowed = c[2] } }, expect = { expenses_allowed = c[3] },
  }
end

local function fine(changed)
  local given = {
    head = "培训认证相关费用", exam_item = "组卷", subject = "培训费", has_contract = true, contract_spent = "1 yuan",
    contract_amount = "1 yuan", requires_procurement = false, forms_asset = false,
  }
  for name, value in pairs(changed) do given[name] = value end
  return given
end

test "一笔支出，预算科目没有填：待定" {
  cite = "第二十一条", as_of = "2026-06-01", applies = "expense",
  given = fine { head = "unknown" }, expect = { head_known = "unknown", expense_allowed = "unknown" },
}

test "一笔支出，考核费用项目在列外" {
  cite = "第二十一条", as_of = "2026-06-01", applies = "expense",
  given = fine { exam_item = "宴请" }, expect = { exam_item_known = "unmet", expense_allowed = "unmet" },
}
