/* The one door to a transaction, and the small texts in table meta.
 * What is written in between is left to the callers. */
#include <stdlib.h>
#include <string.h>

#include "store/copy.h"
#include "store/handle.h"

onex_status onex_store_begin(onex_store *store, onex_error *err) {
    if (store->creating) return ONEX_OK; /* the transaction that writes the schema takes this in */
    if (store->failed) return onex_sql_writable(store, err);
    if (store->in_transaction)
        return onex_fail(err, ONEX_E_INTERNAL, "%s", onex_tr("a transaction is open already", "已有未结束的事务"));
    bool write = store->mode != ONEX_STORE_READ;
    onex_status status = onex_sql_run(store, write ? "BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON" : "BEGIN", err);
    if (!status && !write) status = onex_store_touch(store, err); /* the first read takes the snapshot */
    store->in_transaction = true;
    if (status) onex_store_rollback(store);
    return status;
}

onex_status onex_store_commit(onex_store *store, onex_error *err) {
    bool write = store->mode != ONEX_STORE_READ, created = store->creating;
    onex_status status = write ? onex_sql_writable(store, err) : ONEX_OK;
    if (!status) status = onex_sql_run(store, "COMMIT", err);
    if (status) {
        onex_store_rollback(store);
        return status;
    }
    store->in_transaction = store->creating = store->unborn = false;
    return created && store->path ? onex_copy_sync_folder(store->path, err) : ONEX_OK;
}

void onex_store_rollback(onex_store *store) {
    /* After a full disk or an I/O error SQLite has perhaps rolled back by itself. */
    if (store->in_transaction && store->db && !sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL);
    store->in_transaction = store->creating = false;
}

onex_status onex_store_meta(onex_store *store, const char *name, char **value, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    *value = NULL;
    onex_status status = onex_sql_prepare(store, &stmt, "SELECT value FROM meta WHERE name = ?", err);
    if (status) return status;
    sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
    int rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW && !onex_sql_copy_text(stmt, 0, value)) status = onex_no_memory(err);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_store_meta_set(onex_store *store, const char *name, const char *value, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status = onex_sql_writable(store, err);
    if (status) return status;
    status = onex_sql_prepare(store, &stmt,
                              "INSERT INTO meta (name, value) VALUES (?1, ?2) "
                              "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                              err);
    if (status) return status;
    sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, value, -1, SQLITE_STATIC);
    if (sqlite3_step(stmt) != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}
