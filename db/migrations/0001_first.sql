-- The first schema: tables of the data model's sections 1-8 (what people supply) and 9 (what the program writes).
--
-- Keys are natural and of text, as in files. Codes, enum codes and ISO dates are text; yuan are integer fen,
-- credits integer tenths, scores integer thousandths, flags 0 or 1. What belongs to a pilot is clustered by it, so
-- that a scan meets the pilots one after the other. Checks of words are written with OR, which is faster than IN.
-- inserted_by_event is the number of the event that inserted the row; it is no foreign key, as rows come before
-- their event in a transaction. From it and from the table change, the rows as they stood after any event can be
-- rebuilt.

-- ---- 1 People and bodies (Articles 3, 4) ----

-- 二级学院
CREATE TABLE college (
    code TEXT NOT NULL CHECK (instr(code, '/') = 0),
    name TEXT NOT NULL,
    inserted_by_event INTEGER,
    PRIMARY KEY (code)
) STRICT, WITHOUT ROWID;

-- 职能部门
CREATE TABLE office (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    inserted_by_event INTEGER,
    PRIMARY KEY (code)
) STRICT, WITHOUT ROWID;

-- 人员
CREATE TABLE person (
    code TEXT NOT NULL CHECK (instr(code, '/') = 0), -- number given by the school; no identity-card number
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind = 'staff' OR kind = 'student' OR kind = 'external'), -- who the person is to the school
    college TEXT REFERENCES college (code),
    inserted_by_event INTEGER,
    PRIMARY KEY (code)
) STRICT, WITHOUT ROWID;

-- 组织成员
CREATE TABLE seat (
    body TEXT NOT NULL CHECK (body = 'leading_group' OR body = 'working_group'),
    college TEXT REFERENCES college (code), -- working groups only; blank for the leading group
    role TEXT NOT NULL CHECK (role = 'head' OR role = 'deputy' OR role = 'member'),
    post TEXT NOT NULL, -- president, vp_teaching, office:CODE, college_head:CODE, college_deputy:CODE
    person TEXT NOT NULL REFERENCES person (code),
    from_on TEXT NOT NULL CHECK (length(from_on) = 10), -- first day in office
    to_on TEXT CHECK (length(to_on) = 10), -- first day no longer in office; blank: still in office
    inserted_by_event INTEGER
) STRICT;

-- A blank college is a value of the key like any other, which a primary key could not say.
CREATE UNIQUE INDEX seat_key ON seat (body, coalesce(college, ''), role, post, person, from_on);

-- ---- 2 Catalogue (Articles 6, 11) ----

-- 专业
CREATE TABLE major (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    college TEXT NOT NULL REFERENCES college (code),
    national_team INTEGER CHECK (national_team = 0 OR national_team = 1), -- home of a national innovation team of teachers; blank: unknown
    inserted_by_event INTEGER,
    PRIMARY KEY (code)
) STRICT, WITHOUT ROWID;

-- 培训评价组织
CREATE TABLE evaluation_org (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    inserted_by_event INTEGER,
    PRIMARY KEY (code)
) STRICT, WITHOUT ROWID;

-- 职业技能等级证书
CREATE TABLE certificate (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    evaluation_org TEXT NOT NULL REFERENCES evaluation_org (code),
    inserted_by_event INTEGER,
    PRIMARY KEY (code)
) STRICT, WITHOUT ROWID;

-- 等级标准内容
CREATE TABLE standard_item (
    certificate TEXT NOT NULL REFERENCES certificate (code),
    level TEXT NOT NULL CHECK (level = 'elementary' OR level = 'intermediate' OR level = 'advanced'),
    code TEXT NOT NULL, -- number of the item within its certificate and level
    title TEXT NOT NULL,
    inserted_by_event INTEGER,
    PRIMARY KEY (certificate, level, code)
) STRICT, WITHOUT ROWID;

-- 课程
CREATE TABLE course (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    major TEXT NOT NULL REFERENCES major (code),
    credits INTEGER CHECK (credits >= 0), -- tenths of a credit
    standard_revised_on TEXT CHECK (length(standard_revised_on) = 10), -- when its course standard was last revised
    inserted_by_event INTEGER,
    PRIMARY KEY (code)
) STRICT, WITHOUT ROWID;

