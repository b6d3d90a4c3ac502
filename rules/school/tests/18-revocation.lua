-- 第十八条

local function clean(changed)
  local given = {
    state = "running", missed_weeks_run = 0, passed = 9, examined = 10, results_pending = 0,
    slow_progress = "idle", lax_management = "idle", fund_misuse = "idle", coercion = "idle", other_violation = "idle",
  }
  for name, value in pairs(changed) do given[name] = value end
  return given
end

test "七种情形都没有" { cite = "第十八条", as_of = "2026-12-01", given = clean {}, expect = { revocation = "clear" } }

for _, c in ipairs {
  { "slow_progress", "hit" }, { "lax_management", "hit" }, { "fund_misuse", "hit" }, { "coercion", "hit" }, { "other_violation", "hit" },
  { "missed_weeks_run", 3 }, { "passed", 5 },
} do
  test("有一种情形：" .. c[1]) {
    cite = "第十八条", as_of = "2026-12-01", given = clean { [c[1]] = c[2] }, expect = { revocation = "hit" },
  }
end

test "一种命中即可定论，即使另一种待定" {
  cite = "第十八条", as_of = "2026-12-01",
  given = clean { coercion = "hit", results_pending = 1 }, expect = { pass_rate_too_low = "unknown", revocation = "hit" },
}

test "没有命中，有一种待定" {
  cite = "第十八条", as_of = "2026-12-01", given = clean { coercion = "unknown" }, expect = { revocation = "unknown" },
}

test "查明不成立的线索" {
  cite = "第十八条", as_of = "2026-12-01", given = clean { coercion = "clear" }, expect = { revocation = "clear" },
}

test "取消资格的情形，实施之前不适用" {
  cite = "第十八条", as_of = "2026-12-01",
  given = clean { state = "approved", coercion = "hit" }, expect = { reports_stopped = "na", pass_rate_too_low = "na", revocation = "na" },
}

for _, g in ipairs {
  { "slow_progress", "slow_progress" }, { "lax_management", "lax_management" }, { "fund_misuse", "fund_misuse" },
  { "coercion", "coercion" }, { "other", "other_violation" },
} do
  local ground, rule = g[1], g[2]
  local function incident(status, decided_on)
    return { incident = { { code = "i1", ground = ground, reported_on = "2026-03-01", status = status, decided_on = decided_on } } }
  end
  for _, c in ipairs {
    { "没有线索", "2026-02-28", "upheld", "2026-04-01", "idle", 0, 0, 0 },
    { "报告当日，待查", "2026-03-01", "upheld", "2026-04-01", "unknown", 0, 1, 1 },
    { "认定前一日，仍待查", "2026-03-31", "upheld", "2026-04-01", "unknown", 0, 1, 1 },
    { "认定当日，查实", "2026-04-01", "upheld", "2026-04-01", "hit", 1, 0, 1 },
    { "认定当日，不成立", "2026-04-01", "dismissed", "2026-04-01", "clear", 0, 0, 1 },
    { "一直没有认定", "2026-12-01", "open", nil, "unknown", 0, 1, 1 },
  } do
    test(ground .. "：" .. c[1]) {
      cite = "第十八条", as_of = c[2], rows = incident(c[3], c[4]),
      expect = { [rule] = c[5], ["incidents_" .. ground] = c[6], ["open_" .. ground] = c[7], ["reported_" .. ground] = c[8] },
    }
  end
end

test "一件查实、一件待查：命中" {
  cite = "第十八条（五）", as_of = "2026-12-01",
  rows = {
    incident = {
      { code = "i1", ground = "coercion", reported_on = "2026-03-01", status = "upheld", decided_on = "2026-04-01" },
      { code = "i2", ground = "coercion", reported_on = "2026-03-01", status = "open" },
    },
  },
  expect = { coercion = "hit" },
}

for _, g in ipairs {
  { "slow_progress", "other" }, { "lax_management", "other" }, { "fund_misuse", "other" }, { "coercion", "other" }, { "other", "coercion" },
} do
  local ground, another = g[1], g[2]
  test(ground .. "：别的情形的线索不算") {
    cite = "第十八条", as_of = "2026-12-01",
    rows = {
      incident = {
        { code = "i1", ground = another, reported_on = "2026-03-01", status = "upheld", decided_on = "2026-04-01" },
        { code = "i2", ground = another, reported_on = "2026-03-01", status = "open" },
      },
    },
    expect = { ["incidents_" .. ground] = 0, ["open_" .. ground] = 0, ["reported_" .. ground] = 0 },
  }
end
