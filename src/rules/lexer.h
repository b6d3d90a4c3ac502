/* A small lexer that reads a rule file once before Lua does: tokens with their places, and the mistakes that Lua
 * would swallow or report badly (operators that do nothing in a rule, full-width punctuation, open strings).
 * It judges no grammar; Lua does that. */
#ifndef ONEX_RULES_LEXER_H
#define ONEX_RULES_LEXER_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "rules/rules.h"

typedef enum {
    ONEX_TOK_END, /* behind the last one */
    ONEX_TOK_NAME,
    ONEX_TOK_KEYWORD, /* and or not function end if ... */
    ONEX_TOK_STRING,  /* quotes or long brackets included */
    ONEX_TOK_NUMBER,
    ONEX_TOK_OPERATOR, /* punctuation too */
} onex_token_kind;

typedef struct onex_token {
    onex_token_kind kind;
    int line, column;    /* from 1; column in characters */
    int width;           /* characters, up to the end of the first line */
    uint32_t start, end; /* bytes in the text */
    int match;           /* keyword `function`: index of its `end`; others 0 */
} onex_token;

typedef struct onex_lexed {
    const char *path; /* inside the rules folder */
    const char *text;
    size_t len;
    onex_token *tokens; /* ntokens, and one of kind END behind them */
    int ntokens;
    bool unreadable; /* a mistake was found: the file must not be run */
} onex_lexed;

/* Cuts `text` (valid UTF-8; it and `path` must outlive `out`) into tokens, which live in `arena`. Every mistake is
 * added to `problems`. Fails only when memory is gone. */
onex_status onex_lex(onex_lexed *out, onex_arena *arena, const char *path, const char *text, size_t len,
                     onex_problems *problems, onex_error *err);

/* Whether the token's text is `text`. */
bool onex_token_is(const onex_lexed *lexed, int token, const char *text);

/* What stands between a string token's quotes, when it has no escapes: *len bytes of the text; else NULL. */
const char *onex_token_content(const onex_lexed *lexed, int token, size_t *len);

/* Index of the first token of the line, or of a later one when the line has none. */
int onex_lexed_line(const onex_lexed *lexed, int line);

/* Index of the nth (from 0) place on the line where `text` stands: a name, an operator, a reference such as fact.x or a
 * string's content; -1: none. */
int onex_lexed_find(const onex_lexed *lexed, int line, const char *text, int nth);

/* Bytes of the line (from 1) without its end; NULL: no such line. */
const char *onex_text_line(const char *text, size_t size, int line, size_t *len);

#endif
