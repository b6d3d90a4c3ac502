/* Two rule sets held against each other: which files differ, and which declarations, key by key. */
#ifndef ONEX_ENGINE_DIFF_H
#define ONEX_ENGINE_DIFF_H

#include "base/arena.h"
#include "base/error.h"
#include "rules/rules.h"

typedef enum { ONEX_DIFF_ADDED, ONEX_DIFF_REMOVED, ONEX_DIFF_CHANGED } onex_diff_way;

typedef struct onex_diff_file {
    const char *path;
    onex_diff_way way;
} onex_diff_file;

typedef struct onex_diff_key {
    const char *key, *from, *to; /* from or to NULL: not stated on that side */
} onex_diff_key;

typedef struct onex_diff_declaration {
    const char *kind, *name, *title, *college; /* college NULL: the school's */
    onex_diff_way way;
    onex_diff_key *keys; /* that differ; of one that was added or removed: all, on its side */
    int nkeys;
} onex_diff_declaration;

typedef struct onex_diff {
    onex_arena arena;
    onex_diff_file *files; /* by path */
    int nfiles;
    onex_diff_declaration
        *declarations; /* in the order of onex_declared_list, removed ones after those of their kind */
    int ndeclarations;
} onex_diff;

/* From `a` to `b`, which outlive it. A change of a tree is one of its meaning: the sentences are compared, not the
 * lines. `_clear` also after a failure. */
onex_status onex_diff_make(onex_diff *out, const onex_rules *a, const onex_rules *b, onex_error *err);
void onex_diff_clear(onex_diff *diff);

#endif
