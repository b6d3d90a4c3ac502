/* Rows of one table by its descriptor: looked up, written, read in order.
 * References between tables are in references.c; what values may be is left to import. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "store/handle.h"
#include "store/row.h"

enum { FIND, FIND_UNIQUE, HAS, INSERT, UPDATE, DELETE, STATEMENTS };

struct onex_table {
    onex_store *store;
    const onex_entity *entity;
    sqlite3_stmt *statements[STATEMENTS];
    onex_cell *cells; /* of the row found */
    onex_arena texts; /* theirs */
};

bool onex_cell_equal(const onex_cell *a, const onex_cell *b) {
    if (a->kind != b->kind) return false;
    switch (a->kind) {
    case ONEX_CELL_NULL: return true;
    case ONEX_CELL_INT: return a->n == b->n;
    default: return a->len == b->len && (a->len == 0 || memcmp(a->text, b->text, a->len) == 0);
    }
}

/* ---- SQL from descriptors ---- */

void onex_sql_columns(onex_buffer *b, const onex_entity *entity) {
    for (int i = 0; i < entity->ncolumns; i++) onex_buffer_printf(b, "%s%s", i ? ", " : "", entity->columns[i].name);
}

void onex_sql_key_order(onex_buffer *b, const onex_entity *entity) {
    const char *before = " ORDER BY ";
    for (int i = 0; i < entity->ncolumns; i++) {
        if (!entity->columns[i].key) continue;
        onex_buffer_printf(b, "%s%s", before, entity->columns[i].name);
        before = ", ";
    }
}

/* " WHERE a = ?1 AND b = ?2": parameters are numbered by column. A key column that may be blank is compared as the
 * unique index on it does. */
static void put_key_condition(onex_buffer *b, const onex_entity *entity) {
    const char *before = " WHERE ";
    for (int i = 0; i < entity->ncolumns; i++) {
        const onex_column *c = &entity->columns[i];
        if (!c->key) continue;
        onex_buffer_printf(b, c->required ? "%s%s = ?%d" : "%scoalesce(%s, '') = coalesce(?%d, '')", before, c->name,
                           i + 1);
        before = " AND ";
    }
}

static void put_select(onex_buffer *b, const onex_entity *entity) {
    onex_buffer_text(b, "SELECT ");
    onex_sql_columns(b, entity);
    onex_buffer_printf(b, ", inserted_by_event FROM %s", entity->name);
}

static void put_unique_condition(onex_buffer *b, const onex_entity *entity) {
    const char *before = " WHERE ";
    for (int i = 0; i < 4 && entity->unique[i]; i++) {
        const char *name = entity->unique[i];
        onex_buffer_printf(b, "%s%s = ?%d", before, name, onex_entity_column(entity, name) + 1);
        before = " AND ";
    }
}

static void put_insert(onex_buffer *b, const onex_entity *entity) {
    onex_buffer_printf(b, "INSERT INTO %s (", entity->name);
    onex_sql_columns(b, entity);
    onex_buffer_text(b, ", inserted_by_event) VALUES (");
    for (int i = 0; i <= entity->ncolumns; i++) onex_buffer_printf(b, "%s?%d", i ? ", " : "", i + 1);
    onex_buffer_char(b, ')');
}

/* A table of nothing but its key sets its key, so that the statement still says whether the row is there. */
static void put_update(onex_buffer *b, const onex_entity *entity) {
    bool only_key = true;
    for (int i = 0; i < entity->ncolumns; i++) only_key = only_key && entity->columns[i].key;
    const char *before = " SET ";
    onex_buffer_printf(b, "UPDATE %s", entity->name);
    for (int i = 0; i < entity->ncolumns; i++) {
        if (entity->columns[i].key && !only_key) continue;
        onex_buffer_printf(b, "%s%s = ?%d", before, entity->columns[i].name, i + 1);
        before = ", ";
    }
    put_key_condition(b, entity);
}

const char *onex_sql_code_column(const onex_entity *entity) {
    const char *name = NULL;
    for (int i = 0; i < entity->ncolumns; i++) {
        if (!entity->columns[i].key) continue;
        if (name || !onex_sql_is_text(&entity->columns[i])) return NULL;
        name = entity->columns[i].name;
    }
    return name;
}

