/* Interval arithmetic over what is sure of a tree. Every step widens rather than guesses: a bound that is given holds. */
#include "expr/bounds.h"

#include <string.h>

#include "expr/same.h"

static const onex_bounds anything = {.low = {0, 1}, .high = {0, 1}};
static const onex_fraction zero = {0, 1}, one = {1, 1};

static onex_bounds at_least(onex_fraction low, bool whole) {
    return (onex_bounds){.low = low, .high = {0, 1}, .has_low = true, .whole = whole};
}
static onex_bounds exactly(onex_fraction v) {
    return (onex_bounds){.low = v, .high = v, .has_low = true, .has_high = true, .whole = v.d == 1};
}
static bool positive_or_zero(onex_bounds b) { return b.has_low && b.low.n >= 0; }

bool onex_outlook_init(onex_outlook *out, const onex_program *program, onex_arena *arena) {
    size_t n = (size_t)program->nfacts + 1;
    *out = (onex_outlook){.program = program, .day = ONEX_DAY_NONE};
    out->bounds = onex_arena_alloc(arena, n * sizeof *out->bounds);
    out->truth = onex_arena_alloc(arena, n);
    out->seen = onex_arena_alloc(arena, n);
    out->told = onex_arena_alloc(arena, ONEX_TOLD_TRUTHS * sizeof *out->told);
    return out->bounds && out->truth && out->seen && out->told;
}

void onex_outlook_set(onex_outlook *out, const char *college, onex_day day) {
    out->college = college;
    out->day = day;
    out->turn++;
    memset(out->seen, 0, (size_t)out->program->nfacts);
}

/* ---- what is stored ---- */

static onex_bounds of_column(const onex_column *column) {
    if (!column || column->type == ONEX_COL_DATE) return (onex_bounds){.low = {0, 1}, .high = {0, 1}, .whole = column != NULL};
    onex_bounds b = {.low = {column->least, 1}, .high = {column->most, 1}, .has_low = !column->negative, .has_high = column->most != 0};
    b.whole = column->type == ONEX_COL_INT;
    return b;
}

static onex_bounds of_param(const onex_outlook *o, const onex_param *param) {
    onex_in_force in = onex_param_for(param, o->college, o->day, NULL);
    if (!in.value) return (onex_bounds){.low = {0, 1}, .high = {0, 1}, .absent = true};
    onex_value v = in.value->value;
    return v.kind == ONEX_V_NUMBER || v.kind == ONEX_V_DATE ? exactly((onex_fraction){v.n, v.d}) : anything;
}

static void see_fact(onex_outlook *o, int number) {
    const onex_fact *fact = &o->program->facts[number];
    if (o->seen[number]) return;
    o->seen[number] = true;
    o->truth[number] = ONEX_CAN_BE_TRUE | ONEX_CAN_BE_FALSE;
    o->bounds[number] = anything;
    if (fact->source == ONEX_FACT_COLUMN)
        o->bounds[number] = of_column(fact->column);
    else if (fact->source == ONEX_FACT_DERIVE && fact->value && fact->type.kind == ONEX_T_BOOL)
        o->truth[number] = (unsigned char)onex_truth_of(o, fact->value);
    else if (fact->source == ONEX_FACT_DERIVE && fact->value)
        o->bounds[number] = onex_bounds_of(o, fact->value);
    else
        o->bounds[number].whole = fact->type.kind == ONEX_T_DATE || (fact->type.scale == 1 && !fact->type.share);
}

/* ---- shares of counts ---- */

/* The count behind a number: itself, the value of a fact, or what the reading chosen takes. */
static const onex_relation *count_of(const onex_outlook *o, const onex_node *node) {
    for (int i = 0; i < 8 && node && (node->op == ONEX_OP_FACT || node->op == ONEX_OP_CHOOSE); i++) {
        const onex_fact *fact = node->op == ONEX_OP_FACT ? &o->program->facts[node->u.index] : NULL;
        if (!fact)
            node = node->kids[o->program->readings[node->u.index].chosen];
        else
            node = fact->source == ONEX_FACT_DERIVE ? fact->value : NULL;
    }
    return node && node->op == ONEX_OP_RELATION && node->u.relation->word == ONEX_W_COUNT ? node->u.relation : NULL;
}

