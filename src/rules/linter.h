/* What the checks of lint share. Each looks at a program that loaded, and tells what is probably not meant so. Not for other
 * layers; they use lint.h. */
#ifndef ONEX_RULES_LINTER_H
#define ONEX_RULES_LINTER_H

#include "expr/bounds.h"
#include "rules/compiler.h"
#include "rules/front.h"
#include "rules/lint.h"

typedef struct onex_linter {
    const onex_program *program;
    const onex_front *front;
    const onex_lint_options *options;
    onex_problems *problems;
    onex_arena arena;
    bool no_memory;
} onex_linter;

/* Adds a problem; its level is the first letter of its code. `width` 0: of the token there. */
void onex_lint_tell(onex_linter *l, const char *code, onex_place at, int width, const char *hint, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));
/* A second place for the problem added last. */
void onex_lint_also(onex_linter *l, const char *label, onex_place at);
/* Zeroed, from the arena; NULL sets no_memory. */
void *onex_lint_alloc(onex_linter *l, size_t size);
/* The tree in words; "" when memory is gone. */
const char *onex_lint_sentence(onex_linter *l, const onex_node *node);
/* What people call it: in Chinese its title. */
const char *onex_lint_name(const onex_decl *decl);
/* Where the text stands as a string, in the declaration's file from its line on; the declaration's place: nowhere. */
onex_place onex_lint_place_of(const onex_linter *l, onex_place decl, const char *text);

/* The days on which something changes for a college (NULL: the school) from the regulation's first day on, rising; their
 * number, 0 when memory is gone. */
int onex_lint_days(onex_linter *l, const char *college, onex_day **days);
/* The colleges that say anything, in the order of their files; their number. */
int onex_lint_colleges(onex_linter *l, const char ***colleges);
/* Whether the college says anything of a param or a set of the school. */
bool onex_lint_changes(const onex_linter *l, const char *college);
/* "for college 'art' from 2026-09-01 on", or "" for the school on its first day; in the arena. */
const char *onex_lint_when(onex_linter *l, const char *college, onex_day day);

/* The constant that an atom holds its number against, as written, and where: of the statement or value in force. */
const char *onex_lint_written(onex_linter *l, const onex_outlook *outlook, const onex_atom *atom, onex_place *at);

/* ---- the checks ---- */

void onex_lint_unused(onex_linter *l);     /* lint_unused.c */
void onex_lint_effects(onex_linter *l);    /* lint_effect.c: rules that come to nothing, rules and titles twice */
void onex_lint_tests(onex_linter *l);      /* lint_test.c */
void onex_lint_locals(onex_linter *l);     /* lint_local.c: what colleges say of the school's params and sets */
void onex_lint_cites(onex_linter *l);      /* lint_cite.c */
void onex_lint_characters(onex_linter *l); /* lint_character.c */
void onex_lint_trees(onex_linter *l);      /* lint_tree.c: what always or never holds */
void onex_lint_thresholds(onex_linter *l); /* lint_threshold.c: thresholds held against each other */
void onex_lint_outcomes(onex_linter *l);   /* lint_outcome.c: members of a conclusion that exclude each other */
void onex_lint_steps(onex_linter *l);      /* lint_step.c: points by steps that leave values out */

#endif
