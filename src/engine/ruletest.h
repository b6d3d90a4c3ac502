/* Running the tests of rules: each case is judged on what it gives, and held against what it expects. */
#ifndef ONEX_ENGINE_RULETEST_H
#define ONEX_ENGINE_RULETEST_H

#include "base/buffer.h"
#include "base/error.h"
#include "engine/judge.h"

typedef struct onex_ruletest_result {
    const onex_test *test;
    bool ok;
    const char *message; /* of a failure: expected, actual, the deciding comparison with its numbers; lives during the call */
} onex_ruletest_result;

typedef onex_status (*onex_ruletest_fn)(void *ctx, const onex_ruletest_result *result, onex_error *err);

typedef struct onex_ruletest_watch { /* what is noted while a case runs; NULL: not */
    bool *facts_read, *rules_read; /* by index, set for what was worked out */
    /* called with the view of the case's subject when its expectations were looked at */
    void (*fn)(void *ctx, const onex_test *test, onex_judge *judge, onex_view *view);
    void *ctx;
} onex_ruletest_watch;

/* Runs the program's tests that are chosen (by index; NULL: all) and whose names match (NULL: all), in order; fn is called
 * for each. `watch` may be NULL. The text of `select` is a POSIX extended regular expression; a wrong one is ONEX_E_USAGE. */
onex_status onex_ruletest_run(onex_rules *rules, const bool *chosen, const char *select, const onex_ruletest_watch *watch, onex_ruletest_fn fn, void *ctx,
                              onex_error *err);

/* ---- case by case ---- */

typedef struct onex_testbench { /* what cases are run on; zero but for the rules at first, `_clear` frees */
    onex_rules *rules;
    onex_store *scratch; /* of those with rows, made when one comes */
    onex_buffer message;
} onex_testbench;
void onex_testbench_clear(onex_testbench *bench);

/* Runs one case; the message lives until the next one. `watch` may be NULL. */
onex_status onex_ruletest_try(onex_testbench *bench, const onex_test *test, const onex_ruletest_watch *watch, onex_ruletest_result *out, onex_error *err);

/* What the judge says of a rule in a case, whatever the case expects. `watch` may be NULL. */
onex_status onex_ruletest_verdict(onex_testbench *bench, const onex_test *test, int rule, const onex_ruletest_watch *watch, onex_verdict *out, onex_error *err);

#endif
