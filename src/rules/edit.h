/* The text of a college's rule file as something to be changed in one place: statements found by their tokens, so that
 * all around them stays byte for byte. What a statement means is left to the compiler. */
#ifndef ONEX_RULES_EDIT_H
#define ONEX_RULES_EDIT_H

#include "base/buffer.h"
#include "rules/lexer.h"

typedef struct onex_edit {
    onex_arena arena;
    onex_lexed lexed;
    size_t mark; /* bytes of a byte order mark before the text */
} onex_edit;

typedef struct onex_edit_span {
    size_t from, to;   /* bytes of the file, from the word to behind the closing brace */
    int line;          /* from 1 */
    bool comments;     /* there are comments inside */
    const char *extra; /* the first key that is not among those asked for; NULL: none. Lives as long as the edit */
} onex_edit_span;

typedef struct onex_edit_head {
    onex_edit_span span;
    const char *document, *effective; /* as written; NULL: not written as plain texts */
    bool alone;                       /* nothing but comments follows it */
} onex_edit_head;

/* Cuts the file into tokens; `bytes` must outlive the edit. RULE: it cannot be read. */
onex_status onex_edit_open(onex_edit *out, const char *bytes, size_t len, onex_error *err);
void onex_edit_close(onex_edit *edit);

/* The statement `word "name" { … }` whose name stands on the line; `keys` (NULL-terminated) are those that it may have.
 * False: it is not written so. */
bool onex_edit_find(onex_edit *edit, const char *word, const char *name, int line, const char *const *keys,
                    onex_edit_span *out);
/* The first `local_rules { … }` of the file; false: none. */
bool onex_edit_find_head(onex_edit *edit, onex_edit_head *out);

/* A text as Lua reads it back: in quotes, with quotes and backslashes escaped. It must hold no control characters. */
void onex_lua_text_put(onex_buffer *b, const char *text);

#endif
