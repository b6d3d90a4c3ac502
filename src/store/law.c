/* Table law: which texts of the regulation were loaded, in their order. */
#include "store/law.h"

#include <stdlib.h>
#include <string.h>

#include "store/handle.h"

static const char newest_sql[] = "SELECT number, name, hash, text FROM law ORDER BY number DESC LIMIT 1 OFFSET ?1";
static const char add_sql[] = "INSERT INTO law (number, event, hash, name, text)"
                              " VALUES ((SELECT coalesce(max(number), 0) + 1 FROM law), ?1, ?2, ?3, ?4)";

static onex_status take_row(onex_law_text *out, sqlite3_stmt *stmt, onex_error *err) {
    const char *hash = (const char *)sqlite3_column_text(stmt, 2);
    out->number = sqlite3_column_int64(stmt, 0);
    if (!hash || !onex_sql_copy_text(stmt, 1, &out->name) || !onex_sql_copy_text(stmt, 3, &out->text)) {
        onex_law_text_clear(out);
        return onex_no_memory(err);
    }
    strncpy(out->hash, hash, sizeof out->hash - 1);
    return ONEX_OK;
}

onex_status onex_law_text_read(onex_law_text *out, onex_store *store, int back, onex_error *err) {
    *out = (onex_law_text){0};
    sqlite3_stmt *stmt = NULL;
    onex_status status = onex_sql_prepare(store, &stmt, newest_sql, err);
    if (status) return status;
    int step = sqlite3_bind_int(stmt, 1, back);
    if (step == SQLITE_OK) step = sqlite3_step(stmt);
    if (step == SQLITE_ROW)
        status = take_row(out, stmt, err);
    else if (step != SQLITE_DONE)
        status = onex_store_fail(store, err, onex_tr("cannot read the regulation's text", "无法读取办法文本"));
    sqlite3_finalize(stmt);
    return status;
}

void onex_law_text_clear(onex_law_text *text) {
    free(text->name);
    free(text->text);
    *text = (onex_law_text){0};
}

onex_status onex_law_text_add(onex_store *store, int64_t event, const char *name, const char *hash, const char *text,
                              onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status = onex_sql_writable(store, err);
    if (!status) status = onex_sql_prepare(store, &stmt, add_sql, err);
    if (status) return status;
    if (sqlite3_bind_int64(stmt, 1, event) != SQLITE_OK || onex_sql_bind_text(stmt, 2, hash) != SQLITE_OK ||
        onex_sql_bind_text(stmt, 3, name) != SQLITE_OK || onex_sql_bind_text(stmt, 4, text) != SQLITE_OK ||
        sqlite3_step(stmt) != SQLITE_DONE)
        status = onex_store_fail(store, err, onex_tr("cannot keep the regulation's text", "无法保存办法文本"));
    sqlite3_finalize(stmt);
    return status;
}