-- 人才培养方案修订
CREATE TABLE programme_revision (
    major TEXT NOT NULL REFERENCES major (code),
    year INTEGER NOT NULL CHECK (year >= 1 AND year <= 9999),
    document TEXT NOT NULL, -- number of the document
    approved_on TEXT NOT NULL CHECK (length(approved_on) = 10),
    inserted_by_event INTEGER,
    PRIMARY KEY (major, year)
) STRICT, WITHOUT ROWID;

-- 学分认定细则
CREATE TABLE credit_rule (
    major TEXT NOT NULL REFERENCES major (code),
    certificate TEXT NOT NULL REFERENCES certificate (code),
    level TEXT NOT NULL CHECK (level = 'elementary' OR level = 'intermediate' OR level = 'advanced'),
    credits INTEGER NOT NULL CHECK (credits >= 0), -- tenths of a credit
    adopted_on TEXT NOT NULL CHECK (length(adopted_on) = 10), -- when the rule for recognising credits was adopted
    inserted_by_event INTEGER,
    PRIMARY KEY (major, certificate, level)
) STRICT, WITHOUT ROWID;

-- 考核站点
CREATE TABLE site (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    college TEXT REFERENCES college (code),
    stations INTEGER CHECK (stations >= 0), -- work places for candidates
    standardised_on TEXT CHECK (length(standardised_on) = 10), -- passed the acceptance as a standardised site
    confidentiality_checked_on TEXT CHECK (length(confidentiality_checked_on) = 10), -- passed the check of confidentiality
    inserted_by_event INTEGER,
    PRIMARY KEY (code)
) STRICT, WITHOUT ROWID;

-- ---- 3 Pilots (Articles 4 to 9, 16) ----

-- 年度申报通知
CREATE TABLE call (
    year INTEGER NOT NULL CHECK (year >= 1 AND year <= 9999),
    document TEXT NOT NULL, -- number of the city's document
    opens_on TEXT NOT NULL CHECK (length(opens_on) = 10), -- first day of declarations
    closes_on TEXT NOT NULL CHECK (length(closes_on) = 10), -- last day of declarations
    inserted_by_event INTEGER,
    PRIMARY KEY (year)
) STRICT, WITHOUT ROWID;

-- 遴选论证
CREATE TABLE appraisal (
    college TEXT NOT NULL REFERENCES college (code),
    major TEXT NOT NULL REFERENCES major (code),
    certificate TEXT NOT NULL REFERENCES certificate (code),
    appraised_on TEXT NOT NULL CHECK (length(appraised_on) = 10),
    verdict TEXT NOT NULL CHECK (verdict = 'admit' OR verdict = 'reject' OR verdict = 'exit'),
    industry_fit TEXT, -- how well the certificate fits the industry, in words
    employer_recognition TEXT, -- how employers take it, in words
    filed_on TEXT CHECK (length(filed_on) = 10), -- filed with academic affairs
    inserted_by_event INTEGER,
    PRIMARY KEY (college, major, certificate, appraised_on)
) STRICT, WITHOUT ROWID;

-- 试点项目
CREATE TABLE pilot (
    code TEXT NOT NULL CHECK (instr(code, '/') = 0),
    year INTEGER NOT NULL CHECK (year >= 1 AND year <= 9999),
    college TEXT NOT NULL REFERENCES college (code),
    certificate TEXT NOT NULL REFERENCES certificate (code),
    state TEXT NOT NULL DEFAULT 'draft' CHECK (
        state = 'draft' OR state = 'appraised' OR state = 'declared' OR state = 'recommended' OR
        state = 'not_recommended' OR state = 'approved' OR state = 'not_approved' OR state = 'staffed' OR
        state = 'running' OR state = 'summarised' OR state = 'inspected' OR state = 'accepted' OR
        state = 'not_accepted' OR state = 'revocation_proposed' OR state = 'revoked' OR
        state = 'withdrawn' OR state = 'exited'
    ), -- see the decisions; set from outside only by an initial import
    declared_on TEXT CHECK (length(declared_on) = 10), -- stamped by transitions, as the dates below
    recommended_on TEXT CHECK (length(recommended_on) = 10),
    approved_on TEXT CHECK (length(approved_on) = 10),
    started_on TEXT CHECK (length(started_on) = 10),
    accepted_on TEXT CHECK (length(accepted_on) = 10),
    ended_on TEXT CHECK (length(ended_on) = 10), -- accepted, not accepted, revoked, left or withdrawn
    due_on TEXT CHECK (length(due_on) = 10), -- planned completion; a plan, not an event
    content TEXT, -- what is piloted, in words
    inserted_by_event INTEGER,
    PRIMARY KEY (code),
    UNIQUE (year, college, certificate)
) STRICT, WITHOUT ROWID;

