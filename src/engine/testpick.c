/* Follows declarations down to what they rest on, over the trees as written, not as judged. */
#include "engine/testpick.h"

#include <stdlib.h>
#include <string.h>

#include "expr/walk.h"

static bool stands(const onex_place *at, const char *path) {
    size_t len = strlen(path);
    while (len && path[len - 1] == '/') len--;
    return at->file && !strncmp(at->file, path, len) && (at->file[len] == '/' || !at->file[len]);
}

bool onex_testpick_is_test(const char *path) {
    const char *at = strstr(path, "tests");
    for (; at; at = strstr(at + 1, "tests"))
        if ((at == path || at[-1] == '/') && (at[5] == '/' || !at[5])) return true;
    return false;
}

/* ---- what is declared there ---- */

typedef struct marks { /* declared there, by index */
    const onex_program *program;
    const char *path;
    const char *college; /* as whose subject the walk goes; NULL: the school's */
    bool everyone;       /* it goes as all colleges' at once */
    bool *facts, *params, *sets, *readings, *rules;
    bool *facts_seen, *rules_seen; /* of one walk */
    const onex_test *test;         /* what it gives is not followed; NULL: no test */
    bool found, deep;
} marks;

static void marks_clear(marks *m) {
    free(m->facts);
    free(m->params);
    free(m->sets);
    free(m->readings);
    free(m->rules);
    free(m->facts_seen);
    free(m->rules_seen);
}

/* Whether the college's word is for the subject at hand. */
static bool concerns(const marks *m, const char *college) {
    return m->everyone || !college || (m->college && !strcmp(college, m->college));
}

static bool param_stands(const marks *m, const onex_param *param) {
    bool there = stands(&param->decl.at, m->path);
    for (int i = 0; i < param->nstatements && !there; i++)
        there = concerns(m, param->statements[i].local.college) && stands(&param->statements[i].local.at, m->path);
    return there;
}

static bool set_stands(const marks *m, const onex_set *set) {
    bool there = stands(&set->decl.at, m->path);
    for (int i = 0; i < set->nchanges && !there; i++)
        there = concerns(m, set->changes[i].local.college) && stands(&set->changes[i].local.at, m->path);
    return there;
}

static bool marks_make(marks *m, const onex_program *p, const char *path) {
    *m = (marks){.program = p, .path = path, .everyone = true};
    m->facts = calloc((size_t)p->nfacts + 1, 1);
    m->params = calloc((size_t)p->nparams + 1, 1);
    m->sets = calloc((size_t)p->nsets + 1, 1);
    m->readings = calloc((size_t)p->nreadings + 1, 1);
    m->rules = calloc((size_t)p->nrules + 1, 1);
    m->facts_seen = calloc((size_t)p->nfacts + 1, 1);
    m->rules_seen = calloc((size_t)p->nrules + 1, 1);
    if (!m->facts || !m->params || !m->sets || !m->readings || !m->rules || !m->facts_seen || !m->rules_seen) return false;
    for (int i = 0; i < p->nfacts; i++) m->facts[i] = stands(&p->facts[i].decl.at, path);
    for (int i = 0; i < p->nparams; i++) m->params[i] = param_stands(m, &p->params[i]);
    for (int i = 0; i < p->nsets; i++) m->sets[i] = set_stands(m, &p->sets[i]);
    for (int i = 0; i < p->nreadings; i++) m->readings[i] = stands(&p->readings[i].decl.at, path);
    for (int i = 0; i < p->nrules; i++) m->rules[i] = stands(&p->rules[i].decl.at, path);
    return true;
}

/* ---- what rests on it ---- */

static void enter_rule(marks *m, int index);

static bool is_given(const marks *m, int fact, int rule, bool tally) {
    for (int i = 0; m->test && i < m->test->ngiven; i++) {
        const onex_given *g = &m->test->given[i];
        if (rule >= 0 ? g->rule == rule && g->is_tally == tally : g->fact == fact && fact >= 0) return true;
    }
    return false;
}

static bool param_is_meant(const marks *m, int param) { return m->params[param] && param_stands(m, &m->program->params[param]); }

