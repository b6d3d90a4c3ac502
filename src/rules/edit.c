/* Finding statements in the tokens of a rule file. Nothing is run: what is not written plainly is not found. */
#include "rules/edit.h"

#include <string.h>

onex_status onex_edit_open(onex_edit *out, const char *bytes, size_t len, onex_error *err) {
    onex_problems problems = {0};
    *out = (onex_edit){0};
    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) out->mark = 3;
    onex_status status = onex_lex(&out->lexed, &out->arena, "", bytes + out->mark, len - out->mark, &problems, err);
    if (!status && problems.errors)
        status = onex_fail(err, ONEX_E_RULE, "%s", onex_tr("the file cannot be read", "文件无法读取"));
    onex_problems_clear(&problems);
    return status;
}

void onex_edit_close(onex_edit *edit) {
    onex_arena_clear(&edit->arena);
    *edit = (onex_edit){0};
}

static bool opens(const onex_lexed *lexed, int i) {
    return onex_token_is(lexed, i, "{") || onex_token_is(lexed, i, "(") || onex_token_is(lexed, i, "[");
}

static bool closes(const onex_lexed *lexed, int i) {
    return onex_token_is(lexed, i, "}") || onex_token_is(lexed, i, ")") || onex_token_is(lexed, i, "]");
}

/* The token that closes the one that opens at `open`; -1: none. */
static int closing(const onex_lexed *lexed, int open) {
    int depth = 0;
    for (int i = open; i < lexed->ntokens; i++) {
        depth += opens(lexed, i);
        depth -= closes(lexed, i);
        if (depth == 0) return i;
    }
    return -1;
}

static bool holds_comment(const onex_lexed *lexed, int from, int to) {
    for (int i = from; i < to; i++) {
        const char *gap = lexed->text + lexed->tokens[i].end;
        if (memmem(gap, lexed->tokens[i + 1].start - lexed->tokens[i].end, "--", 2)) return true;
    }
    return false;
}

/* Whether a key of the table that opens at `open` begins at token i, in that table itself. */
static bool is_key(const onex_lexed *lexed, int open, int i, int depth) {
    bool first = i == open + 1 || onex_token_is(lexed, i - 1, ",") || onex_token_is(lexed, i - 1, ";");
    return depth == 1 && first && lexed->tokens[i].kind == ONEX_TOK_NAME && onex_token_is(lexed, i + 1, "=");
}

static bool is_among(const onex_lexed *lexed, int i, const char *const *words) {
    for (; *words; words++)
        if (onex_token_is(lexed, i, *words)) return true;
    return false;
}

static const char *token_copy(onex_edit *edit, int i) {
    const onex_token *t = &edit->lexed.tokens[i];
    return onex_arena_text(&edit->arena, edit->lexed.text + t->start, t->end - t->start);
}

/* The span from the word at token `first` to the end of the table that opens at `open`. */
static bool span_of(onex_edit *edit, int first, int open, const char *const *keys, onex_edit_span *out) {
    const onex_lexed *lexed = &edit->lexed;
    int close = closing(lexed, open), depth = 0;
    if (close < 0) return false;
    *out = (onex_edit_span){.from = edit->mark + lexed->tokens[first].start,
                            .to = edit->mark + lexed->tokens[close].end,
                            .line = lexed->tokens[first].line,
                            .comments = holds_comment(lexed, first, close)};
    for (int i = open; i < close; i++) {
        if (is_key(lexed, open, i, depth) && !is_among(lexed, i, keys) && !out->extra) out->extra = token_copy(edit, i);
        depth += opens(lexed, i);
        depth -= closes(lexed, i);
    }
    return true;
}

bool onex_edit_find(onex_edit *edit, const char *word, const char *name, int line, const char *const *keys,
                    onex_edit_span *out) {
    const onex_lexed *lexed = &edit->lexed;
    for (int nth = 0, i; (i = onex_lexed_find(lexed, line, name, nth)) >= 0; nth++)
        if (i > 0 && lexed->tokens[i].kind == ONEX_TOK_STRING && onex_token_is(lexed, i - 1, word) &&
            onex_token_is(lexed, i + 1, "{"))
            return span_of(edit, i - 1, i + 1, keys, out);
    return false;
}

/* The plain text that the key at token i has; NULL: it is written otherwise. */
static const char *text_at(onex_edit *edit, int i) {
    size_t len;
    const char *text = onex_token_content(&edit->lexed, i + 2, &len);
    bool ends = onex_token_is(&edit->lexed, i + 3, ",") || onex_token_is(&edit->lexed, i + 3, ";") ||
                onex_token_is(&edit->lexed, i + 3, "}");
    return text && ends ? onex_arena_text(&edit->arena, text, len) : NULL;
}

bool onex_edit_find_head(onex_edit *edit, onex_edit_head *out) {
    static const char *const keys[] = {"college", "document", "effective", "under", NULL};
    const onex_lexed *lexed = &edit->lexed;
    *out = (onex_edit_head){0};
    for (int i = 0; i < lexed->ntokens; i++) {
        if (!onex_token_is(lexed, i, "local_rules")) continue;
        int open = onex_token_is(lexed, i + 1, "{") ? i + 1 : -1, close = open < 0 ? -1 : closing(lexed, open);
        if (close < 0 || !span_of(edit, i, open, keys, &out->span)) return false;
        for (int k = open; k < close; k++) {
            if (!onex_token_is(lexed, k + 1, "=") || k + 3 > close) continue;
            if (onex_token_is(lexed, k, "document")) out->document = text_at(edit, k);
            if (onex_token_is(lexed, k, "effective")) out->effective = text_at(edit, k);
        }
        out->alone = close + 1 >= lexed->ntokens;
        return true;
    }
    return false;
}

void onex_lua_text_put(onex_buffer *b, const char *text) {
    onex_buffer_char(b, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') onex_buffer_char(b, '\\');
        onex_buffer_char(b, *text);
    }
    onex_buffer_char(b, '"');
}
