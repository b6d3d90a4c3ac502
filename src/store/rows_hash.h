/* The hash of the rows that one event wrote in the tables that the program writes itself: ruleset, ruleset_file,
 * publication, run, finding, decision, waiver, law. The event's payload holds it under "rows", so that a change of such
 * a row behind the program's back is found. */
#ifndef ONEX_STORE_ROWS_HASH_H
#define ONEX_STORE_ROWS_HASH_H

#include "base/sha256.h"
#include "store/store.h"

/* SHA-256 over all columns of the rows of event `event`, table by table, in the order of their keys; *count: how many
 * rows (may be NULL). To be called inside the transaction, after the rows and before onex_event_append; `event` is
 * then onex_event_next. The caller puts it into the payload: {...,"rows":"<hash>"}. */
onex_status onex_rows_hash(onex_store *store, int64_t event, char hash[ONEX_SHA256_TEXT], int64_t *count,
                           onex_error *err);

/* Holds every event against its rows. *bad: number of the first event whose payload does not give the hash of its rows,
 * or that has rows while its payload gives none; where rows, those of sections 1-8 included, belong to no event: the
 * number after the last one; 0: all fit. The chain itself is onex_event_verify's. */
onex_status onex_rows_verify(onex_store *store, int64_t *bad, onex_error *err);

#endif