static onex_status ready(onex_table *table, int which, sqlite3_stmt **out, onex_error *err) {
    *out = table->statements[which];
    if (*out) return ONEX_OK;
    const onex_entity *entity = table->entity;
    onex_buffer sql = {0};
    switch (which) {
    case FIND:
        put_select(&sql, entity);
        put_key_condition(&sql, entity);
        break;
    case FIND_UNIQUE:
        put_select(&sql, entity);
        put_unique_condition(&sql, entity);
        break;
    case HAS:
        onex_buffer_printf(&sql, "SELECT 1 FROM %s WHERE %s = ?1", entity->name, onex_sql_code_column(entity));
        break;
    case INSERT: put_insert(&sql, entity); break;
    case UPDATE: put_update(&sql, entity); break;
    default: onex_buffer_printf(&sql, "DELETE FROM %s", entity->name); put_key_condition(&sql, entity);
    }
    onex_status status = sql.failed ? onex_no_memory(err) : onex_sql_prepare(table->store, out, sql.data, err);
    onex_buffer_clear(&sql);
    table->statements[which] = *out;
    return status;
}

/* ---- cells ---- */

int onex_sql_bind_cell(sqlite3_stmt *stmt, int at, const onex_cell *cell) {
    switch (cell->kind) {
    case ONEX_CELL_INT: return sqlite3_bind_int64(stmt, at, cell->n);
    case ONEX_CELL_TEXT: return sqlite3_bind_text64(stmt, at, cell->text, cell->len, SQLITE_STATIC, SQLITE_UTF8);
    default: return sqlite3_bind_null(stmt, at);
    }
}

/* Binds column i to ?(i+1) where the statement has such a parameter. */
static bool bind_row(sqlite3_stmt *stmt, const onex_entity *entity, const onex_cell *row) {
    int most = sqlite3_bind_parameter_count(stmt);
    for (int i = 0; i < entity->ncolumns && i < most; i++)
        if (onex_sql_bind_cell(stmt, i + 1, &row[i]) != SQLITE_OK) return false;
    return true;
}

bool onex_sql_cell(sqlite3_stmt *stmt, int at, onex_cell *out) {
    switch (sqlite3_column_type(stmt, at)) {
    case SQLITE_NULL: *out = onex_cell_null(); return true;
    case SQLITE_INTEGER: *out = onex_cell_int(sqlite3_column_int64(stmt, at)); return true;
    default: {
        const char *text = (const char *)sqlite3_column_text(stmt, at);
        *out = onex_cell_text(text, (size_t)sqlite3_column_bytes(stmt, at));
        return text != NULL;
    }
    }
}

/* ---- the table ---- */

onex_status onex_table_open(onex_table **out, onex_store *store, const onex_entity *entity, onex_error *err) {
    *out = NULL;
    onex_table *table = calloc(1, sizeof *table);
    if (!table) return onex_no_memory(err);
    table->store = store;
    table->entity = entity;
    table->cells = calloc((size_t)entity->ncolumns, sizeof *table->cells);
    if (!table->cells) {
        free(table);
        return onex_no_memory(err);
    }
    *out = table;
    return ONEX_OK;
}

void onex_table_close(onex_table *table) {
    if (!table) return;
    for (int i = 0; i < STATEMENTS; i++) sqlite3_finalize(table->statements[i]);
    onex_arena_clear(&table->texts);
    free(table->cells);
    free(table);
}

/* Copies the row that the statement stands on, so that the statement can be reset at once. */
static bool keep_row(onex_table *table, sqlite3_stmt *stmt) {
    onex_arena_reset(&table->texts);
    for (int i = 0; i < table->entity->ncolumns; i++) {
        onex_cell *cell = &table->cells[i];
        if (!onex_sql_cell(stmt, i, cell)) return false;
        if (cell->kind != ONEX_CELL_TEXT) continue;
        cell->text = onex_arena_text(&table->texts, cell->text, cell->len);
        if (!cell->text) return false;
    }
    return true;
}

static onex_status find(onex_table *table, int which, const onex_cell *row, const onex_cell **found, int64_t *event,
                        onex_error *err) {
    sqlite3_stmt *stmt;
    *found = NULL;
    onex_status status = ready(table, which, &stmt, err);
    if (status) return status;
    int rc = bind_row(stmt, table->entity, row) ? sqlite3_step(stmt) : SQLITE_NOMEM;
    if (rc == SQLITE_ROW) {
        if (keep_row(table, stmt))
            *found = table->cells;
        else
            status = onex_no_memory(err);
        if (event) *event = sqlite3_column_int64(stmt, table->entity->ncolumns);
    } else if (rc != SQLITE_DONE) {
        status = onex_store_fail(table->store, err, NULL);
    }
    sqlite3_reset(stmt);
    return status;
}

onex_status onex_table_find(onex_table *table, const onex_cell *row, const onex_cell **found, int64_t *event,
                            onex_error *err) {
    return find(table, FIND, row, found, event, err);
}

onex_status onex_table_find_unique(onex_table *table, const onex_cell *row, const onex_cell **found, onex_error *err) {
    *found = NULL;
    return table->entity->unique[0] ? find(table, FIND_UNIQUE, row, found, NULL, err) : ONEX_OK;
}

