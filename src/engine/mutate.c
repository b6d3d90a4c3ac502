/* Goes through the program's declarations, finds for each the tests that rest on it, and has every change tried. */
#include "engine/mutate.h"

#include <stdlib.h>
#include <string.h>

#include "engine/mutate_run.h"
#include "expr/walk.h"

/* ---- which tests rest on what ---- */

static bool reads_fact(const onex_mutating *m, int test, int fact) { return m->facts_read[(size_t)test * (size_t)(m->program->nfacts + 1) + (size_t)fact]; }
static bool reads_rule(const onex_mutating *m, int test, int rule) { return m->rules_read[(size_t)test * (size_t)(m->program->nrules + 1) + (size_t)rule]; }

/* Runs every test once as it is, and notes what each works out. */
static onex_status watch_tests(onex_mutating *m) {
    const onex_program *p = m->program;
    onex_status status = ONEX_OK;
    for (int i = 0; i < p->ntests && !status; i++) {
        onex_ruletest_result result;
        if (m->query->tests && !m->query->tests[i]) continue;
        onex_ruletest_watch watch = {.facts_read = m->facts_read + (size_t)i * (size_t)(p->nfacts + 1),
                                     .rules_read = m->rules_read + (size_t)i * (size_t)(p->nrules + 1)};
        status = onex_ruletest_try(&m->bench, &p->tests[i], &watch, &result, m->err);
        if (!status && !result.ok)
            status = onex_fail(m->err, ONEX_E_GATE, onex_tr("the test '%s' fails already", "测试“%s”本来就未通过"), p->tests[i].decl.name);
    }
    for (int rows = 0; rows < 2; rows++)
        for (int i = 0; i < p->ntests; i++)
            if ((!m->query->tests || m->query->tests[i]) && p->tests[i].uses_rows == (rows == 1)) m->order[m->norder++] = i;
    return status;
}

/* ---- trying ---- */

static onex_status notices(onex_mutating *m, int test, bool *noticed) {
    onex_ruletest_result result;
    onex_status status = onex_ruletest_try(&m->bench, &m->program->tests[test], NULL, &result, m->err);
    *noticed = !status && !result.ok;
    if (*noticed) m->last = test;
    return status;
}

onex_status onex_mutation_try(onex_mutating *m, const onex_place *at, const char *text) {
    onex_mutation mutation = {.decl = m->decl, .at = at->file ? *at : m->decl->at, .text = text, .reached = m->reached};
    onex_status status = ONEX_OK;
    int first = m->last;
    if (first >= 0 && m->rests[first]) status = notices(m, first, &mutation.noticed);
    for (int i = 0; i < m->norder && !status && !mutation.noticed; i++)
        if (m->rests[m->order[i]] && m->order[i] != first) status = notices(m, m->order[i], &mutation.noticed);
    return status ? status : m->fn(m->ctx, &mutation, m->err);
}

/* ---- declarations ---- */

static bool stands(const onex_place *at, const char *path) {
    size_t len = strlen(path);
    while (len && path[len - 1] == '/') len--;
    return at->file && !strncmp(at->file, path, len) && (at->file[len] == '/' || !at->file[len]);
}

/* Whether it is to be changed; then `rests` must be filled. */
static bool is_asked(onex_mutating *m, const onex_decl *decl, const onex_place *at) {
    m->decl = decl;
    m->reached = false;
    for (int i = 0; i < m->norder; i++) m->reached = m->reached || m->rests[m->order[i]];
    onex_arena_reset(&m->arena);
    return at->file && (!m->query->path || stands(at, m->query->path)) && (m->reached || !m->query->reached_only);
}

static onex_status step_value(onex_mutating *m, const onex_param *param, onex_dated *value) {
    onex_value own = value->value;
    onex_status status = ONEX_OK;
    for (int by = -1; by <= 1 && !status; by += 2) {
        onex_buffer b = {0};
        value->value = own;
        if (!onex_mutate_step(&value->value, &param->type, by)) break;
        const char *now = onex_mutate_value_text(m, value->value, &param->type);
        onex_buffer_printf(&b, "%s → %s", value->text, now ? now : "");
        const char *text = onex_mutate_kept(m, &b);
        status = now && text ? onex_mutation_try(m, &value->at, text) : onex_no_memory(m->err);
    }
    value->value = own;
    return status;
}

typedef struct users {
    int param;
    bool found;
} users;

static void find_user(void *ctx, const onex_node *node) {
    users *u = ctx;
    if (node->op == ONEX_OP_PARAM && node->u.index == u->param) u->found = true;
}

/* Tests that work out something in which the param is named; what SQL reads is not told apart. */
static void rest_on_param(onex_mutating *m, int param) {
    const onex_program *p = m->program;
    memset(m->rests, 0, (size_t)p->ntests);
    for (int f = 0; f < p->nfacts; f++) {
        users u = {param, p->facts[f].source == ONEX_FACT_SQL};
        onex_fact_walk(&p->facts[f], find_user, &u);
        for (int i = 0; i < p->ntests && u.found; i++) m->rests[i] = m->rests[i] || reads_fact(m, i, f);
    }
    for (int r = 0; r < p->nrules; r++) {
        users u = {param, false};
        onex_rule_walk(&p->rules[r], find_user, &u);
        for (int i = 0; i < p->ntests && u.found; i++) m->rests[i] = m->rests[i] || reads_rule(m, i, r);
    }
}