static void look(void *ctx, const onex_node *node) {
    marks *m = ctx;
    switch (node->op) {
    case ONEX_OP_FACT:
        if (m->facts[node->u.index]) m->found = true;
        if (!m->deep || m->facts_seen[node->u.index] || is_given(m, node->u.index, -1, false)) return;
        m->facts_seen[node->u.index] = true;
        onex_fact_walk(&m->program->facts[node->u.index], look, m);
        return;
    case ONEX_OP_PARAM: m->found = m->found || param_is_meant(m, node->u.index); return;
    case ONEX_OP_READING:
    case ONEX_OP_CHOOSE: m->found = m->found || m->readings[node->u.index]; return;
    case ONEX_OP_ONE_OF:
    case ONEX_OP_NONE_OF: m->found = m->found || (m->sets[node->u.index] && set_stands(m, &m->program->sets[node->u.index])); return;
    case ONEX_OP_MET:
        if (m->deep && !is_given(m, -1, node->u.index, false)) enter_rule(m, node->u.index);
        return;
    case ONEX_OP_EVERY:
    case ONEX_OP_TALLY: {
        int rule = node->op == ONEX_OP_EVERY ? node->u.index : node->u.tally.rule;
        if (m->deep && !is_given(m, -1, rule, true)) enter_rule(m, rule);
        return;
    }
    default: return;
    }
}

static void enter_rule(marks *m, int index) {
    const onex_rule *rule = &m->program->rules[index];
    if (m->rules_seen[index] || !concerns(m, rule->decl.college)) return;
    m->rules_seen[index] = true;
    if (m->rules[index]) m->found = true;
    onex_rule_walk(rule, look, m);
    for (int i = 0; i < rule->nparams && m->deep; i++) m->found = m->found || param_is_meant(m, rule->params[i]); /* also what SQL reads */
    for (int i = 0; i < rule->nmembers && m->deep; i++)
        if (!is_given(m, -1, rule->members[i], false)) enter_rule(m, rule->members[i]);
}

static bool test_rests(marks *m, const onex_test *test) {
    memset(m->facts_seen, 0, (size_t)m->program->nfacts);
    memset(m->rules_seen, 0, (size_t)m->program->nrules);
    m->found = false;
    m->deep = true;
    m->test = test;
    m->everyone = false;
    m->college = test->test_college;
    for (int i = 0; i < test->nexpect; i++) {
        if (test->expect[i].rule >= 0) {
            enter_rule(m, test->expect[i].rule);
            continue;
        }
        int fact = test->expect[i].fact;
        m->found = m->found || m->facts[fact];
        m->facts_seen[fact] = true;
        onex_fact_walk(&m->program->facts[fact], look, m);
    }
    return m->found;
}

onex_status onex_testpick_tests(const onex_program *p, const char *path, bool *tests, onex_error *err) {
    marks m = {0};
    bool ok = !path || marks_make(&m, p, path);
    for (int i = 0; i < p->ntests && ok; i++) tests[i] = !path || stands(&p->tests[i].decl.at, path) || test_rests(&m, &p->tests[i]);
    marks_clear(&m);
    return ok ? ONEX_OK : onex_no_memory(err);
}

/* ---- rules ---- */

static bool rule_is_asked(marks *m, int index) {
    memset(m->facts_seen, 0, (size_t)m->program->nfacts);
    memset(m->rules_seen, 0, (size_t)m->program->nrules);
    m->found = m->deep = false;
    enter_rule(m, index);
    return m->found;
}

onex_status onex_testpick_rules(const onex_program *p, const char *path, bool *rules, onex_error *err) {
    marks m = {0};
    bool ok = !path || marks_make(&m, p, path);
    for (int i = 0; i < p->nrules && ok; i++) rules[i] = !path || rule_is_asked(&m, i);
    for (int i = 0; i < p->ntests && ok && path; i++) {
        const onex_test *test = &p->tests[i];
        for (int k = 0; k < test->nexpect && stands(&test->decl.at, path); k++)
            if (test->expect[k].rule >= 0) rules[test->expect[k].rule] = true;
    }
    marks_clear(&m);
    return ok ? ONEX_OK : onex_no_memory(err);
}

static void with_members(const onex_program *p, int outcome, bool *rules, int depth) {
    for (int i = 0; i < p->rules[outcome].nmembers && depth < 16; i++) {
        rules[p->rules[outcome].members[i]] = true;
        with_members(p, p->rules[outcome].members[i], rules, depth + 1);
    }
}

void onex_testpick_match(const onex_program *p, const regex_t *regex, bool *rules) {
    for (int i = 0; i < p->nrules; i++) {
        const onex_decl *decl = &p->rules[i].decl;
        if (regexec(regex, decl->name, 0, NULL, 0) && (!decl->title || regexec(regex, decl->title, 0, NULL, 0))) rules[i] = false;
    }
    for (int i = 0; i < p->nrules; i++)
        if (rules[i] && p->rules[i].nmembers) with_members(p, i, rules, 0);
}
