-- 第三条 管理机构；第四条 项目负责人。

-- （一）领导小组：院长任组长，分管教学的副院长任副组长，四个部门和各二级学院的负责人为成员。
-- 组长、副组长也可同时占部门的席位，所以看席位（职务），不看角色。

local leading = equals(row.body, "leading_group")

derive "leading_group_heads" {
  title = "领导小组组长人数", applies = "school", supplied_by = "教务处",
  value = count { "seat", in_force = true, where = all { leading, equals(row.role, "head") }, distinct = row.person },
}

derive "leading_group_deputies" {
  title = "领导小组副组长人数", applies = "school", supplied_by = "教务处",
  value = count { "seat", in_force = true, where = all { leading, equals(row.role, "deputy") }, distinct = row.person },
}

set "office_posts" {
  "office:academic_affairs", "office:finance_assets", "office:student_affairs", "office:faculty_affairs",
  title = "领导小组中的部门席位", cite = "第三条（一）", college_may = "nothing",
}

derive "offices_unseated" {
  title = "无人在领导小组的部门数", applies = "school", supplied_by = "教务处",
  value = 4 - count { "seat", in_force = true, where = all { leading, one_of(row.post, set.office_posts) }, distinct = row.post },
}

-- 学院席位的职务写作 college_head:<学院代码>，要把代码拼进职务来比，只能用查询。
facts "school" {
  columns = {
    colleges_unseated = { type = "int", title = "无人在领导小组的学院数", supplied_by = "教务处" },
  },
  sql = [[
    SELECT asked.code,
           (SELECT count(*)
              FROM college c
             WHERE NOT EXISTS (SELECT 1
                                 FROM seat s
                                WHERE s.body = 'leading_group'
                                  AND s.post = 'college_head:' || c.code
                                  AND s.from_on <= asked.day
                                  AND (s.to_on IS NULL OR s.to_on > asked.day))) AS colleges_unseated
      FROM asked
  ]],
}

condition "leading_group_complete" {
  title = "领导小组健全", cite = "第三条（一）", applies = "school",
  requires = all {
    equals(fact.leading_group_heads, 1),
    at_least(fact.leading_group_deputies, 1),
    none(fact.offices_unseated),
    none(fact.colleges_unseated),
  },
}

-- （二）专项工作组：有在办试点的学院才须有。

local working = equals(row.body, "working_group")

derive "live_pilots" {
  title = "在办试点数", applies = "college",
  value = count { "pilot", where = one_of(row.state, set.live_states) },
}

derive "working_group_heads" {
  title = "工作组组长人数", applies = "college", supplied_by = "二级学院",
  value = count { "seat", in_force = true, where = all { working, equals(row.role, "head") }, distinct = row.person },
}

derive "working_group_deputies" {
  title = "工作组副组长人数", applies = "college", supplied_by = "二级学院",
  value = count { "seat", in_force = true, where = all { working, equals(row.role, "deputy") }, distinct = row.person },
}

condition "working_group_complete" {
  title = "专项工作组健全", cite = "第三条（二）", applies = "college",
  note = "办法没有写明，待教务处依第二十七条解释：组员即各证书负责人，由负责人名单得出，不在组织成员中另列",
  only_if = above(fact.live_pilots, 0),
  requires = all { equals(fact.working_group_heads, 1), at_least(fact.working_group_deputies, 1) },
}

-- 第四条：每项试点证书一名负责人。同日交接不算两名（任期含起始日、不含终止日）。

derive "leads" {
  title = "在任负责人数", supplied_by = "二级学院",
  value = count { "pilot_lead", in_force = true, distinct = row.person },
}

condition "one_lead" {
  title = "负责人恰为一名", cite = "第四条",
  only_if = fact.live,
  requires = equals(fact.leads, 1),
}
