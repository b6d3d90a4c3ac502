/* The rows as they stood after an earlier event: a copy of the database in memory, from which everything is taken back
 * that later events did. */
#ifndef ONEX_STORE_REBUILD_H
#define ONEX_STORE_REBUILD_H

#include "store/store.h"

typedef struct onex_rebuild onex_rebuild;

/* Copies the database as the open transaction (or the moment) sees it. */
onex_status onex_rebuild_open(onex_rebuild **out, onex_store *store, onex_error *err);
/* Takes back what the events behind `event` did to the tables of sections 1-8, and their decisions and waivers. May be
 * called again with a lower number, not with a higher one. ONEX_E_DATA when the record does not fit the rows. */
onex_status onex_rebuild_to(onex_rebuild *rebuild, int64_t event, onex_error *err);
/* The copy, to be read like any database; it lives as long as the rebuild. */
onex_store *onex_rebuild_store(onex_rebuild *rebuild);
void onex_rebuild_close(onex_rebuild *rebuild); /* NULL is fine */

#endif
