-- 办法本身：名称、施行日期、条数，以及没有规则的条款各属哪一类（使每一条都有去处，不致悄悄漏掉）。
-- 试点状态的两个名单也放在这里，各章规则都要用。

regulation {
  title = "重庆文化艺术职业学院1+X证书制度试点工作管理办法（试行）",
  document = "2023年12月12日第22次院长办公会审定，2023年12月18日印发",
  effective = "2023-12-18", -- 第二十七条：自印发之日起实施
  articles = 27,
  interpreted_by = "教务处",
  -- purpose 目的，definition 定义，judgement 由人判断或属行为要求，authority 职权，data 只记数据、不作判断
  clauses = {
    ["第一条"] = "purpose",
    ["第二条"] = "purpose",
    ["第三条"] = "authority",
    ["第八条"] = "definition",
    ["第八条（三）"] = "authority",
    ["第十一条"] = "judgement",
    ["第十一条（一）"] = "definition",
    ["第十一条（四）"] = "data",
    ["第十二条"] = "judgement",
    ["第十二条（一）"] = "judgement",
    ["第十二条（二）"] = "data",
    ["第十三条（一）"] = "judgement",
    ["第十三条（五）"] = "judgement",
    ["第十四条"] = "judgement",
    ["第十四条（一）"] = "judgement",
    ["第十四条（三）"] = "data",
    ["第十五条"] = "data",
    ["第二十五条"] = "judgement",
    ["第二十六条"] = "authority",
    ["第二十七条"] = "authority",
  },
}

-- 在办：已组建而未结束。组织机构、负责人等只对在办的试点有要求。
set "live_states" {
  "staffed", "running", "summarised", "inspected", "revocation_proposed",
  title = "在办状态", college_may = "nothing",
}

-- 已实施：在办的，加上办完的。实施阶段的要求对申报阶段的试点“不适用”。
set "begun_states" {
  "staffed", "running", "summarised", "inspected", "accepted", "not_accepted",
  "revocation_proposed", "revoked", "exited",
  title = "已实施状态", college_may = "nothing",
}

derive "live" { title = "在办", value = one_of(fact.state, set.live_states) }

derive "begun" { title = "已实施", value = one_of(fact.state, set.begun_states) }

derive "approved_or_begun" {
  title = "已批准或已实施",
  value = any { equals(fact.state, "approved"), fact.begun },
}
