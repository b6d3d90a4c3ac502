/* One verdict as text: the JSON of a check row, and its pieces. Shared by check, why and gaps. */
#ifndef ONEX_CLI_ROW_H
#define ONEX_CLI_ROW_H

#include "base/buffer.h"
#include "engine/check.h"

/* "condition", "trigger", "attestation", "outcome". */
const char *onex_rule_kind_code(onex_rule_kind kind);
/* 条件 / condition as words for people. */
const char *onex_rule_kind_text(onex_rule_kind kind);
/* The clauses of a declaration, joined. */
void onex_cites_put(onex_buffer *b, const onex_decl *decl, const char *separator);
/* The row as one JSON object, keys in the order of the specification, without the closing brace when `open`
 * (more keys may follow). */
void onex_row_json(onex_buffer *b, const onex_program *program, const onex_check_row *row, bool open);

#endif
