/* Rules without a test, and tests that give what nothing expected of them reads. Running tests is the engine's. */
#include <string.h>

#include "expr/walk.h"
#include "rules/linter.h"

/* ---- what an expectation reads ---- */

/* Numbers: facts, params, readings, rules. What a test gives is not looked behind. */
typedef struct reach {
    const onex_program *program;
    bool *facts, *params, *readings, *rules;
} reach;

static void reach_rule(reach *r, int number);

static void follow(void *ctx, const onex_node *node) {
    reach *r = ctx;
    const onex_program *p = r->program;
    if (node->op == ONEX_OP_PARAM) r->params[node->u.index] = true;
    if (node->op == ONEX_OP_READING || node->op == ONEX_OP_CHOOSE) r->readings[node->u.index] = true;
    if (node->op == ONEX_OP_MET || node->op == ONEX_OP_EVERY) reach_rule(r, node->u.index);
    if (node->op == ONEX_OP_TALLY) reach_rule(r, node->u.tally.rule);
    if (node->op != ONEX_OP_FACT || r->facts[node->u.index]) return;
    const onex_fact *fact = &p->facts[node->u.index];
    r->facts[node->u.index] = true;
    onex_fact_walk(fact, follow, r);
    const char *sql = fact->source == ONEX_FACT_SQL ? p->blocks[fact->block].sql : NULL;
    for (int i = 0; sql && i < p->nparams; i++)
        if (!r->params[i] && onex_sql_names(sql, p->params[i].decl.name)) r->params[i] = true;
    for (int i = 0; sql && i < p->nreadings; i++)
        if (!r->readings[i] && onex_sql_names(sql, p->readings[i].decl.name)) r->readings[i] = true;
}

static void reach_rule(reach *r, int number) {
    const onex_rule *rule = &r->program->rules[number];
    if (r->rules[number]) return;
    r->rules[number] = true;
    onex_rule_walk(rule, follow, r);
    for (int i = 0; i < rule->nmembers; i++) reach_rule(r, rule->members[i]);
}

static void reach_fact(reach *r, int number) {
    const onex_node node = {.op = ONEX_OP_FACT, .u.index = number};
    follow(r, &node);
}

/* The day of an event-like subject: its params and readings are those of that day. */
static bool is_own_day(const onex_fact *fact) {
    const onex_entity *entity = onex_entity_find(onex_subject_code(fact->subject));
    return entity && entity->exists_on && fact->decl.name && strcmp(entity->exists_on, fact->decl.name) == 0;
}

static bool reached(const reach *r, const onex_given *given) {
    if (given->fact >= 0 && (r->facts[given->fact] || is_own_day(&r->program->facts[given->fact]))) return true;
    if (given->param >= 0 && r->params[given->param]) return true;
    if (given->reading >= 0 && r->readings[given->reading]) return true;
    return given->rule >= 0 && r->rules[given->rule];
}

static void check_given(onex_linter *l, reach *r, const onex_test *test) {
    const onex_program *p = l->program;
    memset(r->facts, 0, (size_t)p->nfacts);
    memset(r->params, 0, (size_t)p->nparams);
    memset(r->readings, 0, (size_t)p->nreadings);
    memset(r->rules, 0, (size_t)p->nrules);
    for (int i = 0; i < test->nexpect; i++) {
        if (test->expect[i].rule >= 0) reach_rule(r, test->expect[i].rule);
        if (test->expect[i].fact >= 0) reach_fact(r, test->expect[i].fact);
    }
    for (int i = 0; i < test->ngiven; i++) {
        const onex_given *given = &test->given[i];
        if (reached(r, given)) continue;
        onex_lint_tell(l, "W0404", given->at, 0,
                       onex_tr("take it out, or expect what it decides", "请删去，或写明它所决定的结论"),
                       onex_tr("nothing that is expected here reads '%s'", "这里所期望的内容都不读取“%s”"), given->name);
    }
}

/* ---- rules without a test ---- */

static bool needs_test(const onex_rule *rule) {
    return rule->kind != ONEX_ATTESTATION && rule->decl.name && rule->decl.at.file;
}

/* One line for all rules of a file, at the first of them. */
static void tell_untested(onex_linter *l, int first, const bool *tested) {
    const onex_program *p = l->program;
    onex_buffer names = {0};
    int n = 0;
    for (int i = first; i < p->nrules && p->rules[i].decl.at.file; i++) { /* rules stand file by file */
        if (strcmp(p->rules[i].decl.at.file, p->rules[first].decl.at.file) != 0) break;
        if (tested[i] || !needs_test(&p->rules[i])) continue;
        onex_buffer_printf(&names, "%s'%s'", n++ ? ", " : "", p->rules[i].decl.name);
    }
    if (names.failed)
        l->no_memory = true;
    else
        onex_lint_tell(l, "W0403", p->rules[first].decl.at, 0,
                       onex_tr("onex test --boundary makes cases for them", "onex test --boundary 可为其生成用例"),
                       onex_tr("no test expects anything of %s", "没有测试涉及 %s"), names.data);
    onex_buffer_clear(&names);
}

static void check_untested(onex_linter *l) {
    const onex_program *p = l->program;
    bool *tested = onex_lint_alloc(l, (size_t)p->nrules);
    for (int i = 0; tested && i < p->ntests; i++)
        for (int k = 0; k < p->tests[i].nexpect; k++)
            if (p->tests[i].expect[k].rule >= 0) tested[p->tests[i].expect[k].rule] = true;
    const char *told = NULL; /* the file that is told of already */
    for (int i = 0; tested && i < p->nrules && !l->no_memory; i++) {
        if (tested[i] || !needs_test(&p->rules[i]) || (told && strcmp(told, p->rules[i].decl.at.file) == 0)) continue;
        tell_untested(l, i, tested);
        told = p->rules[i].decl.at.file;
    }
}

void onex_lint_tests(onex_linter *l) {
    const onex_program *p = l->program;
    reach r = {.program = p,
               .facts = onex_lint_alloc(l, (size_t)p->nfacts),
               .params = onex_lint_alloc(l, (size_t)p->nparams),
               .readings = onex_lint_alloc(l, (size_t)p->nreadings),
               .rules = onex_lint_alloc(l, (size_t)p->nrules)};
    for (int i = 0; i < p->ntests && !l->no_memory; i++) check_given(l, &r, &p->tests[i]);
    if (!l->no_memory) check_untested(l);
}
