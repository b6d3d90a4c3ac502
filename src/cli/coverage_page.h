/* onex test --coverage and --mutate: what the tests have not seen, and what they did not notice, for people and as JSON. */
#ifndef ONEX_CLI_COVERAGE_PAGE_H
#define ONEX_CLI_COVERAGE_PAGE_H

#include "cli/command.h"
#include "engine/coverage.h"
#include "engine/mutate.h"

/* What is missing, with totals at the end; `dir`: the rules folder, `rules` (by rule): only these, NULL: all. */
void onex_coverage_put(const onex_cli *cli, onex_buffer *b, const onex_coverage *coverage, const char *dir, const bool *rules);
/* The same as a member "coverage" of an object, with a comma before. */
void onex_coverage_json(onex_buffer *b, const onex_coverage *coverage, const char *dir, const bool *rules);

typedef struct onex_mutations { /* what was tried so far */
    onex_cli *cli;
    const char *dir;
    long changes, noticed;
    onex_buffer told; /* those that no test noticed */
} onex_mutations;

/* An onex_mutation_fn; ctx is an onex_mutations. */
onex_status onex_mutations_take(void *ctx, const onex_mutation *mutation, onex_error *err);
/* What went unnoticed and the totals, as above. */
void onex_mutations_put(onex_buffer *b, const onex_mutations *mutations);
void onex_mutations_json(onex_buffer *b, const onex_mutations *mutations);

#endif
