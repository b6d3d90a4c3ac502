/* Points given by steps of one number, as in a scoring table: values between two steps for which there are none. That
 * steps overlap is usual, for each may add to those below. */
#include <stdlib.h>
#include <string.h>

#include "expr/same.h"
#include "expr/walk.h"
#include "rules/linter.h"

enum { STEPS_MOST = 32 };

typedef struct step {
    const onex_node *node;  /* points(…) */
    onex_bounds in;         /* where it gives them */
    onex_atom lower, upper; /* what bounds it, where it is bounded */
} step;

typedef struct stepping {
    onex_linter *l;
    onex_outlook outlook;
    const onex_decl *decl;
    const onex_node *inner; /* a sum that was looked at as part of another */
    step steps[STEPS_MOST];
    int n;
} stepping;

/* ---- gathering the steps of a sum ---- */

static bool adds(const onex_node *node) {
    return node->op == ONEX_OP_ADD || node->op == ONEX_OP_GREATEST;
}

/* Whether the condition is about one number alone, and its bounds. */
static bool bounds_of(stepping *s, const onex_node *condition, step *out) {
    onex_atom atoms[ONEX_ATOMS_MOST];
    int n = onex_atoms_of(&s->outlook, condition, false, atoms, 0);
    for (int i = 0; i < n; i++) {
        const onex_atom *a = &atoms[i];
        if (!a->number || a->right || !onex_expr_same(a->left, atoms[0].left)) return false;
        int low = a->within.has_low && out->in.has_low ? onex_fraction_compare(a->within.low, out->in.low) : 1;
        int high = a->within.has_high && out->in.has_high ? onex_fraction_compare(a->within.high, out->in.high) : -1;
        if (a->within.has_low && (low > 0 || (low == 0 && a->within.low_open))) {
            out->in.has_low = true;
            out->in.low = a->within.low;
            out->in.low_open = a->within.low_open;
            out->lower = *a;
        }
        if (a->within.has_high && (high < 0 || (high == 0 && a->within.high_open))) {
            out->in.has_high = true;
            out->in.high = a->within.high;
            out->in.high_open = a->within.high_open;
            out->upper = *a;
        }
        out->in.whole = a->within.whole;
    }
    return n > 0;
}

static const onex_node *number_of(const step *s) {
    return s->in.has_low ? s->lower.left : s->upper.left;
}

static void gather(stepping *s, const onex_node *node) {
    if (adds(node)) {
        for (int i = 0; i < node->nkids; i++) gather(s, node->kids[i]);
        return;
    }
    step made = {.node = node};
    if (node->op != ONEX_OP_POINTS || s->n == STEPS_MOST || !bounds_of(s, node->kids[0], &made)) return;
    if (s->n && !onex_expr_same(number_of(&s->steps[0]), number_of(&made))) return; /* a table of one number */
    s->steps[s->n++] = made;
}

static int by_lower(const void *a, const void *b) {
    const onex_bounds *x = &((const step *)a)->in, *y = &((const step *)b)->in;
    if (!x->has_low || !y->has_low) return (int)x->has_low - (int)y->has_low;
    int order = onex_fraction_compare(x->low, y->low);
    return order ? order : (int)x->low_open - (int)y->low_open;
}

/* ---- holes ---- */

static bool reaches_further(const onex_bounds *a, const onex_bounds *b) {
    if (!a->has_high || !b->has_high) return !a->has_high;
    int order = onex_fraction_compare(a->high, b->high);
    return order > 0 || (order == 0 && !a->high_open);
}

/* What lies behind the one and before the other. */
static bool hole_between(const step *below, const step *above) {
    if (!below->in.has_high || !above->in.has_low || onex_fraction_compare(below->in.high, above->in.low) > 0) return false;
    const onex_bounds between = {.low = below->in.high, .high = above->in.low, .has_low = true, .has_high = true,
                                 .low_open = !below->in.high_open, .high_open = !above->in.low_open, .whole = below->in.whole};
    return !onex_bounds_apart(between, between);
}

/* Points for what is very little and for what is very much are no table. */
static bool are_extremes(const step *below, const step *above) {
    return !below->in.has_low && !above->in.has_high && onex_expr_same(below->node->kids[1], above->node->kids[1]);
}

static void tell(stepping *s, const step *below, const step *above) {
    onex_place at, other;
    const char *upper = onex_lint_written(s->l, &s->outlook, &above->lower, &at);
    const char *lower = onex_lint_written(s->l, &s->outlook, &below->upper, &other);
    bool single = onex_fraction_compare(below->in.high, above->in.low) == 0;
    if (single)
        onex_lint_tell(s->l, "W0505", above->lower.node->at, 0, NULL,
                       onex_tr("in '%s' no step gives points at exactly %s", "“%s”中恰为 %s 时没有得分"),
                       onex_lint_name(s->decl), upper);
    else
        onex_lint_tell(s->l, "W0505", above->lower.node->at, 0, NULL,
                       onex_tr("in '%s' no step gives points between %s and %s", "“%s”中 %s 与 %s 之间没有得分"),
                       onex_lint_name(s->decl), lower, upper);
    onex_lint_also(s->l, onex_tr("the step below", "下一档"), below->upper.node->at);
}

static void look(void *ctx, const onex_node *node) {
    stepping *s = ctx;
    if (!adds(node) || s->l->no_memory) return;
    s->n = 0;
    gather(s, node);
    if (s->n < 2) return;
    qsort(s->steps, (size_t)s->n, sizeof *s->steps, by_lower);
    const step *furthest = &s->steps[0];
    for (int i = 1; i < s->n; i++) {
        const step *next = &s->steps[i];
        if (hole_between(furthest, next) && !are_extremes(furthest, next) && next->node != s->inner) {
            s->inner = next->node; /* an inner sum has the same steps */
            tell(s, furthest, next);
        }
        if (reaches_further(&next->in, &furthest->in)) furthest = next;
    }
}

void onex_lint_steps(onex_linter *l) {
    const onex_program *p = l->program;
    stepping s = {.l = l};
    if (!onex_outlook_init(&s.outlook, p, &l->arena)) {
        l->no_memory = true;
        return;
    }
    for (int i = 0; i < p->nfacts + p->nrules && !l->no_memory; i++) {
        const onex_fact *fact = i < p->nfacts ? &p->facts[i] : NULL;
        const onex_rule *rule = fact ? NULL : &p->rules[i - p->nfacts];
        s.decl = fact ? &fact->decl : &rule->decl;
        s.inner = NULL;
        onex_day first = s.decl->valid_from > p->regulation.effective ? s.decl->valid_from : p->regulation.effective;
        onex_outlook_set(&s.outlook, s.decl->college, first == ONEX_DAY_NONE ? 0 : first);
        if (fact)
            onex_fact_walk(fact, look, &s);
        else
            onex_rule_walk(rule, look, &s);
    }
}
