/* The one door to a transaction, and the small texts in table meta.
 * What is written in between is left to the callers. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "store/copy.h"
#include "store/handle.h"

static onex_status gone(onex_error *err) {
    return onex_fail(err, ONEX_E_INTERNAL, "%s", onex_tr("the transaction was rolled back", "事务已回滚"));
}

static const char *begin_sql(const onex_store *store) {
    if (store->held)
        return store->mode == ONEX_STORE_READ ? "SAVEPOINT part" : "SAVEPOINT part; PRAGMA defer_foreign_keys = ON";
    return store->mode == ONEX_STORE_READ ? "BEGIN" : "BEGIN IMMEDIATE; PRAGMA defer_foreign_keys = ON";
}

onex_status onex_store_begin(onex_store *store, onex_error *err) {
    if (store->creating) return ONEX_OK; /* the transaction that writes the schema takes this in */
    if (store->failed) return onex_sql_writable(store, err);
    if (store->in_transaction)
        return onex_fail(err, ONEX_E_INTERNAL, "%s", onex_tr("a transaction is open already", "已有未结束的事务"));
    if (store->held && sqlite3_get_autocommit(store->db)) return gone(err);
    onex_status status = onex_sql_run(store, begin_sql(store), err);
    if (!status && store->mode == ONEX_STORE_READ) status = onex_store_touch(store, err); /* it takes the snapshot */
    store->in_transaction = true;
    if (status) onex_store_rollback(store);
    return status;
}

onex_status onex_store_commit(onex_store *store, onex_error *err) {
    bool write = store->mode != ONEX_STORE_READ, created = store->creating;
    onex_status status = write ? onex_sql_writable(store, err) : ONEX_OK;
    if (!status) status = onex_sql_run(store, store->held ? "RELEASE part" : "COMMIT", err);
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
        sqlite3_exec(store->db, store->held ? "ROLLBACK TO part; RELEASE part" : "ROLLBACK", NULL, NULL, NULL);
    store->in_transaction = store->creating = false;
}

/* ---- one transaction around many ---- */

onex_status onex_store_hold(onex_store *store, onex_error *err) {
    onex_status status = onex_store_begin(store, err);
    if (status) return status;
    store->in_transaction = store->marked = false;
    store->held = true;
    return ONEX_OK;
}

onex_status onex_store_hold_end(onex_store *store, bool keep, onex_error *err) {
    if (!store->held) return ONEX_OK;
    onex_store_rollback(store); /* a part that was not ended */
    store->held = store->marked = false;
    store->in_transaction = true;
    if (keep) return onex_store_commit(store, err);
    onex_store_rollback(store);
    return ONEX_OK;
}

onex_status onex_store_mark(onex_store *store, onex_error *err) {
    if (sqlite3_get_autocommit(store->db)) return gone(err);
    onex_status status = onex_sql_run(store, store->marked ? "RELEASE mark; SAVEPOINT mark" : "SAVEPOINT mark", err);
    if (!status) store->marked = true;
    return status;
}

void onex_store_mark_back(onex_store *store) {
    onex_store_rollback(store);
    if (store->marked && !sqlite3_get_autocommit(store->db))
        sqlite3_exec(store->db, "ROLLBACK TO mark", NULL, NULL, NULL);
}

static int interrupted(void *flag) {
    return *(const volatile sig_atomic_t *)flag != 0;
}

void onex_store_interruptible(onex_store *store, const volatile sig_atomic_t *flag) {
    const int steps = 1000; /* some microseconds */
    union {
        const volatile sig_atomic_t *given;
        void *taken;
    } as = {flag};
    sqlite3_progress_handler(store->db, steps, flag ? interrupted : NULL, as.taken);
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
