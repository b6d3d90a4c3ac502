/* Linting a rules folder: everything that hinders its loading, and where it loads what its checks find. */
#ifndef ONEX_ENGINE_LINT_H
#define ONEX_ENGINE_LINT_H

#include "rules/lint.h"
#include "store/store.h"

typedef struct onex_lint {
    onex_rules *rules;      /* loaded with their tests; NULL: they do not load */
    onex_problems problems; /* in the order of the files, ready to be shown */
} onex_lint;

/* `options` as for onex_rules_load; tests are always loaded. Clauses are held against the text of the regulation in the store
 * (NULL: none), ends of relaxations against `as_of`. Problems are no failure. NOT_FOUND: there is no such folder. */
onex_status onex_lint_run(onex_lint *out, const onex_rules_options *options, onex_store *store, onex_day as_of,
                          onex_error *err);
void onex_lint_clear(onex_lint *lint);

/* Whether a problem stands in the file, or below the folder (both as people see them). */
bool onex_problem_lies_in(const onex_problem *problem, const char *path);

#endif