-- 试点专业
CREATE TABLE pilot_major (
    pilot TEXT NOT NULL REFERENCES pilot (code),
    major TEXT NOT NULL REFERENCES major (code),
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, major)
) STRICT, WITHOUT ROWID;

-- 项目负责人
CREATE TABLE pilot_lead (
    pilot TEXT NOT NULL REFERENCES pilot (code),
    person TEXT NOT NULL REFERENCES person (code),
    from_on TEXT NOT NULL CHECK (length(from_on) = 10), -- first day in office
    to_on TEXT CHECK (length(to_on) = 10), -- first day no longer in office; blank: still in office
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, person, from_on)
) STRICT, WITHOUT ROWID;

-- 项目组成员
CREATE TABLE pilot_member (
    pilot TEXT NOT NULL REFERENCES pilot (code),
    person TEXT NOT NULL REFERENCES person (code),
    from_on TEXT NOT NULL CHECK (length(from_on) = 10), -- first day in office
    task TEXT, -- share of the work
    to_on TEXT CHECK (length(to_on) = 10), -- first day no longer in office; blank: still in office
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, person, from_on)
) STRICT, WITHOUT ROWID;

-- 考证计划
CREATE TABLE plan_quota (
    pilot TEXT NOT NULL REFERENCES pilot (code),
    level TEXT NOT NULL CHECK (level = 'elementary' OR level = 'intermediate' OR level = 'advanced'),
    quota INTEGER NOT NULL CHECK (quota >= 0), -- planned candidates at this level
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, level)
) STRICT, WITHOUT ROWID;

-- 进度安排
CREATE TABLE milestone (
    pilot TEXT NOT NULL REFERENCES pilot (code),
    title TEXT NOT NULL,
    due_on TEXT NOT NULL CHECK (length(due_on) = 10), -- a plan, not an event
    done_on TEXT CHECK (length(done_on) = 10),
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, title)
) STRICT, WITHOUT ROWID;

-- 变更申请
CREATE TABLE change_request (
    code TEXT NOT NULL,
    pilot TEXT NOT NULL REFERENCES pilot (code),
    field TEXT NOT NULL CHECK (field = 'content' OR field = 'schedule' OR field = 'lead'), -- what is to change
    reason TEXT NOT NULL,
    requested_on TEXT NOT NULL CHECK (length(requested_on) = 10),
    decision TEXT CHECK (decision = 'approved' OR decision = 'rejected'), -- blank: not decided
    decided_on TEXT CHECK (length(decided_on) = 10),
    document TEXT, -- number of the approving document
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, code),
    UNIQUE (code)
) STRICT, WITHOUT ROWID;

-- 认定记录
CREATE TABLE attestation (
    subject_kind TEXT NOT NULL CHECK (
        subject_kind = 'school' OR subject_kind = 'college' OR subject_kind = 'pilot' OR
        subject_kind = 'exam' OR subject_kind = 'expense' OR subject_kind = 'registration'
    ),
    subject TEXT NOT NULL, -- code of the subject; 'school' for the school
    topic TEXT NOT NULL, -- name of an attestation in the rules in force
    assessed_on TEXT NOT NULL CHECK (length(assessed_on) = 10),
    verdict TEXT NOT NULL CHECK (verdict = 'met' OR verdict = 'unmet'),
    assessed_by TEXT NOT NULL,
    evidence TEXT, -- where the grounds are to be found
    inserted_by_event INTEGER,
    PRIMARY KEY (subject_kind, subject, topic, assessed_on)
) STRICT, WITHOUT ROWID;

-- 年度总结
CREATE TABLE summary (
    pilot TEXT NOT NULL REFERENCES pilot (code),
    submitted_on TEXT NOT NULL CHECK (length(submitted_on) = 10),
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot)
) STRICT, WITHOUT ROWID;

