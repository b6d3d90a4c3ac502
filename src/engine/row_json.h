/* A row of a check as JSON, as it is printed and as it is kept in the record. */
#ifndef ONEX_ENGINE_ROW_JSON_H
#define ONEX_ENGINE_ROW_JSON_H

#include "base/buffer.h"
#include "engine/check.h"

/* "condition", "trigger", "attestation", "outcome". */
const char *onex_rule_kind_code(onex_rule_kind kind);
/* "must", "in_principle", "preferred". */
const char *onex_strength_code(onex_strength strength);
/* The clauses of a declaration, joined. */
void onex_cites_put(onex_buffer *b, const onex_decl *decl, const char *separator);
/* The row as one JSON object, keys in the order of the specification, without the closing brace when `open`
 * (more keys may follow). */
void onex_row_json(onex_buffer *b, const onex_program *program, const onex_check_row *row, bool open);
/* The same, closed, for very many rows: what the rows of a rule have in common is made once. NULL: memory is gone. */
typedef struct onex_row_forms onex_row_forms;
onex_row_forms *onex_row_forms_new(const onex_program *program);
void onex_row_forms_free(onex_row_forms *forms); /* NULL is fine */
void onex_row_forms_json(onex_row_forms *forms, onex_buffer *b, const onex_check_row *row);
/* What the row tells beside subject, rule and verdict, as it is kept in the record: college, measured, threshold, names
 * of missing facts, error; what it has not is left out. `b` is empty. */
void onex_row_detail_json(onex_buffer *b, const onex_check_row *row);

#endif
