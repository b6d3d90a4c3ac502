/* Waivers (情况说明) that stand on a day. */
#ifndef ONEX_STORE_WAIVER_H
#define ONEX_STORE_WAIVER_H

#include "model/verdict.h"
#include "store/store.h"

typedef struct onex_standing_waiver {
    onex_subject kind;
    const char *subject, *rule;
    onex_day until_on; /* the first day no longer excused; ONEX_DAY_NONE: without end */
} onex_standing_waiver;

typedef onex_status (*onex_waiver_fn)(void *ctx, const onex_standing_waiver *waiver, onex_error *err);

/* Calls fn for each waiver in force on the day, by subject kind, subject and rule: of each subject and rule the latest
 * one granted by then, unless it has ended. What it is given lives until it returns. */
onex_status onex_waiver_each(onex_store *store, onex_day day, onex_waiver_fn fn, void *ctx, onex_error *err);

#endif
