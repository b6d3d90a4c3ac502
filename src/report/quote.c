/* Quotes the regulation beneath what rests on it. An article is quoted without its items: those are clauses of their
 * own, cited by the rules that are about them. */
#include "report/quote.h"

#include <string.h>

#include "base/error.h"

static void lines_put(onex_buffer *b, const char *text, int indent, bool first) {
    while (*text) {
        int len = (int)strcspn(text, "\n");
        if (!first) onex_buffer_printf(b, "\n%*s", indent, "");
        onex_buffer_printf(b, "%.*s", len, text);
        text += len + (text[len] == '\n');
        first = false;
    }
}

void onex_law_text_put(onex_buffer *b, const onex_law_clause *clause, int indent) {
    if (clause->title) onex_buffer_text(b, clause->title);
    lines_put(b, clause->text, indent, !clause->title);
}

static const onex_law_clause *cited(const onex_laws *laws, const char *cite) {
    onex_clause clause;
    return onex_clause_parse(cite, &clause) ? onex_law_find(&laws->now, clause) : NULL;
}

void onex_quote_put(onex_buffer *b, const onex_laws *laws, const onex_decl *decl, int indent) {
    for (int i = 0; i < decl->ncites; i++) {
        const onex_law_clause *clause = cited(laws, decl->cites[i]);
        if (!clause) continue;
        onex_buffer_printf(b, "%*s%s  ", indent, "", clause->name);
        if (onex_laws_changed(laws, clause->clause))
            onex_buffer_text(b, onex_tr("[changed since the text before] ", "〔与前一版文本不同〕"));
        onex_law_text_put(b, clause, indent + 2);
        onex_buffer_char(b, '\n');
    }
}

void onex_quote_json(onex_buffer *b, const onex_laws *laws, const onex_decl *decl) {
    bool first = true;
    onex_buffer_char(b, '[');
    for (int i = 0; i < decl->ncites; i++) {
        const onex_law_clause *clause = cited(laws, decl->cites[i]);
        onex_buffer text = {0};
        if (!clause) continue;
        onex_law_text_put(&text, clause, 0);
        onex_buffer_text(b, first ? "{\"clause\":" : ",{\"clause\":");
        onex_buffer_json_text(b, clause->name);
        onex_buffer_text(b, ",\"text\":");
        onex_buffer_json_text(b, text.data ? text.data : "");
        onex_buffer_printf(b, ",\"changed\":%s}", onex_laws_changed(laws, clause->clause) ? "true" : "false");
        first = false;
        if (text.failed) b->failed = true;
        onex_buffer_clear(&text);
    }
    onex_buffer_char(b, ']');
}
