/* An impact as the JSON of `onex impact`. */
#ifndef ONEX_REPORT_IMPACT_JSON_H
#define ONEX_REPORT_IMPACT_JSON_H

#include "base/buffer.h"
#include "engine/impact.h"

/* "loosened", "tightened", "newly_unknown". */
extern const char *const onex_impact_way_codes[];

typedef struct onex_impact_college {
    const char *code; /* NULL: the school's own rows */
    long ways[ONEX_IMPACT_WAYS];
} onex_impact_college;

typedef struct onex_impact_colleges { /* of zero bytes: none; `items` is freed by the caller */
    onex_impact_college *items;
    int count;
} onex_impact_colleges;

/* How many changes of each way a college has, by code; the school's own come first. */
onex_status onex_impact_colleges_count(onex_impact_colleges *out, const onex_impact *impact, onex_error *err);

/* The whole object and a line feed; `before` and `after`: the hashes of the sets. */
void onex_impact_json(onex_buffer *b, const onex_impact *impact, const onex_impact_colleges *colleges, onex_day as_of,
                      const char *before, const char *after);

#endif
