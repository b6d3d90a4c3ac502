-- 第十四条（二） “至少应有1-2名教师获得考评员资格证书”：一名是底线，两名是目标。

param "assessor_floor" { title = "考评员人数下限", cite = "第十四条（二）", value = 1, college_may = "raise" }

param "assessor_target" { title = "考评员人数目标", cite = "第十四条（二）", value = 2, college_may = "raise" }

reading "assessor_match" {
  title = "考评员资格的范围", cite = "第十四条（二）",
  options = { certificate = "本试点证书的考评员", any = "任一证书的考评员" },
  chosen = "certificate",
  note = "原文不唯一，待教务处依第二十七条解释",
}

derive "assessors" {
  title = "考评员人数", supplied_by = "二级学院",
  note = "办法没有写明，待教务处依第二十七条解释：原文为“各试点专业”“教师”，这里按试点、在培训团队全体成员中计",
  value = count {
    "team_member", in_force = true,
    where = has {
      "assessor", in_force = true, match = { person = outer.person },
      where = choose(reading.assessor_match, { certificate = equals(row.certificate, fact.certificate), any = true }),
    },
    distinct = row.person,
  },
}

condition "assessors_present" {
  title = "有考评员", cite = "第十四条（二）",
  only_if = fact.begun,
  requires = at_least(fact.assessors, param.assessor_floor),
}

condition "assessors_ample" {
  title = "考评员达到目标人数", cite = "第十四条（二）", strength = "in_principle",
  only_if = fact.begun,
  requires = at_least(fact.assessors, param.assessor_target),
}
