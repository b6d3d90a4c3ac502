/* Members of a conclusion that exclude each other: what one asks another forbids, so that `all` can never be met; or one
 * of two triggers always fires, so that `any` is always hit. With what colleges add, each for itself. */
#include <string.h>

#include "expr/same.h"
#include "rules/linter.h"

enum { MEMBERS_MOST = 100 }; /* of one outcome for one college */

typedef struct asking {
    const onex_rule *rule;
    onex_atom atoms[ONEX_ATOMS_MOST];
    int n;
} asking;

typedef struct outcomes {
    onex_linter *l;
    onex_outlook outlook;
    asking *members;
    int n;
    bool *told; /* of each outcome */
} outcomes;

/* Whether the rule is asked of whoever the outcome is about. */
static bool always_asked(const onex_rule *outcome, const onex_rule *rule) {
    return !rule->only_if || onex_expr_same(rule->only_if, outcome->only_if);
}

static bool in_view(const outcomes *os, const onex_decl *decl) {
    const char *college = os->outlook.college;
    if (!onex_decl_valid(decl, os->outlook.day)) return false;
    return !decl->college || (college && strcmp(decl->college, college) == 0);
}

/* The members that decide on their own: what is only in principle does not. */
static void gather(outcomes *os, const onex_rule *outcome) {
    os->n = 0;
    for (int i = 0; i < outcome->nmembers && os->n < MEMBERS_MOST; i++) {
        const onex_rule *rule = &os->l->program->rules[outcome->members[i]];
        if (!rule->expr || rule->strength != ONEX_MUST || rule->applies != outcome->applies) continue;
        if (!in_view(os, &rule->decl) || !always_asked(outcome, rule)) continue;
        asking *m = &os->members[os->n++];
        m->rule = rule;
        m->n = onex_atoms_of(&os->outlook, rule->expr, outcome->as_trigger, m->atoms, 0);
    }
}

static void tell(outcomes *os, const onex_rule *outcome, const asking *first, const asking *second, const onex_atom *x,
                 const onex_atom *y) {
    onex_linter *l = os->l;
    const char *when = onex_lint_when(l, os->outlook.college, os->outlook.day);
    onex_lint_tell(l, "W0501", y->node->at, 0, NULL,
                   outcome->as_trigger ? onex_tr("%s'%s' is always hit: one of '%s' (\"%s\") and '%s' (\"%s\") always fires",
                                                 "%s“%s”总是命中：“%s”（%s）与“%s”（%s）必有一个命中")
                                       : onex_tr("%s'%s' can never be met: '%s' (\"%s\") and '%s' (\"%s\") exclude each other",
                                                 "%s“%s”永远不会符合：“%s”（%s）与“%s”（%s）不能同时成立"),
                   when, onex_lint_name(&outcome->decl), onex_lint_name(&first->rule->decl), onex_lint_sentence(l, x->node),
                   onex_lint_name(&second->rule->decl), onex_lint_sentence(l, y->node));
    onex_lint_also(l, onex_tr("the other", "另一处"), x->node->at);
}

/* The first atoms of the two that clash; false: none do. */
static bool clash(outcomes *os, const asking *a, const asking *b, const onex_atom **x, const onex_atom **y) {
    for (int i = 0; i < a->n; i++)
        for (int k = 0; k < b->n; k++)
            if (onex_atoms_clash(&os->outlook, &a->atoms[i], &b->atoms[k])) {
                *x = &a->atoms[i];
                *y = &b->atoms[k];
                return true;
            }
    return false;
}

static void look_at(outcomes *os, int number) {
    const onex_rule *outcome = &os->l->program->rules[number];
    const onex_atom *x, *y;
    gather(os, outcome);
    for (int j = 1; j < os->n; j++)
        for (int i = 0; i < j; i++)
            if (clash(os, &os->members[i], &os->members[j], &x, &y)) {
                tell(os, outcome, &os->members[i], &os->members[j], x, y);
                os->told[number] = true;
                return;
            }
}

static void look(outcomes *os, const char *college) {
    const onex_program *p = os->l->program;
    onex_day *days;
    int n = onex_lint_days(os->l, college, &days);
    for (int d = 0; d < n && !os->l->no_memory; d++) {
        onex_outlook_set(&os->outlook, college, days[d]);
        for (int i = 0; i < p->nrules; i++)
            if (p->rules[i].kind == ONEX_OUTCOME && !os->told[i] && in_view(os, &p->rules[i].decl)) look_at(os, i);
    }
}

void onex_lint_outcomes(onex_linter *l) {
    const char **colleges;
    outcomes os = {.l = l, .members = onex_lint_alloc(l, MEMBERS_MOST * sizeof *os.members), .told = onex_lint_alloc(l, (size_t)l->program->nrules)};
    if (l->no_memory || !onex_outlook_init(&os.outlook, l->program, &l->arena)) {
        l->no_memory = true;
        return;
    }
    int n = onex_lint_colleges(l, &colleges);
    look(&os, NULL);
    for (int i = 0; i < n && !l->no_memory; i++) look(&os, colleges[i]);
}
