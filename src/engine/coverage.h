/* How far the tests of rules reach: which comparisons they have seen decide true, false and unknown, which thresholds they
 * have met exactly, which clauses have rules but no test. */
#ifndef ONEX_ENGINE_COVERAGE_H
#define ONEX_ENGINE_COVERAGE_H

#include "engine/ruletest.h"

typedef struct onex_covered { /* a comparison, or another yes-or-no part of a rule's trees */
    int rule;
    const onex_node *node;
    bool seen_true, seen_false, seen_unknown;
    bool never_unknown; /* made of known and blank alone, which always have an answer */
} onex_covered;

typedef struct onex_covered_threshold { /* a value of a param that rules compare with */
    int param;
    const onex_dated *value;
    const onex_statement *statement; /* the college's that gives it; NULL: the param's own */
    bool met;                        /* a test stood exactly at it; where no comparison of a rule's own names the param: a
                                      * test worked out something that rests on it */
} onex_covered_threshold;

typedef struct onex_coverage {
    const onex_program *program;
    onex_covered *parts; /* rule by rule */
    int nparts, cap;
    int *first; /* by rule: its first part; nrules + 1 of them */
    onex_covered_threshold *thresholds;
    int nthresholds;
    const char **clauses; /* that rules cite, and no test does nor expects something of these rules; in order */
    int nclauses, clauses_in_all;
    bool *rules_seen; /* of the test that runs */
    bool *facts_read, *rules_read;
    onex_ruletest_watch watch; /* to be given to each test that is run */
    onex_arena arena;
    bool failed;
} onex_coverage;

/* Ready to watch tests of the program; `_finish` when they have run. `_clear` frees. */
onex_status onex_coverage_open(onex_coverage *out, const onex_program *program, onex_error *err);
onex_status onex_coverage_finish(onex_coverage *coverage, onex_error *err);
void onex_coverage_clear(onex_coverage *coverage);

/* Seen in all the ways that it can be. */
bool onex_covered_fully(const onex_covered *part);

#endif
