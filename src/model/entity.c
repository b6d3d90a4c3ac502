/* The list of all tables and the look-ups in it. The columns stand in the entity_*.c files beside this one;
 * what becomes of them in a database or a file is left to store and io. */
#include "model/entity.h"

#include <string.h>

#include "model/entity_columns.h"

#define TABLE(number, table, chinese)                                                         \
    .section = (number), .name = #table, .title = (chinese), .columns = onex_columns_##table, \
    .ncolumns = sizeof onex_columns_##table / sizeof onex_columns_##table[0]

/* exists_on: the data model's section 10. */
const onex_entity onex_entities[] = {
    {TABLE(1, college, "二级学院")},
    {TABLE(1, office, "职能部门")},
    {TABLE(1, person, "人员"), .catalogue = true},
    {TABLE(1, seat, "组织成员"), .exists_on = "from_on", .from = "from_on", .to = "to_on"},
    {TABLE(2, major, "专业"), .catalogue = true},
    {TABLE(2, evaluation_org, "培训评价组织"), .catalogue = true},
    {TABLE(2, certificate, "职业技能等级证书"), .catalogue = true},
    {TABLE(2, standard_item, "等级标准内容"), .catalogue = true},
    {TABLE(2, course, "课程"), .catalogue = true},
    {TABLE(2, programme_revision, "人才培养方案修订"), .exists_on = "approved_on", .catalogue = true},
    {TABLE(2, credit_rule, "学分认定细则"), .exists_on = "adopted_on", .catalogue = true},
    {TABLE(2, site, "考核站点"), .catalogue = true},
    {TABLE(3, call, "年度申报通知")},
    {TABLE(3, appraisal, "遴选论证"), .exists_on = "appraised_on"},
    {TABLE(3, pilot, "试点项目"), .unique = {"year", "college", "certificate"}},
    {TABLE(3, pilot_major, "试点专业")},
    {TABLE(3, pilot_lead, "项目负责人"), .exists_on = "from_on", .from = "from_on", .to = "to_on"},
    {TABLE(3, pilot_member, "项目组成员"), .exists_on = "from_on", .from = "from_on", .to = "to_on"},
    {TABLE(3, plan_quota, "考证计划")},
    {TABLE(3, milestone, "进度安排")},
    {TABLE(3, change_request, "变更申请"), .exists_on = "requested_on"},
    {TABLE(3, attestation, "认定记录"), .exists_on = "assessed_on"},
    {TABLE(3, summary, "年度总结"), .exists_on = "submitted_on"},
    {TABLE(3, outcome, "教学科研成果"), .exists_on = "achieved_on"},
    {TABLE(4, team_member, "培训团队"), .exists_on = "from_on", .from = "from_on", .to = "to_on"},
    {TABLE(4, assessor, "考评员"), .exists_on = "valid_from", .from = "valid_from", .to = "valid_to",
     .catalogue = true},
    {TABLE(5, report, "双周报")},
    {TABLE(5, school_break, "停报时段"), .from = "from_on", .to = "to_on"},
    {TABLE(6, course_mapping, "课证融通")},
    {TABLE(6, training, "培训"), .exists_on = "starts_on"},
    {TABLE(6, registration, "报名")},
    {TABLE(6, exam, "考核场次"), .exists_on = "held_on"},
    {TABLE(6, exam_result, "考核结果"), .exists_on = "exam.held_on"},
    {TABLE(6, award, "证书发放"), .exists_on = "issued_on"},
    {TABLE(6, credit_claim, "学分认定申请"), .exists_on = "applied_on"},
    {TABLE(6, incident, "问题线索"), .exists_on = "reported_on"},
    {TABLE(7, school_budget, "年度总额度")},
    {TABLE(7, allocation, "预算下达"), .exists_on = "issued_on"},
    {TABLE(7, budget_adjustment, "预算调整")},
    {TABLE(7, contract, "合同协议")},
    {TABLE(7, expense, "支出"), .exists_on = "spent_on"},
    {TABLE(7, charge, "向学员收费"), .exists_on = "charged_on"},
    {TABLE(7, no_charge_statement, "零收费声明"), .exists_on = "signed_on"},
    {TABLE(7, org_payment, "与评价组织资金往来"), .exists_on = "paid_on"},
    {TABLE(7, final_account, "年度决算"), .exists_on = "submitted_on"},
    {TABLE(8, attribute, "自定义数据"), .exists_on = "recorded_on"},
};

const int onex_nentities = sizeof onex_entities / sizeof onex_entities[0];

const onex_entity *onex_entity_find(const char *name) {
    for (int i = 0; i < onex_nentities; i++)
        if (strcmp(onex_entities[i].name, name) == 0 || strcmp(onex_entities[i].title, name) == 0)
            return &onex_entities[i];
    return NULL;
}

int onex_entity_column(const onex_entity *entity, const char *name) {
    for (int i = 0; i < entity->ncolumns; i++)
        if (strcmp(entity->columns[i].name, name) == 0 || strcmp(entity->columns[i].title, name) == 0) return i;
    return -1;
}

const onex_entity *onex_column_target(const onex_column *column) {
    return column->ref ? onex_entity_find(column->ref) : NULL;
}