-- 教学科研成果
CREATE TABLE outcome (
    pilot TEXT NOT NULL REFERENCES pilot (code),
    title TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind = 'teaching' OR kind = 'research'),
    level TEXT, -- rank of the outcome, in words
    achieved_on TEXT NOT NULL CHECK (length(achieved_on) = 10),
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, title)
) STRICT, WITHOUT ROWID;

-- ---- 4 Team (Articles 7, 14) ----

-- 培训团队
CREATE TABLE team_member (
    pilot TEXT NOT NULL REFERENCES pilot (code),
    person TEXT NOT NULL REFERENCES person (code),
    dual_qualified INTEGER CHECK (dual_qualified = 0 OR dual_qualified = 1), -- teacher and practitioner; blank: unknown
    industry_expert INTEGER CHECK (industry_expert = 0 OR industry_expert = 1), -- blank: unknown
    part_time INTEGER CHECK (part_time = 0 OR part_time = 1), -- blank: unknown
    source TEXT CHECK (source = 'internal' OR source = 'evaluation_org' OR source = 'industry'),
    from_on TEXT CHECK (length(from_on) = 10), -- blank: always was
    to_on TEXT CHECK (length(to_on) = 10), -- first day no longer in office; blank: still in office
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, person)
) STRICT, WITHOUT ROWID;

-- 考评员
CREATE TABLE assessor (
    person TEXT NOT NULL REFERENCES person (code),
    certificate TEXT NOT NULL REFERENCES certificate (code),
    valid_from TEXT NOT NULL CHECK (length(valid_from) = 10),
    number TEXT NOT NULL, -- of the assessor certificate
    valid_to TEXT CHECK (length(valid_to) = 10), -- first day no longer valid
    inserted_by_event INTEGER,
    PRIMARY KEY (person, certificate, valid_from)
) STRICT, WITHOUT ROWID;

-- ---- 5 Reports (Article 10) ----

-- 双周报
CREATE TABLE report (
    pilot TEXT NOT NULL REFERENCES pilot (code),
    period_start TEXT NOT NULL CHECK (length(period_start) = 10), -- a Monday
    submitted_on TEXT CHECK (length(submitted_on) = 10),
    state TEXT NOT NULL CHECK (
        state = 'draft' OR state = 'submitted' OR state = 'aggregated' OR state = 'reviewed' OR
        state = 'returned' OR state = 'filed'
    ),
    progress TEXT,
    experience TEXT,
    cases TEXT,
    difficulties TEXT,
    suggestions TEXT,
    quality TEXT CHECK (quality = 'good' OR quality = 'fair' OR quality = 'poor'), -- grade given in review; blank: none yet
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, period_start)
) STRICT, WITHOUT ROWID;

-- 停报时段
CREATE TABLE school_break (
    from_on TEXT NOT NULL CHECK (length(from_on) = 10), -- first day without reports
    to_on TEXT NOT NULL CHECK (length(to_on) = 10), -- first day with reports again
    reason TEXT NOT NULL,
    inserted_by_event INTEGER,
    PRIMARY KEY (from_on)
) STRICT, WITHOUT ROWID;

-- ---- 6 Courses, training, examination, award (Articles 11 to 13, 15) ----

-- 课证融通
CREATE TABLE course_mapping (
    pilot TEXT NOT NULL REFERENCES pilot (code),
    level TEXT NOT NULL CHECK (level = 'elementary' OR level = 'intermediate' OR level = 'advanced'),
    standard_item TEXT NOT NULL, -- code of an item of the pilot's certificate at this level
    kind TEXT NOT NULL CHECK (kind = 'whole_course' OR kind = 'module' OR kind = 'special_training'),
    course TEXT REFERENCES course (code), -- blank only for special training
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, level, standard_item),
    CHECK (course IS NOT NULL OR kind = 'special_training')
) STRICT, WITHOUT ROWID;

-- 培训
CREATE TABLE training (
    code TEXT NOT NULL,
    pilot TEXT NOT NULL REFERENCES pilot (code),
    audience TEXT NOT NULL CHECK (audience = 'student' OR audience = 'external'), -- for whom
    starts_on TEXT NOT NULL CHECK (length(starts_on) = 10),
    ends_on TEXT CHECK (length(ends_on) = 10),
    hours INTEGER CHECK (hours >= 0), -- taught hours
    participants INTEGER CHECK (participants >= 0),
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, code),
    UNIQUE (code)
) STRICT, WITHOUT ROWID;

