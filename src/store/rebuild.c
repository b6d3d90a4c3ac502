/* Taking back what events did. Each row that was updated or deleted is followed through the record, the newest change
 * first, until it is what it was; all such rows are put in anew at once, as some exchanged values that must be unique.
 * Rows that were only inserted vanish by the number of their event. */
#include "store/rebuild.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "store/copy.h"
#include "store/handle.h"

/* A row as it is to stand. */
typedef struct kept_row {
    onex_cell *cells;
    int64_t event; /* that inserted it */
    struct kept_row *next;
} kept_row;

/* A row on its way back. */
typedef struct row_state {
    onex_cell *cells; /* in the arena; NULL: there is no such row */
    int64_t event;
} row_state;

struct onex_rebuild {
    onex_store *copy;
    int64_t event; /* it stands after this one */
    onex_arena arena;
    sqlite3_stmt *key; /* the values of a JSON array */
};

static onex_status unfit(onex_error *err) {
    return onex_fail(err, ONEX_E_DATA,
                     onex_tr("the record does not fit the rows; onex log verify tells from where on",
                             "日志与数据不符；onex log verify 指出起点"));
}

onex_status onex_rebuild_open(onex_rebuild **out, onex_store *store, onex_error *err) {
    *out = NULL;
    onex_rebuild *r = calloc(1, sizeof *r);
    if (!r) return onex_no_memory(err);
    r->event = INT64_MAX;
    onex_status status = onex_store_memory(&r->copy, err);
    if (!status) status = onex_copy_database(r->copy, store->db, err);
    /* Between the steps rows may refer to rows that are not there yet. */
    if (!status && sqlite3_db_config(r->copy->db, SQLITE_DBCONFIG_ENABLE_FKEY, 0, NULL) != SQLITE_OK)
        status = onex_store_fail(r->copy, err, NULL);
    if (!status) status = onex_sql_prepare(r->copy, &r->key, "SELECT type, value FROM json_each(?) ORDER BY id", err);
    if (status)
        onex_rebuild_close(r);
    else
        *out = r;
    return status;
}

onex_store *onex_rebuild_store(onex_rebuild *rebuild) {
    return rebuild->copy;
}

void onex_rebuild_close(onex_rebuild *rebuild) {
    if (!rebuild) return;
    sqlite3_finalize(rebuild->key);
    onex_store_close(rebuild->copy);
    onex_arena_clear(&rebuild->arena);
    free(rebuild);
}

/* ---- values ---- */

/* A value of the record as a cell; its text is put into the arena. */
static onex_status read_value(onex_rebuild *r, const onex_column *column, sqlite3_stmt *stmt, int at, onex_cell *out,
                              onex_error *err) {
    *out = onex_cell_null();
    if (sqlite3_column_type(stmt, at) == SQLITE_NULL) return ONEX_OK;
    const char *text = (const char *)sqlite3_column_text(stmt, at);
    size_t len = (size_t)sqlite3_column_bytes(stmt, at);
    if (!text) return onex_no_memory(err);
    if (onex_sql_is_text(column)) {
        text = onex_arena_text(&r->arena, text, len);
        *out = onex_cell_text(text, len);
        return text ? ONEX_OK : onex_no_memory(err);
    }
    char *end;
    *out = onex_cell_int(strtoll(text, &end, 10));
    return len && end == text + len ? ONEX_OK : unfit(err);
}

/* A new row of blanks in the arena but for its key, which is read from the JSON array. */
static onex_status read_key(onex_rebuild *r, const onex_entity *entity, const char *json, onex_cell **out,
                            onex_error *err) {
    onex_cell *cells = onex_arena_alloc(&r->arena, (size_t)entity->ncolumns * sizeof *cells);
    if (!cells) return onex_no_memory(err);
    onex_status status = ONEX_OK;
    int rc = sqlite3_bind_text(r->key, 1, json, -1, SQLITE_STATIC) == SQLITE_OK ? SQLITE_ROW : SQLITE_NOMEM;
    for (int c = 0; c < entity->ncolumns && !status; c++) {
        cells[c] = onex_cell_null();
        if (!entity->columns[c].key) continue;
        rc = rc == SQLITE_ROW ? sqlite3_step(r->key) : rc;
        if (rc == SQLITE_ROW)
            status = read_value(r, &entity->columns[c], r->key, 1, &cells[c], err);
        else
            status = rc == SQLITE_DONE ? unfit(err) : onex_store_fail(r->copy, err, NULL);
    }
    sqlite3_reset(r->key);
    *out = cells;
    return status;
}

static onex_status copy_row(onex_rebuild *r, const onex_entity *entity, const onex_cell *from, onex_cell **out,
                            onex_error *err) {
    onex_cell *cells = onex_arena_alloc(&r->arena, (size_t)entity->ncolumns * sizeof *cells);
    if (!cells) return onex_no_memory(err);
    for (int c = 0; c < entity->ncolumns; c++) {
        cells[c] = from[c];
        if (from[c].kind != ONEX_CELL_TEXT) continue;
        cells[c].text = onex_arena_text(&r->arena, from[c].text, from[c].len);
        if (!cells[c].text) return onex_no_memory(err);
    }
    *out = cells;
    return ONEX_OK;
}

/* ---- one row ---- */

enum { TABLE, KEY, COLUMN, OLD, NEW };

