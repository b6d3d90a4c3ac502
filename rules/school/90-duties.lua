-- 应办事项：谁在哪一天之前该办什么，onex todo 据此列出。到期日之前未办的算逾期。
-- who 是责任人：lead 项目负责人，college 二级学院。情况说明到期由程序自己提醒，不写在这里。
-- 一个对象可能同时欠几件的，用查询逐件列出：code 对象、what 哪一件、due 到期日、done 是否已办。

-- 双周报（第十条） ------------------------------------------------------------
-- 周期见 10-reports.lua：完整的、不全是停报周的才应报，末日加宽限为到期日。

local period = [[
    SELECT asked.code,
           p.starts_on AS what,
           date(p.due_on, '+' || asked.report_grace_days || ' days') AS due,
           p.submitted_on IS NOT NULL AS done
      FROM asked
      JOIN report_period p
        ON p.pilot = asked.code
       AND p.days = CASE asked.report_cadence WHEN 'weekly' THEN 7 ELSE 14 END
     WHERE p.whole
       AND p.starts_on <= asked.day
]]

-- 已经开始、还没有过期的周期。
duty "report_next" {
  title = "报送本期双周报", cite = "第十条", who = "lead",
  only_if = fact.live,
  sql = period .. " AND due >= asked.day",
}

-- 已经过期而至今未报的周期：补报也要办。
duty "report_overdue" {
  title = "补报逾期双周报", cite = "第十条", who = "lead",
  only_if = fact.live,
  sql = period .. " AND due < asked.day",
}

-- 进度安排（第九条） ----------------------------------------------------------

duty "milestone_due" {
  title = "完成进度安排", cite = "第九条", who = "lead",
  only_if = fact.live,
  sql = [[
    SELECT asked.code,
           m.title AS what,
           m.due_on AS due,
           m.done_on IS NOT NULL AND m.done_on <= asked.day AS done
      FROM asked
      JOIN milestone m ON m.pilot = asked.code
  ]],
}

-- 论证材料备案（第六条）：赶在当年申报截止之前。 --------------------------------

derive "call_closes" {
  title = "当年申报截止日", supplied_by = "教务处", -- 已过的不算
  value = lowest { "call", match = { year = fact.year }, where = at_least(row.closes_on, as_of), take = row.closes_on },
}

duty "appraisal_filing" {
  title = "论证材料报教务处备案", cite = "第六条", who = "college",
  only_if = all { any { equals(fact.state, "draft"), equals(fact.state, "appraised") }, known(fact.call_closes) },
  due = fact.call_closes,
  done = none(fact.majors_not_filed),
}

-- 考评员资格（第十四条（二））：六十日内到期而没有续办的。 ----------------------

duty "assessor_lapse" {
  title = "考评员资格续办", cite = "第十四条（二）", who = "college",
  only_if = fact.live,
  sql = [[
    SELECT asked.code,
           a.person || '/' || a.certificate AS what,
           a.valid_to AS due,
           0 AS done
      FROM asked
      JOIN pilot p ON p.code = asked.code
      JOIN team_member t
        ON t.pilot = asked.code
       AND (t.from_on IS NULL OR t.from_on <= asked.day)
       AND (t.to_on IS NULL OR t.to_on > asked.day)
      JOIN assessor a
        ON a.person = t.person
       AND a.valid_from <= asked.day
       AND a.valid_to > asked.day
       AND (asked.assessor_match = 'any' OR a.certificate = p.certificate)
     WHERE a.valid_to <= date(asked.day, '+60 days')
       AND NOT EXISTS (SELECT 1 -- 此后另有的资格，尚未生效的也算
                         FROM assessor later
                        WHERE later.person = a.person
                          AND later.certificate = a.certificate
                          AND later.valid_from > a.valid_from)
  ]],
}

-- 年度总结（第十六条） --------------------------------------------------------

duty "summary_due" {
  title = "提交年度总结", cite = "第十六条", who = "lead",
  only_if = fact.live,
  due = fact.finish_by,
  done = fact.summary_submitted,
}

-- 年度决算（第二十四条）：上一年度和本年度，各看当年有没有在办或已验收的试点。 ----
-- 试点在查询之日的状态，是到那天为止最后一步到达的；还没有办过的是第一步离开的；从未办过的是登记的。

duty "final_account_due" {
  title = "报送年度决算", cite = "第二十四条", applies = "college", who = "college",
  sql = [[
    SELECT asked.code,
           p.year AS what,
           printf('%04d-12-31', p.year) AS due,
           EXISTS (SELECT 1 FROM final_account f
                    WHERE f.college = asked.code AND f.year = p.year AND f.submitted_on <= asked.day) AS done
      FROM asked
      JOIN pilot p
        ON p.college = asked.code
       AND p.year BETWEEN strftime('%Y', asked.day) - 1 AND strftime('%Y', asked.day) + 0
     WHERE coalesce(
             (SELECT d.to_state FROM decision d
               WHERE d.pilot = p.code AND d.kind = 'transition' AND d.decided_on <= asked.day
               ORDER BY d.number DESC LIMIT 1),
             (SELECT d.from_state FROM decision d
               WHERE d.pilot = p.code AND d.kind = 'transition'
               ORDER BY d.number LIMIT 1),
             p.state
           ) IN ('staffed', 'running', 'summarised', 'inspected', 'revocation_proposed', 'accepted')
     GROUP BY asked.code, p.year
  ]],
}
