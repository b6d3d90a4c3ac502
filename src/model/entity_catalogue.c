/* Columns of the tables of section 2 of the data model: the catalogue (Articles 6 and 11).
 * Keys, types, words and titles are the data model's; the tables themselves are listed in entity.c. */
#include "model/entity_columns.h"

const onex_column onex_columns_major[4] = {
    {COLUMN("code", "专业代码", TEXT), KEY, BY_COLLEGE},
    {COLUMN("name", "专业名称", TEXT), MUST, BY_COLLEGE},
    {COLUMN("college", "所在学院", TEXT), MUST, REF(college), BY_COLLEGE},
    {COLUMN("national_team", "国家级教学创新团队所在专业", BOOL), BLANK_UNKNOWN, BY_COLLEGE},
};

const onex_column onex_columns_evaluation_org[2] = {
    {COLUMN("code", "代码", TEXT), KEY, BY_AFFAIRS},
    {COLUMN("name", "名称", TEXT), MUST, BY_AFFAIRS},
};

const onex_column onex_columns_certificate[3] = {
    {COLUMN("code", "证书代码", TEXT), KEY, BY_AFFAIRS},
    {COLUMN("name", "证书名称", TEXT), MUST, BY_AFFAIRS},
    {COLUMN("evaluation_org", "培训评价组织", TEXT), MUST, REF(evaluation_org), BY_AFFAIRS},
};

const onex_column onex_columns_standard_item[4] = {
    {COLUMN("certificate", "证书代码", TEXT), KEY, REF(certificate), BY_AFFAIRS},
    {COLUMN("level", "等级", ENUM), KEY, WORDS(level), BY_AFFAIRS},
    {COLUMN("code", "内容编号", TEXT), KEY, BY_AFFAIRS},
    {COLUMN("title", "内容名称", TEXT), MUST, BY_AFFAIRS},
};

const onex_column onex_columns_course[5] = {
    {COLUMN("code", "课程代码", TEXT), KEY, BY_COLLEGE},
    {COLUMN("name", "课程名称", TEXT), MUST, BY_COLLEGE},
    {COLUMN("major", "专业代码", TEXT), MUST, REF(major), BY_COLLEGE},
    {COLUMN("credits", "学分", CREDITS), BY_COLLEGE},
    {COLUMN("standard_revised_on", "课程标准修订日期", DATE), BY_COLLEGE},
};

const onex_column onex_columns_programme_revision[4] = {
    {COLUMN("major", "专业代码", TEXT), KEY, REF(major), BY_COLLEGE},
    {COLUMN("year", "年度", INT), KEY, .least = 1, .most = 9999, BY_COLLEGE},
    {COLUMN("document", "文号", TEXT), MUST, BY_COLLEGE},
    {COLUMN("approved_on", "批准日期", DATE), MUST, BY_COLLEGE},
};

const onex_column onex_columns_credit_rule[5] = {
    {COLUMN("major", "专业代码", TEXT), KEY, REF(major), BY_COLLEGE},
    {COLUMN("certificate", "证书代码", TEXT), KEY, REF(certificate), BY_COLLEGE},
    {COLUMN("level", "等级", ENUM), KEY, WORDS(level), BY_COLLEGE},
    {COLUMN("credits", "学分", CREDITS), MUST, BY_COLLEGE},
    {COLUMN("adopted_on", "通过日期", DATE), MUST, BY_COLLEGE},
};

const onex_column onex_columns_site[6] = {
    {COLUMN("code", "站点代码", TEXT), KEY, BY_COLLEGE},
    {COLUMN("name", "站点名称", TEXT), MUST, BY_COLLEGE},
    {COLUMN("college", "二级学院", TEXT), REF(college), BY_COLLEGE},
    {COLUMN("stations", "工位数", INT), BY_COLLEGE},
    {COLUMN("standardised_on", "标准化验收日期", DATE), BY_COLLEGE},
    {COLUMN("confidentiality_checked_on", "保密检查日期", DATE), BY_COLLEGE},
};
