/* Watches tests: after each one its rules' trees are gone through once more, along the parts that decided. */
#include "engine/coverage.h"

#include <stdlib.h>
#include <string.h>

#include "engine/judge.h"
#include "engine/trace.h"
#include "expr/walk.h"

/* ---- the parts ---- */

static bool leads_on(onex_op op) { return op == ONEX_OP_ALL || op == ONEX_OP_ANY || op == ONEX_OP_NO || op == ONEX_OP_CHOOSE; }

/* known and blank always have an answer, and so has what is made of nothing else. */
static bool never_unknown(const onex_program *p, const onex_node *node, int depth) {
    if (node->op == ONEX_OP_KNOWN || node->op == ONEX_OP_BLANK || node->op == ONEX_OP_LITERAL) return true;
    if (node->op == ONEX_OP_FACT && depth < 8) {
        const onex_fact *fact = &p->facts[node->u.index];
        return fact->source == ONEX_FACT_DERIVE && !fact->provided && never_unknown(p, fact->value, depth + 1);
    }
    if (!leads_on(node->op)) return false;
    for (int i = 0; i < node->nkids; i++)
        if (!never_unknown(p, node->kids[i], depth)) return false;
    return true;
}

static void add_parts(onex_coverage *c, int rule, const onex_node *node) {
    if (leads_on(node->op)) {
        for (int i = 0; i < node->nkids; i++) add_parts(c, rule, node->kids[i]);
        return;
    }
    if (node->op == ONEX_OP_LITERAL || c->failed) return;
    if (c->nparts == c->cap) {
        int cap = c->cap ? c->cap * 2 : 128;
        onex_covered *parts = realloc(c->parts, (size_t)cap * sizeof *parts);
        if (!parts) {
            c->failed = true;
            return;
        }
        c->parts = parts;
        c->cap = cap;
    }
    c->parts[c->nparts++] =
        (onex_covered){.rule = rule, .node = node, .never_unknown = never_unknown(c->program, node, 0)};
}

bool onex_covered_fully(const onex_covered *part) {
    return part->seen_true && part->seen_false && (part->seen_unknown || part->never_unknown);
}

static onex_covered *part_of(onex_coverage *c, int rule, const onex_node *node) {
    for (int i = c->first[rule]; i < c->first[rule + 1]; i++)
        if (c->parts[i].node == node) return &c->parts[i];
    return NULL;
}

/* ---- thresholds ---- */

static void add_thresholds(onex_coverage *c, int index) {
    const onex_param *param = &c->program->params[index];
    for (int i = 0; i < param->nvalues; i++) c->thresholds[c->nthresholds++] = (onex_covered_threshold){index, &param->values[i], NULL, false};
    for (int s = 0; s < param->nstatements; s++)
        for (int i = 0; i < param->statements[s].nvalues; i++)
            c->thresholds[c->nthresholds++] = (onex_covered_threshold){index, &param->statements[s].values[i], &param->statements[s], false};
}

static void meet(onex_coverage *c, onex_view *view, int param) {
    onex_dated instead;
    onex_in_force in = onex_view_in_force(view, param, &instead);
    for (int i = 0; i < c->nthresholds; i++)
        if (c->thresholds[i].value == in.value) c->thresholds[i].met = true;
}

typedef struct params_here {
    onex_coverage *coverage;
    onex_view *view;
} params_here;

static void meet_param(void *ctx, const onex_node *node) {
    const params_here *here = ctx;
    if (node->op == ONEX_OP_PARAM) meet(here->coverage, here->view, node->u.index);
}

/* A comparison whose sides are equal stands at its thresholds. */
static void look_at_sides(onex_coverage *c, onex_view *view, const onex_node *node) {
    if (node->op < ONEX_OP_GE || node->op > ONEX_OP_NE) return;
    onex_value a = onex_view_eval(view, node->kids[0]), b = onex_view_eval(view, node->kids[1]);
    if (!onex_v_known(a) || !onex_v_known(b) || a.kind == ONEX_V_TEXT || onex_value_compare(a, b) != 0) return;
    onex_expr_walk(node, meet_param, &(params_here){c, view});
}

