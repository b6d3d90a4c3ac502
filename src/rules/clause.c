/* Clauses of the regulation as texts: 第四条, 第十条第一款, 第七条（二）. Their form, and whether the article exists.
 */
#include <string.h>

#include "rules/compiler.h"

static const char *const digits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

static bool eat(const char **at, const char *text) {
    size_t len = strlen(text);
    if (strncmp(*at, text, len) != 0) return false;
    *at += len;
    return true;
}

static int eat_digit(const char **at) {
    for (int d = 1; d <= 9; d++)
        if (eat(at, digits[d])) return d;
    return 0;
}

/* A Chinese numeral of 1..999; 0: none. */
static int eat_numeral(const char **at) {
    int total = 0, d = eat_digit(at);
    if (d && eat(at, "百")) {
        total = d * 100;
        bool gap = eat(at, digits[0]);
        d = eat_digit(at);
        if (gap) return d ? total + d : 0;
        if (d == 0) return total;
    }
    if (eat(at, "十")) {
        total += (d ? d : 1) * 10;
        return total + eat_digit(at);
    }
    return total ? (d ? 0 : total) : d;
}

/* The article's number; 0: no clause. */
static int article_of(const char *clause) {
    const char *at = clause;
    if (!eat(&at, "第")) return 0;
    int article = eat_numeral(&at);
    if (!article || !eat(&at, "条")) return 0;
    if (eat(&at, "第") && (!eat_numeral(&at) || !eat(&at, "款"))) return 0;
    if (eat(&at, "（") && (!eat_numeral(&at) || !eat(&at, "）"))) return 0;
    return *at ? 0 : article;
}

bool onex_c_clause(onex_compiler *c, const char *clause, const onex_raw *at) {
    int article = article_of(clause), articles = c->program->regulation.articles;
    if (!article) {
        onex_c_fault(c, ONEX_P_CITE, at,
                     onex_tr("write 第七条, 第十条第一款 or 第七条（二）", "写作 第七条、第十条第一款 或 第七条（二）"),
                     onex_tr("'%s' names no clause", "“%s”不是条款名称"), clause);
        return false;
    }
    if (articles && article > articles) {
        onex_c_fault(c, ONEX_P_CITE, at, NULL,
                     onex_tr("the regulation has no '%s'; it has %d articles", "办法没有“%s”；共 %d 条"), clause,
                     articles);
        return false;
    }
    return true;
}
