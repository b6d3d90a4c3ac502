-- 第二十四条

local function rows(state, year, submitted_on, account_year)
  local account
  if submitted_on then
    account = { { college = "test", year = account_year or 2026, submitted_on = submitted_on, income = "1", spending = "1" } }
  end
  return { college = { { code = "test" } }, pilot = { { code = "p1", college = "test", year = year, state = state } }, final_account = account }
end

for _, c in ipairs {
  { "running", "unmet" }, { "staffed", "unmet" }, { "revocation_proposed", "unmet" }, { "accepted", "unmet" },
  { "draft", "na" }, { "not_accepted", "na" }, { "revoked", "na" }, { "exited", "na" },
} do
  test("上年度试点状态 " .. c[1] .. "，没有决算") {
    cite = "第二十四条", as_of = "2027-03-01", applies = "college", rows = rows(c[1], 2026), expect = { final_account_in = c[2] },
  }
end

for _, c in ipairs { { "2027-02-28", "met" }, { "2027-03-01", "met" }, { "2027-03-02", "unmet" } } do
  test("上年度决算报送于 " .. c[1] .. "，查询日 2027-03-01") {
    cite = "第二十四条", as_of = "2027-03-01", applies = "college", rows = rows("running", 2026, c[1]), expect = { final_account_in = c[2] },
  }
end

test "当年的试点，当年还不看" {
  cite = "第二十四条", as_of = "2026-12-31", applies = "college", rows = rows("running", 2026), expect = { final_account_in = "na" },
}

test "前年的决算不能代替上年的" {
  cite = "第二十四条", as_of = "2027-03-01", applies = "college",
  rows = rows("running", 2026, "2026-03-01", 2025), expect = { final_account_submitted = false, final_account_in = "unmet" },
}
