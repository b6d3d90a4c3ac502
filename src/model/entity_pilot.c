/* Columns of the tables of section 3 of the data model: pilots (Articles 4 to 9 and 16).
 * Keys, types, words and titles are the data model's; the tables themselves are listed in entity.c. */
#include "model/entity_columns.h"

const onex_column onex_columns_call[4] = {
    {COLUMN("year", "年度", INT), KEY, .least = 1, .most = 9999, BY_AFFAIRS},
    {COLUMN("document", "市级文号", TEXT), MUST, BY_AFFAIRS},
    {COLUMN("opens_on", "开始日期", DATE), MUST, BY_AFFAIRS},
    {COLUMN("closes_on", "截止日期", DATE), MUST, BY_AFFAIRS},
};

const onex_column onex_columns_appraisal[8] = {
    {COLUMN("college", "二级学院", TEXT), KEY, REF(college), BY_COLLEGE},
    {COLUMN("major", "专业代码", TEXT), KEY, REF(major), BY_COLLEGE},
    {COLUMN("certificate", "证书代码", TEXT), KEY, REF(certificate), BY_COLLEGE},
    {COLUMN("appraised_on", "论证日期", DATE), KEY, BY_COLLEGE},
    {COLUMN("verdict", "论证结论", ENUM), MUST, WORDS(appraisal_verdict), BY_COLLEGE},
    {COLUMN("industry_fit", "产业契合度", TEXT), BY_COLLEGE},
    {COLUMN("employer_recognition", "用人企业认可度", TEXT), BY_COLLEGE},
    {COLUMN("filed_on", "教务处备案日期", DATE), BY_AFFAIRS},
};

const onex_column onex_columns_pilot[13] = {
    {COLUMN("code", "项目编号", TEXT), KEY, BY_COLLEGE},
    {COLUMN("year", "年度", INT), MUST, .least = 1, .most = 9999, BY_COLLEGE},
    {COLUMN("college", "二级学院", TEXT), MUST, REF(college), BY_COLLEGE},
    {COLUMN("certificate", "证书代码", TEXT), MUST, REF(certificate), BY_COLLEGE},
    {COLUMN("state", "状态", ENUM), MUST, WORDS(pilot_state), .initial = "draft", STAMPED, BY_COLLEGE},
    {COLUMN("declared_on", "申报日期", DATE), STAMPED, BY_COLLEGE},
    {COLUMN("recommended_on", "推荐日期", DATE), STAMPED, BY_COLLEGE},
    {COLUMN("approved_on", "批准日期", DATE), STAMPED, BY_COLLEGE},
    {COLUMN("started_on", "启动日期", DATE), STAMPED, BY_COLLEGE},
    {COLUMN("accepted_on", "验收日期", DATE), STAMPED, BY_COLLEGE},
    {COLUMN("ended_on", "终止日期", DATE), STAMPED, BY_COLLEGE},
    {COLUMN("due_on", "计划完成日期", DATE), .plan = true, BY_COLLEGE},
    {COLUMN("content", "内容", TEXT), BY_COLLEGE},
};

const onex_column onex_columns_pilot_major[2] = {
    {COLUMN("pilot", "项目编号", TEXT), KEY, REF(pilot), BY_COLLEGE},
    {COLUMN("major", "专业代码", TEXT), KEY, REF(major), BY_COLLEGE},
};

const onex_column onex_columns_pilot_lead[4] = {
    {COLUMN("pilot", "项目编号", TEXT), KEY, REF(pilot), BY_COLLEGE},
    {COLUMN("person", "人员编号", TEXT), KEY, REF(person), BY_COLLEGE},
    {COLUMN("from_on", "起始日期", DATE), KEY, BY_COLLEGE},
    {COLUMN("to_on", "终止日期", DATE), BY_COLLEGE},
};

const onex_column onex_columns_pilot_member[5] = {
    {COLUMN("pilot", "项目编号", TEXT), KEY, REF(pilot), BY_COLLEGE},
    {COLUMN("person", "人员编号", TEXT), KEY, REF(person), BY_COLLEGE},
    {COLUMN("from_on", "起始日期", DATE), KEY, BY_COLLEGE},
    {COLUMN("task", "分工", TEXT), BY_COLLEGE},
    {COLUMN("to_on", "终止日期", DATE), BY_COLLEGE},
};

const onex_column onex_columns_plan_quota[3] = {
    {COLUMN("pilot", "项目编号", TEXT), KEY, REF(pilot), BY_COLLEGE},
    {COLUMN("level", "等级", ENUM), KEY, WORDS(level), BY_COLLEGE},
    {COLUMN("quota", "计划人数", INT), MUST, BY_COLLEGE},
};

const onex_column onex_columns_milestone[4] = {
    {COLUMN("pilot", "项目编号", TEXT), KEY, REF(pilot), BY_COLLEGE},
    {COLUMN("title", "事项", TEXT), KEY, BY_COLLEGE},
    {COLUMN("due_on", "应完成日期", DATE), MUST, .plan = true, BY_COLLEGE},
    {COLUMN("done_on", "完成日期", DATE), BY_COLLEGE},
};

const onex_column onex_columns_change_request[8] = {
    {COLUMN("code", "申请编号", TEXT), KEY, BY_COLLEGE},
    {COLUMN("pilot", "项目编号", TEXT), MUST, REF(pilot), BY_COLLEGE},
    {COLUMN("field", "变更事项", ENUM), MUST, WORDS(change_request_field), BY_COLLEGE},
    {COLUMN("reason", "理由", TEXT), MUST, BY_COLLEGE},
    {COLUMN("requested_on", "申请日期", DATE), MUST, BY_COLLEGE},
    {COLUMN("decision", "审批结果", ENUM), WORDS(decision), .dated_by = "decided_on", BY_AFFAIRS},
    {COLUMN("decided_on", "审批日期", DATE), BY_AFFAIRS},
    {COLUMN("document", "文号", TEXT), BY_COLLEGE},
};

const onex_column onex_columns_attestation[7] = {
    {COLUMN("subject_kind", "对象类别", ENUM), KEY, WORDS(subject_kind), BY_COLLEGE},
    {COLUMN("subject", "对象", TEXT), KEY, BY_COLLEGE},
    {COLUMN("topic", "认定事项", TEXT), KEY, BY_COLLEGE},
    {COLUMN("assessed_on", "认定日期", DATE), KEY, BY_COLLEGE},
    {COLUMN("verdict", "结论", ENUM), MUST, WORDS(attestation_verdict), BY_COLLEGE},
    {COLUMN("assessed_by", "认定人", TEXT), MUST, BY_COLLEGE},
    {COLUMN("evidence", "佐证", TEXT), BY_COLLEGE},
};

const onex_column onex_columns_summary[2] = {
    {COLUMN("pilot", "项目编号", TEXT), KEY, REF(pilot), BY_COLLEGE},
    {COLUMN("submitted_on", "提交日期", DATE), MUST, BY_COLLEGE},
};

const onex_column onex_columns_outcome[5] = {
    {COLUMN("pilot", "项目编号", TEXT), KEY, REF(pilot), BY_COLLEGE},
    {COLUMN("title", "成果名称", TEXT), KEY, BY_COLLEGE},
    {COLUMN("kind", "类别", ENUM), MUST, WORDS(outcome_kind), BY_COLLEGE},
    {COLUMN("level", "级别", TEXT), BY_COLLEGE},
    {COLUMN("achieved_on", "取得日期", DATE), MUST, BY_COLLEGE},
};
