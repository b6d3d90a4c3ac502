-- 第五条

local function leads(second_from, third_from)
  local rows = { { person = "a", from_on = "2026-01-10", to_on = second_from }, { person = "b", from_on = second_from, to_on = third_from } }
  if third_from then rows[3] = { person = "c", from_on = third_from } end
  return rows
end

local function request(code, decided_on, decision)
  return { code = code, field = "lead", reason = "工作需要", requested_on = "2026-01-20", decision = decision, decided_on = decided_on }
end

local running = { { code = "test", year = 2026, state = "running", started_on = "2026-01-15" } }

test "启动后换负责人，没有申请" {
  cite = "第五条", as_of = "2026-06-01",
  rows = { pilot = running, pilot_lead = leads("2026-03-14") },
  expect = { lead_changes_unapproved = 1, changes_approved = "unmet" },
}

for _, c in ipairs {
  { "前一日批准", "2026-03-13", 0 }, { "当日批准", "2026-03-14", 0 }, { "次日批准", "2026-03-15", 1 },
  { "前任上任当日批准", "2026-01-10", 1 }, { "前任上任次日批准", "2026-01-11", 0 },
} do
  test("启动后换负责人，" .. c[1]) {
    cite = "第五条", as_of = "2026-06-01",
    rows = { pilot = running, pilot_lead = leads("2026-03-14"), change_request = { request("r1", c[2], "approved") } },
    expect = { lead_changes_unapproved = c[3] },
  }
end

test "申请被否决，或是别的事项，或还没有决定，都不算批准" {
  cite = "第五条", as_of = "2026-06-01",
  rows = {
    pilot = running, pilot_lead = leads("2026-03-14"),
    change_request = {
      request("r1", "2026-03-10", "rejected"),
      { code = "r2", field = "schedule", reason = "顺延", requested_on = "2026-01-20", decision = "approved", decided_on = "2026-03-10" },
      { code = "r3", field = "lead", reason = "工作需要", requested_on = "2026-01-20" },
    },
  },
  expect = { lead_changes_unapproved = 1 },
}

test "两次更换，一份批准只管一次" {
  cite = "第五条", as_of = "2026-06-01",
  rows = {
    pilot = running, pilot_lead = leads("2026-03-14", "2026-04-20"),
    change_request = { request("r1", "2026-03-10", "approved") },
  },
  expect = { lead_changes_unapproved = 1 },
}

test "两次更换，各有批准" {
  cite = "第五条", as_of = "2026-06-01",
  rows = {
    pilot = running, pilot_lead = leads("2026-03-14", "2026-04-20"),
    change_request = { request("r1", "2026-03-10", "approved"), request("r2", "2026-04-20", "approved") },
  },
  expect = { lead_changes_unapproved = 0, changes_approved = "met" },
}

test "启动当日的更换不算启动后" {
  cite = "第五条", as_of = "2026-06-01",
  rows = { pilot = running, pilot_lead = leads("2026-01-15") },
  expect = { lead_changes_unapproved = 0 },
}

test "没有启动，更换不需要批准" {
  cite = "第五条", as_of = "2026-06-01",
  rows = { pilot = { { code = "test", year = 2026, state = "staffed" } }, pilot_lead = leads("2026-03-14") },
  expect = { lead_changes_unapproved = 0, changes_approved = "met" },
}

test "查询日还没有更换" {
  cite = "第五条", as_of = "2026-03-13",
  rows = { pilot = running, pilot_lead = leads("2026-03-14") },
  expect = { lead_changes_unapproved = 0 },
}

test "同一天换上两任，一份批准只够一任" {
  cite = "第五条", as_of = "2026-06-01",
  rows = {
    pilot = running, pilot_lead = leads("2026-03-14", "2026-03-14"), change_request = { request("r1", "2026-03-14", "approved") },
  },
  expect = { lead_changes_unapproved = 1, changes_approved = "unmet" },
}

test "同一天换上两任，没有批准，两任都算" {
  cite = "第五条", as_of = "2026-06-01",
  rows = { pilot = running, pilot_lead = leads("2026-03-14", "2026-03-14") },
  expect = { lead_changes_unapproved = 2 },
}

for _, c in ipairs { { "没有结论", nil, "2026-03-10" }, { "没有决定日期", "approved", nil } } do
  test("启动后换负责人，申请" .. c[1] .. "，不算批准，也不是待定") {
    cite = "第五条", as_of = "2026-06-01",
    rows = { pilot = running, pilot_lead = leads("2026-03-14"), change_request = { request("r1", c[3], c[2]) } },
    expect = { lead_changes_unapproved = 1 },
  }
end
