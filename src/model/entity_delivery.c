/* Columns of the tables of sections 4, 5 and 6 of the data model: teams, reports, courses, examinations and awards
 * (Articles 7, 10 to 15). Keys, types, words and titles are the data model's; the tables themselves are listed in
 * entity.c. */
#include "model/entity_columns.h"

const onex_column onex_columns_team_member[8] = {
    {COLUMN("pilot", "项目编号", TEXT), KEY, REF(pilot), BY_COLLEGE},
    {COLUMN("person", "人员编号", TEXT), KEY, REF(person), BY_COLLEGE},
    {COLUMN("dual_qualified", "双师型", BOOL), BLANK_UNKNOWN, BY_COLLEGE},
    {COLUMN("industry_expert", "行业企业专家", BOOL), BLANK_UNKNOWN, BY_COLLEGE},
    {COLUMN("part_time", "兼职", BOOL), BLANK_UNKNOWN, BY_COLLEGE},
    {COLUMN("source", "来源", ENUM), WORDS(team_member_source), BY_COLLEGE},
    {COLUMN("from_on", "起始日期", DATE), BY_COLLEGE},
    {COLUMN("to_on", "终止日期", DATE), BY_COLLEGE},
};

const onex_column onex_columns_assessor[5] = {
    {COLUMN("person", "人员编号", TEXT), KEY, REF(person), BY_COLLEGE},
    {COLUMN("certificate", "证书代码", TEXT), KEY, REF(certificate), BY_COLLEGE},
    {COLUMN("valid_from", "生效日期", DATE), KEY, BY_COLLEGE},
    {COLUMN("number", "资格证号", TEXT), MUST, BY_COLLEGE},
    {COLUMN("valid_to", "失效日期", DATE), BY_COLLEGE},
};

const onex_column onex_columns_report[10] = {
    {COLUMN("pilot", "项目编号", TEXT), KEY, REF(pilot), BY_COLLEGE},
    {COLUMN("period_start", "周期起始日", DATE), KEY, .monday = true, BY_COLLEGE},
    {COLUMN("submitted_on", "提交日期", DATE), BY_COLLEGE},
    {COLUMN("state", "状态", ENUM), MUST, WORDS(report_state), .dated_by = "submitted_on", .before = "draft",
     BY_COLLEGE},
    {COLUMN("progress", "工作进展", TEXT), BY_COLLEGE},
    {COLUMN("experience", "工作经验", TEXT), BY_COLLEGE},
    {COLUMN("cases", "典型案例", TEXT), BY_COLLEGE},
    {COLUMN("difficulties", "困难问题", TEXT), BY_COLLEGE},
    {COLUMN("suggestions", "建议", TEXT), BY_COLLEGE},
    {COLUMN("quality", "质量评价", ENUM), WORDS(report_quality), .dated_by = "submitted_on", BY_AFFAIRS},
};

const onex_column onex_columns_school_break[3] = {
    {COLUMN("from_on", "起始日期", DATE), KEY, BY_AFFAIRS},
    {COLUMN("to_on", "终止日期", DATE), MUST, BY_AFFAIRS},
    {COLUMN("reason", "事由", TEXT), MUST, BY_AFFAIRS},
};

const onex_column onex_columns_course_mapping[5] = {
    {COLUMN("pilot", "项目编号", TEXT), KEY, REF(pilot), BY_COLLEGE},
    {COLUMN("level", "等级", ENUM), KEY, WORDS(level), BY_COLLEGE},
    {COLUMN("standard_item", "内容编号", TEXT), KEY, BY_COLLEGE},
    {COLUMN("kind", "融通方式", ENUM), MUST, WORDS(course_mapping_kind), BY_COLLEGE},
    {COLUMN("course", "课程代码", TEXT), REF(course), BY_COLLEGE},
};

const onex_column onex_columns_training[7] = {
    {COLUMN("code", "培训编号", TEXT), KEY, BY_COLLEGE},
    {COLUMN("pilot", "项目编号", TEXT), MUST, REF(pilot), BY_COLLEGE},
    {COLUMN("audience", "对象", ENUM), MUST, WORDS(training_audience), BY_COLLEGE},
    {COLUMN("starts_on", "开始日期", DATE), MUST, BY_COLLEGE},
    {COLUMN("ends_on", "结束日期", DATE), BY_COLLEGE},
    {COLUMN("hours", "学时", INT), BY_COLLEGE},
    {COLUMN("participants", "人数", INT), BY_COLLEGE},
};

