/* Conditions in three values: what a tree says of a row or a subject, without a value being made for each step. */
#ifndef ONEX_EXPR_DECIDE_H
#define ONEX_EXPR_DECIDE_H

#include "expr/eval.h"

typedef enum { ONEX_NO, ONEX_YES, ONEX_OPEN, ONEX_FAILED } onex_truth;

typedef struct onex_decision {
    onex_truth truth;
    const char *error; /* FAILED: open because something failed; what */
} onex_decision;

/* What a tree of type bool says; the value of onex_expr_eval, told apart. */
onex_decision onex_expr_decide(const onex_scope *scope, const onex_node *node, const onex_frame *frame);

/* Sets `quick` of a node whose cells have their slots. */
void onex_quicken(onex_node *node);

/* The cell that an ONEX_OP_ROW stands for, in that slot of its row; unknown where there is no such row. */
const onex_value *onex_cell(const onex_node *node, const onex_frame *frame, int slot);

#endif