/* Whether the rows that fulfil `part` all fulfil `whole`: it asks nothing, the same, some of the same, or one of several. */
static bool asks_no_less(const onex_node *part, const onex_node *whole) {
    if (!whole || onex_expr_same(part, whole)) return true;
    if (!part) return false;
    for (int i = 0; whole->op == ONEX_OP_ANY && i < whole->nkids; i++)
        if (asks_no_less(part, whole->kids[i])) return true;
    for (int i = 0; part->op == ONEX_OP_ALL && i < part->nkids; i++)
        if (asks_no_less(part->kids[i], whole)) return true;
    if (whole->op != ONEX_OP_ALL) return false;
    for (int i = 0; i < whole->nkids; i++)
        if (!asks_no_less(part, whole->kids[i])) return false;
    return true;
}

/* Whether the first counts some of what the second counts. */
static bool counts_part_of(const onex_outlook *o, const onex_node *a, const onex_node *b) {
    const onex_relation *p = count_of(o, a), *w = count_of(o, b);
    if (!p || !w || p->entity != w->entity || p->nmatch != w->nmatch || p->ndistinct != w->ndistinct) return false;
    if (w->in_force && !p->in_force) return false;
    for (int i = 0; i < p->nmatch; i++)
        if (p->match[i].column != w->match[i].column || !onex_expr_same(p->match[i].value, w->match[i].value)) return false;
    for (int i = 0; i < p->ndistinct; i++)
        if (!onex_expr_same(p->distinct[i], w->distinct[i])) return false;
    return asks_no_less(p->where, w->where);
}

static onex_bounds of_ratio(onex_outlook *o, const onex_node *node) {
    onex_bounds a = onex_bounds_of(o, node->kids[0]), b = onex_bounds_of(o, node->kids[1]);
    if (!positive_or_zero(a) || !positive_or_zero(b)) return anything;
    onex_bounds out = at_least(zero, false);
    if (counts_part_of(o, node->kids[0], node->kids[1])) {
        out.high = one;
        out.has_high = true;
    }
    return out;
}

/* ---- arithmetic ---- */

static onex_bounds of_sum(onex_bounds a, onex_bounds b) {
    onex_bounds out = {.whole = a.whole && b.whole, .absent = a.absent || b.absent};
    out.has_low = a.has_low && b.has_low && onex_fraction_add(a.low, b.low, &out.low);
    out.has_high = a.has_high && b.has_high && onex_fraction_add(a.high, b.high, &out.high);
    return out;
}

static onex_bounds of_difference(onex_bounds a, onex_bounds b) {
    onex_bounds out = {.whole = a.whole && b.whole, .absent = a.absent || b.absent};
    out.has_low = a.has_low && b.has_high && onex_fraction_sub(a.low, b.high, &out.low);
    out.has_high = a.has_high && b.has_low && onex_fraction_sub(a.high, b.low, &out.high);
    return out;
}

static onex_bounds of_product(onex_bounds a, onex_bounds b) {
    onex_bounds out = {.absent = a.absent || b.absent, .whole = a.whole && b.whole};
    if (!positive_or_zero(a) || !positive_or_zero(b)) return out;
    out.has_low = onex_fraction_mul(a.low, b.low, &out.low);
    out.has_high = a.has_high && b.has_high && onex_fraction_mul(a.high, b.high, &out.high);
    return out;
}

static onex_bounds of_extreme(onex_bounds a, onex_bounds b, bool least) {
    onex_bounds out = {.whole = a.whole && b.whole, .absent = a.absent || b.absent};
    bool b_lower = a.has_low && b.has_low && onex_fraction_compare(b.low, a.low) < 0;
    bool b_higher = a.has_high && b.has_high && onex_fraction_compare(b.high, a.high) > 0;
    out.has_low = least ? a.has_low && b.has_low : a.has_low || b.has_low;
    out.has_high = least ? a.has_high || b.has_high : a.has_high && b.has_high;
    out.low = !b.has_low ? a.low : !a.has_low || b_lower == least ? b.low : a.low;
    out.high = !b.has_high ? a.high : !a.has_high || b_higher != least ? b.high : a.high;
    return out;
}

