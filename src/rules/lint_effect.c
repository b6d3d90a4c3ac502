/* What the verdicts of rules come to: rules that enter nothing, rules that say the same twice, titles that look alike. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expr/same.h"
#include "expr/walk.h"
#include "rules/linter.h"

/* ---- rules that come to nothing ---- */

static void mark(void *ctx, const onex_node *node) {
    bool *used = ctx;
    if (node->op == ONEX_OP_MET || node->op == ONEX_OP_EVERY) used[node->u.index] = true;
    if (node->op == ONEX_OP_TALLY) used[node->u.tally.rule] = true;
}

static void mark_list(bool *used, const int *rules, int n) {
    for (int i = 0; i < n; i++) used[rules[i]] = true;
}

static void mark_all(const onex_program *p, bool *used) {
    for (int i = 0; i < p->nfacts; i++) onex_fact_walk(&p->facts[i], mark, used);
    for (int i = 0; i < p->nrules; i++) {
        const onex_rule *rule = &p->rules[i];
        onex_rule_walk(rule, mark, used);
        mark_list(used, rule->members, rule->nmembers);
        for (int k = 0; k < rule->nevidence; k++) {
            int named = onex_program_rule_of(p, rule->decl.college, rule->evidence[k]);
            if (named >= 0) used[named] = true;
        }
        if (rule->joins >= 0) used[i] = true;
    }
    for (int i = 0; i < p->ntransitions; i++) {
        mark_list(used, p->transitions[i].needs, p->transitions[i].nneeds);
        mark_list(used, p->transitions[i].forbids, p->transitions[i].nforbids);
    }
    for (int i = 0; i < p->nduties; i++) {
        onex_expr_walk(p->duties[i].only_if, mark, used);
        onex_expr_walk(p->duties[i].due, mark, used);
        onex_expr_walk(p->duties[i].done, mark, used);
    }
}

/* The school's outcomes that a college's rule could join, as a list; "" where there is none. */
static void could_join(const onex_program *p, const onex_rule *rule, onex_buffer *b) {
    bool trigger = rule->kind == ONEX_TRIGGER || (rule->kind == ONEX_ATTESTATION && rule->as_trigger);
    for (int i = 0; i < p->nrules; i++) {
        const onex_rule *outcome = &p->rules[i];
        if (outcome->kind != ONEX_OUTCOME || outcome->decl.college || outcome->college_may != ONEX_MAY_ADD) continue;
        if (outcome->applies != rule->applies || outcome->as_trigger != trigger) continue;
        onex_buffer_printf(b, "%s\"%s\"", b->len ? ", " : "", outcome->decl.name);
    }
}

/* A condition of the school is for `check` to show, whatever rests on it; a college's that could enter something
 * seems forgotten. */
static void check_effect(onex_linter *l, const onex_rule *rule) {
    onex_buffer joins = {0}, hint = {0};
    if (rule->decl.college) could_join(l->program, rule, &joins);
    bool silent = rule->decl.note || rule->strength == ONEX_PREFERRED || rule->kind == ONEX_OUTCOME ||
                  (rule->decl.college ? !joins.len : rule->kind == ONEX_CONDITION);
    if (joins.len)
        onex_buffer_printf(&hint,
                           onex_tr("write joins = … (%s), or say in its note what it is for",
                                   "请写 joins = …（%s），或在 note 中说明用途"),
                           joins.data);
    else
        onex_buffer_text(&hint, onex_tr("name it in an outcome, or say in its note what it is for",
                                        "请列入某个结论，或在 note 中说明用途"));
    if (joins.failed || hint.failed)
        l->no_memory = true;
    else if (!silent)
        onex_lint_tell(l, "W0402", rule->decl.at, 0, hint.data,
                       onex_tr("nothing comes of '%s': it enters no outcome, transition or duty",
                               "“%s”的判定没有去处：不进入任何结论、步骤或事项"),
                       onex_lint_name(&rule->decl));
    onex_buffer_clear(&joins);
    onex_buffer_clear(&hint);
}

/* ---- the same twice ---- */

