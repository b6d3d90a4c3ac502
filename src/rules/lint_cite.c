/* Cited clauses held against the text of the regulation, where one is at hand: the article may be there and the item
 * not; and articles that nothing cites. That a cited article exists at all is checked at load. */
#include "model/clause.h"
#include "rules/linter.h"

static void check(onex_linter *l, const onex_decl *decl, void *ctx) {
    (void)ctx;
    for (int i = 0; i < decl->ncites; i++) {
        onex_clause clause; /* a college's own document is none */
        if (!decl->at.file || !onex_clause_parse(decl->cites[i], &clause)) continue;
        if (l->options->clause_known(l->options->ctx, decl->cites[i])) continue;
        onex_lint_tell(l, "W0407", onex_lint_place_of(l, decl->at, decl->cites[i]), 0,
                       onex_tr("onex law ARTICLE shows the text", "onex law 条 可查看原文"),
                       onex_tr("the text of the regulation has no '%s'", "办法文本中没有“%s”"), decl->cites[i]);
    }
}

/* Calls `visit` for each declaration that cites clauses, tests left out. */
static void each(onex_linter *l, void (*visit)(onex_linter *, const onex_decl *, void *), void *ctx) {
    const onex_program *p = l->program;
    for (int i = 0; i < p->nparams; i++) visit(l, &p->params[i].decl, ctx);
    for (int i = 0; i < p->nsets; i++) visit(l, &p->sets[i].decl, ctx);
    for (int i = 0; i < p->nreadings; i++) visit(l, &p->readings[i].decl, ctx);
    for (int i = 0; i < p->nfacts; i++) visit(l, &p->facts[i].decl, ctx);
    for (int i = 0; i < p->nrules; i++) visit(l, &p->rules[i].decl, ctx);
    for (int i = 0; i < p->ntransitions; i++) visit(l, &p->transitions[i].decl, ctx);
    for (int i = 0; i < p->nduties; i++) visit(l, &p->duties[i].decl, ctx);
}

/* ---- articles that nothing stands for ---- */

static void take_article(const char *text, bool *articles, int n) {
    onex_clause clause;
    if (onex_clause_parse(text, &clause) && clause.article >= 1 && clause.article <= n) articles[clause.article] = true;
}

static void take_cites(onex_linter *l, const onex_decl *decl, void *articles) {
    for (int i = 0; i < decl->ncites && !decl->college; i++) take_article(decl->cites[i], articles, l->program->regulation.articles);
}

/* Where a regulation classes its clauses, each article is classed or has something of its own. */
static void check_articles(onex_linter *l) {
    const onex_regulation *r = &l->program->regulation;
    onex_buffer names = {0};
    bool *articles = onex_lint_alloc(l, (size_t)r->articles + 1);
    if (!articles || !r->nclauses) return;
    for (int i = 0; i < r->nclauses; i++) take_article(r->clauses[i], articles, r->articles);
    each(l, take_cites, articles);
    for (int i = 1; i <= r->articles; i++) {
        char name[ONEX_CLAUSE_TEXT];
        if (!articles[i])
            onex_buffer_printf(&names, "%s%s", names.len ? onex_tr(", ", "、") : "", onex_clause_text((onex_clause){.article = i}, name));
    }
    if (names.failed)
        l->no_memory = true;
    else if (names.len)
        onex_lint_tell(l, "W0408", r->decl.at, 0,
                       onex_tr("write what it asks as a rule, or class it in clauses; onex trace shows all",
                               "请写成规则，或在 clauses 中注明类别；onex trace 可查看全部"),
                       onex_tr("articles that nothing stands for: %s", "没有任何规则或类别的条款：%s"), names.data);
    onex_buffer_clear(&names);
}

void onex_lint_cites(onex_linter *l) {
    check_articles(l);
    if (!l->options->clause_known) return;
    each(l, check, NULL);
    for (int i = 0; i < l->program->ntests; i++) check(l, &l->program->tests[i].decl, NULL);
}
