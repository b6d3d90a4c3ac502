-- 第六条 证书遴选准入：逐专业、逐证书论证；论证材料申报前报教务处备案。

derive "majors" { title = "试点专业数", value = count { "pilot_major" }, supplied_by = "二级学院" }

-- 同一专业、证书可先准入后退出，以最近一次论证为准。
local function latest_appraisal(take, upto)
  return latest {
    "appraisal",
    match = { college = fact.college, major = outer.major, certificate = fact.certificate },
    by = row.appraised_on, upto = upto, take = take,
  }
end

derive "majors_not_admitted" {
  title = "未获准入的专业数", supplied_by = "二级学院",
  value = count {
    "pilot_major",
    where = no(all {
      known(latest_appraisal(row.verdict, as_of)),
      equals(latest_appraisal(row.verdict, as_of), "admit"),
    }),
  },
}

condition "certificate_admitted" {
  title = "证书经论证准入", cite = "第六条",
  requires = all { at_least(fact.majors, 1), none(fact.majors_not_admitted) },
}

-- 备案的判断日：申报日；尚未申报的，为查询之日。当日备案算及时。
derive "filing_day" { title = "备案判断日", value = otherwise(fact.declared_on, as_of) }

derive "majors_not_filed" {
  title = "论证未按时备案的专业数", supplied_by = "二级学院",
  value = count {
    "pilot_major",
    where = no(all {
      known(latest_appraisal(row.filed_on, fact.filing_day)),
      at_most(latest_appraisal(row.filed_on, fact.filing_day), fact.filing_day),
    }),
  },
}

condition "appraisal_filed" {
  title = "论证材料已备案", cite = "第六条",
  requires = all { at_least(fact.majors, 1), none(fact.majors_not_filed) },
}
