/* Evaluates expression trees in three values, exactly. What a tree asks of the world (facts, rows, other
 * rules' verdicts) comes through onex_scope; this file knows no tables and no rules. */
#ifndef ONEX_EXPR_EVAL_H
#define ONEX_EXPR_EVAL_H

#include "expr/program.h"

typedef struct onex_scope onex_scope;

/* A row in view: cells by slot; outer rows behind it. `raw`: the cells whatever the day (for `blank`). */
typedef struct onex_frame {
    const onex_value *cells, *raw;
    const struct onex_frame *outer;
} onex_frame;

typedef struct onex_tallies { /* child verdicts of one rule */
    long counts[ONEX_VERDICTS];
} onex_tallies;

struct onex_scope {
    const onex_program *program;
    onex_day day;        /* the day asked about */
    onex_day own_day;    /* the subject's own day for params, sets, readings (event-like: spent_on, held_on); ONEX_DAY_NONE: unknown */
    void *ctx;
    onex_value (*fact)(void *ctx, int fact);
    bool (*fact_blank)(void *ctx, int fact); /* the cell of a column fact is empty, whatever the day */
    onex_value (*relation)(void *ctx, const onex_relation *relation, const onex_frame *frame);
    onex_value (*param)(void *ctx, int param);   /* in force for the subject's college on its own day */
    int (*option)(void *ctx, int reading);       /* the option chosen */
    bool (*member)(void *ctx, int set, const onex_text *text);
    onex_verdict (*verdict)(void *ctx, int rule); /* of the subject or its parent */
    const onex_tallies *(*children)(void *ctx, int rule); /* NULL: unknown altogether */
};

onex_value onex_expr_eval(const onex_scope *scope, const onex_node *node, const onex_frame *frame);

/* Comparison of two known values of one kind: -1, 0, 1. */
int onex_value_compare(onex_value a, onex_value b);
/* Whether two texts are equal: byte for byte when `codes`, else folded. */
bool onex_text_equal(const onex_text *a, const onex_text *b, bool codes);

#endif
