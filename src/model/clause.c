/* Names of clauses to numbers and back. Whether a regulation has the clause is not decided here. */
#include "model/clause.h"

#include <stdio.h>
#include <string.h>

static const char *const digits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

static bool take(const char **at, const char *text) {
    size_t len = strlen(text);
    if (strncmp(*at, text, len) != 0) return false;
    *at += len;
    return true;
}

static int take_digit(const char **at) {
    for (int d = 1; d <= 9; d++)
        if (take(at, digits[d])) return d;
    return 0;
}

/* What follows the hundreds, or the whole: tens and ones. */
static int take_below_hundred(const char **at) {
    int d = take_digit(at);
    if (!take(at, "十")) return d;
    return (d ? d : 1) * 10 + take_digit(at);
}

int onex_numeral_take(const char **at) {
    const char *from = *at, *next = from;
    int d = take_digit(&next);
    if (!d || !take(&next, "百")) return take_below_hundred(at);
    bool gap = take(&next, digits[0]);
    const char *ones = next;
    int rest = take_below_hundred(&next);
    if (gap && (rest == 0 || rest > 9)) { /* 一百零 stands before ones only */
        *at = from;
        return 0;
    }
    if (!gap && rest > 0 && rest < 10) next = ones, rest = 0; /* 一百二 is not 102 */
    *at = next;
    return d * 100 + rest;
}

const char *onex_numeral_text(int n, char buf[ONEX_NUMERAL_TEXT]) {
    int hundreds = n / 100 % 10, tens = n / 10 % 10, ones = n % 10;
    const char *gap = hundreds && !tens && ones ? digits[0] : "";
    snprintf(buf, ONEX_NUMERAL_TEXT, "%s%s%s%s%s%s", hundreds ? digits[hundreds] : "", hundreds ? "百" : "", gap,
             tens > 1 || (tens && hundreds) ? digits[tens] : "", tens ? "十" : "", ones ? digits[ones] : "");
    return buf;
}

/* A numeral, Chinese or in ASCII digits; 0: none. */
static int take_number(const char **at) {
    int n = 0;
    const char *from = *at;
    for (; **at >= '0' && **at <= '9'; ++*at)
        if ((n = n * 10 + (**at - '0')) > ONEX_NUMERAL_MAX) return 0;
    return *at > from ? n : onex_numeral_take(at);
}

bool onex_clause_parse(const char *text, onex_clause *out) {
    const char *at = text;
    onex_clause clause = {0};
    bool named = take(&at, "第");
    if (!(clause.article = take_number(&at))) return false;
    if (named && !take(&at, "条")) return false;
    if (take(&at, "第") && (!(clause.paragraph = take_number(&at)) || !take(&at, "款"))) return false;
    if (take(&at, "（") || take(&at, "(")) {
        if (!(clause.item = take_number(&at))) return false;
        if (!take(&at, "）") && !take(&at, ")")) return false;
    }
    *out = clause;
    return !*at;
}

const char *onex_clause_text(onex_clause clause, char buf[ONEX_CLAUSE_TEXT]) {
    char n[ONEX_NUMERAL_TEXT], paragraph[ONEX_NUMERAL_TEXT + 8] = "", item[ONEX_NUMERAL_TEXT + 8] = "";
    if (clause.paragraph) snprintf(paragraph, sizeof paragraph, "第%s款", onex_numeral_text(clause.paragraph, n));
    if (clause.item) snprintf(item, sizeof item, "（%s）", onex_numeral_text(clause.item, n));
    snprintf(buf, ONEX_CLAUSE_TEXT, "第%s条%s%s", onex_numeral_text(clause.article, n), paragraph, item);
    return buf;
}

int onex_clause_compare(onex_clause a, onex_clause b) {
    if (a.article != b.article) return a.article < b.article ? -1 : 1;
    if (a.paragraph != b.paragraph) return a.paragraph < b.paragraph ? -1 : 1;
    return (a.item > b.item) - (a.item < b.item);
}