onex_status onex_table_has(onex_table *table, const char *code, size_t len, bool *found, onex_error *err) {
    sqlite3_stmt *stmt;
    *found = false;
    if (!onex_sql_code_column(table->entity))
        return onex_fail(err, ONEX_E_INTERNAL, "table '%s' has no code", table->entity->name);
    onex_status status = ready(table, HAS, &stmt, err);
    if (status) return status;
    int rc = sqlite3_bind_text64(stmt, 1, code, len, SQLITE_STATIC, SQLITE_UTF8);
    if (rc == SQLITE_OK) rc = sqlite3_step(stmt);
    *found = rc == SQLITE_ROW;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) status = onex_store_fail(table->store, err, NULL);
    sqlite3_reset(stmt);
    return status;
}

/* Runs a writing statement; `must_change`: NOT_FOUND when it met no row. */
static onex_status write_row(onex_table *table, sqlite3_stmt *stmt, const onex_cell *row, bool must_change,
                             onex_error *err) {
    onex_status status = onex_sql_writable(table->store, err);
    if (status) return status;
    int rc = bind_row(stmt, table->entity, row) ? sqlite3_step(stmt) : SQLITE_NOMEM;
    if (rc != SQLITE_DONE) status = onex_store_fail(table->store, err, NULL);
    sqlite3_reset(stmt);
    if (status || !must_change || sqlite3_changes(onex_store_db(table->store)) > 0) return status;
    return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no such row in '%s'", "“%s”中没有这一行"), table->entity->name);
}

onex_status onex_table_insert(onex_table *table, const onex_cell *row, int64_t event, onex_error *err) {
    sqlite3_stmt *stmt;
    onex_status status = ready(table, INSERT, &stmt, err);
    if (status) return status;
    int at = table->entity->ncolumns + 1;
    int rc = event > 0 ? sqlite3_bind_int64(stmt, at, event) : sqlite3_bind_null(stmt, at);
    return rc == SQLITE_OK ? write_row(table, stmt, row, false, err) : onex_store_fail(table->store, err, NULL);
}

onex_status onex_table_update(onex_table *table, const onex_cell *row, onex_error *err) {
    sqlite3_stmt *stmt;
    onex_status status = ready(table, UPDATE, &stmt, err);
    return status ? status : write_row(table, stmt, row, true, err);
}

onex_status onex_table_delete(onex_table *table, const onex_cell *row, onex_error *err) {
    sqlite3_stmt *stmt;
    onex_status status = ready(table, DELETE, &stmt, err);
    return status ? status : write_row(table, stmt, row, true, err);
}

/* ---- all rows ---- */

struct onex_rows {
    onex_store *store;
    sqlite3_stmt *stmt;
    int ncolumns;
    onex_cell *cells;
};

onex_status onex_rows_open(onex_rows **out, onex_store *store, const onex_entity *entity, onex_error *err) {
    *out = NULL;
    onex_buffer sql = {0};
    put_select(&sql, entity);
    onex_sql_key_order(&sql, entity);
    onex_rows *rows = calloc(1, sizeof *rows);
    onex_cell *cells = calloc((size_t)entity->ncolumns, sizeof *cells);
    onex_status status = ONEX_OK;
    if (!rows || !cells || sql.failed) status = onex_no_memory(err);
    if (!status) {
        *rows = (onex_rows){.store = store, .ncolumns = entity->ncolumns, .cells = cells};
        status = onex_sql_prepare(store, &rows->stmt, sql.data, err);
    }
    onex_buffer_clear(&sql);
    if (status) {
        free(cells);
        free(rows);
    } else {
        *out = rows;
    }
    return status;
}

onex_status onex_rows_next(onex_rows *rows, const onex_cell **row, onex_error *err) {
    *row = NULL;
    int rc = sqlite3_step(rows->stmt);
    if (rc == SQLITE_DONE) return ONEX_OK;
    if (rc != SQLITE_ROW) return onex_store_fail(rows->store, err, NULL);
    for (int i = 0; i < rows->ncolumns; i++)
        if (!onex_sql_cell(rows->stmt, i, &rows->cells[i])) return onex_no_memory(err);
    *row = rows->cells;
    return ONEX_OK;
}

void onex_rows_close(onex_rows *rows) {
    if (!rows) return;
    sqlite3_finalize(rows->stmt);
    free(rows->cells);
    free(rows);
}

onex_status onex_table_count(onex_store *store, const onex_entity *entity, int64_t *count, onex_error *err) {
    onex_buffer sql = {0};
    onex_buffer_printf(&sql, "SELECT count(*) FROM %s", entity->name);
    onex_status status = sql.failed ? onex_no_memory(err) : onex_sql_int(store, sql.data, count, err);
    onex_buffer_clear(&sql);
    return status;
}
