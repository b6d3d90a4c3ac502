/* Static checks of a rule set that loaded: what is unused, what can never hold, what contradicts itself, what looks like
 * something else. */
#ifndef ONEX_RULES_LINT_H
#define ONEX_RULES_LINT_H

#include "rules/rules.h"

typedef struct onex_lint_options {
    const onex_rules_options *loaded; /* those that the rules were loaded with, tests included */
    onex_day as_of;                   /* the day for what ends */
    /* Whether the text of the regulation has the clause; NULL: no text is at hand. */
    bool (*clause_known)(void *ctx, const char *clause);
    void *ctx;
} onex_lint_options;

/* The checks that need no set that loads, of the files of the folder: characters that are not what they look like, which
 * may be why it does not load. Appended to `problems` as below. */
onex_status onex_rules_lint_texts(const onex_rules_options *options, onex_problems *problems, onex_error *err);

/* Appends what it finds to `problems`, ready to be shown, in the order of the files. ONEX_E_INTERNAL: memory is gone. */
onex_status onex_rules_lint(const onex_rules *rules, const onex_lint_options *options, onex_problems *problems,
                            onex_error *err);

#endif
