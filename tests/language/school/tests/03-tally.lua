local day = "2026-05-01"
local function counts(met, unmet, unknown) return { tally = { expense_small = { met = met, unmet = unmet, unknown = unknown } } } end

test "三到五笔：对其间的值都成立的成立" {
  as_of = day, given = counts(3, 1, 2),
  expect = {
    small_count = "unknown", tally_plus = "met", tally_minus = "met", tally_double = "met", tally_share = "unknown", tally_both = "unknown",
    tally_equal = "unknown", tally_differs = "unknown", tally_none = "unmet", tally_least = "met",
  },
}
test "三到五笔之中六成：总数是确定的" { as_of = day, given = counts(4, 1, 1), expect = { tally_share = "met", tally_both = "met" } }
test "对其间的值都不成立的不成立" {
  as_of = day, given = counts(1, 3, 1), expect = { tally_plus = "unmet", tally_minus = "unmet", tally_share = "unmet", tally_both = "unmet", tally_equal = "unmet", tally_differs = "met" },
}
test "没有待定的就是它的值" {
  as_of = day, given = counts(5, 0, 0), expect = { small_count = 5, tally_equal = "met", tally_differs = "unmet", tally_none = "met", tally_share = "met" },
}
test "没有下级时比例未知" { as_of = day, given = counts(0, 0, 0), expect = { small_count = 0, tally_share = "unknown", tally_none = "met" } }
