/* The regulation itself: its document, first day, number of articles and the classes of clauses without a rule. */
#include <string.h>

#include "rules/compiler.h"

static const onex_key keys[] = {{"title", ONEX_K_TEXT, false},    {"note", ONEX_K_TEXT, false},
                                {"document", ONEX_K_TEXT, false}, {"effective", ONEX_K_DATE, true},
                                {"articles", ONEX_K_INT, true},   {"interpreted_by", ONEX_K_TEXT, false},
                                {"clauses", ONEX_K_TABLE, false}, {NULL, ONEX_K_ANY, false}};

static void take_clauses(onex_compiler *c, const onex_raw *clauses) {
    static const char *const classes[] = {"purpose", "definition", "judgement", "authority", "data", NULL};
    onex_regulation *r = &c->program->regulation;
    r->clauses = onex_c_alloc(c, (size_t)clauses->nkeys * sizeof *r->clauses);
    r->classes = onex_c_alloc(c, (size_t)clauses->nkeys * sizeof *r->classes);
    for (int i = 0; i < clauses->nkeys && r->clauses && r->classes; i++) {
        onex_raw at = {.at = clauses->key_at[i],
                       .width = (int)onex_text_chars(clauses->keys[i], strlen(clauses->keys[i]))};
        int class = onex_c_choice(c, clauses, clauses->keys[i], classes, -1);
        if (!onex_c_clause(c, clauses->keys[i], &at) || class < 0) continue;
        r->clauses[r->nclauses] = onex_c_text(c, clauses->keys[i]);
        r->classes[r->nclauses++] = classes[class];
    }
}

void onex_c_regulation(onex_compiler *c) {
    const onex_raw_decl *decl = c->regulation;
    if (!decl || !decl->body || decl->body->kind != ONEX_RAW_TABLE) return;
    const onex_raw *body = decl->body, *clauses = onex_c_get(body, "clauses"), *articles = onex_c_get(body, "articles"),
                   *effective = onex_c_get(body, "effective");
    onex_regulation *r = &c->program->regulation;
    if (!onex_c_keys(c, body, keys, NULL, false, decl->word, decl->at, (int)strlen(decl->word))) return;
    if (articles->integer < 1 || articles->integer > 999) {
        onex_c_fault(c, ONEX_P_VALUE, articles, NULL,
                     onex_tr("'articles' must be between 1 and 999", "articles 应在 1 到 999 之间"));
        return;
    }
    r->decl = (onex_decl){.name = decl->word,
                          .title = onex_c_text_of(c, body, "title"),
                          .note = onex_c_text_of(c, body, "note"),
                          .valid_from = ONEX_DAY_NONE,
                          .valid_to = ONEX_DAY_NONE,
                          .at = decl->at};
    r->decl.name = onex_c_text(c, decl->word);
    r->decl.at = onex_c_place(c, decl->at);
    r->document = onex_c_text_of(c, body, "document");
    r->interpreted_by = onex_c_text_of(c, body, "interpreted_by");
    r->articles = (int)articles->integer;
    onex_c_date(c, effective, &r->effective);
    if (clauses) take_clauses(c, clauses);
}
