-- 第十四条（二）

for _, c in ipairs { { 0, "unmet", "deviates" }, { 1, "met", "deviates" }, { 2, "met", "met" }, { 3, "met", "met" } } do
  test("考评员" .. c[1] .. "名") {
    cite = "第十四条（二）", as_of = "2026-03-01",
    given = { state = "running", assessors = c[1] }, expect = { assessors_present = c[2], assessors_ample = c[3] },
  }
end

local pilot = { { code = "test", year = 2026, certificate = "c1", state = "running" } }
local team = { { person = "a" }, { person = "b" }, { person = "c", to_on = "2026-03-01" } }

local function licence(person, certificate, from, to)
  return { person = person, certificate = certificate, number = person .. certificate .. from, valid_from = from, valid_to = to }
end

for _, c in ipairs { { "2026-02-28", 0 }, { "2026-03-01", 0 }, { "2026-03-02", 1 } } do
  test("资格证失效于 " .. c[1] .. "，查询日 2026-03-01") {
    cite = "第十四条（二）", as_of = "2026-03-01",
    rows = { pilot = pilot, team_member = team, assessor = { licence("a", "c1", "2024-01-01", c[1]) } },
    expect = { assessors = c[2] },
  }
end

for _, c in ipairs { { "2026-02-28", 1 }, { "2026-03-01", 1 }, { "2026-03-02", 0 } } do
  test("资格证生效于 " .. c[1] .. "，查询日 2026-03-01") {
    cite = "第十四条（二）", as_of = "2026-03-01",
    rows = { pilot = pilot, team_member = team, assessor = { licence("a", "c1", c[1]) } },
    expect = { assessors = c[2] },
  }
end

test "一人有两张资格证只计一名；别的证书、团队以外的人、已离任的不计" {
  cite = "第十四条（二）", as_of = "2026-03-01",
  rows = {
    pilot = pilot, team_member = team,
    assessor = {
      licence("a", "c1", "2024-01-01"), licence("a", "c1", "2025-01-01"), licence("b", "c2", "2024-01-01"),
      licence("c", "c1", "2024-01-01"), licence("d", "c1", "2024-01-01"),
    },
  },
  expect = { assessors = 1, assessors_present = "met", assessors_ample = "deviates" },
}

test "任一证书的考评员都算" {
  cite = "第十四条（二）", as_of = "2026-03-01",
  given = { readings = { assessor_match = "any" } },
  rows = { pilot = pilot, team_member = team, assessor = { licence("a", "c1", "2024-01-01"), licence("b", "c2", "2024-01-01") } },
  expect = { assessors = 2, assessors_ample = "met" },
}