/* ---- one test ---- */

/* What does not decide is passed over: in an `all` that is false the members that are true, and so on. */
static void look_at(onex_coverage *c, onex_view *view, int rule, const onex_node *node) {
    onex_value v = onex_view_eval(view, node);
    if (leads_on(node->op)) {
        int chosen = node->op == ONEX_OP_CHOOSE ? onex_view_option(view, node->u.index) : -1;
        for (int i = 0; i < node->nkids; i++) {
            if (chosen >= 0 && i != chosen) continue;
            onex_value kid = onex_view_eval(view, node->kids[i]);
            bool junction = node->op == ONEX_OP_ALL || node->op == ONEX_OP_ANY;
            if (junction && onex_v_known(v) != onex_v_known(kid)) continue;
            if (junction && onex_v_known(v) && v.n != kid.n) continue;
            look_at(c, view, rule, node->kids[i]);
        }
        return;
    }
    onex_covered *part = part_of(c, rule, node);
    if (!part) return;
    if (onex_v_true(v)) part->seen_true = true;
    if (onex_v_false(v)) part->seen_false = true;
    if (!onex_v_known(v)) part->seen_unknown = true;
    look_at_sides(c, view, node);
}

static void look_at_rule(onex_coverage *c, const onex_test *test, onex_judge *judge, onex_view *view, int index);

static bool is_given(const onex_test *test, int rule, bool tally) {
    for (int i = 0; i < test->ngiven; i++)
        if (test->given[i].rule == rule && test->given[i].is_tally == tally) return true;
    return false;
}

typedef struct below { /* the rules that a tree asks for, and where */
    onex_coverage *coverage;
    const onex_test *test;
    onex_judge *judge;
    onex_view *view;
} below;

static void look_below(void *ctx, const onex_node *node) {
    const below *b = ctx;
    if (node->op == ONEX_OP_MET) look_at_rule(b->coverage, b->test, b->judge, b->view, node->u.index);
    if ((node->op != ONEX_OP_EVERY && node->op != ONEX_OP_TALLY) || !b->test->uses_rows) return;
    int rule = node->op == ONEX_OP_EVERY ? node->u.index : node->u.tally.rule, n;
    if (is_given(b->test, rule, true) || onex_view_kind(b->view) != ONEX_PILOT) return;
    onex_view **kids = onex_view_children(b->view, b->coverage->program->rules[rule].applies, &n);
    for (int i = 0; kids && i < n; i++) {
        b->coverage->rules_seen[rule] = false;
        look_at_rule(b->coverage, b->test, b->judge, kids[i], rule);
    }
}

static void look_at_rule(onex_coverage *c, const onex_test *test, onex_judge *judge, onex_view *view, int index) {
    const onex_rule *rule = &c->program->rules[index];
    view = onex_view_at(view, rule->applies);
    if (c->rules_seen[index] || !view || is_given(test, index, false)) return;
    c->rules_seen[index] = true;
    bool only = !rule->only_if || onex_v_true(onex_view_eval(view, rule->only_if));
    if (onex_judge_verdict(judge, view, index) == ONEX_NA && only) return; /* not in force */
    if (rule->only_if) look_at(c, view, index, rule->only_if);
    if (!only) return;
    if (rule->expr) look_at(c, view, index, rule->expr);
    if (rule->expr) onex_expr_walk(rule->expr, look_below, &(below){c, test, judge, view});
    for (int i = 0; i < rule->nmembers; i++) look_at_rule(c, test, judge, view, rule->members[i]);
}

static void on_test(void *ctx, const onex_test *test, onex_judge *judge, onex_view *view) {
    onex_coverage *c = ctx;
    memset(c->rules_seen, 0, (size_t)c->program->nrules);
    for (int i = 0; i < test->nexpect; i++)
        if (test->expect[i].rule >= 0) look_at_rule(c, test, judge, view, test->expect[i].rule);
}

/* ---- what only facts rest on ---- */

typedef struct naming {
    int param;
    bool found;
} naming;

