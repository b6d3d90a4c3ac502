/* Facts, params, sets and readings that nothing uses. A test is no use, and a note on the declaration says what it is for:
 * then it is meant so, as the school's words for its colleges are. */
#include "expr/walk.h"
#include "rules/linter.h"

typedef struct usage {
    const onex_program *program;
    bool *facts, *params, *sets, *readings;
} usage;

static void mark(void *ctx, const onex_node *node) {
    usage *u = ctx;
    switch (node->op) {
    case ONEX_OP_FACT: u->facts[node->u.index] = true; break;
    case ONEX_OP_PARAM: u->params[node->u.index] = true; break;
    case ONEX_OP_ONE_OF:
    case ONEX_OP_NONE_OF: u->sets[node->u.index] = true; break;
    case ONEX_OP_READING:
    case ONEX_OP_CHOOSE: u->readings[node->u.index] = true; break;
    default: break;
    }
}

static void mark_sql(usage *u, const char *sql) {
    const onex_program *p = u->program;
    for (int i = 0; sql && i < p->nparams; i++)
        if (onex_sql_names(sql, p->params[i].decl.name)) u->params[i] = true;
    for (int i = 0; sql && i < p->nreadings; i++)
        if (onex_sql_names(sql, p->readings[i].decl.name)) u->readings[i] = true;
}

static void mark_all(usage *u) {
    const onex_program *p = u->program;
    for (int i = 0; i < p->nfacts; i++) onex_fact_walk(&p->facts[i], mark, u);
    for (int i = 0; i < p->nrules; i++) onex_rule_walk(&p->rules[i], mark, u);
    for (int i = 0; i < p->nduties; i++) {
        onex_expr_walk(p->duties[i].only_if, mark, u);
        onex_expr_walk(p->duties[i].due, mark, u);
        onex_expr_walk(p->duties[i].done, mark, u);
        mark_sql(u, p->duties[i].sql);
    }
    for (int i = 0; i < p->nblocks; i++) mark_sql(u, p->blocks[i].sql);
}

static void tell(onex_linter *l, const onex_decl *decl, const char *what) {
    if (decl->note || !decl->name || !decl->at.file) return;
    onex_lint_tell(l, "W0401", decl->at, 0,
                   onex_tr("take it out, or say in its note what it is for", "请删去，或在 note 中说明用途"),
                   onex_tr("no rule uses the %s '%s'", "没有规则用到%s“%s”"), what, onex_lint_name(decl));
}

void onex_lint_unused(onex_linter *l) {
    const onex_program *p = l->program;
    usage u = {.program = p,
               .facts = onex_lint_alloc(l, (size_t)p->nfacts),
               .params = onex_lint_alloc(l, (size_t)p->nparams),
               .sets = onex_lint_alloc(l, (size_t)p->nsets),
               .readings = onex_lint_alloc(l, (size_t)p->nreadings)};
    if (l->no_memory) return;
    mark_all(&u);
    for (int i = 0; i < p->nfacts; i++)
        if (!u.facts[i] && p->facts[i].source != ONEX_FACT_COLUMN)
            tell(l, &p->facts[i].decl, onex_c_namespace_word(ONEX_NS_FACT));
    for (int i = 0; i < p->nparams; i++)
        if (!u.params[i]) tell(l, &p->params[i].decl, onex_c_namespace_word(ONEX_NS_PARAM));
    for (int i = 0; i < p->nsets; i++)
        if (!u.sets[i]) tell(l, &p->sets[i].decl, onex_c_namespace_word(ONEX_NS_SET));
    for (int i = 0; i < p->nreadings; i++)
        if (!u.readings[i]) tell(l, &p->readings[i].decl, onex_c_namespace_word(ONEX_NS_READING));
}
