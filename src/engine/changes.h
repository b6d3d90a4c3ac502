/* Verdicts held against the last recorded ones: which are new, which differ, which are gone. */
#ifndef ONEX_ENGINE_CHANGES_H
#define ONEX_ENGINE_CHANGES_H

#include "engine/question.h"
#include "store/finding.h"

typedef struct onex_verdict_change {
    onex_subject kind;
    const char *code, *rule;
    onex_verdict from, to;     /* ONEX_VERDICTS: null */
    const onex_check_row *row; /* NULL: it is gone */
} onex_verdict_change;

typedef onex_status (*onex_change_fn)(void *ctx, const onex_verdict_change *change, onex_error *err);

typedef struct onex_changes onex_changes;

/* Against what was recorded by run `upto` and before (INT64_MAX: all). `fn` is told of each change, in the order of
 * subjects. Question and program outlive it. */
onex_status onex_changes_open(onex_changes **out, onex_store *store, const onex_program *program,
                              const onex_question *question, int64_t upto, onex_change_fn fn, void *ctx,
                              onex_error *err);
/* The next row of the check, in the check's order; *changed: whether it differs. */
onex_status onex_changes_row(onex_changes *changes, const onex_check_row *row, bool *changed, onex_error *err);
/* After the last row: tells of what was recorded, is asked and is gone. A subject that is now in another college than
 * the one asked about is not asked. */
onex_status onex_changes_end(onex_changes *changes, onex_error *err);
void onex_changes_close(onex_changes *changes); /* NULL is fine */

#endif
