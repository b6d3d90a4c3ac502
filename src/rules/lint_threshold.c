/* Thresholds of several rules on one number, held against each other for the school and for each college on each day: a
 * redline beyond the target, a target that asks no more than what must be anyway, and the values between that no rule
 * speaks of. Steps within one expression are lint_step.c's. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expr/same.h"
#include "expr/walk.h"
#include "rules/linter.h"

/* A rule that one comparison decides on its own: above or below it the rule is met, or hit. */
typedef struct edge {
    const onex_rule *rule;
    const onex_node *node; /* the comparison */
    bool denied;
} edge;

enum { EDGES_MOST = 4000, EDGES_OF_RULE = 16, PAIRS_MOST = 1000 }; /* more are no people's */

typedef enum { NOTHING, CROSSED, LEFT_OUT, BETWEEN, FINDINGS } finding;

typedef struct pair {
    const edge *a, *b; /* a target, and what is held against it */
    bool told[FINDINGS];
} pair;

typedef struct pairs {
    onex_linter *l;
    edge *edges;
    int n, cap;
    pair *items;
    int nitems, items_cap;
    onex_outlook outlook;
} pairs;

/* ---- the edges of rules ---- */

static void take_edge(pairs *ps, const onex_rule *rule, const onex_node *node, bool denied) {
    if (node->op == ONEX_OP_NO) {
        take_edge(ps, rule, node->kids[0], !denied);
        return;
    }
    bool one_suffices = node->op == (denied ? ONEX_OP_ALL : ONEX_OP_ANY);
    bool all_needed = node->op == (denied ? ONEX_OP_ANY : ONEX_OP_ALL) && rule->kind == ONEX_CONDITION;
    if (one_suffices || all_needed) {
        for (int i = 0; i < node->nkids; i++) take_edge(ps, rule, node->kids[i], denied);
        return;
    }
    bool compares = node->op >= ONEX_OP_GE && node->op <= ONEX_OP_GT;
    bool room = ps->n < ps->cap && (ps->n < EDGES_OF_RULE || ps->edges[ps->n - EDGES_OF_RULE].rule != rule);
    if (compares && room && (onex_is_constant(node->kids[0]) != onex_is_constant(node->kids[1])))
        ps->edges[ps->n++] = (edge){rule, node, denied};
}

static void count_comparison(void *ctx, const onex_node *node) {
    if (node->op >= ONEX_OP_GE && node->op <= ONEX_OP_GT) ++*(int *)ctx;
}

static bool judged(const onex_rule *rule) {
    return (rule->kind == ONEX_CONDITION || rule->kind == ONEX_TRIGGER) && rule->expr && rule->decl.at.file;
}

static void gather(pairs *ps) {
    const onex_program *p = ps->l->program;
    for (int i = 0; i < p->nrules; i++)
        if (judged(&p->rules[i])) onex_expr_walk(p->rules[i].expr, count_comparison, &ps->cap);
    if (ps->cap > EDGES_MOST) ps->cap = EDGES_MOST;
    ps->edges = onex_lint_alloc(ps->l, (size_t)ps->cap * sizeof *ps->edges);
    for (int i = 0; ps->edges && i < p->nrules; i++)
        if (judged(&p->rules[i])) take_edge(ps, &p->rules[i], p->rules[i].expr, false);
}

/* ---- two edges ---- */

/* Whether whoever the second rule is about, the first is about too. */
static bool covers(const onex_rule *first, const onex_rule *second) {
    return !first->only_if || onex_expr_same(first->only_if, second->only_if);
}

static bool same_number(const edge *a, const edge *b) {
    const onex_node *x = a->node->kids[onex_is_constant(a->node->kids[0])];
    const onex_node *y = b->node->kids[onex_is_constant(b->node->kids[0])];
    return a->rule->applies == b->rule->applies && onex_expr_same(x, y);
}

static bool is_floor(const onex_bounds *b) {
    return b->has_low && !b->has_high;
}

/* The first bound turned so that it is a floor, and the second with it. */
static onex_bounds turned(onex_bounds b) {
    onex_bounds t = b;
    t.has_low = b.has_high;
    t.has_high = b.has_low;
    t.low = (onex_fraction){-b.high.n, b.high.d};
    t.high = (onex_fraction){-b.low.n, b.low.d};
    t.low_open = b.high_open;
    t.high_open = b.low_open;
    return t;
}