-- 报名
CREATE TABLE registration (
    pilot TEXT NOT NULL REFERENCES pilot (code),
    person TEXT NOT NULL REFERENCES person (code),
    level TEXT NOT NULL CHECK (level = 'elementary' OR level = 'intermediate' OR level = 'advanced'),
    voluntary_on TEXT CHECK (length(voluntary_on) = 10), -- when the person confirmed to take part freely
    rank_score INTEGER CHECK (rank_score >= 0), -- thousandths; score in the selection, blank: unknown
    selected INTEGER CHECK (selected = 0 OR selected = 1), -- blank: unknown
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, person, level)
) STRICT, WITHOUT ROWID;

-- 考核场次
CREATE TABLE exam (
    code TEXT NOT NULL,
    pilot TEXT NOT NULL REFERENCES pilot (code),
    level TEXT NOT NULL CHECK (level = 'elementary' OR level = 'intermediate' OR level = 'advanced'),
    held_on TEXT NOT NULL CHECK (length(held_on) = 10),
    mode TEXT NOT NULL CHECK (mode = 'certificate_exam' OR mode = 'synchronous'), -- examination for the certificate, or together with the course
    site TEXT REFERENCES site (code), -- blank: none named
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, code),
    UNIQUE (code)
) STRICT, WITHOUT ROWID;

-- 考核结果
CREATE TABLE exam_result (
    exam TEXT NOT NULL REFERENCES exam (code),
    person TEXT NOT NULL REFERENCES person (code),
    status TEXT NOT NULL CHECK (
        status = 'passed' OR status = 'failed' OR status = 'absent' OR status = 'disqualified' OR
        status = 'pending'
    ),
    score INTEGER CHECK (score >= 0), -- thousandths
    inserted_by_event INTEGER,
    PRIMARY KEY (exam, person)
) STRICT, WITHOUT ROWID;

-- 证书发放
CREATE TABLE award (
    certificate_no TEXT NOT NULL,
    exam TEXT NOT NULL REFERENCES exam (code),
    person TEXT NOT NULL REFERENCES person (code),
    issued_on TEXT NOT NULL CHECK (length(issued_on) = 10),
    credit_bank_on TEXT CHECK (length(credit_bank_on) = 10), -- registered in the credit bank
    inserted_by_event INTEGER,
    PRIMARY KEY (exam, certificate_no),
    UNIQUE (certificate_no)
) STRICT, WITHOUT ROWID;

-- 学分认定申请
CREATE TABLE credit_claim (
    award TEXT NOT NULL REFERENCES award (certificate_no),
    course TEXT NOT NULL REFERENCES course (code),
    credits INTEGER NOT NULL CHECK (credits >= 0), -- tenths of a credit
    applied_on TEXT NOT NULL CHECK (length(applied_on) = 10),
    decision TEXT CHECK (decision = 'approved' OR decision = 'rejected'), -- blank: not decided
    decided_on TEXT CHECK (length(decided_on) = 10),
    inserted_by_event INTEGER,
    PRIMARY KEY (award, course)
) STRICT, WITHOUT ROWID;

-- 问题线索
CREATE TABLE incident (
    code TEXT NOT NULL,
    pilot TEXT NOT NULL REFERENCES pilot (code),
    ground TEXT NOT NULL CHECK (
        ground = 'slow_progress' OR ground = 'lax_management' OR ground = 'fund_misuse' OR
        ground = 'coercion' OR ground = 'other'
    ), -- which case of Article 18
    reported_on TEXT NOT NULL CHECK (length(reported_on) = 10),
    status TEXT NOT NULL CHECK (status = 'open' OR status = 'upheld' OR status = 'dismissed'),
    decided_on TEXT CHECK (length(decided_on) = 10),
    decided_by TEXT, -- blank while open
    evidence TEXT, -- where the grounds are to be found
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, code),
    UNIQUE (code),
    CHECK (decided_on IS NOT NULL OR status = 'open')
) STRICT, WITHOUT ROWID;

-- ---- 7 Money (Articles 13, 19 to 25) ----

-- 年度总额度
CREATE TABLE school_budget (
    year INTEGER NOT NULL CHECK (year >= 1 AND year <= 9999),
    total INTEGER NOT NULL CHECK (total >= 0), -- fen; for all pilots of the year
    document TEXT NOT NULL, -- number of the document
    inserted_by_event INTEGER,
    PRIMARY KEY (year)
) STRICT, WITHOUT ROWID;

