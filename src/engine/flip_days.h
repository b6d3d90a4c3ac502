/* On which days a rule's verdicts can change with no change of data. */
#ifndef ONEX_ENGINE_FLIP_DAYS_H
#define ONEX_ENGINE_FLIP_DAYS_H

#include "base/error.h"
#include "expr/program.h"
#include "store/store.h"

typedef struct onex_flip_days {
    onex_day first; /* of the days asked about */
    int ndays;
    bool **rules; /* by rule, by day from `first`: whether a verdict can differ from the day before's */
} onex_flip_days;

/* Proven from the rules and the dates stored: between two days on which nothing that a rule rests on can change, its
 * verdicts do not. Where that cannot be proven, every day counts. `_clear` frees; also after a failure. */
onex_status onex_flip_days_find(onex_flip_days *out, onex_store *store, const onex_program *program, onex_day first,
                                int ndays, onex_error *err);
void onex_flip_days_clear(onex_flip_days *days);

#endif
