/* What a rule file said, as plain data: the tree that crosses from the worker process to the parent.
 * Nothing in it is checked but its shape and its bounds; the compiler (compile.h) gives it meaning. */
#ifndef ONEX_RULES_RAW_H
#define ONEX_RULES_RAW_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "expr/program.h"

typedef enum {
    ONEX_RAW_NIL,      /* what stood there was wrong, and is reported already */
    ONEX_RAW_BOOL,     /* integer: 0 or 1 */
    ONEX_RAW_INT,      /* integer */
    ONEX_RAW_FLOAT,    /* text: the number as it prints shortest, e.g. "2.5" */
    ONEX_RAW_TEXT,     /* text */
    ONEX_RAW_TABLE,    /* items: positional entries; keys/values: the others */
    ONEX_RAW_REF,      /* text: namespace (fact param set reading row outer as_of condition ...); path: names behind it */
    ONEX_RAW_CALL,     /* text: word (at_least, all, count, +, ...); items: arguments; keys/values of a table argument */
    ONEX_RAW_FUNCTION, /* integer: number of the function in the worker */
} onex_raw_kind;

typedef struct onex_raw {
    onex_raw_kind kind;
    onex_place at;
    int width; /* characters of source to underline, 0: unknown */
    int64_t integer;
    const char *text;
    const char **path; /* REF: fact.x -> {"x"}; row.site.standardised_on -> {"site","standardised_on"} */
    int npath;
    struct onex_raw **items;
    int nitems;
    const char **keys; /* of named entries, in the order of the file */
    onex_place *key_at;
    struct onex_raw **values;
    int nkeys;
    bool lacking; /* an entry was nothing, which is reported already */
} onex_raw;

/* One declaration: word "name" { body }, or word { body } (name NULL), or facts "pilot" {…}. For `field "pilot" "x"` subject
 * is "pilot" and name "x". */
typedef struct onex_raw_decl {
    const char *word, *subject, *name;
    onex_place at;      /* of the word */
    onex_place name_at; /* of the name */
    onex_raw *body;     /* a TABLE */
    const char *college; /* layer: NULL school */
} onex_raw_decl;

typedef struct onex_raw_set {
    onex_arena *arena;
    onex_raw_decl *decls; /* in order: files by name, then by line */
    int ndecls;
} onex_raw_set;

#endif
