/* One verdict as text: the JSON of a check row, and words for people. Shared by check, why and gaps. */
#ifndef ONEX_CLI_ROW_H
#define ONEX_CLI_ROW_H

#include "engine/row_json.h"

/* 条件 / condition as words for people. */
const char *onex_rule_kind_text(onex_rule_kind kind);

#endif
