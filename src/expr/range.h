/* Bounds of numbers that rest on tallies: while verdicts of children are unknown, a tally lies between what is certain
 * and that plus the unknown children. */
#ifndef ONEX_EXPR_RANGE_H
#define ONEX_EXPR_RANGE_H

#include "expr/eval.h"

/* Both known and low <= high, or `low` is what is not known: unknown or an error. */
typedef struct onex_range {
    onex_value low, high;
} onex_range;

/* Whether the tree holds a tally itself (not through facts): only then do its bounds say more than its value. */
bool onex_range_matters(const onex_node *node);

/* The bounds of a number, over all values that its tallies may still take (each by itself). What holds no tally has its
 * value as both bounds; a ratio whose denominator may be 0 is unknown. */
onex_range onex_range_of(const onex_scope *scope, const onex_node *node, const onex_frame *frame);

/* A comparison (ONEX_OP_GE .. ONEX_OP_NE) of two ranges: true where it holds for all their values, false where for
 * none, else unknown. */
onex_value onex_range_compare(onex_op op, onex_range a, onex_range b);

#endif
