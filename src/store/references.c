/* References that point at a row. Whether one points nowhere is left to SQLite.
 * Attestations and attributes name their subject by kind and code; that counts as a reference, too. */
#include <stdlib.h>
#include <string.h>

#include "model/verdict.h"
#include "store/handle.h"
#include "store/row.h"

/* How many rows of `by` have the code in the column; `kind`: and are about this kind of subject. */
static onex_status count_referrers(onex_store *store, const onex_entity *by, int column, const char *kind,
                                   const onex_cell *code, int64_t *count, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_buffer sql = {0};
    *count = 0;
    onex_buffer_printf(&sql, "SELECT count(*) FROM %s WHERE %s = ?1%s", by->name, by->columns[column].name,
                       kind ? " AND subject_kind = ?2" : "");
    onex_status status = sql.failed ? onex_no_memory(err) : onex_sql_prepare(store, &stmt, sql.data, err);
    onex_buffer_clear(&sql);
    if (status) return status;
    int rc = onex_sql_bind_cell(stmt, 1, code);
    if (rc == SQLITE_OK && kind) rc = onex_sql_bind_text(stmt, 2, kind);
    if (rc == SQLITE_OK) rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW)
        *count = sqlite3_column_int64(stmt, 0);
    else
        status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

/* The values of the row's key with '/' between, as subjects are named; false: out of memory. */
static bool put_code(onex_buffer *b, const onex_entity *entity, const onex_cell *row) {
    for (int i = 0; i < entity->ncolumns; i++) {
        if (!entity->columns[i].key) continue;
        if (b->len) onex_buffer_char(b, '/');
        if (row[i].kind == ONEX_CELL_TEXT)
            onex_buffer_put(b, row[i].text, row[i].len);
        else if (row[i].kind == ONEX_CELL_INT)
            onex_buffer_printf(b, "%lld", (long long)row[i].n);
    }
    return !b->failed;
}

/* attestation and attribute rows about the subject that the row is. */
static onex_status subject_referrers(onex_store *store, const char *kind, const onex_cell *code, onex_referrer_fn fn,
                                     void *ctx, onex_error *err) {
    static const char *const tables[] = {"attestation", "attribute"};
    onex_status status = ONEX_OK;
    for (int i = 0; i < 2 && !status; i++) {
        const onex_entity *by = onex_entity_find(tables[i]);
        int column = onex_entity_column(by, "subject");
        int64_t count;
        status = count_referrers(store, by, column, kind, code, &count, err);
        if (!status && count) status = fn(ctx, by, column, count, err);
    }
    return status;
}

onex_status onex_table_referrers(onex_store *store, const onex_entity *entity, const onex_cell *row,
                                 onex_referrer_fn fn, void *ctx, onex_error *err) {
    onex_buffer text = {0};
    if (!put_code(&text, entity, row)) {
        onex_buffer_clear(&text);
        return onex_no_memory(err);
    }
    onex_cell code = onex_cell_text(text.data, text.len);
    onex_status status = ONEX_OK;
    for (int i = 0; i < onex_nentities && !status; i++) {
        const onex_entity *by = &onex_entities[i];
        for (int c = 0; c < by->ncolumns && !status; c++) {
            int64_t count;
            if (!by->columns[c].ref || strcmp(by->columns[c].ref, entity->name) != 0) continue;
            status = count_referrers(store, by, c, NULL, &code, &count, err);
            if (!status && count) status = fn(ctx, by, c, count, err);
        }
    }
    if (!status && onex_subject_find(entity->name) != ONEX_SUBJECTS)
        status = subject_referrers(store, entity->name, &code, fn, ctx, err);
    onex_buffer_clear(&text);
    return status;
}
