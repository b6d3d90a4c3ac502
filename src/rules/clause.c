/* Clauses of the regulation in rule files: written in their one form, and of an article that exists. */
#include <string.h>

#include "model/clause.h"
#include "rules/compiler.h"

/* 细则第五条: a clause of a college's own document, behind the document's name. */
static bool own_document(const onex_compiler *c, const char *text) {
    const char *from = c->college ? strstr(text, "第") : NULL;
    for (; from; from = strstr(from + 1, "第")) {
        onex_clause clause;
        char name[ONEX_CLAUSE_TEXT];
        size_t before = (size_t)(from - text), regulation = strlen("办法");
        if (!before || !onex_clause_parse(from, &clause) || strcmp(onex_clause_text(clause, name), from) != 0) continue;
        return before < regulation || memcmp(from - regulation, "办法", regulation) != 0;
    }
    return false;
}

bool onex_c_clause(onex_compiler *c, const char *text, const onex_raw *at) {
    if (own_document(c, text)) return true;
    char name[ONEX_CLAUSE_TEXT];
    onex_clause clause;
    int articles = c->program->regulation.articles;
    if (!onex_clause_parse(text, &clause) || strcmp(onex_clause_text(clause, name), text) != 0) {
        onex_c_fault(c, ONEX_P_CITE, at,
                     onex_tr("write 第七条, 第十条第一款 or 第七条（二）", "写作 第七条、第十条第一款 或 第七条（二）"),
                     onex_tr("'%s' names no clause", "“%s”不是条款名称"), text);
        return false;
    }
    if (articles && clause.article > articles) {
        onex_c_fault(c, ONEX_P_CITE, at, NULL,
                     onex_tr("the regulation has no '%s'; it has %d articles", "办法没有“%s”；共 %d 条"), text,
                     articles);
        return false;
    }
    return true;
}
