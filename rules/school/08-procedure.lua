-- 办事步骤：试点从论证到结项、取消、退出，每一步由谁办、从哪个状态到哪个状态、须满足什么。
-- 主线是第八条的“二级学院申报、学校推荐、市教委审批、项目检查验收”；其余步骤见各自所引的条款。
-- 须满足（needs）的规则为“待定”时不能办理；禁止（forbids）的规则只有“命中”才拦住。
-- 程序只核对并记录，每一步都由人决定。

-- 申报 ------------------------------------------------------------------------

transition "appraise" {
  title = "遴选论证", cite = "第六条", actor = "college",
  from = "draft", to = "appraised",
  needs = { condition.certificate_admitted, condition.appraisal_filed },
}

transition "declare" {
  title = "申报", cite = "第八条（二）", actor = "college",
  from = "appraised", to = "declared", stamps = "declared_on",
  needs = { outcome.may_declare, condition.call_open },
}

transition "recommend" {
  title = "推荐", cite = "第八条", actor = "academic_affairs",
  from = "declared", to = "recommended", stamps = "recommended_on",
  needs = { outcome.may_declare },
}

transition "not_recommend" {
  title = "不推荐", cite = "第八条", actor = "academic_affairs",
  from = "declared", to = "not_recommended",
}

-- 市教委的批复要有文号。
transition "approve" {
  title = "批准立项", cite = "第八条（三）", actor = "commission", document = true,
  from = "recommended", to = "approved", stamps = "approved_on",
}

transition "not_approve" {
  title = "不予批准", cite = "第八条（三）", actor = "commission", document = true,
  from = "recommended", to = "not_approved",
}

-- 实施 ------------------------------------------------------------------------

transition "staff" {
  title = "组建项目组", cite = "第九条", actor = "college",
  from = "approved", to = "staffed",
  needs = { outcome.may_start },
}

-- 启动日期决定双周报从哪一周开始。
transition "start" {
  title = "启动", cite = "第八条（三）", actor = "college",
  from = "staffed", to = "running", stamps = "started_on",
}

-- 结项 ------------------------------------------------------------------------

transition "summarise" {
  title = "提交年度总结", cite = "第十六条", actor = "college",
  from = "running", to = "summarised",
  needs = { condition.summary_in },
}

transition "inspect" {
  title = "检查", cite = { "第八条", "第十三条" }, actor = "leading_group",
  from = "summarised", to = "inspected",
  needs = { outcome.exam_in_order }, forbids = { outcome.revocation },
}

transition "accept" {
  title = "通过验收", cite = { "第八条", "第十七条" }, actor = "leading_group",
  from = "inspected", to = "accepted", stamps = { "accepted_on", "ended_on" },
  needs = { outcome.passes_review }, forbids = { outcome.revocation },
}

transition "not_accept" {
  title = "不予验收", cite = { "第八条", "第十七条" }, actor = "leading_group",
  from = { "summarised", "inspected" }, to = "not_accepted", stamps = "ended_on",
}

-- 取消资格 --------------------------------------------------------------------

transition "propose_revocation" {
  title = "提出取消资格", cite = "第十八条", actor = "leading_group",
  from = { "staffed", "running", "summarised", "inspected" }, to = "revocation_proposed",
  needs = { outcome.revocation },
}

-- 取消的是此后的参与资格，已发的证书、已认定的学分不受影响。
transition "revoke" {
  title = "取消资格", cite = "第十八条", actor = "leading_group", document = true,
  from = "revocation_proposed", to = "revoked", stamps = "ended_on",
}

-- 回到提出之前的状态。
transition "dismiss" {
  title = "不予取消", cite = "第十八条", actor = "leading_group", document = true,
  from = "revocation_proposed", to = "back",
}

-- 退出（第六条“准入与退出机制”） ----------------------------------------------

transition "withdraw" {
  title = "撤回", cite = "第六条", actor = "college",
  from = { "draft", "appraised", "declared", "recommended", "approved" }, to = "withdrawn", stamps = "ended_on",
}

transition "leave" {
  title = "自愿退出", cite = "第六条", actor = "college", document = true,
  from = { "staffed", "running", "summarised", "inspected" }, to = "exited", stamps = "ended_on",
}
