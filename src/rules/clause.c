/* Clauses of the regulation in rule files: written in their one form, and of an article that exists. */
#include <stdio.h>
#include <string.h>

#include "model/clause.h"
#include "rules/compiler.h"

/* Whether the text ends with a clause, in whatever form. */
static bool ends_with_clause(const char *text, size_t len) {
    char copy[256];
    if (len >= sizeof copy) return false;
    memcpy(copy, text, len);
    copy[len] = '\0';
    for (const char *from = strstr(copy, "第"); from; from = strstr(from + 1, "第")) {
        onex_clause clause;
        if (onex_clause_parse(from, &clause)) return true;
    }
    return false;
}

/* Whether what stands before the last clause is another clause and a comma: several in one text. */
static bool is_list(const char *text, size_t before) {
    static const char *const commas[] = {"、", "，", "；", ",", ";", "和", "及", "与", " "};
    for (size_t i = 0; i < sizeof commas / sizeof *commas; i++) {
        size_t len = strlen(commas[i]);
        if (before > len && memcmp(text + before - len, commas[i], len) == 0 && ends_with_clause(text, before - len))
            return true;
    }
    return false;
}

/* 细则第五条: a clause of a college's own document, behind the document's name. */
static bool own_document(const onex_compiler *c, const char *text) {
    const char *from = c->college ? strstr(text, "第") : NULL;
    for (; from; from = strstr(from + 1, "第")) {
        onex_clause clause;
        char name[ONEX_CLAUSE_TEXT];
        size_t before = (size_t)(from - text), regulation = strlen("办法");
        if (!before || !onex_clause_parse(from, &clause) || strcmp(onex_clause_text(clause, name), from) != 0) continue;
        if (is_list(text, before)) return false;
        return before < regulation || memcmp(from - regulation, "办法", regulation) != 0;
    }
    return false;
}

/* How the clause is to be written, where only its form is wrong; else how clauses are written at all. */
static const char *written(const char *text, char *buf, size_t size) {
    const char *from = strstr(text, "第");
    char name[ONEX_CLAUSE_TEXT];
    onex_clause clause;
    for (; from; from = strstr(from + 1, "第")) {
        if (is_list(text, (size_t)(from - text)))
            return onex_tr("several clauses are a list: { \"第四条\", \"第五条\" }",
                           "几条写成列表：{ \"第四条\", \"第五条\" }");
        if (from - text > 200 || !onex_clause_parse(from, &clause)) continue;
        snprintf(buf, size, onex_tr("write %.*s%s", "写作 %.*s%s"), (int)(from - text), text,
                 onex_clause_text(clause, name));
        return buf;
    }
    return onex_tr("write 第七条, 第十条第一款 or 第七条（二）", "写作 第七条、第十条第一款 或 第七条（二）");
}

bool onex_c_clause(onex_compiler *c, const char *text, const onex_raw *at) {
    if (own_document(c, text)) return true;
    char name[ONEX_CLAUSE_TEXT], hint[ONEX_HINT];
    onex_clause clause;
    int articles = c->program->regulation.articles;
    if (!onex_clause_parse(text, &clause) || strcmp(onex_clause_text(clause, name), text) != 0) {
        onex_c_fault(c, ONEX_P_CITE, at, written(text, hint, sizeof hint),
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