static void find_param(void *ctx, const onex_node *node) {
    naming *n = ctx;
    if (node->op == ONEX_OP_PARAM && node->u.index == n->param) n->found = true;
}

static bool rule_names(const onex_rule *rule, int param) {
    naming n = {param, false};
    onex_rule_walk(rule, find_param, &n);
    return n.found;
}

/* Whether a test worked out a fact or a rule that rests on the param. */
static bool is_reached(const onex_coverage *c, int param) {
    const onex_program *p = c->program;
    for (int i = 0; i < p->nfacts; i++) {
        naming n = {param, false};
        if (c->facts_read[i]) onex_fact_walk(&p->facts[i], find_param, &n);
        if (n.found) return true;
    }
    for (int i = 0; i < p->nrules; i++)
        for (int k = 0; c->rules_read[i] && k < p->rules[i].nparams; k++)
            if (p->rules[i].params[k] == param) return true;
    return false;
}

static void reach_thresholds(onex_coverage *c) {
    const onex_program *p = c->program;
    for (int i = 0; i < c->nthresholds; i++) {
        bool named = false;
        for (int r = 0; r < p->nrules && !named; r++) named = rule_names(&p->rules[r], c->thresholds[i].param);
        if (!named) c->thresholds[i].met = is_reached(c, c->thresholds[i].param);
    }
}

/* ---- the whole ---- */

onex_status onex_coverage_open(onex_coverage *out, const onex_program *program, onex_error *err) {
    size_t rules = (size_t)program->nrules + 1, thresholds = 1;
    *out = (onex_coverage){.program = program};
    for (int i = 0; i < program->nparams; i++) {
        thresholds += (size_t)program->params[i].nvalues;
        for (int s = 0; s < program->params[i].nstatements; s++) thresholds += (size_t)program->params[i].statements[s].nvalues;
    }
    out->first = calloc(rules, sizeof *out->first);
    out->rules_seen = calloc(rules, sizeof *out->rules_seen);
    out->rules_read = calloc(rules, sizeof *out->rules_read);
    out->facts_read = calloc((size_t)program->nfacts + 1, sizeof *out->facts_read);
    out->thresholds = calloc(thresholds, sizeof *out->thresholds);
    if (!out->first || !out->rules_seen || !out->rules_read || !out->facts_read || !out->thresholds) out->failed = true;
    for (int i = 0; i < program->nrules && !out->failed; i++) {
        out->first[i] = out->nparts;
        if (program->rules[i].only_if) add_parts(out, i, program->rules[i].only_if);
        if (program->rules[i].expr) add_parts(out, i, program->rules[i].expr);
        out->first[i + 1] = out->nparts;
    }
    for (int i = 0; i < program->nparams && !out->failed; i++) add_thresholds(out, i);
    out->watch = (onex_ruletest_watch){.facts_read = out->facts_read, .rules_read = out->rules_read, .fn = on_test, .ctx = out};
    return out->failed ? onex_no_memory(err) : ONEX_OK;
}

onex_status onex_coverage_finish(onex_coverage *c, onex_error *err) {
    onex_laws laws = {0};
    onex_trace trace;
    reach_thresholds(c);
    onex_status status = onex_trace_make(&trace, c->program, &laws, err);
    if (status) return status;
    c->clauses = onex_arena_alloc(&c->arena, ((size_t)trace.nrows + 1) * sizeof *c->clauses);
    for (int i = 0; i < trace.nrows && c->clauses; i++) {
        const onex_trace_row *row = &trace.rows[i];
        if (!row->nrules) continue;
        c->clauses_in_all++;
        if (!row->tests) c->clauses[c->nclauses++] = onex_arena_text(&c->arena, row->name, strlen(row->name));
    }
    onex_trace_clear(&trace);
    return c->failed || !c->clauses ? onex_no_memory(err) : ONEX_OK;
}

void onex_coverage_clear(onex_coverage *c) {
    onex_arena_clear(&c->arena);
    free(c->parts);
    free(c->first);
    free(c->thresholds);
    free(c->rules_seen);
    free(c->rules_read);
    free(c->facts_read);
    *c = (onex_coverage){0};
}
