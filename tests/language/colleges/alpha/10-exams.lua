-- 学院写的规则能用的词：逐场比较、相邻两场、各类对象的自定义数据、下属各项的汇总。
local_rules { college = "alpha", document = "甲院发〔2026〕1号", effective = "2026-03-01", under = "第二十六条", note = "试验" }

-- 前后相邻的两场考核，通过的都不到一半。
local function passed_of(status) return count { "exam_result", where = all { equals(row.exam, outer.code), status } } end
local half_failed = below(passed_of(equals(row.status, "passed")) * 2, passed_of(differs(row.status, "absent")))
derive "bad_pairs" {
  title = "相邻两场通过均不到一半的次数",
  value = count {
    "exam",
    where = all {
      half_failed,
      has {
        "exam",
        where = all {
          below(row.held_on, outer.held_on), -- 第一场之前没有：highest 没有行是未知，由这一句排除
          equals(row.held_on, highest { "exam", where = below(row.held_on, outer.outer.held_on), take = row.held_on }),
          half_failed,
        },
      },
    },
  },
}
trigger "two_bad_exams" { title = "连续两场通过不到一半", cite = "细则第一条", joins = "bad", when = above(fact.bad_pairs, 0) }

-- 每类对象各有一项自定义数据。
field "college" "staff" { title = "专职人员数", type = "int", unit = "人" }
field "exam" "kept_until" { title = "试卷保存至", type = "date" }
field "expense" "checked" { title = "已复核", type = "bool" }
field "registration" "bonus" { title = "加分", type = "credits" }
field "pilot" "sponsor" { title = "企业投入", type = "money" }
condition "staffed" { title = "人员到位", cite = "细则第二条", applies = "college", requires = at_least(fact.staff, "2 人") }
condition "kept" { title = "试卷保存三年", cite = "细则第三条", applies = "exam", requires = at_least(fact.kept_until, days_after(fact.held_on, 1095)) }
condition "checked_big" {
  title = "大额支出复核", cite = "细则第四条", applies = "expense", only_if = above(fact.amount, "1000 yuan"), requires = fact.checked,
}
condition "bonus_small" {
  title = "加分有度", cite = "细则第五条", applies = "registration",
  requires = any { no(known(fact.bonus)), at_most(fact.bonus, "2 credits") },
}
condition "sponsored" {
  title = "企业投入", cite = "细则第六条", strength = "in_principle", joins = "good",
  requires = at_least(fact.sponsor, fact.paid * "10%"),
}
condition "below_fine" {
  title = "下属各项都好", cite = "细则第七条", requires = all { every("kept"), every("checked_big"), every("bonus_small"), met "staffed" },
}
condition "most_fine" {
  title = "多数试点都好", cite = "细则第八条", applies = "college",
  requires = at_least(ratio(tally("below_fine").met, tally("below_fine").total), "50%"),
}

-- 同一个人报名几个试点，只在本学院的试点中数。
condition "not_overloaded" {
  title = "一人报名不超过两个试点", cite = "细则第九条", applies = "college",
  requires = none(count {
    "registration",
    where = above(count { "registration", where = equals(row.person, outer.person), distinct = row.pilot }, 2),
    distinct = row.person,
  }),
}

-- 以函数算的等次。
derive "grade" {
  title = "团队等次", type = "text", inputs = { fact.n_team, fact.n_dual },
  compute = function(total, dual)
    if total == 0 then return nil end
    return dual * 2 >= total and "甲" or dual * 4 >= total and "乙" or "丙"
  end,
}
set "good_grades" { "甲", "乙", title = "合格等次" }
condition "graded" { title = "团队等次合格", cite = "细则第十条", requires = one_of(fact.grade, set.good_grades) }
tighten "上限" { value = { ["2026-05-01"] = 2, ["2026-08-01"] = 1 }, cite = "细则第十一条", reason = "试验" }
