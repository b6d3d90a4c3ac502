/* Between mutate.c and mutate_tree.c only: trying one change. */
#ifndef ONEX_ENGINE_MUTATE_RUN_H
#define ONEX_ENGINE_MUTATE_RUN_H

#include "engine/mutate.h"

typedef struct onex_mutating {
    const onex_program *program;
    onex_testbench bench;
    const onex_mutate_query *query;
    bool *facts_read, *rules_read; /* test by test: what it works out */
    bool *rests;                   /* by test: on what is being changed */
    int *order;                    /* the tests, cheap ones first */
    int norder, last;              /* last: the one that noticed last, -1: none */
    const onex_decl *decl;         /* what is being changed */
    bool reached;
    onex_mutation_fn fn;
    void *ctx;
    onex_arena arena; /* of the words for one change, and of nodes made for it */
    onex_error *err;
} onex_mutating;

/* To be called while a change is in place: runs the tests that rest on it until one notices, and tells it. */
onex_status onex_mutation_try(onex_mutating *m, const onex_place *at, const char *text);

/* Changes the tree below *root bit by bit; `condition`: its value is yes or no and counts as such. */
onex_status onex_mutate_tree(onex_mutating *m, onex_node *root, bool condition);

/* A value one step up (1) or down (-1) by its unit: 1, 0.01 yuan, 0.1 credits, 1 %, a day. False: it has no steps. */
bool onex_mutate_step(onex_value *value, const onex_type *type, int by);
/* A value as a person writes it ("50%", "3"), in the arena; NULL: memory is gone. */
const char *onex_mutate_value_text(onex_mutating *m, onex_value value, const onex_type *type);
/* The buffer's text in the arena; the buffer is cleared. NULL: memory is gone. */
const char *onex_mutate_kept(onex_mutating *m, onex_buffer *b);

#endif