static onex_status of_param(onex_mutating *m, int index) {
    onex_param *param = &m->program->params[index];
    onex_status status = ONEX_OK;
    rest_on_param(m, index);
    for (int i = 0; i < param->nvalues && !status; i++)
        if (is_asked(m, &param->decl, &param->values[i].at)) status = step_value(m, param, &param->values[i]);
    for (int s = 0; s < param->nstatements; s++)
        for (int i = 0; i < param->statements[s].nvalues && !status; i++)
            if (is_asked(m, &param->decl, &param->statements[s].values[i].at)) status = step_value(m, param, &param->statements[s].values[i]);
    return status;
}

/* A condition that may be left out altogether, and changed inside. */
static onex_status of_optional(onex_mutating *m, onex_node **slot, const char *words) {
    onex_node *own = *slot;
    if (!own) return ONEX_OK;
    *slot = NULL;
    onex_status status = onex_mutation_try(m, &own->at, words);
    *slot = own;
    return status ? status : onex_mutate_tree(m, own, true);
}

static onex_status of_fact(onex_mutating *m, int index) {
    onex_fact *fact = &m->program->facts[index];
    for (int i = 0; i < m->program->ntests; i++) m->rests[i] = reads_fact(m, i, index);
    if (!is_asked(m, &fact->decl, &fact->decl.at)) return ONEX_OK;
    onex_status status = of_optional(m, &fact->provided, onex_tr("without 'provided'", "去掉 provided"));
    if (fact->value && !status) status = onex_mutate_tree(m, fact->value, fact->type.kind == ONEX_T_BOOL);
    for (int i = 0; i < fact->ninputs && !status; i++) status = onex_mutate_tree(m, fact->inputs[i], false);
    return status;
}

static onex_status without_member(onex_mutating *m, onex_rule *rule, int left_out) {
    const onex_decl *gone = &m->program->rules[rule->members[left_out]].decl;
    int own = rule->members[left_out];
    onex_buffer b = {0};
    const char *name = onex_lang_get() == ONEX_LANG_ZH && gone->title ? gone->title : gone->name;
    onex_buffer_printf(&b, onex_tr("left out: %s", "去掉：“%s”"), name);
    const char *text = onex_mutate_kept(m, &b);
    if (!text) return onex_no_memory(m->err);
    rule->members[left_out] = rule->members[rule->nmembers - 1];
    rule->nmembers--;
    onex_status status = onex_mutation_try(m, &rule->decl.at, text);
    rule->nmembers++;
    rule->members[left_out] = own;
    return status;
}

static onex_status of_rule(onex_mutating *m, int index) {
    onex_rule *rule = &m->program->rules[index];
    for (int i = 0; i < m->program->ntests; i++) m->rests[i] = reads_rule(m, i, index);
    if (!is_asked(m, &rule->decl, &rule->decl.at)) return ONEX_OK;
    onex_status status = of_optional(m, &rule->only_if, onex_tr("without 'only_if'", "去掉 only_if"));
    if (rule->expr && !status) status = onex_mutate_tree(m, rule->expr, true);
    for (int i = 0; i < rule->nmembers && rule->nmembers > 1 && !status; i++) status = without_member(m, rule, i);
    return status;
}

/* ---- the whole ---- */

static bool make(onex_mutating *m) {
    size_t tests = (size_t)m->program->ntests + 1;
    m->facts_read = calloc(tests * (size_t)(m->program->nfacts + 1), 1);
    m->rules_read = calloc(tests * (size_t)(m->program->nrules + 1), 1);
    m->rests = calloc(tests, 1);
    m->order = calloc(tests, sizeof *m->order);
    return m->facts_read && m->rules_read && m->rests && m->order;
}

onex_status onex_mutate(onex_rules *rules, const onex_mutate_query *query, onex_mutation_fn fn, void *ctx, onex_error *err) {
    const onex_program *p = onex_rules_program(rules);
    onex_mutating m = {.program = p, .bench = {.rules = rules}, .query = query, .last = -1, .fn = fn, .ctx = ctx, .err = err};
    onex_status status = make(&m) ? watch_tests(&m) : onex_no_memory(err);
    for (int i = 0; i < p->nparams && !status; i++) status = of_param(&m, i);
    for (int i = 0; i < p->nfacts && !status; i++) status = of_fact(&m, i);
    for (int i = 0; i < p->nrules && !status; i++) status = of_rule(&m, i);
    onex_testbench_clear(&m.bench);
    onex_arena_clear(&m.arena);
    free(m.facts_read);
    free(m.rules_read);
    free(m.rests);
    free(m.order);
    return status;
}
