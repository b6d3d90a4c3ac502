/* Any bytes as a regulation's text: cutting neither crashes nor loses or doubles a clause, and every clause that comes
 * out is found by its own name. Built with clang -fsanitize=fuzzer,address,undefined; a crash is a finding. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "engine/law.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool promise) {
    if (!promise) abort();
}

/* Pieces of regulations by one byte each, so that articles and items come about; other bytes stand for themselves. */
static char *text_of(const uint8_t *data, size_t size) {
    static const char *const pieces[] = {"第一条 ", "第二条 ", "第三条 ", "（一）", "（二）", "（三）", "\n",   "。\n",
                                         "；\n",    "第一章 ", "第",      "条",     "附件",   "：",     "\n第", "十"};
    char *text = malloc(size * 16 + 1), *at = text;
    if (!text) return NULL;
    for (size_t i = 0; i < size; i++) {
        if (data[i] == 0) continue;
        const char *piece = data[i] < 32 ? pieces[data[i] % 16] : NULL;
        size_t len = piece ? strlen(piece) : 1;
        memcpy(at, piece ? piece : (const char *)&data[i], len);
        at += len;
    }
    *at = '\0';
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char *text = text_of(data, size);
    onex_law law;
    onex_error err;
    size_t bad;
    if (!text) return 0;
    if (onex_text_valid(text, strlen(text), &bad) && onex_law_cut(&law, text, &err) == ONEX_OK) {
        onex_clause end = {0}, found;
        int articles = 0;
        require(law.nclauses > 0);
        for (int i = 0; i < law.nclauses; i++) {
            const onex_law_clause *clause = &law.clauses[i];
            require(onex_clause_parse(clause->name, &found));
            require(onex_law_find(&law, found) == clause);
            require(!onex_law_differs(clause, clause));
            require(clause->clause.article >= end.article);
            articles += clause->clause.article > end.article;
            end = clause->clause;
        }
        require(articles == law.articles);
        onex_law_clear(&law);
    }
    free(text);
    return 0;
}
