/* Change requests that allow a change: approved, and not yet used by an import, a delete or a script. */
#ifndef ONEX_STORE_REQUEST_H
#define ONEX_STORE_REQUEST_H

#include "base/arena.h"
#include "base/date.h"
#include "store/store.h"

typedef struct onex_request {
    const char *code, *pilot, *field;
    bool used; /* by the command at hand; to be named under change_requests in the payload of its event */
} onex_request;

typedef struct onex_requests { /* of zero bytes: none */
    onex_request *items;
    int count;
    onex_arena arena;
} onex_requests;

/* Those approved on or before the day that no event's payload names, the oldest first. */
onex_status onex_requests_load(onex_requests *out, onex_store *store, onex_day day, onex_error *err);
void onex_requests_clear(onex_requests *requests);

/* Takes the oldest one of this pilot for `field` (content, schedule or lead); one that was taken before serves again,
 * as one request covers one command. False: there is none. */
bool onex_requests_take(onex_requests *requests, const char *pilot, size_t pilot_len, const char *field);

#endif
