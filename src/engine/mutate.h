/* Small changes to the compiled rules, one at a time, each undone again: does a test notice? What none notices is either
 * the same rule in other words or a case that nobody tries. */
#ifndef ONEX_ENGINE_MUTATE_H
#define ONEX_ENGINE_MUTATE_H

#include "engine/ruletest.h"

typedef struct onex_mutation { /* a change; what it points at lives during the call */
    const onex_decl *decl; /* of what was changed */
    onex_place at;
    const char *text; /* what was changed, in the language that is set */
    bool noticed;
    bool reached; /* some test rests on what was changed */
} onex_mutation;

typedef onex_status (*onex_mutation_fn)(void *ctx, const onex_mutation *mutation, onex_error *err);

typedef struct onex_mutate_query {
    const bool *tests; /* by test: may notice; NULL: all */
    const char *path;  /* change only what is declared there (a file or folder inside the rules); NULL: everything */
    bool reached_only; /* change only what these tests rest on */
} onex_mutate_query;

/* Values of params by one step up and down, literals likewise, comparisons (strict or not, turned round), all and any,
 * members left out, conditions negated, sums and differences. Every test asked must pass by itself; `fn` is called for each
 * change, in the order of the program: params, facts, rules. The program is as before when this returns. */
onex_status onex_mutate(onex_rules *rules, const onex_mutate_query *query, onex_mutation_fn fn, void *ctx, onex_error *err);

#endif
