/* Evaluates expression trees in three values, exactly. What a tree asks of the world (facts, rows, other
 * rules' verdicts) comes through onex_scope; this file knows no tables and no rules. */
#ifndef ONEX_EXPR_EVAL_H
#define ONEX_EXPR_EVAL_H

#include "expr/program.h"

/* A row in view: cells by slot; the enclosing rows behind it. */
typedef struct onex_frame {
    const onex_value *cells;
    const struct onex_frame *outer;
} onex_frame;

typedef struct onex_tallies { /* verdicts of one rule over the child subjects */
    long counts[ONEX_VERDICTS];
    bool known; /* false: the children are not known at all */
} onex_tallies;

typedef struct onex_scope {
    const onex_program *program;
    onex_day day; /* the day asked about */
    void *ctx;
    const onex_value *(*fact)(void *ctx, int fact, onex_value *room); /* where it stands, or in `room` */
    bool (*fact_blank)(void *ctx, int fact); /* the cell of a column fact is empty, whatever the day */
    onex_value (*relation)(void *ctx, const onex_relation *relation, const onex_frame *frame);
    bool (*member)(void *ctx, int set, const onex_text *text); /* NULL: the set as the school wrote it */
    const onex_value *(*param)(void *ctx, int param, onex_value *room); /* in force for the subject on its own day; unknown: none */
    int (*option)(void *ctx, int reading);        /* the option chosen */
    onex_verdict (*verdict)(void *ctx, int rule); /* of the subject or its parent */
    onex_tallies (*children)(void *ctx, int rule);
} onex_scope;

/* The tree's value for the scope's subject; `frame`: the row in view, NULL outside rows. A number too large is an
 * ERROR, a ratio to zero is unknown. */
onex_value onex_expr_eval(const onex_scope *scope, const onex_node *node, const onex_frame *frame);
/* The same without a copy: the value where it stands, or in `room`; for as long as the row, the scope's subject and `room`
 * stay as they are. */
const onex_value *onex_expr_look(const onex_scope *scope, const onex_node *node, const onex_frame *frame, onex_value *room);

/* Comparison of two known values of one kind: -1, 0, 1 (texts: by folded bytes). */
int onex_value_compare(onex_value a, onex_value b);
/* Whether two texts are equal: byte for byte when `codes`, else folded. */
bool onex_text_equal(const onex_text *a, const onex_text *b, bool codes);
/* Whether a known text is a member of the set. */
bool onex_set_has(const onex_set *set, const onex_text *text);

#endif