/* `met` is a floor (x at least t), `hit` a ceiling (x below r). */
static finding of_opposites(onex_bounds met, onex_bounds hit) {
    if (!onex_bounds_apart(met, hit)) return CROSSED;
    const onex_bounds between = {.low = hit.high, .high = met.low, .has_low = true, .has_high = true, .whole = met.whole,
                                 .low_open = !hit.high_open, .high_open = !met.low_open};
    if (onex_bounds_apart(between, between)) return NOTHING;
    return onex_fraction_compare(hit.high, met.low) == 0 ? LEFT_OUT : BETWEEN;
}

static finding find(pairs *ps, const edge *a, const edge *b, onex_atom *x, onex_atom *y) {
    *x = onex_atom_of(&ps->outlook, a->node, a->denied);
    *y = onex_atom_of(&ps->outlook, b->node, b->denied);
    if (!x->number || !y->number) return NOTHING;
    onex_bounds met = x->within, other = y->within;
    if (!is_floor(&met)) {
        met = turned(met);
        other = turned(other);
    }
    if (b->rule->kind == ONEX_TRIGGER) return is_floor(&other) ? NOTHING : of_opposites(met, other);
    /* a target in principle beside what must be */
    bool target = a->rule->strength == ONEX_IN_PRINCIPLE && b->rule->strength == ONEX_MUST && is_floor(&other);
    int order = target ? onex_fraction_compare(met.low, other.low) : 1;
    return order < 0 || (order == 0 && (!met.low_open || other.low_open)) ? CROSSED : NOTHING;
}

/* ---- telling ---- */

const char *onex_lint_written(onex_linter *l, const onex_outlook *o, const onex_atom *atom, onex_place *at) {
    const onex_node *node = atom->against ? atom->against : atom->node;
    *at = node->at;
    while (node->op == ONEX_OP_SCALE) node = node->kids[0];
    if (node->op == ONEX_OP_PARAM) {
        onex_in_force in = onex_param_for(&l->program->params[node->u.index], o->college, o->day, NULL);
        if (in.value) *at = in.value->at;
        if (in.value && in.value->text) return in.value->text;
    }
    if (node->op == ONEX_OP_NONE) return "0";
    return node->literal_text ? node->literal_text : onex_lint_sentence(l, node);
}

static const char *written(pairs *ps, const onex_atom *atom, onex_place *at) {
    return onex_lint_written(ps->l, &ps->outlook, atom, at);
}

static bool is_local(onex_place at) {
    return at.file && strncmp(at.file, "colleges/", strlen("colleges/")) == 0;
}

static void tell_crossed(pairs *ps, const edge *a, const edge *b, const onex_atom *x, const onex_atom *y) {
    onex_place at, other;
    const char *target = written(ps, x, &at), *line = written(ps, y, &other);
    const char *when = onex_lint_when(ps->l, ps->outlook.college, ps->outlook.day);
    bool trigger = b->rule->kind == ONEX_TRIGGER;
    bool later = is_local(at) == is_local(other) ? trigger : is_local(other); /* a college's own word, else the redline */
    if (trigger)
        onex_lint_tell(ps->l, "W0504", later ? other : at, 0,
                       onex_tr("the redline belongs on the far side of the target", "红线应比目标更宽"),
                       onex_tr("%sone value can be both: '%s' is met at %s, '%s' is hit at %s",
                               "%s同一取值会既符合又命中：“%s”的目标为 %s，“%s”的红线为 %s"),
                       when, onex_lint_name(&a->rule->decl), target, onex_lint_name(&b->rule->decl), line);
    else
        onex_lint_tell(ps->l, "W0504", later ? other : at, 0,
                       onex_tr("a target in principle asks more than what must be", "原则上的目标应高于必须达到的要求"),
                       onex_tr("%sthe target of '%s' (%s) asks no more than '%s' (%s), which must be met anyway",
                               "%s“%s”的目标（%s）并不高于必须达到的“%s”（%s）"),
                       when, onex_lint_name(&a->rule->decl), target, onex_lint_name(&b->rule->decl), line);
    onex_lint_also(ps->l, onex_tr("the other value", "另一处取值"), later ? at : other);
}

static const char *shortfall(const onex_rule *rule) {
    return rule->strength == ONEX_MUST ? onex_tr("is not met", "不符合") : onex_tr("deviates", "偏离");
}

static void tell_left_out(pairs *ps, const edge *a, const edge *b, const onex_atom *x, const onex_atom *y) {
    onex_place at, other;
    const char *value = written(ps, x, &at);
    written(ps, y, &other);
    onex_lint_tell(ps->l, "W0505", at, 0,
                   onex_tr("at_least and at_most take the value in, above and below leave it out",
                           "at_least、at_most 含等于，above、below 不含"),
                   onex_tr("%sexactly %s: '%s' %s, and '%s' is not hit", "%s恰为 %s 时：“%s”%s，而“%s”未命中"),
                   onex_lint_when(ps->l, ps->outlook.college, ps->outlook.day), value, onex_lint_name(&a->rule->decl),
                   shortfall(a->rule), onex_lint_name(&b->rule->decl));
    onex_lint_also(ps->l, onex_tr("the other", "另一处"), b->node->at);
}

