/* Cited clauses held against the text of the regulation, where one is at hand: the article may be there and the item
 * not. That an article exists at all is checked at load. */
#include "model/clause.h"
#include "rules/linter.h"

static void check(onex_linter *l, const onex_decl *decl) {
    for (int i = 0; i < decl->ncites; i++) {
        onex_clause clause; /* a college's own document is none */
        if (!decl->at.file || !onex_clause_parse(decl->cites[i], &clause)) continue;
        if (l->options->clause_known(l->options->ctx, decl->cites[i])) continue;
        onex_lint_tell(l, "W0407", onex_lint_place_of(l, decl->at, decl->cites[i]), 0,
                       onex_tr("onex law ARTICLE shows the text", "onex law 条 可查看原文"),
                       onex_tr("the text of the regulation has no '%s'", "办法文本中没有“%s”"), decl->cites[i]);
    }
}

void onex_lint_cites(onex_linter *l) {
    const onex_program *p = l->program;
    if (!l->options->clause_known) return;
    for (int i = 0; i < p->nparams; i++) check(l, &p->params[i].decl);
    for (int i = 0; i < p->nsets; i++) check(l, &p->sets[i].decl);
    for (int i = 0; i < p->nreadings; i++) check(l, &p->readings[i].decl);
    for (int i = 0; i < p->nfacts; i++) check(l, &p->facts[i].decl);
    for (int i = 0; i < p->nrules; i++) check(l, &p->rules[i].decl);
    for (int i = 0; i < p->ntransitions; i++) check(l, &p->transitions[i].decl);
    for (int i = 0; i < p->nduties; i++) check(l, &p->duties[i].decl);
    for (int i = 0; i < p->ntests; i++) check(l, &p->tests[i].decl);
}
