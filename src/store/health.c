/* Pragmas that look, and change nothing. */
#include "store/health.h"

#include <stdio.h>
#include <string.h>

#include "store/handle.h"

static onex_status each_text(onex_store *store, const char *sql, onex_health_fn fn, void *ctx, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status = onex_sql_prepare(store, &stmt, sql, err);
    if (status) return status;
    int rc;
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        if (text && strcmp(text, "ok") != 0) fn(ctx, text);
    }
    if (rc != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_health_integrity(onex_store *store, onex_health_fn fn, void *ctx, onex_error *err) {
    return each_text(store, "PRAGMA integrity_check(100)", fn, ctx, err);
}

onex_status onex_health_references(onex_store *store, onex_health_fn fn, void *ctx, onex_error *err) {
    return each_text(store, "PRAGMA foreign_key_check", fn, ctx, err);
}

static void on_journal(void *ctx, const char *text) {
    onex_health_settings *out = ctx;
    snprintf(out->journal, sizeof out->journal, "%s", text);
}

onex_status onex_health_settings_read(onex_health_settings *out, onex_store *store, onex_error *err) {
    int64_t keys = 0;
    *out = (onex_health_settings){0};
    onex_status status = each_text(store, "PRAGMA journal_mode", on_journal, out, err);
    if (!status) status = onex_sql_int(store, "PRAGMA synchronous", &out->synchronous, err);
    if (!status) status = onex_sql_int(store, "PRAGMA foreign_keys", &keys, err);
    if (!status) status = onex_sql_int(store, "PRAGMA user_version", &out->version, err);
    out->foreign_keys = keys != 0;
    return status;
}