const onex_column onex_columns_registration[6] = {
    {COLUMN("pilot", "项目编号", TEXT), KEY, REF(pilot), BY_COLLEGE},
    {COLUMN("person", "人员编号", TEXT), KEY, REF(person), BY_COLLEGE},
    {COLUMN("level", "等级", ENUM), KEY, WORDS(level), BY_COLLEGE},
    {COLUMN("voluntary_on", "自愿确认日期", DATE), BY_COLLEGE},
    {COLUMN("rank_score", "遴选成绩", NUMBER), BLANK_UNKNOWN, BY_COLLEGE},
    {COLUMN("selected", "入选", BOOL), BLANK_UNKNOWN, BY_COLLEGE},
};

const onex_column onex_columns_exam[6] = {
    {COLUMN("code", "场次编号", TEXT), KEY, BY_COLLEGE},
    {COLUMN("pilot", "项目编号", TEXT), MUST, REF(pilot), BY_COLLEGE},
    {COLUMN("level", "等级", ENUM), MUST, WORDS(level), BY_COLLEGE},
    {COLUMN("held_on", "考核日期", DATE), MUST, BY_COLLEGE},
    {COLUMN("mode", "方式", ENUM), MUST, WORDS(exam_mode), BY_COLLEGE},
    {COLUMN("site", "站点代码", TEXT), REF(site), BY_COLLEGE},
};

const onex_column onex_columns_exam_result[4] = {
    {COLUMN("exam", "场次编号", TEXT), KEY, REF(exam), BY_COLLEGE},
    {COLUMN("person", "人员编号", TEXT), KEY, REF(person), BY_COLLEGE},
    {COLUMN("status", "结果", ENUM), MUST, WORDS(exam_result_status), BY_COLLEGE},
    {COLUMN("score", "成绩", NUMBER), BY_COLLEGE},
};

const onex_column onex_columns_award[5] = {
    {COLUMN("certificate_no", "证书编号", TEXT), KEY, BY_COLLEGE},
    {COLUMN("exam", "场次编号", TEXT), MUST, REF(exam), BY_COLLEGE},
    {COLUMN("person", "人员编号", TEXT), MUST, REF(person), BY_COLLEGE},
    {COLUMN("issued_on", "发证日期", DATE), MUST, BY_COLLEGE},
    {COLUMN("credit_bank_on", "学分银行登记日期", DATE), BY_COLLEGE},
};

const onex_column onex_columns_credit_claim[6] = {
    {COLUMN("award", "证书编号", TEXT), KEY, REF(award), BY_COLLEGE},
    {COLUMN("course", "课程代码", TEXT), KEY, REF(course), BY_COLLEGE},
    {COLUMN("credits", "学分", CREDITS), MUST, BY_COLLEGE},
    {COLUMN("applied_on", "申请日期", DATE), MUST, BY_COLLEGE},
    {COLUMN("decision", "审批结果", ENUM), WORDS(decision), .dated_by = "decided_on", BY_AFFAIRS},
    {COLUMN("decided_on", "审批日期", DATE), BY_AFFAIRS},
};

const onex_column onex_columns_incident[8] = {
    {COLUMN("code", "线索编号", TEXT), KEY, BY_AFFAIRS},
    {COLUMN("pilot", "项目编号", TEXT), MUST, REF(pilot), BY_AFFAIRS},
    {COLUMN("ground", "情形", ENUM), MUST, WORDS(incident_ground), BY_AFFAIRS},
    {COLUMN("reported_on", "报告日期", DATE), MUST, BY_AFFAIRS},
    {COLUMN("status", "状态", ENUM), MUST, WORDS(incident_status), .dated_by = "decided_on", .before = "open",
     BY_AFFAIRS},
    {COLUMN("decided_on", "认定日期", DATE), BY_AFFAIRS},
    {COLUMN("decided_by", "认定人", TEXT), .dated_by = "decided_on", BY_AFFAIRS},
    {COLUMN("evidence", "佐证", TEXT), BY_AFFAIRS},
};
