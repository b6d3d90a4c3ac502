-- Figures of a pilot that several scripts show: by level of the certificate, and by budget head. Counts and fen, on onex.as_of.

local figures = {}

-- By level, in the order of their codes: level, quota (nil: none planned), registered, selected (nil: not all are said), examined
-- (passed, failed or disqualified), passed, pending. Persons are counted once.
function figures.levels(pilot)
  local list = {}
  for row in onex.query([[
      SELECT l.level AS level,
        (SELECT quota FROM plan_quota q WHERE q.pilot = ?1 AND q.level = l.level) AS quota,
        (SELECT count(DISTINCT person) FROM registration r WHERE r.pilot = ?1 AND r.level = l.level) AS registered,
        (SELECT coalesce(sum(selected), 0) FROM registration r WHERE r.pilot = ?1 AND r.level = l.level) AS selected,
        (SELECT count(*) FROM registration r WHERE r.pilot = ?1 AND r.level = l.level AND selected IS NULL) AS open,
        (SELECT count(DISTINCT x.person) FROM exam e JOIN exam_result x ON x.exam = e.code WHERE e.pilot = ?1 AND e.level = l.level
           AND e.held_on <= ?2 AND x.status IN ('passed', 'failed', 'disqualified')) AS examined,
        (SELECT count(DISTINCT x.person) FROM exam e JOIN exam_result x ON x.exam = e.code WHERE e.pilot = ?1 AND e.level = l.level
           AND e.held_on <= ?2 AND x.status = 'passed') AS passed,
        (SELECT count(*) FROM exam e JOIN exam_result x ON x.exam = e.code WHERE e.pilot = ?1 AND e.level = l.level
           AND e.held_on <= ?2 AND x.status = 'pending') AS pending
      FROM (SELECT level FROM plan_quota WHERE pilot = ?1 UNION SELECT level FROM registration WHERE pilot = ?1
            UNION SELECT level FROM exam WHERE pilot = ?1 AND held_on <= ?2) l
      ORDER BY l.level]], pilot.code, onex.as_of) do
    if row.open > 0 then row.selected = nil end
    list[#list + 1] = row
  end
  return list
end

local sources = {
  { "allocated", "SELECT head, amount FROM allocation WHERE pilot = ?1 AND issued_on <= ?2 ORDER BY head" },
  { "adjusted", [[SELECT head, delta AS amount FROM budget_adjustment
      WHERE pilot = ?1 AND approved_on <= ?2 AND document <> '' ORDER BY code]] },
  { "waiting", [[SELECT head, delta AS amount FROM budget_adjustment
      WHERE pilot = ?1 AND NOT (approved_on IS NOT NULL AND approved_on <= ?2 AND coalesce(document, '') <> '') ORDER BY code]] },
  { "spent", "SELECT head, amount FROM expense WHERE pilot = ?1 AND spent_on <= ?2 ORDER BY code" },
}

-- A line of nothing: head, allocated, adjusted (approved, with a document), waiting (the other adjustments), spent in fen; adjustments:
-- how many wait.
function figures.line(head)
  return { head = head, allocated = 0, adjusted = 0, waiting = 0, spent = 0, adjustments = 0 }
end

-- Adds the amounts of one line to another.
function figures.add(to, from)
  for _, source in ipairs(sources) do to[source[1]] = to[source[1]] + from[source[1]] end
  to.adjustments = to.adjustments + from.adjustments
end

-- The pilot's lines by head, in the order in which heads appear; heads are told apart as the rules do.
function figures.heads(pilot)
  local by_head, list = {}, {}
  for _, source in ipairs(sources) do
    for row in onex.query(source[2], pilot.code, onex.as_of) do
      local key = onex.fold(row.head)
      if not by_head[key] then
        by_head[key] = figures.line(row.head)
        list[#list + 1] = by_head[key]
      end
      local line = by_head[key]
      line[source[1]] = line[source[1]] + row.amount
      if source[1] == "waiting" then line.adjustments = line.adjustments + 1 end
    end
  end
  return list
end

return figures
