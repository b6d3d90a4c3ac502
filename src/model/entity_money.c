/* Columns of the tables of sections 7 and 8 of the data model: money (Articles 13, 19 to 25) and of local data.
 * Keys, types, words and titles are the data model's; the tables themselves are listed in entity.c. */
#include "model/entity_columns.h"

const onex_column onex_columns_school_budget[3] = {
    {COLUMN("year", "年度", INT), KEY, .least = 1, .most = 9999, BY_FINANCE},
    {COLUMN("total", "总额度", YUAN), MUST, BY_FINANCE},
    {COLUMN("document", "文号", TEXT), MUST, BY_FINANCE},
};

const onex_column onex_columns_allocation[5] = {
    {COLUMN("pilot", "项目编号", TEXT), KEY, REF(pilot), BY_FINANCE},
    {COLUMN("head", "预算科目", TEXT), KEY, BY_FINANCE},
    {COLUMN("amount", "金额", YUAN), MUST, BY_FINANCE},
    {COLUMN("document", "文号", TEXT), MUST, BY_FINANCE},
    {COLUMN("issued_on", "下达日期", DATE), MUST, BY_FINANCE},
};

const onex_column onex_columns_budget_adjustment[6] = {
    {COLUMN("code", "调整编号", TEXT), KEY, BY_FINANCE},
    {COLUMN("pilot", "项目编号", TEXT), MUST, REF(pilot), BY_FINANCE},
    {COLUMN("head", "预算科目", TEXT), MUST, BY_FINANCE},
    {COLUMN("delta", "调整金额", YUAN), MUST, .negative = true, BY_FINANCE},
    {COLUMN("document", "文号", TEXT), BY_FINANCE},
    {COLUMN("approved_on", "批准日期", DATE), BY_FINANCE},
};

const onex_column onex_columns_contract[6] = {
    {COLUMN("code", "合同编号", TEXT), KEY, BY_COLLEGE},
    {COLUMN("pilot", "项目编号", TEXT), MUST, REF(pilot), BY_COLLEGE},
    {COLUMN("party", "签约方", TEXT), MUST, BY_COLLEGE},
    {COLUMN("evaluation_org", "培训评价组织", TEXT), REF(evaluation_org), BY_COLLEGE},
    {COLUMN("amount", "金额", YUAN), MUST, BY_COLLEGE},
    {COLUMN("signed_on", "签订日期", DATE), MUST, BY_COLLEGE},
};

const onex_column onex_columns_expense[13] = {
    {COLUMN("code", "支出编号", TEXT), KEY, BY_COLLEGE},
    {COLUMN("pilot", "项目编号", TEXT), MUST, REF(pilot), BY_COLLEGE},
    {COLUMN("head", "预算科目", TEXT), MUST, BY_COLLEGE},
    {COLUMN("exam_item", "考核费用项目", TEXT), BY_COLLEGE},
    {COLUMN("subject", "经济科目", TEXT), BLANK_UNKNOWN, BY_COLLEGE},
    {COLUMN("amount", "金额", YUAN), MUST, .least = 1, BY_COLLEGE},
    {COLUMN("spent_on", "支出日期", DATE), MUST, BY_COLLEGE},
    {COLUMN("contract", "合同编号", TEXT), REF(contract), BY_COLLEGE},
    {COLUMN("requires_procurement", "应政府采购", BOOL), BLANK_UNKNOWN, BY_COLLEGE},
    {COLUMN("procurement_no", "采购编号", TEXT), BY_COLLEGE},
    {COLUMN("forms_asset", "形成资产", BOOL), BLANK_UNKNOWN, BY_COLLEGE},
    {COLUMN("asset_no", "资产编号", TEXT), BY_COLLEGE},
    {COLUMN("note", "备注", TEXT), BY_COLLEGE},
};

const onex_column onex_columns_charge[7] = {
    {COLUMN("code", "收费编号", TEXT), KEY, BY_COLLEGE},
    {COLUMN("pilot", "项目编号", TEXT), MUST, REF(pilot), BY_COLLEGE},
    {COLUMN("person", "人员编号", TEXT), MUST, REF(person), BY_COLLEGE},
    {COLUMN("kind", "收费类别", ENUM), MUST, WORDS(charge_kind), BY_COLLEGE},
    {COLUMN("amount", "金额", YUAN), MUST, BY_COLLEGE},
    {COLUMN("charged_on", "收费日期", DATE), MUST, BY_COLLEGE},
    {COLUMN("refunded_on", "退费日期", DATE), BY_COLLEGE},
};

const onex_column onex_columns_no_charge_statement[3] = {
    {COLUMN("pilot", "项目编号", TEXT), KEY, REF(pilot), BY_COLLEGE},
    {COLUMN("signed_by", "签署人", TEXT), MUST, BY_COLLEGE},
    {COLUMN("signed_on", "签署日期", DATE), MUST, BY_COLLEGE},
};

const onex_column onex_columns_org_payment[7] = {
    {COLUMN("code", "往来编号", TEXT), KEY, BY_FINANCE},
    {COLUMN("pilot", "项目编号", TEXT), MUST, REF(pilot), BY_FINANCE},
    {COLUMN("evaluation_org", "培训评价组织", TEXT), MUST, REF(evaluation_org), BY_FINANCE},
    {COLUMN("direction", "收付", ENUM), MUST, WORDS(org_payment_direction), BY_FINANCE},
    {COLUMN("amount", "金额", YUAN), MUST, BY_FINANCE},
    {COLUMN("account", "账户", ENUM), MUST, WORDS(org_payment_account), BY_FINANCE},
    {COLUMN("paid_on", "日期", DATE), MUST, BY_FINANCE},
};

const onex_column onex_columns_final_account[5] = {
    {COLUMN("college", "二级学院", TEXT), KEY, REF(college), BY_COLLEGE},
    {COLUMN("year", "年度", INT), KEY, .least = 1, .most = 9999, BY_COLLEGE},
    {COLUMN("submitted_on", "报送日期", DATE), MUST, BY_COLLEGE},
    {COLUMN("income", "收入", YUAN), MUST, BY_COLLEGE},
    {COLUMN("spending", "支出", YUAN), MUST, BY_COLLEGE},
};

const onex_column onex_columns_attribute[6] = {
    {COLUMN("subject_kind", "对象类别", ENUM), KEY, WORDS(subject_kind), BY_COLLEGE},
    {COLUMN("subject", "对象", TEXT), KEY, BY_COLLEGE},
    {COLUMN("name", "名称", TEXT), KEY, BY_COLLEGE},
    {COLUMN("value", "值", TEXT), MUST, BY_COLLEGE},
    {COLUMN("recorded_on", "登记日期", DATE), MUST, BY_COLLEGE},
    {COLUMN("recorded_by", "登记人", TEXT), MUST, BY_COLLEGE},
};
