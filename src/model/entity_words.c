/* The words that enum columns take: codes as stored and as in files, and the Chinese words that files may hold.
 * Which column takes which words is said by the columns. */
#include "model/entity_columns.h"

const onex_word onex_words_person_kind[] = {
    {"staff", "教职工"},
    {"student", "学生"},
    {"external", "社会人员"},
    {NULL, NULL},
};

const onex_word onex_words_seat_body[] = {
    {"leading_group", "领导小组"},
    {"working_group", "专项工作组"},
    {NULL, NULL},
};

const onex_word onex_words_seat_role[] = {
    {"head", "组长"},
    {"deputy", "副组长"},
    {"member", "成员"},
    {NULL, NULL},
};

const onex_word onex_words_level[] = {
    {"elementary", "初级"},
    {"intermediate", "中级"},
    {"advanced", "高级"},
    {NULL, NULL},
};

const onex_word onex_words_appraisal_verdict[] = {
    {"admit", "准入"},
    {"reject", "不准入"},
    {"exit", "退出"},
    {NULL, NULL},
};

const onex_word onex_words_pilot_state[] = {
    {"draft", "草稿"},
    {"appraised", "已论证"},
    {"declared", "已申报"},
    {"recommended", "已推荐"},
    {"not_recommended", "未推荐"},
    {"approved", "已批准"},
    {"not_approved", "未批准"},
    {"staffed", "已组建"},
    {"running", "实施中"},
    {"summarised", "已总结"},
    {"inspected", "已检查"},
    {"accepted", "已验收"},
    {"not_accepted", "未通过验收"},
    {"revocation_proposed", "拟取消"},
    {"revoked", "已取消"},
    {"withdrawn", "已撤回"},
    {"exited", "已退出"},
    {NULL, NULL},
};

const onex_word onex_words_change_request_field[] = {
    {"content", "内容"},
    {"schedule", "进度"},
    {"lead", "负责人"},
    {NULL, NULL},
};

const onex_word onex_words_decision[] = {
    {"approved", "批准"},
    {"rejected", "不批准"},
    {NULL, NULL},
};

const onex_word onex_words_subject_kind[] = {
    {"school", "学校"},  {"college", "二级学院"},  {"pilot", "试点项目"}, {"exam", "考核场次"},
    {"expense", "支出"}, {"registration", "报名"}, {NULL, NULL},
};

const onex_word onex_words_attestation_verdict[] = {
    {"met", "符合"},
    {"unmet", "不符合"},
    {NULL, NULL},
};

const onex_word onex_words_outcome_kind[] = {
    {"teaching", "教学"},
    {"research", "科研"},
    {NULL, NULL},
};

const onex_word onex_words_team_member_source[] = {
    {"internal", "校内"},
    {"evaluation_org", "培训评价组织"},
    {"industry", "行业企业"},
    {NULL, NULL},
};

const onex_word onex_words_report_state[] = {
    {"draft", "草稿"},      {"submitted", "已提交"}, {"aggregated", "已汇总"},
    {"reviewed", "已审核"}, {"returned", "已退回"},  {"filed", "已填报"},
    {NULL, NULL},
};

const onex_word onex_words_report_quality[] = {
    {"good", "好"},
    {"fair", "中"},
    {"poor", "差"},
    {NULL, NULL},
};

const onex_word onex_words_course_mapping_kind[] = {
    {"whole_course", "整门课程"},
    {"module", "课程模块"},
    {"special_training", "专门培训"},
    {NULL, NULL},
};

const onex_word onex_words_training_audience[] = {
    {"student", "学生"},
    {"external", "社会人员"},
    {NULL, NULL},
};

const onex_word onex_words_exam_mode[] = {
    {"certificate_exam", "证书考核"},
    {"synchronous", "课证同考"},
    {NULL, NULL},
};

const onex_word onex_words_exam_result_status[] = {
    {"passed", "通过"},           {"failed", "未通过"},  {"absent", "缺考"},
    {"disqualified", "取消成绩"}, {"pending", "待公布"}, {NULL, NULL},
};

const onex_word onex_words_incident_ground[] = {
    {"slow_progress", "推进不力"}, {"lax_management", "管理不严"}, {"fund_misuse", "经费不规范"},
    {"coercion", "强制参加"},      {"other", "其他违纪违规"},      {NULL, NULL},
};

const onex_word onex_words_incident_status[] = {
    {"open", "待查"},
    {"upheld", "查实"},
    {"dismissed", "不成立"},
    {NULL, NULL},
};

const onex_word onex_words_charge_kind[] = {
    {"training", "培训费"},
    {"registration", "报名费"},
    {"exam", "考核费"},
    {NULL, NULL},
};

const onex_word onex_words_org_payment_direction[] = {
    {"paid", "付出"},
    {"received", "收入"},
    {NULL, NULL},
};

const onex_word onex_words_org_payment_account[] = {
    {"school_finance", "学校财务"},
    {"other", "其他"},
    {NULL, NULL},
};
