/* The `onex` API as descriptors: from them names are registered, `.help` and completion answer, and the reference in
 * scripts/README.md is made. One table for each noun, in the file of the noun; the list of all is in api.c. */
#ifndef ONEX_REPL_API_H
#define ONEX_REPL_API_H

#include <stddef.h>

struct lua_State;

typedef struct onex_api_word { /* a list ends with name NULL */
    const char *name;          /* as one writes it: "onex.pilot", "p:rows", "p.fact", "v.verdict" */
    const char *usage;         /* the whole call: "onex.pilots { college = \"art\" }" */
    const char *en, *zh;       /* what it gives, in a sentence or some; no trailing full stop */
    const char *example;       /* lines that run on the demo's database (in a session with --write where they write) */
    int (*call)(struct lua_State *L); /* NULL: a field, not a function */
} onex_api_word;

typedef struct onex_api_noun {
    const char *name;    /* "subjects" */
    const char *table;   /* where its functions are registered: "onex", "onex.csv"; NULL: methods of a value */
    const char *en, *zh; /* a heading */
    const onex_api_word *words;
} onex_api_noun;

/* All of them in the order of the reference; ends with NULL. */
extern const onex_api_noun *const onex_api_nouns[];

/* The word of that name: the whole name, or what stands behind its last '.' or ':' ("pilots"); NULL: none. */
const onex_api_word *onex_api_find(const char *name);

#endif
