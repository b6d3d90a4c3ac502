-- Holders of a certificate who are not registered in the credit bank (Article 17).
local office = require "lib.office"
local tr = office.tr

local script = {
  command = "not-in-credit-bank",
  name = { zh = "持证未登学分银行", en = "holders not in the credit bank" },
  description = {
    zh = "已领证书而未在学分银行登记的学生，及各试点的登记率",
    en = "who holds a certificate and is not registered in the credit bank, and each pilot's share",
  },
  options = {
    { "--college C", zh = "只看一个学院", en = "only one college" },
    { "--pilot P", zh = "只看一个试点", en = "only one pilot" },
    { "--csv FILE", zh = "名单写成 CSV 文件", en = "write the list to a CSV file" },
  },
}

local query = [[
  SELECT a.certificate_no, a.issued_on, a.person, s.name, s.kind, e.level, e.pilot, p.certificate, p.college
  FROM award a JOIN exam e ON e.code = a.exam JOIN pilot p ON p.code = e.pilot JOIN person s ON s.code = a.person
  WHERE a.issued_on <= ?1 AND (a.credit_bank_on IS NULL OR a.credit_bank_on > ?1) AND p.code = ?2
  ORDER BY a.certificate_no]]

function script.run(...)
  local o = office.arguments(script, ...)
  local college = office.subject_option(script, "college", o.college)
  local only = office.subject_option(script, "pilot", o.pilot)
  local rows, shares, missing, issued = {}, {}, 0, 0
  for pilot in onex.pilots { college = college and college.code } do
    local awards = pilot.fact.awards
    if awards > 0 and (not only or pilot == only) then
      local before = #rows
      for row in onex.query(query, onex.as_of, pilot.code) do
        row.days = onex.days(row.issued_on, onex.as_of)
        row.level = office.level(row.level)
        row.kind = onex.word("person", "kind", row.kind)
        row.certificate = office.certificate(row.certificate)
        rows[#rows + 1] = row
      end
      local v = pilot:check "credit_bank_registered"
      shares[#shares + 1] = {
        pilot = pilot.code, college = pilot.college, awards = awards, registered = pilot.fact.awards_in_credit_bank,
        missing = #rows - before, verdict = v.word, cite = v.cite,
      }
      missing, issued = missing + #rows - before, issued + awards
    end
  end
  office.deliver(o, {
    { "pilot", "项目", "pilot" }, { "college", "学院", "college" }, { "certificate", "证书", "certificate" },
    { "level", "等级", "level" }, { "certificate_no", "证书编号", "number" }, { "person", "编号", "code" },
    { "name", "姓名", "name" }, { "kind", "类别", "kind" }, { "issued_on", "发证日期", "issued" },
    { "days", "已过天数", "days" },
  }, rows, tr("没有未登记的持证人", "every holder is registered"))
  if #shares > 0 then
    print()
    office.deliver({}, {
      { "pilot", "项目", "pilot" }, { "college", "学院", "college" }, { "awards", "已发证书", "issued" },
      { "registered", "已登记", "registered" }, { "missing", "未登记", "missing" }, { "verdict", "判定", "verdict" },
      { "cite", "条款", "clause" },
    }, shares)
  end
  print(tr("合计：已发 " .. issued .. "，未登记 " .. missing, "total: " .. issued .. " issued, " .. missing .. " not registered"))
end

return script
