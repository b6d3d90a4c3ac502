/* What lint found, for people and for programs. */
#ifndef ONEX_CLI_LINT_PAGE_H
#define ONEX_CLI_LINT_PAGE_H

#include "cli/command.h"

typedef struct onex_lint_counts {
    int errors, warnings, notes, elsewhere; /* elsewhere: errors that are not among those shown */
} onex_lint_counts;

/* Those of the file or folder `path` (as problems show it; NULL: all). */
onex_lint_counts onex_lint_count(const onex_problems *problems, const char *path);
/* Each with its excerpt and hint, as cli.md shows an error. */
void onex_lint_put(onex_buffer *b, const onex_problems *problems, const char *path);
/* "2 errors, 1 warning", without a line feed. */
void onex_lint_counts_put(onex_buffer *b, const onex_lint_counts *counts);
/* {"schema":"onex.lint/1",...} */
void onex_lint_json(onex_buffer *b, const onex_problems *problems, const char *path);

#endif
