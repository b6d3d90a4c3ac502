/* The outline of a rule file: where each declaration, key, argument and operand stands. A light reading of the tokens,
 * only to give values their places; what they mean is decided by Lua and the compiler. */
#ifndef ONEX_RULES_OUTLINE_H
#define ONEX_RULES_OUTLINE_H

#include "rules/lexer.h"
#include "rules/raw.h"

typedef enum {
    ONEX_OUT_OTHER,   /* something else: a literal, a function, an expression of Lua */
    ONEX_OUT_PATH,    /* a or a.b.c */
    ONEX_OUT_CALL,    /* callee, kids: arguments */
    ONEX_OUT_PART,    /* callee.name behind a call */
    ONEX_OUT_TABLE,   /* kids: entries without a key, in order; keys, values */
    ONEX_OUT_OPERATOR /* kids: one or two operands; `token` the operator */
} onex_outline_kind;

typedef struct onex_outline {
    onex_outline_kind kind;
    int first, last; /* tokens */
    int token;       /* the one that stands for it */
    int depth;       /* of what hangs on it */
    bool taken;      /* a declaration that came back stands here */
    struct onex_outline *callee;
    struct onex_outline **kids, **values;
    int nkids, nkeys;
    int *keys;                 /* tokens: a name or a text */
    struct onex_outline *next; /* lists while they are built */
} onex_outline;

typedef struct onex_outline_local { /* local name = value */
    int token;
    onex_outline *value;
} onex_outline_local;

typedef struct onex_outlines {
    const onex_lexed *lexed;
    onex_outline **decls; /* calls whose innermost callee is a declaring word, in the order of the file */
    int ndecls;
    onex_outline_local *locals;
    int nlocals;
} onex_outlines;

/* Reads the outline of a file that was cut into tokens. Fails only when memory is gone. */
onex_status onex_outline_read(onex_outlines *out, onex_arena *arena, const onex_lexed *lexed, onex_error *err);

/* Keys that a table gives twice are added to `problems` (Lua would silently keep the last). */
onex_status onex_outline_twice(const onex_outlines *outlines, onex_problems *problems, onex_error *err);

/* Gives each value of a declaration of that file its place, and tables the order of keys in the file. Places that the
 * outline does not know are looked for on the value's line, else are those of what holds them. What the file gives and
 * the declaration does not have was nil, which Lua drops: added to `problems`. (places.c) */
onex_status onex_places_fill(const onex_outlines *outlines, onex_raw_decl *decl, onex_problems *problems,
                             onex_error *err);

#endif