-- 预算下达
CREATE TABLE allocation (
    pilot TEXT NOT NULL REFERENCES pilot (code),
    head TEXT NOT NULL, -- budget head, one of a set in the rules
    amount INTEGER NOT NULL CHECK (amount >= 0), -- fen
    document TEXT NOT NULL, -- number of the document
    issued_on TEXT NOT NULL CHECK (length(issued_on) = 10),
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, head)
) STRICT, WITHOUT ROWID;

-- 预算调整
CREATE TABLE budget_adjustment (
    code TEXT NOT NULL,
    pilot TEXT NOT NULL REFERENCES pilot (code),
    head TEXT NOT NULL, -- budget head, one of a set in the rules
    delta INTEGER NOT NULL, -- fen; below zero: taken away
    document TEXT, -- number of the document
    approved_on TEXT CHECK (length(approved_on) = 10), -- blank: not approved
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, code),
    UNIQUE (code)
) STRICT, WITHOUT ROWID;

-- 合同协议
CREATE TABLE contract (
    code TEXT NOT NULL,
    pilot TEXT NOT NULL REFERENCES pilot (code),
    party TEXT NOT NULL, -- the other side
    evaluation_org TEXT REFERENCES evaluation_org (code),
    amount INTEGER NOT NULL CHECK (amount >= 0), -- fen
    signed_on TEXT NOT NULL CHECK (length(signed_on) = 10),
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, code),
    UNIQUE (code)
) STRICT, WITHOUT ROWID;

-- 支出
CREATE TABLE expense (
    code TEXT NOT NULL,
    pilot TEXT NOT NULL REFERENCES pilot (code),
    head TEXT NOT NULL, -- budget head, one of a set in the rules
    exam_item TEXT, -- what of an examination it pays for
    subject TEXT, -- economic classification; blank: unknown
    amount INTEGER NOT NULL CHECK (amount > 0), -- fen
    spent_on TEXT NOT NULL CHECK (length(spent_on) = 10),
    contract TEXT REFERENCES contract (code),
    requires_procurement INTEGER CHECK (requires_procurement = 0 OR requires_procurement = 1), -- must be bought by government procurement; blank: unknown
    procurement_no TEXT, -- number of the procurement
    forms_asset INTEGER CHECK (forms_asset = 0 OR forms_asset = 1), -- becomes a fixed asset; blank: unknown
    asset_no TEXT, -- number in the register of assets
    note TEXT,
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, code),
    UNIQUE (code)
) STRICT, WITHOUT ROWID;

-- 向学员收费
CREATE TABLE charge (
    code TEXT NOT NULL,
    pilot TEXT NOT NULL REFERENCES pilot (code),
    person TEXT NOT NULL REFERENCES person (code),
    kind TEXT NOT NULL CHECK (kind = 'training' OR kind = 'registration' OR kind = 'exam'),
    amount INTEGER NOT NULL CHECK (amount >= 0), -- fen
    charged_on TEXT NOT NULL CHECK (length(charged_on) = 10),
    refunded_on TEXT CHECK (length(refunded_on) = 10), -- a refund does not undo the charge
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, code),
    UNIQUE (code)
) STRICT, WITHOUT ROWID;

-- 零收费声明
CREATE TABLE no_charge_statement (
    pilot TEXT NOT NULL REFERENCES pilot (code),
    signed_by TEXT NOT NULL, -- name or office
    signed_on TEXT NOT NULL CHECK (length(signed_on) = 10),
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot)
) STRICT, WITHOUT ROWID;

-- 与评价组织资金往来
CREATE TABLE org_payment (
    code TEXT NOT NULL,
    pilot TEXT NOT NULL REFERENCES pilot (code),
    evaluation_org TEXT NOT NULL REFERENCES evaluation_org (code),
    direction TEXT NOT NULL CHECK (direction = 'paid' OR direction = 'received'), -- seen from the school
    amount INTEGER NOT NULL CHECK (amount >= 0), -- fen
    account TEXT NOT NULL CHECK (account = 'school_finance' OR account = 'other'), -- through which account
    paid_on TEXT NOT NULL CHECK (length(paid_on) = 10),
    inserted_by_event INTEGER,
    PRIMARY KEY (pilot, code),
    UNIQUE (code)
) STRICT, WITHOUT ROWID;