/* Takes one change back: a deletion begins with the row itself, after which its values follow. */
static onex_status take_back(onex_rebuild *r, const onex_entity *entity, sqlite3_stmt *change, row_state *row,
                             onex_error *err) {
    if (sqlite3_column_type(change, COLUMN) == SQLITE_NULL) {
        const char *key = (const char *)sqlite3_column_text(change, KEY);
        row->event = sqlite3_column_int64(change, OLD);
        return key ? read_key(r, entity, key, &row->cells, err) : onex_no_memory(err);
    }
    const char *name = (const char *)sqlite3_column_text(change, COLUMN);
    if (!name) return onex_no_memory(err);
    int column = onex_entity_column(entity, name);
    if (column < 0 || !row->cells) return unfit(err);
    return read_value(r, &entity->columns[column], change, OLD, &row->cells[column], err);
}

/* Follows the row whose first change the statement stands on; the statement then stands on another row's, or at its
 * end. The row that is there now is removed, the one to stand is kept for later. */
static onex_status follow_row(onex_rebuild *r, onex_table *table, const onex_entity *entity, sqlite3_stmt *change,
                              int *rc, kept_row **kept, onex_error *err) {
    row_state row = {0};
    onex_cell *key = NULL;
    const onex_cell *found = NULL;
    const char *json = (const char *)sqlite3_column_text(change, KEY);
    char *mine = json ? onex_arena_text(&r->arena, json, strlen(json)) : NULL;
    onex_status status = mine ? read_key(r, entity, mine, &key, err) : onex_no_memory(err);
    if (!status) status = onex_table_find(table, key, &found, &row.event, err);
    if (!status && found) status = copy_row(r, entity, found, &row.cells, err);
    while (!status) {
        status = take_back(r, entity, change, &row, err);
        if (status || (*rc = sqlite3_step(change)) != SQLITE_ROW) break;
        const char *next_table = (const char *)sqlite3_column_text(change, TABLE);
        const char *next_key = (const char *)sqlite3_column_text(change, KEY);
        if (!next_table || !next_key) return onex_no_memory(err);
        if (strcmp(next_table, entity->name) != 0 || strcmp(next_key, mine) != 0) break;
    }
    if (!status && found) status = onex_table_delete(table, key, err);
    if (status || !row.cells) return status;
    kept_row *keep = onex_arena_alloc(&r->arena, sizeof *keep);
    if (!keep) return onex_no_memory(err);
    *keep = (kept_row){.cells = row.cells, .event = row.event, .next = *kept};
    *kept = keep;
    return ONEX_OK;
}

/* ---- all rows ---- */

typedef struct tables {
    onex_table **open; /* by entity; NULL: not touched */
    kept_row **kept;
} tables;

static onex_status follow_changes(onex_rebuild *r, tables *t, int64_t event, onex_error *err) {
    sqlite3_stmt *change = NULL;
    onex_status status =
        onex_sql_prepare(r->copy, &change,
                         "SELECT table_name, row_key, column_name, old_value, new_value FROM change"
                         " WHERE event > ?1 AND event <= ?2 ORDER BY table_name, row_key, event DESC, position DESC",
                         err);
    if (status) return status;
    sqlite3_bind_int64(change, 1, event);
    sqlite3_bind_int64(change, 2, r->event);
    int rc = sqlite3_step(change);
    while (!status && rc == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(change, TABLE);
        const onex_entity *entity = name ? onex_entity_find(name) : NULL;
        if (!entity) {
            status = name ? unfit(err) : onex_no_memory(err);
            break;
        }
        ptrdiff_t i = entity - onex_entities;
        if (!t->open[i]) status = onex_table_open(&t->open[i], r->copy, entity, err);
        if (!status) status = follow_row(r, t->open[i], entity, change, &rc, &t->kept[i], err);
    }
    if (!status && rc != SQLITE_DONE) status = onex_store_fail(r->copy, err, NULL);
    sqlite3_finalize(change);
    return status;
}

/* Rows, decisions and waivers of later events vanish. */
static onex_status remove_later(onex_rebuild *r, int64_t event, onex_error *err) {
    onex_status status = ONEX_OK;
    onex_buffer sql = {0};
    for (int i = 0; i < onex_nentities; i++)
        onex_buffer_printf(&sql, "DELETE FROM %s WHERE inserted_by_event > %lld;", onex_entities[i].name,
                           (long long)event);
    onex_buffer_printf(&sql, "DELETE FROM waiver WHERE decision IN (SELECT number FROM decision WHERE event > %lld);",
                       (long long)event);
    onex_buffer_printf(&sql, "DELETE FROM decision WHERE event > %lld", (long long)event);
    status = sql.failed ? onex_no_memory(err) : onex_sql_run(r->copy, sql.data, err);
    onex_buffer_clear(&sql);
    return status;
}

static onex_status put_back(onex_rebuild *r, tables *t, int64_t event, onex_error *err) {
    onex_status status = follow_changes(r, t, event, err);
    if (!status) status = remove_later(r, event, err);
    for (int i = 0; i < onex_nentities && !status; i++)
        for (const kept_row *row = t->kept[i]; row && !status; row = row->next)
            if (row->event <= event) status = onex_table_insert(t->open[i], row->cells, row->event, err);
    return status;
}

onex_status onex_rebuild_to(onex_rebuild *r, int64_t event, onex_error *err) {
    if (event >= r->event) return ONEX_OK;
    tables t = {.open = calloc((size_t)onex_nentities, sizeof(onex_table *)),
                .kept = calloc((size_t)onex_nentities, sizeof(kept_row *))};
    onex_status status = t.open && t.kept ? onex_store_begin(r->copy, err) : onex_no_memory(err);
    if (!status) status = put_back(r, &t, event, err);
    for (int i = 0; t.open && i < onex_nentities; i++) onex_table_close(t.open[i]);
    free(t.open);
    free(t.kept);
    if (!status) status = onex_store_commit(r->copy, err);
    onex_store_rollback(r->copy);
    onex_arena_clear(&r->arena);
    if (!status) r->event = event;
    return status;
}
