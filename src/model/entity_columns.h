/* What entity.c and the files of columns share; other layers include model/entity.h. */
#ifndef ONEX_MODEL_ENTITY_COLUMNS_H
#define ONEX_MODEL_ENTITY_COLUMNS_H

#include "model/entity.h"

/* Parts of a column's initializer. */
#define COLUMN(column, chinese, kind) .name = (column), .title = (chinese), .type = ONEX_COL_##kind
#define MUST .required = true
#define KEY .required = true, .key = true
#define REF(table) .ref = #table
#define WORDS(list) .words = onex_words_##list
#define BLANK_UNKNOWN .blank_unknown = true
#define STAMPED .stamped = true
#define BY_COLLEGE .supplied_by = "二级学院"
#define BY_AFFAIRS .supplied_by = "教务处"
#define BY_FINANCE .supplied_by = "财务与资产管理处"

extern const onex_word onex_words_person_kind[];
extern const onex_word onex_words_seat_body[];
extern const onex_word onex_words_seat_role[];
extern const onex_word onex_words_level[];
extern const onex_word onex_words_appraisal_verdict[];
extern const onex_word onex_words_pilot_state[];
extern const onex_word onex_words_change_request_field[];
extern const onex_word onex_words_decision[];
extern const onex_word onex_words_subject_kind[];
extern const onex_word onex_words_attestation_verdict[];
extern const onex_word onex_words_outcome_kind[];
extern const onex_word onex_words_team_member_source[];
extern const onex_word onex_words_report_state[];
extern const onex_word onex_words_report_quality[];
extern const onex_word onex_words_course_mapping_kind[];
extern const onex_word onex_words_training_audience[];
extern const onex_word onex_words_exam_mode[];
extern const onex_word onex_words_exam_result_status[];
extern const onex_word onex_words_incident_ground[];
extern const onex_word onex_words_incident_status[];
extern const onex_word onex_words_charge_kind[];
extern const onex_word onex_words_org_payment_direction[];
extern const onex_word onex_words_org_payment_account[];

/* The sizes are written out so that entity.c can count the columns. */
extern const onex_column onex_columns_college[2];
extern const onex_column onex_columns_office[2];
extern const onex_column onex_columns_person[4];
extern const onex_column onex_columns_seat[7];
extern const onex_column onex_columns_major[4];
extern const onex_column onex_columns_evaluation_org[2];
extern const onex_column onex_columns_certificate[3];
extern const onex_column onex_columns_standard_item[4];
extern const onex_column onex_columns_course[5];
extern const onex_column onex_columns_programme_revision[4];
extern const onex_column onex_columns_credit_rule[5];
extern const onex_column onex_columns_site[6];
extern const onex_column onex_columns_call[4];
extern const onex_column onex_columns_appraisal[8];
extern const onex_column onex_columns_pilot[13];
extern const onex_column onex_columns_pilot_major[2];
extern const onex_column onex_columns_pilot_lead[4];
extern const onex_column onex_columns_pilot_member[5];
extern const onex_column onex_columns_plan_quota[3];
extern const onex_column onex_columns_milestone[4];
extern const onex_column onex_columns_change_request[8];
extern const onex_column onex_columns_attestation[7];
extern const onex_column onex_columns_summary[2];
extern const onex_column onex_columns_outcome[5];
extern const onex_column onex_columns_team_member[8];
extern const onex_column onex_columns_assessor[5];
extern const onex_column onex_columns_report[10];
extern const onex_column onex_columns_school_break[3];
extern const onex_column onex_columns_course_mapping[5];
extern const onex_column onex_columns_training[7];
extern const onex_column onex_columns_registration[6];
extern const onex_column onex_columns_exam[6];
extern const onex_column onex_columns_exam_result[4];
extern const onex_column onex_columns_award[5];
extern const onex_column onex_columns_credit_claim[6];
extern const onex_column onex_columns_incident[8];
extern const onex_column onex_columns_school_budget[3];
extern const onex_column onex_columns_allocation[5];
extern const onex_column onex_columns_budget_adjustment[6];
extern const onex_column onex_columns_contract[6];
extern const onex_column onex_columns_expense[13];
extern const onex_column onex_columns_charge[7];
extern const onex_column onex_columns_no_charge_statement[3];
extern const onex_column onex_columns_org_payment[7];
extern const onex_column onex_columns_final_account[5];
extern const onex_column onex_columns_attribute[6];

#endif
