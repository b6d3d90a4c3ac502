-- 应办事项所依据的日期

for _, c in ipairs {
  { "2025-09-01", "2025-11-10" }, { "2025-11-10", "2025-11-10" }, { "2025-11-11", "2025-11-20" }, { "2025-11-21", "unknown" },
} do
  test("当年申报截止日，查询日 " .. c[1]) {
    cite = "第六条", as_of = c[1],
    rows = {
      pilot = { { code = "test", year = 2026, state = "draft" } },
      call = {
        { year = 2026, document = "渝1+X办〔2025〕1号", opens_on = "2025-08-20", closes_on = "2025-11-10" },
        { year = 2026, document = "渝1+X办〔2025〕2号", opens_on = "2025-08-20", closes_on = "2025-11-20" },
        { year = 2027, document = "渝1+X办〔2026〕1号", opens_on = "2025-08-20", closes_on = "2026-11-10" },
      },
    },
    expect = { call_closes = c[2] },
  }
end
