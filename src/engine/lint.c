/* Joins loading, the checks of the rules and the regulation's text. What is looked for is rules/lint.h's. */
#include "engine/lint.h"

#include <string.h>

#include "engine/law.h"

static bool clause_known(void *ctx, const char *text) {
    onex_clause clause;
    return onex_clause_parse(text, &clause) && onex_law_find(ctx, clause) != NULL;
}

/* The checks of a set that loaded. */
static onex_status check(onex_lint *lint, const onex_rules_options *loaded, onex_store *store, onex_day as_of, onex_error *err) {
    onex_laws laws = {0};
    onex_lint_options options = {.loaded = loaded, .as_of = as_of};
    onex_status status = onex_laws_read(&laws, store, err);
    if (!status && laws.now.nclauses) {
        options.clause_known = clause_known;
        options.ctx = &laws.now;
    }
    if (!status) status = onex_rules_lint(lint->rules, &options, &lint->problems, err);
    onex_laws_clear(&laws);
    return status;
}

onex_status onex_lint_run(onex_lint *out, const onex_rules_options *options, onex_store *store, onex_day as_of,
                          onex_error *err) {
    onex_rules_options with = *options;
    with.with_tests = true;
    with.only = NULL;
    *out = (onex_lint){0};
    onex_status status = onex_rules_load(&out->rules, &with, &out->problems, err);
    if (status == ONEX_E_RULE && out->problems.errors) { /* what is wrong is the answer */
        *err = (onex_error){0};
        return onex_rules_lint_texts(&with, &out->problems, err);
    }
    return status ? status : check(out, &with, store, as_of, err);
}

void onex_lint_clear(onex_lint *lint) {
    onex_rules_close(lint->rules);
    onex_problems_clear(&lint->problems);
    *lint = (onex_lint){0};
}

bool onex_problem_lies_in(const onex_problem *problem, const char *path) {
    size_t len = strlen(path);
    while (len > 1 && path[len - 1] == '/') len--;
    const char *file = problem->at.file;
    return file && strncmp(file, path, len) == 0 && (file[len] == '\0' || file[len] == '/');
}
