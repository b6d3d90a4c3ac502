/* What decisions rested on, as their grounds say, and lists of what can be replayed. */
#ifndef ONEX_STORE_GROUNDS_H
#define ONEX_STORE_GROUNDS_H

#include "model/verdict.h"
#include "store/store.h"

typedef struct onex_ground {
    onex_subject kind;
    const char *subject, *rule;
    const char *verdict; /* as it was written */
} onex_ground;

/* Calls fn for each row of a check in the decision's grounds (needs, what forbids, what they rest on; a waiver's one
 * row), each once; the texts live until fn returns. */
typedef onex_status (*onex_ground_fn)(void *ctx, const onex_ground *ground, onex_error *err);
onex_status onex_grounds_each(onex_store *store, int64_t decision, onex_ground_fn fn, void *ctx, onex_error *err);

/* Calls fn for each recorded run and each decision, in the order of their events. */
typedef onex_status (*onex_recorded_fn)(void *ctx, bool is_run, int64_t number, int64_t event, int64_t after_event,
                                        onex_error *err);
onex_status onex_replayable_each(onex_store *store, onex_recorded_fn fn, void *ctx, onex_error *err);

#endif
