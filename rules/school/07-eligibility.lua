-- 第七条 申报条件。（一）（三）（四）由人认定；（二）的两个比例按培训团队名单计算。

param "dual_floor" {
  title = "双师型教师占比下限", cite = "第七条（二）", value = "50%", college_may = "raise", -- “不少于”含等于
}

param "external_floor" {
  title = "行业企业专家及兼职教师占比下限", cite = "第七条（二）", value = "20%", college_may = "raise", -- “不低于”含等于
}

derive "team_total" {
  title = "培训团队人数", supplied_by = "二级学院",
  value = count { "team_member", in_force = true, distinct = row.person },
}

derive "team_dual" {
  title = "双师型教师人数", supplied_by = "二级学院",
  value = count { "team_member", in_force = true, where = row.dual_qualified, distinct = row.person },
}

-- 行业企业专家与兼职教师合并计算，一人只计一次。
derive "team_external" {
  title = "行业企业专家及兼职教师人数", supplied_by = "二级学院",
  value = count {
    "team_member", in_force = true, where = any { row.industry_expert, row.part_time }, distinct = row.person,
  },
}

derive "dual_share" { title = "双师型教师占比", unit = "share", value = ratio(fact.team_dual, fact.team_total) }

derive "external_share" {
  title = "行业企业专家及兼职教师占比", unit = "share", value = ratio(fact.team_external, fact.team_total),
}

-- 没有团队即不具备条件，不是“待定”。
condition "dual_qualified" {
  title = "双师型教师占比达标", cite = "第七条（二）",
  requires = all { above(fact.team_total, 0), at_least(fact.dual_share, param.dual_floor) },
}

condition "external_teachers" {
  title = "行业企业专家及兼职教师占比达标", cite = "第七条（二）",
  requires = all { above(fact.team_total, 0), at_least(fact.external_share, param.external_floor) },
}

derive "national_team" {
  title = "有国家级教学创新团队所在专业", supplied_by = "教务处",
  value = has { "pilot_major", where = row.major.national_team },
}

-- “优先参与”只用于名额有限时排序，不免除任何条件，所以不进入申报条件。
condition "national_team_first" {
  title = "国家级教学创新团队优先", cite = "第七条（二）", strength = "preferred",
  requires = fact.national_team,
}

attestation "major_foundation" {
  title = "专业建设基础好", cite = "第七条（一）", as = "condition", by = "领导小组",
}

attestation "facilities" {
  title = "教学条件和实训设施具备", cite = "第七条（三）", as = "condition", by = "教务处",
}

attestation "institution" {
  title = "学校制度健全", cite = "第七条（四）", applies = "school", as = "condition", by = "领导小组",
}

outcome "may_declare" {
  title = "具备申报条件", cite = "第七条", college_may = "add",
  all = {
    condition.certificate_admitted,
    condition.appraisal_filed,
    attestation.major_foundation,
    condition.dual_qualified,
    condition.external_teachers,
    attestation.facilities,
    attestation.institution,
  },
}