-- 年度决算
CREATE TABLE final_account (
    college TEXT NOT NULL REFERENCES college (code),
    year INTEGER NOT NULL CHECK (year >= 1 AND year <= 9999),
    submitted_on TEXT NOT NULL CHECK (length(submitted_on) = 10),
    income INTEGER NOT NULL CHECK (income >= 0), -- fen
    spending INTEGER NOT NULL CHECK (spending >= 0), -- fen
    inserted_by_event INTEGER,
    PRIMARY KEY (college, year)
) STRICT, WITHOUT ROWID;

-- ---- 8 Local data ----

-- 自定义数据
CREATE TABLE attribute (
    subject_kind TEXT NOT NULL CHECK (
        subject_kind = 'school' OR subject_kind = 'college' OR subject_kind = 'pilot' OR
        subject_kind = 'exam' OR subject_kind = 'expense' OR subject_kind = 'registration'
    ),
    subject TEXT NOT NULL, -- code of the subject; 'school' for the school
    name TEXT NOT NULL, -- name of a field declared in a rule file
    value TEXT NOT NULL, -- as text, by the field's type
    recorded_on TEXT NOT NULL CHECK (length(recorded_on) = 10),
    recorded_by TEXT NOT NULL,
    inserted_by_event INTEGER,
    PRIMARY KEY (subject_kind, subject, name)
) STRICT, WITHOUT ROWID;

-- ---- 9 What the program writes itself ----

-- Facts about this database: school (name), school_code, demo_day.
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The log: one row for each command that wrote, in the same transaction. Each hash covers the one before.
CREATE TABLE event (
    number INTEGER PRIMARY KEY, -- 1, 2, 3, ... without a gap
    at TEXT NOT NULL CHECK (length(at) = 20), -- UTC, YYYY-MM-DDTHH:MM:SSZ
    actor TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (
        kind = 'init' OR kind = 'import' OR kind = 'delete' OR kind = 'decide' OR kind = 'waive' OR kind = 'record' OR
        kind = 'publish' OR kind = 'rollback' OR kind = 'law' OR kind = 'script' OR kind = 'upgrade' OR kind = 'restore'
    ),
    subject TEXT, -- a code; blank where it is about no single subject
    payload TEXT NOT NULL, -- canonical JSON
    prev_hash TEXT NOT NULL CHECK (length(prev_hash) = 64), -- of the event before; 64 zeros for the first
    hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64) -- SHA-256 over this row without it, and over its changes
) STRICT;

-- What an event updated or deleted, value by value; an insert is seen by inserted_by_event.
CREATE TABLE change (
    event INTEGER NOT NULL REFERENCES event (number),
    position INTEGER NOT NULL, -- 1, 2, 3, ... within its event
    table_name TEXT NOT NULL,
    row_key TEXT NOT NULL, -- JSON array of the key's values in the order of the data model
    column_name TEXT, -- blank: the row itself was deleted, old_value then is its inserted_by_event
    old_value TEXT, -- as stored; blank: NULL
    new_value TEXT,
    PRIMARY KEY (event, position)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER event_order BEFORE INSERT ON event
WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM event)
BEGIN SELECT RAISE(ABORT, 'events are numbered without a gap'); END;
CREATE TRIGGER event_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END;
CREATE TRIGGER event_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END;
CREATE TRIGGER change_order BEFORE INSERT ON change
WHEN NEW.event IS NOT (SELECT max(number) FROM event)
    OR NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM change WHERE event = NEW.event)
BEGIN SELECT RAISE(ABORT, 'changes belong to the newest event, in their order'); END;
CREATE TRIGGER change_update BEFORE UPDATE ON change
BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END;
CREATE TRIGGER change_delete BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'the log is only ever added to'); END;

-- Rule sets that were published, or that a run or a decision rested on.
CREATE TABLE ruleset (
    hash TEXT NOT NULL PRIMARY KEY CHECK (length(hash) = 64), -- SHA-256 over its files' paths and contents
    stored_by_event INTEGER NOT NULL -- written before its event, as inserted_by_event
) STRICT, WITHOUT ROWID;

