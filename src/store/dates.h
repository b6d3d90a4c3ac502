/* Which days the stored rows name. */
#ifndef ONEX_STORE_DATES_H
#define ONEX_STORE_DATES_H

#include "model/entity.h"
#include "store/store.h"

/* Marks days[i] and days[i + 1] for each date first + i of any date column of the entity, where they are within
 * `ndays`; a date on the day before `first` marks days[0]. */
onex_status onex_dates_of(onex_store *store, const onex_entity *entity, onex_day first, int ndays, bool *days,
                          onex_error *err);
/* The same for the days of decisions, and of the beginning and end of waivers. */
onex_status onex_dates_of_acts(onex_store *store, onex_day first, int ndays, bool *days, onex_error *err);

#endif
