/* Questions about a file that was cut into tokens: where a name stands on a line, what a text holds. */
#include <string.h>

#include "rules/lexer.h"

bool onex_token_is(const onex_lexed *lexed, int token, const char *text) {
    const onex_token *t = &lexed->tokens[token];
    return t->end - t->start == strlen(text) && memcmp(lexed->text + t->start, text, t->end - t->start) == 0;
}

const char *onex_token_content(const onex_lexed *lexed, int token, size_t *len) {
    const onex_token *t = &lexed->tokens[token];
    if (t->kind != ONEX_TOK_STRING) return NULL;
    const char *from = lexed->text + t->start;
    size_t size = t->end - t->start;
    if (*from == '"' || *from == '\'') {
        if (size < 2 || memchr(from, '\\', size)) return NULL;
        *len = size - 2;
        return from + 1;
    }
    size_t bracket = 2; /* [[ or [==[ */
    while (bracket < size && from[bracket - 1] == '=') bracket++;
    if (*from != '[' || size < 2 * bracket) return NULL;
    from += bracket;
    size -= 2 * bracket;
    if (size && *from == '\n') { /* Lua drops a line feed behind the bracket */
        from++;
        size--;
    }
    *len = size;
    return from;
}

int onex_lexed_line(const onex_lexed *lexed, int line) {
    int low = 0, high = lexed->ntokens;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (lexed->tokens[middle].line < line)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool is_word(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static bool stands_at(const onex_lexed *lexed, int token, const char *text, size_t len) {
    const onex_token *t = &lexed->tokens[token];
    size_t size;
    const char *content = onex_token_content(lexed, token, &size);
    if (content) return size == len && memcmp(content, text, len) == 0;
    if (t->kind == ONEX_TOK_OPERATOR) return t->end - t->start == len && memcmp(lexed->text + t->start, text, len) == 0;
    if (lexed->len - t->start < len || memcmp(lexed->text + t->start, text, len) != 0) return false;
    size_t behind = t->start + len;
    return behind >= lexed->len || !is_word(text[len - 1]) || !is_word(lexed->text[behind]);
}

int onex_lexed_find(const onex_lexed *lexed, int line, const char *text, int nth) {
    size_t len = strlen(text);
    if (len == 0) return -1;
    for (int i = onex_lexed_line(lexed, line); i < lexed->ntokens && lexed->tokens[i].line == line; i++)
        if (stands_at(lexed, i, text, len) && nth-- == 0) return i;
    return -1;
}

const char *onex_text_line(const char *text, size_t size, int line, size_t *len) {
    const char *at = text, *end = text + size;
    for (int n = 1; at <= end; n++) {
        const char *stop = at;
        while (stop < end && *stop != '\n' && *stop != '\r') stop++;
        if (n == line) {
            *len = (size_t)(stop - at);
            return at;
        }
        if (stop >= end) return NULL;
        at = stop + (stop + 1 < end && (stop[1] == '\n' || stop[1] == '\r') && stop[1] != *stop ? 2 : 1);
    }
    return NULL;
}