CREATE TABLE ruleset_file (
    ruleset TEXT NOT NULL REFERENCES ruleset (hash),
    path TEXT NOT NULL, -- inside the rules folder
    text TEXT NOT NULL,
    PRIMARY KEY (ruleset, path)
) STRICT;

-- Which set was in force since when: the one with the highest number is.
CREATE TABLE publication (
    number INTEGER PRIMARY KEY,
    event INTEGER NOT NULL,
    ruleset TEXT NOT NULL REFERENCES ruleset (hash),
    actor TEXT NOT NULL,
    document TEXT,
    impact TEXT -- token of the impact that was looked at; blank for the first set and for going back
) STRICT;

-- Recorded checks: run 1, run 2, ...
CREATE TABLE run (
    number INTEGER PRIMARY KEY,
    event INTEGER NOT NULL, -- its own
    after_event INTEGER NOT NULL, -- it read the rows as they stood after this event
    as_of TEXT NOT NULL CHECK (length(as_of) = 10),
    ruleset TEXT NOT NULL REFERENCES ruleset (hash),
    asked TEXT NOT NULL, -- canonical JSON: rules, subjects and college asked; null where all
    facts_hash TEXT NOT NULL CHECK (length(facts_hash) = 64) -- SHA-256 of the facts read
) STRICT;
CREATE INDEX run_of_event ON run (event);

-- Verdicts that differ from the last recorded one of the same subject and rule.
CREATE TABLE finding (
    run INTEGER NOT NULL REFERENCES run (number),
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    rule TEXT NOT NULL,
    from_verdict TEXT, -- blank: recorded for the first time
    to_verdict TEXT, -- blank: there is no such row any more
    detail TEXT NOT NULL, -- canonical JSON of what the row tells beside: college, measured, threshold, missing, error
    PRIMARY KEY (subject_kind, subject, rule, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_of_run ON finding (run);

-- Acts of people: decision 1, decision 2, ...
CREATE TABLE decision (
    number INTEGER PRIMARY KEY,
    event INTEGER NOT NULL, -- its own
    after_event INTEGER NOT NULL, -- its guards read the rows as they stood after this event
    kind TEXT NOT NULL CHECK (kind = 'transition' OR kind = 'waiver'),
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    pilot TEXT REFERENCES pilot (code), -- of a transition, so that a pilot with decisions cannot be deleted
    act TEXT NOT NULL, -- name of the transition, or of the rule waived
    actor TEXT NOT NULL,
    document TEXT,
    reason TEXT,
    decided_on TEXT NOT NULL CHECK (length(decided_on) = 10), -- the day as of which it was guarded
    from_state TEXT, -- of a transition
    to_state TEXT,
    stamps TEXT, -- of a transition: canonical JSON, columns of dates that it wrote
    ruleset TEXT NOT NULL REFERENCES ruleset (hash),
    grounds TEXT NOT NULL, -- canonical JSON: findings and facts relied on
    facts_hash TEXT NOT NULL CHECK (length(facts_hash) = 64), -- SHA-256 of the facts read
    CHECK (kind = 'waiver' OR (pilot IS NOT NULL AND from_state IS NOT NULL AND to_state IS NOT NULL))
) STRICT;
CREATE INDEX decision_of_pilot ON decision (pilot, number);
CREATE INDEX decision_of_event ON decision (event);

-- 情况说明: excuses a shortfall of an in_principle rule. A later one for the same subject and rule replaces it.
CREATE TABLE waiver (
    subject_kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    rule TEXT NOT NULL,
    decision INTEGER NOT NULL REFERENCES decision (number),
    reason TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    document TEXT NOT NULL,
    granted_on TEXT NOT NULL CHECK (length(granted_on) = 10),
    until_on TEXT CHECK (length(until_on) = 10), -- first day no longer excused; blank: without end
    PRIMARY KEY (subject_kind, subject, rule, decision)
) STRICT, WITHOUT ROWID;
CREATE INDEX waiver_of_decision ON waiver (decision);

-- The regulation's own text as loaded; the one with the highest number counts.
CREATE TABLE law (
    number INTEGER PRIMARY KEY,
    event INTEGER NOT NULL,
    hash TEXT NOT NULL CHECK (length(hash) = 64), -- SHA-256 of the text
    name TEXT NOT NULL, -- of the file
    text TEXT NOT NULL
) STRICT;
