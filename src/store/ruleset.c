/* Rule sets in the database, found by their hash. Which one is in force is left to others. */
#include "store/ruleset.h"

#include "store/handle.h"

static onex_status stored(onex_store *store, const char *hash, bool *found, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status = onex_sql_prepare(store, &stmt, "SELECT 1 FROM ruleset WHERE hash = ?", err);
    if (status) return status;
    onex_sql_bind_text(stmt, 1, hash);
    int rc = sqlite3_step(stmt);
    *found = rc == SQLITE_ROW;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

static onex_status insert_set(onex_store *store, const char *hash, int64_t event, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status =
        onex_sql_prepare(store, &stmt, "INSERT INTO ruleset (hash, stored_by_event) VALUES (?, ?)", err);
    if (status) return status;
    onex_sql_bind_text(stmt, 1, hash);
    sqlite3_bind_int64(stmt, 2, event);
    if (sqlite3_step(stmt) != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_ruleset_store(onex_store *store, const char *hash, const onex_ruleset_file *files, int nfiles,
                               int64_t event, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    bool found = false;
    onex_status status = onex_sql_writable(store, err);
    if (!status) status = stored(store, hash, &found, err);
    if (status || found) return status;
    status = insert_set(store, hash, event, err);
    if (!status)
        status = onex_sql_prepare(store, &stmt, "INSERT INTO ruleset_file (ruleset, path, text) VALUES (?, ?, ?)", err);
    for (int i = 0; i < nfiles && !status; i++) {
        onex_sql_bind_text(stmt, 1, hash);
        onex_sql_bind_text(stmt, 2, files[i].path);
        int rc =
            sqlite3_bind_text64(stmt, 3, files[i].text ? files[i].text : "", files[i].len, SQLITE_STATIC, SQLITE_UTF8);
        if (rc != SQLITE_OK || sqlite3_step(stmt) != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
        sqlite3_reset(stmt);
    }
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_ruleset_each_file(onex_store *store, const char *hash, onex_ruleset_file_fn fn, void *ctx,
                                   onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    bool found = false;
    onex_status status = stored(store, hash, &found, err);
    if (!status && !found)
        status = onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no stored rule set '%s'", "没有已保存的规则集“%s”"), hash);
    if (!status)
        status =
            onex_sql_prepare(store, &stmt, "SELECT path, text FROM ruleset_file WHERE ruleset = ? ORDER BY path", err);
    if (status) return status;
    onex_sql_bind_text(stmt, 1, hash);
    int rc = SQLITE_DONE;
    while (!status && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        onex_ruleset_file file = {.path = (const char *)sqlite3_column_text(stmt, 0),
                                  .text = (const char *)sqlite3_column_text(stmt, 1)};
        file.len = (size_t)sqlite3_column_bytes(stmt, 1);
        status = file.path && file.text ? fn(ctx, &file, err) : onex_no_memory(err);
    }
    if (!status && rc != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}
