/* The way through a tree. What is looked for is the caller's affair. */
#include "expr/walk.h"

static void walk_relation(const onex_relation *r, onex_walk_fn fn, void *ctx) {
    onex_expr_walk(r->where, fn, ctx);
    onex_expr_walk(r->take, fn, ctx);
    onex_expr_walk(r->by, fn, ctx);
    onex_expr_walk(r->upto, fn, ctx);
    for (int i = 0; i < r->ndistinct; i++) onex_expr_walk(r->distinct[i], fn, ctx);
    for (int i = 0; i < r->nmatch; i++) onex_expr_walk(r->match[i].value, fn, ctx);
    for (int i = 0; i < r->ntake; i++) onex_expr_walk(r->take_values[i], fn, ctx);
}

void onex_expr_walk(const onex_node *node, onex_walk_fn fn, void *ctx) {
    if (!node) return;
    fn(ctx, node);
    for (int i = 0; i < node->nkids; i++) onex_expr_walk(node->kids[i], fn, ctx);
    if (node->op == ONEX_OP_RELATION) walk_relation(node->u.relation, fn, ctx);
}

void onex_fact_walk(const onex_fact *fact, onex_walk_fn fn, void *ctx) {
    onex_expr_walk(fact->provided, fn, ctx);
    onex_expr_walk(fact->value, fn, ctx);
    for (int i = 0; i < fact->ninputs; i++) onex_expr_walk(fact->inputs[i], fn, ctx);
}

void onex_rule_walk(const onex_rule *rule, onex_walk_fn fn, void *ctx) {
    onex_expr_walk(rule->only_if, fn, ctx);
    onex_expr_walk(rule->expr, fn, ctx);
}
