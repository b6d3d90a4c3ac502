/* Running the tests of rules: each case is judged on what it gives, and held against what it expects. */
#ifndef ONEX_ENGINE_RULETEST_H
#define ONEX_ENGINE_RULETEST_H

#include "base/buffer.h"
#include "base/error.h"
#include "rules/rules.h"

typedef struct onex_ruletest_result {
    const onex_test *test;
    bool ok;
    const char *message; /* of a failure: expected, actual, the deciding comparison with its numbers; lives during the call */
} onex_ruletest_result;

typedef onex_status (*onex_ruletest_fn)(void *ctx, const onex_ruletest_result *result, onex_error *err);

/* Runs the program's tests whose names match (NULL: all), in order; fn is called for each. The text of `select` is a POSIX
 * extended regular expression; a wrong one is ONEX_E_USAGE. */
onex_status onex_ruletest_run(onex_rules *rules, const char *select, onex_ruletest_fn fn, void *ctx, onex_error *err);

/* What the judge says of a rule in a case, whatever the case expects. */
onex_status onex_ruletest_verdict(onex_rules *rules, const onex_test *test, int rule, onex_verdict *out, onex_error *err);

#endif
