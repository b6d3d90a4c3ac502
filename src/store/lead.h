/* Who leads which pilot on a day (Article 4). */
#ifndef ONEX_STORE_LEAD_H
#define ONEX_STORE_LEAD_H

#include "store/store.h"

typedef struct onex_lead {
    const char *pilot, *person, *name;
} onex_lead;

typedef onex_status (*onex_lead_fn)(void *ctx, const onex_lead *lead, onex_error *err);

/* Calls fn for each lead in office on the day (from_on <= day < to_on), by pilot, the longest in office first, each
 * person once. What it is given lives until it returns. */
onex_status onex_lead_each(onex_store *store, onex_day day, onex_lead_fn fn, void *ctx, onex_error *err);

#endif