static void tell_between(pairs *ps, const edge *a, const edge *b, const onex_atom *x, const onex_atom *y) {
    onex_place at, other;
    const char *target = written(ps, x, &at), *line = written(ps, y, &other);
    bool rising = is_floor(&x->within); /* the smaller one comes first */
    onex_lint_tell(ps->l, "N0506", at, 0, NULL,
                   onex_tr("%sbetween %s and %s '%s' %s, and '%s' is not hit",
                           "%s在 %s 与 %s 之间：“%s”%s，“%s”未命中"),
                   onex_lint_when(ps->l, ps->outlook.college, ps->outlook.day), rising ? line : target,
                   rising ? target : line, onex_lint_name(&a->rule->decl), shortfall(a->rule),
                   onex_lint_name(&b->rule->decl));
    onex_lint_also(ps->l, onex_tr("redline", "红线"), other);
}

/* ---- all pairs ---- */

static bool see_each_other(const onex_decl *a, const onex_decl *b) {
    return !a->college || !b->college || strcmp(a->college, b->college) == 0;
}

static bool opposed(const edge *a, const edge *b) {
    if (a->rule == b->rule || a->rule->kind != ONEX_CONDITION || !see_each_other(&a->rule->decl, &b->rule->decl)) return false;
    if (b->rule->kind != ONEX_TRIGGER && a->rule->strength != ONEX_IN_PRINCIPLE) return false;
    return same_number(a, b) && covers(b->rule, a->rule);
}

static void match(pairs *ps) {
    for (int i = 0; i < ps->n; i++)
        for (int j = 0; j < ps->n && ps->nitems < PAIRS_MOST && !ps->l->no_memory; j++) {
            if (!opposed(&ps->edges[i], &ps->edges[j])) continue;
            if (ps->nitems == ps->items_cap) {
                int cap = ps->items_cap ? ps->items_cap * 2 : 16;
                pair *more = onex_lint_alloc(ps->l, (size_t)cap * sizeof *more);
                if (!more) return;
                if (ps->nitems) memcpy(more, ps->items, (size_t)ps->nitems * sizeof *more);
                ps->items = more;
                ps->items_cap = cap;
            }
            ps->items[ps->nitems++] = (pair){.a = &ps->edges[i], .b = &ps->edges[j]};
        }
}

static bool in_view(const pairs *ps, const onex_decl *decl) {
    const char *college = ps->outlook.college;
    if (!onex_decl_valid(decl, ps->outlook.day)) return false;
    return !decl->college || (college && strcmp(college, decl->college) == 0);
}

static void look_at(pairs *ps, pair *of) {
    onex_atom x, y;
    if (!in_view(ps, &of->a->rule->decl) || !in_view(ps, &of->b->rule->decl)) return;
    finding found = find(ps, of->a, of->b, &x, &y);
    if (of->told[found]) return;
    of->told[found] = true;
    if (found == CROSSED) tell_crossed(ps, of->a, of->b, &x, &y);
    if (found == LEFT_OUT) tell_left_out(ps, of->a, of->b, &x, &y);
    bool schools = !of->a->rule->decl.college && !of->b->rule->decl.college; /* a college's own rule stands beside them */
    if (found == BETWEEN && schools) tell_between(ps, of->a, of->b, &x, &y);
}

static void look(pairs *ps, const char *college) {
    onex_day *days;
    int n = onex_lint_days(ps->l, college, &days);
    for (int i = 0; i < n; i++) {
        onex_outlook_set(&ps->outlook, college, days[i]);
        for (int k = 0; k < ps->nitems && !ps->l->no_memory; k++) look_at(ps, &ps->items[k]);
    }
}

void onex_lint_thresholds(onex_linter *l) {
    pairs ps = {.l = l};
    const char **colleges;
    gather(&ps);
    match(&ps);
    if (l->no_memory || !onex_outlook_init(&ps.outlook, l->program, &l->arena)) {
        l->no_memory = true;
        return;
    }
    int ncolleges = onex_lint_colleges(l, &colleges);
    look(&ps, NULL);
    for (int c = 0; c < ncolleges && !l->no_memory; c++) look(&ps, colleges[c]);
}