/* Either of the two. */
static onex_bounds of_union(onex_bounds a, onex_bounds b) {
    onex_bounds out = of_extreme(a, b, true), high = of_extreme(a, b, false);
    out.has_high = high.has_high;
    out.high = high.high;
    out.absent = false;
    return out;
}

static onex_bounds of_many(onex_outlook *o, const onex_node *node) {
    onex_bounds out = onex_bounds_of(o, node->kids[0]);
    for (int i = 1; i < node->nkids; i++) {
        onex_bounds next = onex_bounds_of(o, node->kids[i]);
        switch (node->op) {
        case ONEX_OP_ADD: out = of_sum(out, next); break;
        case ONEX_OP_SUB: out = of_difference(out, next); break;
        case ONEX_OP_MUL: out = of_product(out, next); break;
        case ONEX_OP_LEAST: out = of_extreme(out, next, true); break;
        case ONEX_OP_GREATEST: out = of_extreme(out, next, false); break;
        default: out = of_union(out, next);
        }
    }
    return out;
}

static onex_bounds of_relation(onex_outlook *o, const onex_relation *r) {
    bool none = r->where && !(onex_truth_of(o, r->where) & ONEX_CAN_BE_TRUE);
    if (r->word == ONEX_W_COUNT) return none ? exactly(zero) : at_least(zero, true);
    if (!r->take || r->word == ONEX_W_LIST) return anything;
    onex_bounds take = onex_bounds_of(o, r->take);
    if (r->word != ONEX_W_SUM) return take;
    if (none) return exactly(zero);
    return positive_or_zero(take) ? at_least(zero, take.whole) : (onex_bounds){.low = {0, 1}, .high = {0, 1}, .whole = take.whole};
}

onex_bounds onex_bounds_of(onex_outlook *o, const onex_node *node) {
    switch (node->op) {
    case ONEX_OP_LITERAL:
        if (node->u.literal.kind != ONEX_V_NUMBER && node->u.literal.kind != ONEX_V_DATE) return anything;
        return exactly((onex_fraction){node->u.literal.n, node->u.literal.d});
    case ONEX_OP_PARAM: return of_param(o, &o->program->params[node->u.index]);
    case ONEX_OP_FACT: see_fact(o, node->u.index); return o->bounds[node->u.index];
    case ONEX_OP_ROW: return of_column(node->u.column.path.column);
    case ONEX_OP_RELATION: return of_relation(o, node->u.relation);
    case ONEX_OP_RATIO: return of_ratio(o, node);
    case ONEX_OP_TALLY: return at_least(zero, true);
    case ONEX_OP_ADD: case ONEX_OP_SUB: case ONEX_OP_MUL: case ONEX_OP_LEAST: case ONEX_OP_GREATEST: case ONEX_OP_CHOOSE:
    case ONEX_OP_OTHERWISE: return of_many(o, node);
    case ONEX_OP_SCALE: return of_product(onex_bounds_of(o, node->kids[0]), exactly((onex_fraction){node->u.factor, 1}));
    case ONEX_OP_POINTS: return of_union(exactly(zero), onex_bounds_of(o, node->kids[1]));
    case ONEX_OP_AS_OF: case ONEX_OP_DAYS_BETWEEN: case ONEX_OP_DAYS_AFTER: case ONEX_OP_YEAR_END: case ONEX_OP_DAY_OF:
    case ONEX_OP_YEAR_OF: return (onex_bounds){.low = {0, 1}, .high = {0, 1}, .whole = true};
    default: return anything;
    }
}

bool onex_is_constant(const onex_node *node) {
    switch (node->op) {
    case ONEX_OP_LITERAL: case ONEX_OP_PARAM: return true;
    case ONEX_OP_ADD: case ONEX_OP_SUB: case ONEX_OP_MUL: case ONEX_OP_LEAST: case ONEX_OP_GREATEST: case ONEX_OP_SCALE:
        for (int i = 0; i < node->nkids; i++)
            if (!onex_is_constant(node->kids[i])) return false;
        return true;
    default: return false;
    }
}
