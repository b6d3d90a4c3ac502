/* Single rows written by scripts, through the validation of import: what import would refuse is refused here, too.
 * Their changes are kept for the record until the caller writes one event for many of them. */
#ifndef ONEX_ENGINE_ROWS_H
#define ONEX_ENGINE_ROWS_H

#include "base/arena.h"
#include "base/date.h"
#include "expr/program.h"
#include "model/entity.h"
#include "store/request.h"
#include "store/store.h"

typedef struct onex_row_counts {
    long created, updated, deleted;
    int changes, requests, reasons;
} onex_row_counts;

/* What was written, and how much of it has its event already. To go back to an earlier moment, put its counts back. */
typedef struct onex_row_record {
    onex_row_counts now, done;
    onex_arena arena;
    onex_change *changes;
    const char **requests; /* codes of change requests that were used */
    const char **reasons;  /* why rows were deleted */
    onex_requests open;    /* change requests as they were before the first of the rows that have no event yet */
    onex_day open_on;      /* for which day */
    bool opened;
    int cap;
} onex_row_record;

/* Frees all that it holds; it is empty then. */
void onex_row_record_clear(onex_row_record *record);
/* Notes a change; its texts are copied. */
onex_status onex_row_record_add(onex_row_record *record, const onex_change *change, onex_error *err);
/* Reads the open change requests into record->open, once for all rows of an event: what these rows themselves say of
 * requests does not count. `_settle`: those count as used that the record names. */
onex_status onex_row_record_open(onex_row_record *record, onex_store *store, onex_day day, onex_error *err);
void onex_row_record_settle(onex_row_record *record);
/* Notes a change request that was used, or the reason of a deletion; each once. */
onex_status onex_row_record_request(onex_row_record *record, const char *code, onex_error *err);
onex_status onex_row_record_reason(onex_row_record *record, const char *reason, onex_error *err);

/* Appends one event `script`, inside the open transaction, for what the record holds and has no event yet; does nothing
 * where there is nothing. `script`: what wrote them. */
onex_status onex_rows_event(onex_store *store, onex_row_record *record, const char *actor, const char *script,
                            onex_error *err);

/* ---- single rows ---- */

typedef struct onex_row {
    const onex_entity *entity;
    const int *columns;       /* which of its columns are given */
    const char *const *texts; /* their values as in files, but never guarded; "" is a blank */
    int count;
} onex_row;

typedef struct onex_rows_options {
    onex_row_record *record;
    onex_day as_of;
    const char *actor;
    /* The rules in force, asked for attestations and attributes; *out may stay NULL: there are none. */
    onex_status (*program)(void *ctx, const onex_program **out, onex_error *err);
    void *ctx;
} onex_rows_options;

/* In one transaction: inserts the row, which must be new, or changes columns of the one with its key, which must be
 * there
 * (*changed: a value really changed), as an import of this one row would. DATA with all that is wrong, a line each;
 * NOT_FOUND: no row to change. */
onex_status onex_rows_insert(onex_store *store, const onex_row *row, const onex_rows_options *options, onex_error *err);
onex_status onex_rows_update(onex_store *store, const onex_row *row, const onex_rows_options *options, bool *changed,
                             onex_error *err);

#endif
