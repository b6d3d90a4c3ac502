-- 第十一条 融入人才培养方案；第十二条（二） 课程未涵盖的内容另行培训。

derive "majors_without_programme" {
  title = "未修订人才培养方案的专业数", supplied_by = "二级学院",
  value = count {
    "pilot_major",
    where = no(has { "programme_revision", match = { major = outer.major }, where = at_most(row.year, fact.year) }),
  },
}

condition "programme_revised" {
  title = "人才培养方案已修订", cite = "第十一条（二）",
  only_if = fact.begun,
  requires = none(fact.majors_without_programme),
}

-- 标准内容取考证计划所列的等级。转为课程、模块或专门培训都算落实。
derive "items" {
  title = "等级标准内容项数", supplied_by = "教务处",
  value = count {
    "standard_item", match = { certificate = fact.certificate },
    where = has { "plan_quota", where = equals(row.level, outer.level) },
  },
}

derive "items_unmapped" {
  title = "未融入的标准内容项数", supplied_by = "二级学院",
  value = count {
    "standard_item", match = { certificate = fact.certificate },
    where = all {
      has { "plan_quota", where = equals(row.level, outer.level) },
      no(has {
        "course_mapping",
        where = all { equals(row.level, outer.level), equals(row.standard_item, outer.code) },
      }),
    },
  },
}

condition "standard_mapped" {
  title = "等级标准内容融入课程", cite = "第十一条（三）",
  only_if = fact.begun,
  requires = all { at_least(fact.items, 1), none(fact.items_unmapped) },
}

-- 一门课程对应多项内容，只计一次。
derive "mapped_courses_stale" {
  title = "课程标准未修订的融通课程数", supplied_by = "二级学院",
  value = count {
    "course_mapping",
    where = all { known(row.course), no(known(row.course.standard_revised_on)) },
    distinct = row.course,
  },
}

condition "course_standards_revised" {
  title = "课程标准已优化", cite = "第十一条（三）",
  only_if = fact.begun,
  requires = none(fact.mapped_courses_stale),
}
