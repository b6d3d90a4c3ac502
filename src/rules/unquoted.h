/* Values and names that stand in a rule file without their quotes. */
#ifndef ONEX_RULES_UNQUOTED_H
#define ONEX_RULES_UNQUOTED_H

#include "rules/lexer.h"

/* Adds a problem for each 60%, 30 days and 2026-09-01 outside functions, and for each name behind a word at the
 * beginning of a line (tighten dual_floor { ... }), which Lua would read as arithmetic or report badly. The file is
 * unreadable then. */
onex_status onex_lex_unquoted(onex_lexed *lexed, onex_problems *problems);

#endif
