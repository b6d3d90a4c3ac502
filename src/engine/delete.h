/* One row removed, with a reason, and recorded like every write. */
#ifndef ONEX_ENGINE_DELETE_H
#define ONEX_ENGINE_DELETE_H

#include "base/date.h"
#include "base/error.h"
#include "engine/rows.h"
#include "model/entity.h"
#include "store/store.h"

typedef struct onex_delete_options {
    const onex_entity *entity;
    const char *const *keys; /* the key's values as in files, in the order of the columns; a blank as "" */
    int nkeys;
    onex_row_record *record; /* where the changes go, for an event of many rows; NULL: the row has its own event */
    const char *reason;      /* not blank */
    const char *actor;
    onex_day as_of;
} onex_delete_options;

/* USAGE: too many or few values, one that its column cannot hold, no reason. Looks at no database. */
onex_status onex_delete_check(const onex_delete_options *options, onex_error *err);

/* *event: number of its event (0: it has none of its own). USAGE: as _check. NOT_FOUND: no such row. DATA: others refer to it (attestations and
 * attributes about it, too), it is a pilot that is staffed, or a lead or milestone of one without an approved change
 * request. Opens and ends its own transaction. */
onex_status onex_delete(onex_store *store, const onex_delete_options *options, int64_t *event, onex_error *err);

#endif