static bool same_texts(const char *a, const char *b) {
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool see_each_other(const onex_decl *a, const onex_decl *b) {
    return !a->college || !b->college || strcmp(a->college, b->college) == 0;
}

static bool same_days(const onex_decl *a, const onex_decl *b) {
    onex_day from = a->valid_from > b->valid_from ? a->valid_from : b->valid_from;
    return (a->valid_to == ONEX_DAY_NONE || from < a->valid_to) && (b->valid_to == ONEX_DAY_NONE || from < b->valid_to);
}

static bool say_the_same(const onex_rule *a, const onex_rule *b) {
    return a->kind == b->kind && a->applies == b->applies && a->strength == b->strength && a->expr && b->expr &&
           see_each_other(&a->decl, &b->decl) && same_days(&a->decl, &b->decl) && onex_expr_same(a->expr, b->expr) &&
           onex_expr_same(a->only_if, b->only_if);
}

static void check_twice(onex_linter *l, int number) {
    const onex_rule *rule = &l->program->rules[number];
    for (int i = 0; i < number; i++) {
        const onex_rule *first = &l->program->rules[i];
        if (!say_the_same(first, rule)) continue;
        onex_lint_tell(l, "W0405", rule->decl.at, 0, NULL, onex_tr("'%s' says the same as '%s'", "“%s”与“%s”内容相同"),
                       onex_lint_name(&rule->decl), onex_lint_name(&first->decl));
        onex_lint_also(l, onex_tr("the other", "另一条"), first->decl.at);
        return;
    }
}

static bool count_the_same(const onex_fact *a, const onex_fact *b) {
    return a->subject == b->subject && a->value && b->value && !a->provided && !b->provided &&
           a->value->op == ONEX_OP_RELATION && b->value->op == ONEX_OP_RELATION &&
           a->value->u.relation->entity == b->value->u.relation->entity && see_each_other(&a->decl, &b->decl) &&
           same_days(&a->decl, &b->decl) && onex_expr_same(a->value, b->value);
}

/* A fact that counts what another counts already. */
static void check_counted_twice(onex_linter *l, int number) {
    const onex_fact *fact = &l->program->facts[number];
    for (int i = 0; i < number; i++) {
        const onex_fact *first = &l->program->facts[i];
        if (!count_the_same(first, fact)) continue;
        char hint[256];
        snprintf(hint, sizeof hint, onex_tr("use fact.%s", "请直接用 fact.%s"), first->decl.name);
        onex_lint_tell(l, "W0405", fact->decl.at, 0, hint, onex_tr("'%s' counts the same as '%s'", "“%s”与“%s”统计的内容相同"),
                       onex_lint_name(&fact->decl), onex_lint_name(&first->decl));
        onex_lint_also(l, onex_tr("the other", "另一条"), first->decl.at);
        return;
    }
}

/* ---- titles that look the same ---- */

typedef struct titled {
    const onex_decl *decl;
    char *folded;
} titled;

static int by_folded(const void *a, const void *b) {
    return strcmp(((const titled *)a)->folded, ((const titled *)b)->folded);
}

static void tell_titles(onex_linter *l, const onex_decl *a, const onex_decl *b) {
    if (same_texts(a->title, b->title) || !see_each_other(a, b)) return;
    int files = strcmp(a->at.file, b->at.file);
    const onex_decl *late = files > 0 || (files == 0 && a->at.line > b->at.line) ? a : b;
    const onex_decl *early = late == a ? b : a;
    onex_lint_tell(l, "W0406", onex_lint_place_of(l, late->at, late->title), 0, NULL,
                   onex_tr("the title '%s' looks the same as that of '%s'", "标题“%s”看起来与“%s”的相同"), late->title,
                   early->name);
    onex_lint_also(l, onex_tr("the other", "另一个"), early->at);
}

static void check_titles(onex_linter *l, titled *list, int n) {
    int kept = 0;
    for (int i = 0; i < n; i++) {
        if (!list[i].decl->title || !list[i].decl->at.file) continue;
        list[kept] = list[i];
        list[kept].folded = onex_text_fold(list[i].decl->title, strlen(list[i].decl->title));
        if (!list[kept].folded) l->no_memory = true;
        kept++;
    }
    if (!l->no_memory && kept) qsort(list, (size_t)kept, sizeof *list, by_folded);
    for (int i = 1; i < kept && !l->no_memory; i++)
        if (strcmp(list[i - 1].folded, list[i].folded) == 0) tell_titles(l, list[i - 1].decl, list[i].decl);
    for (int i = 0; i < kept; i++) free(list[i].folded);
}

static void check_all_titles(onex_linter *l) {
    const onex_program *p = l->program;
    size_t most = (size_t)p->nfacts + (size_t)p->nrules + (size_t)p->nparams + (size_t)p->nsets + (size_t)p->nreadings +
                  (size_t)p->ntransitions + (size_t)p->nduties;
    titled *list = onex_lint_alloc(l, most * sizeof *list);
    int n = 0;
    if (!list) return;
    for (int i = 0; i < p->nfacts; i++)
        if (p->facts[i].source != ONEX_FACT_COLUMN) list[n++].decl = &p->facts[i].decl;
    check_titles(l, list, n);
    n = 0;
    for (int i = 0; i < p->nrules; i++) list[n++].decl = &p->rules[i].decl;
    for (int i = 0; i < p->nduties; i++) list[n++].decl = &p->duties[i].decl;
    check_titles(l, list, n);
    n = 0;
    for (int i = 0; i < p->nparams; i++) list[n++].decl = &p->params[i].decl;
    check_titles(l, list, n);
    n = 0;
    for (int i = 0; i < p->nsets; i++) list[n++].decl = &p->sets[i].decl;
    check_titles(l, list, n);
    n = 0;
    for (int i = 0; i < p->nreadings; i++) list[n++].decl = &p->readings[i].decl;
    check_titles(l, list, n);
    n = 0;
    for (int i = 0; i < p->ntransitions; i++) list[n++].decl = &p->transitions[i].decl;
    check_titles(l, list, n);
}

void onex_lint_effects(onex_linter *l) {
    const onex_program *p = l->program;
    bool *used = onex_lint_alloc(l, (size_t)p->nrules);
    if (!used) return;
    mark_all(p, used);
    for (int i = 0; i < p->nrules && !l->no_memory; i++) {
        if (!used[i]) check_effect(l, &p->rules[i]);
        check_twice(l, i);
    }
    for (int i = 0; i < p->nfacts && !l->no_memory; i++)
        if (p->facts[i].source == ONEX_FACT_DERIVE) check_counted_twice(l, i);
    if (!l->no_memory) check_all_titles(l);
}
