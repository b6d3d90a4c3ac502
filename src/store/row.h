/* Rows of the tables of sections 1-8, read and written through their descriptors: what import, export, delete and
 * scripts share. All SQL is made from descriptors, never from values. What values mean, and whether they may be
 * written, is left to the callers. */
#ifndef ONEX_STORE_ROW_H
#define ONEX_STORE_ROW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "model/entity.h"
#include "store/store.h"

typedef enum { ONEX_CELL_NULL, ONEX_CELL_INT, ONEX_CELL_TEXT } onex_cell_kind;

/* One value as it is stored: text, enum code and ISO date as TEXT; int, bool (0/1), fen, tenths, thousandths as INT. */
typedef struct onex_cell {
    onex_cell_kind kind;
    int64_t n;
    const char *text; /* UTF-8, NUL behind it when it comes from the store */
    size_t len;
} onex_cell;

/* Cells of each kind; the text is kept by its pointer. */
static inline onex_cell onex_cell_null(void) {
    return (onex_cell){ONEX_CELL_NULL, 0, 0, 0};
}
static inline onex_cell onex_cell_int(int64_t n) {
    return (onex_cell){ONEX_CELL_INT, n, 0, 0};
}
static inline onex_cell onex_cell_text(const char *text, size_t len) {
    return (onex_cell){ONEX_CELL_TEXT, 0, text, len};
}
/* Same kind and same bytes (a blank equals a blank). */
bool onex_cell_equal(const onex_cell *a, const onex_cell *b);

/* A table made ready for writing and looking up. `row` below is always entity->ncolumns cells in the entity's order;
 * where a function says "by key" it reads only the key columns of it. Statements are prepared at first use. */
typedef struct onex_table onex_table;
onex_status onex_table_open(onex_table **out, onex_store *store, const onex_entity *entity, onex_error *err);
void onex_table_close(onex_table *table); /* NULL is fine; close before the store */

/* By key. *found: the stored row (entity->ncolumns cells, valid until the next call on this table), NULL: none.
 * *event: the event that inserted it, 0: unknown; may be NULL. */
onex_status onex_table_find(onex_table *table, const onex_cell *row, const onex_cell **found, int64_t *event,
                            onex_error *err);
/* The row with the same values in entity->unique (pilot: year, college, certificate), else NULL; as _find. */
onex_status onex_table_find_unique(onex_table *table, const onex_cell *row, const onex_cell **found, onex_error *err);
/* Whether a row has this code: tables with one key column of text (those that references point at). */
onex_status onex_table_has(onex_table *table, const char *code, size_t len, bool *found, onex_error *err);

/* Writes. ONEX_E_DATA, and only that statement undone, when a constraint of the table forbids it (a second row of one
 * key, a word or number out of range); references are first looked at by the commit. `event`: number of the event
 * that inserts it (onex_event_next).
 * _update sets all columns but the key of the row with this key; NOT_FOUND when there is none.
 * _delete by key; NOT_FOUND when there is none.
 * Where rows exchange values that must be unique, delete them all and insert them again with the event they had. */
onex_status onex_table_insert(onex_table *table, const onex_cell *row, int64_t event, onex_error *err);
onex_status onex_table_update(onex_table *table, const onex_cell *row, onex_error *err);
onex_status onex_table_delete(onex_table *table, const onex_cell *row, onex_error *err);

/* All rows in the order of their file key (bytes; blanks first). _next: *row is entity->ncolumns cells, valid until
 * the next call; NULL at the end. */
typedef struct onex_rows onex_rows;
onex_status onex_rows_open(onex_rows **out, onex_store *store, const onex_entity *entity, onex_error *err);
onex_status onex_rows_next(onex_rows *rows, const onex_cell **row, onex_error *err);
void onex_rows_close(onex_rows *rows); /* NULL is fine */

/* Number of rows of a table. */
onex_status onex_table_count(onex_store *store, const onex_entity *entity, int64_t *count, onex_error *err);

/* Who refers to a row (by key): fn is called for each table and column with how many rows do; attestation and
 * attribute rows about a college, pilot, exam, expense or registration count (column: that of `subject`). */
typedef onex_status (*onex_referrer_fn)(void *ctx, const onex_entity *by, int column, int64_t count, onex_error *err);
onex_status onex_table_referrers(onex_store *store, const onex_entity *entity, const onex_cell *row,
                                 onex_referrer_fn fn, void *ctx, onex_error *err);

#endif
