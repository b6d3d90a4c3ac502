/* Every node of a tree, the trees inside of its row counts included: who uses what. */
#ifndef ONEX_EXPR_WALK_H
#define ONEX_EXPR_WALK_H

#include "expr/program.h"

typedef void (*onex_walk_fn)(void *ctx, const onex_node *node);

/* Calls fn for the node and all below it, parents first, each place once. NULL: nothing. */
void onex_expr_walk(const onex_node *node, onex_walk_fn fn, void *ctx);
/* The same over all trees of a fact (provided, value, inputs) or of a rule (only_if, its expression). */
void onex_fact_walk(const onex_fact *fact, onex_walk_fn fn, void *ctx);
void onex_rule_walk(const onex_rule *rule, onex_walk_fn fn, void *ctx);

#endif
