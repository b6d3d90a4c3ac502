/* Reading the event log, and holding it against the database. Writing it is store.h's. */
#ifndef ONEX_STORE_LOG_H
#define ONEX_STORE_LOG_H

#include "store/store.h"

typedef struct onex_log_query { /* NULL: all */
    const char *subject, *actor, *kind;
} onex_log_query;

typedef struct onex_event {
    int64_t number;
    const char *at, *actor, *kind, *subject, *payload, *hash; /* subject NULL: none */
    const char *told; /* what a person wants of the payload: its plain values as "name=value", lists counted */
} onex_event;

/* Calls fn for each event in order; its texts live until fn returns. What fn returns other than ONEX_OK ends the walk
 * and is given back. */
typedef onex_status (*onex_event_fn)(void *ctx, const onex_event *event, onex_error *err);
onex_status onex_log_each(onex_store *store, const onex_log_query *query, onex_event_fn fn, void *ctx, onex_error *err);

/* The kinds of events; ends with NULL. */
extern const char *const onex_event_kinds[];

typedef struct onex_log_check {
    int64_t bad; /* number of the first event that is missing or does not fit; 0: all fit */
    int64_t head;
    char hash[ONEX_SHA256_TEXT]; /* of the head; "": what stands there is no hash */
} onex_log_check;

/* Chain, changes and rows in one; `known`: the number of an event of which the hash was kept elsewhere (0: none),
 * `known_hash` that hash: it must be there and have it, so that a cut end is found, too. */
onex_status onex_log_verify(onex_log_check *out, onex_store *store, int64_t known, const char *known_hash,
                            onex_error *err);

#endif
