/* What `onex rules show` tells of one declaration, and who uses what. */
#ifndef ONEX_CLI_RULE_PAGE_H
#define ONEX_CLI_RULE_PAGE_H

#include "base/buffer.h"
#include "engine/law.h"
#include "expr/program.h"

typedef enum {
    ONEX_NAMED_RULE,
    ONEX_NAMED_PARAM,
    ONEX_NAMED_FACT,
    ONEX_NAMED_SET,
    ONEX_NAMED_READING,
    ONEX_NAMED_TRANSITION,
    ONEX_NAMED_DUTY
} onex_named_kind;

typedef struct onex_named { /* one declaration of the program */
    onex_named_kind kind;
    int index;
} onex_named;

/* "school/07-eligibility.lua:12". */
void onex_place_put(onex_buffer *b, const onex_place *place);
/* Names of the facts, rules, duties and transitions that mention it in their own trees and lists, joined by ','; of a
 * param also the rules that rest on it through facts. */
void onex_users_put(onex_buffer *b, const onex_program *program, onex_named what);
/* raise -> "a college may raise it". */
const char *onex_may_text(onex_may may);
const char *onex_may_code(onex_may may);
const char *onex_fact_source_code(onex_fact_source source);
const onex_decl *onex_named_decl(const onex_program *program, onex_named what);

/* Whose values in force are told, and when. */
typedef struct onex_page_asked {
    onex_day day;
    const char *college; /* NULL: the school */
} onex_page_asked;
/* The page for people, with values in force and the texts of its clauses from `laws`. */
void onex_page_put(onex_buffer *b, const onex_program *program, onex_named what, const onex_page_asked *asked,
                   const onex_laws *laws);
/* The same as one JSON object. */
void onex_page_json(onex_buffer *b, const onex_program *program, onex_named what, const onex_page_asked *asked);

/* What the pages say of a transition and a duty alone (step_page.c): lines for people, members of a JSON object. */
void onex_transition_put(onex_buffer *b, const onex_program *program, const onex_transition *step);
void onex_transition_json(onex_buffer *b, const onex_program *program, const onex_transition *step);
void onex_duty_put(onex_buffer *b, const onex_program *program, const onex_duty *duty);
void onex_duty_json(onex_buffer *b, const onex_program *program, const onex_duty *duty);

#endif
