/* Trees held against each other, node by node. What follows from sameness is the caller's affair. */
#include "expr/same.h"

#include <string.h>

#include "expr/eval.h"

static bool same_path(const onex_node *a, const onex_node *b) {
    const onex_column_path *p = &a->u.column.path, *q = &b->u.column.path;
    return a->u.column.depth == b->u.column.depth && p->entity == q->entity && p->nsteps == q->nsteps &&
           memcmp(p->steps, q->steps, (size_t)p->nsteps * sizeof *p->steps) == 0;
}

static bool same_value(onex_value a, onex_value b) {
    if (a.kind != b.kind || !onex_v_known(a)) return a.kind == b.kind;
    return a.kind != ONEX_V_LIST && onex_value_compare(a, b) == 0;
}

static bool same_list(onex_node *const *a, onex_node *const *b, int na, int nb) {
    if (na != nb) return false;
    for (int i = 0; i < na; i++)
        if (!onex_expr_same(a[i], b[i])) return false;
    return true;
}

static bool same_relation(const onex_relation *a, const onex_relation *b) {
    if (a->word != b->word || a->entity != b->entity || a->in_force != b->in_force || a->nmatch != b->nmatch) return false;
    for (int i = 0; i < a->nmatch; i++)
        if (a->match[i].column != b->match[i].column || !onex_expr_same(a->match[i].value, b->match[i].value)) return false;
    return onex_expr_same(a->where, b->where) && onex_expr_same(a->take, b->take) && onex_expr_same(a->by, b->by) &&
           onex_expr_same(a->upto, b->upto) && same_list(a->distinct, b->distinct, a->ndistinct, b->ndistinct) &&
           same_list(a->take_values, b->take_values, a->ntake, b->ntake);
}

bool onex_expr_same(const onex_node *a, const onex_node *b) {
    if (!a || !b) return a == b;
    if (a->op != b->op || !same_list(a->kids, b->kids, a->nkids, b->nkids)) return false;
    switch (a->op) {
    case ONEX_OP_LITERAL: return a->type.kind == b->type.kind && a->type.scale == b->type.scale && same_value(a->u.literal, b->u.literal);
    case ONEX_OP_FACT: case ONEX_OP_PARAM: case ONEX_OP_READING: case ONEX_OP_ONE_OF: case ONEX_OP_NONE_OF:
    case ONEX_OP_CHOOSE: case ONEX_OP_EVERY: case ONEX_OP_MET: return a->u.index == b->u.index;
    case ONEX_OP_SCALE: return a->u.factor == b->u.factor;
    case ONEX_OP_ROW: return same_path(a, b);
    case ONEX_OP_TALLY: return a->u.tally.rule == b->u.tally.rule && a->u.tally.key == b->u.tally.key;
    case ONEX_OP_RELATION: return same_relation(a->u.relation, b->u.relation);
    default: return true;
    }
}
