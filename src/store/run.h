/* Recorded checks: one row of table run for each. What they found is in finding.h. */
#ifndef ONEX_STORE_RUN_H
#define ONEX_STORE_RUN_H

#include "store/store.h"

typedef struct onex_run {
    int64_t number, event, after_event; /* its own event; the rows that it read stood after the other one */
    char as_of[ONEX_DAY_TEXT];
    char ruleset[ONEX_SHA256_TEXT], facts_hash[ONEX_SHA256_TEXT];
    char *asked; /* canonical JSON, malloc'd by _find */
} onex_run;

/* The number that the next run will have; 1 for the first. */
onex_status onex_run_next(onex_store *store, int64_t *number, onex_error *err);
/* Writes it inside the open transaction. Its findings may have been written before. */
onex_status onex_run_insert(onex_store *store, const onex_run *run, onex_error *err);
/* NOT_FOUND when there is none of this number. `_clear` frees what it holds. */
onex_status onex_run_find(onex_run *out, onex_store *store, int64_t number, onex_error *err);
void onex_run_clear(onex_run *run);

/* Calls fn for each text of an array in the run's `asked` ("rules", "subjects"); *given: false where it is null, which
 * means all. The text lives until fn returns. */
typedef onex_status (*onex_text_fn)(void *ctx, const char *text, onex_error *err);
onex_status onex_run_asked_each(onex_store *store, int64_t number, const char *what, bool *given, onex_text_fn fn,
                                void *ctx, onex_error *err);
/* The college in the run's `asked`, malloc'd; NULL: all. */
onex_status onex_run_asked_college(onex_store *store, int64_t number, char **college, onex_error *err);

#endif
