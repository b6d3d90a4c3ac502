/* The verdicts of all rules on a day, each with what was measured and what is missing. */
#ifndef ONEX_ENGINE_CHECK_H
#define ONEX_ENGINE_CHECK_H

#include "base/error.h"
#include "base/sha256.h"
#include "expr/program.h"
#include "facts/subject.h"
#include "rules/rules.h"
#include "store/store.h"

typedef struct onex_quantity {
    char text[64];  /* "" : null */
    double number;
    bool has_number; /* false: the number is null (a date) */
    bool known;      /* false: the whole quantity is null */
} onex_quantity;

typedef struct onex_missing {
    const char *fact, *title, *supplied_by; /* supplied_by NULL: nobody named */
} onex_missing;

typedef struct onex_check_row {
    onex_subject subject;
    const char *code, *college; /* college NULL for the school */
    int rule;                   /* index in program->rules */
    onex_verdict verdict;
    onex_quantity measured, threshold;
    const char *param, *origin; /* of the threshold; NULL: not against a param */
    const onex_missing *missing;
    int nmissing;
    const char *error; /* NULL: none */
} onex_check_row;

typedef onex_status (*onex_check_fn)(void *ctx, const onex_check_row *row, onex_error *err);

typedef struct onex_subject_ref {
    onex_subject kind;
    const char *code;
} onex_subject_ref;

typedef struct onex_setting { /* --set NAME=VALUE */
    int param, reading; /* one is >= 0 */
    onex_value value;   /* param */
    onex_text *owned;   /* of a text; NULL: none */
    const char *text;
    int option;         /* reading */
} onex_setting;

typedef struct onex_check_query {
    onex_day as_of;
    const bool *rules;   /* per rule of the program: asked; NULL: all */
    const onex_subject_ref *subjects; /* only these subjects' rows; NULL: all */
    int nsubjects;
    const char *college; /* only this college's subjects; NULL: all */
    const onex_setting *settings;
    int nsettings;
    const bool *only; /* by verdict: rows given; NULL: all */
    long *counts;     /* by verdict: how many rows there were, given or not; NULL: not asked */
    onex_digest *digest; /* takes in the facts and verdicts that were read, subject by subject; NULL: not asked */
} onex_check_query;

/* Calls `fn` for each row in the order of output (subject kind, code, rule order), in one read transaction. */
onex_status onex_check(onex_store *store, onex_rules *rules, const onex_check_query *query, onex_check_fn fn, void *ctx,
                       onex_error *err);

/* The same inside the transaction that the caller has opened. */
onex_status onex_check_inside(onex_store *store, onex_rules *rules, const onex_check_query *query, onex_check_fn fn, void *ctx,
                              onex_error *err);

/* Parses VALUE of --set by the param's type, or the reading's option; ONEX_E_NOT_FOUND unknown name, ONEX_E_USAGE bad value. */
onex_status onex_setting_parse(onex_setting *out, const onex_program *program, const char *name, const char *value, onex_error *err);
/* Frees `n` settings that were parsed, and the array. */
void onex_settings_free(onex_setting *settings, int n);

#endif
