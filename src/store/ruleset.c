/* Rule sets in the database, found by their hash, and their publications. Whether a set may be published is left to
 * others. */
#include "store/ruleset.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

/* ---- publications ---- */

void onex_publication_clear(onex_publication *publication) {
    free(publication->actor);
    free(publication->document);
    free(publication->impact);
    *publication = (onex_publication){0};
}

static onex_status take_publication(onex_publication *out, sqlite3_stmt *stmt, onex_error *err) {
    const char *hash = (const char *)sqlite3_column_text(stmt, 2);
    *out = (onex_publication){.number = sqlite3_column_int64(stmt, 0), .event = sqlite3_column_int64(stmt, 1)};
    if (!hash || strlen(hash) != ONEX_SHA256_TEXT - 1)
        return onex_fail(err, ONEX_E_DATA, "%s",
                         onex_tr("the list of published rule sets is damaged", "规则集发布记录已损坏"));
    memcpy(out->ruleset, hash, ONEX_SHA256_TEXT);
    return onex_sql_copy_text(stmt, 3, &out->actor) && onex_sql_copy_text(stmt, 4, &out->document) &&
                   onex_sql_copy_text(stmt, 5, &out->impact)
               ? ONEX_OK
               : onex_no_memory(err);
}

onex_status onex_publication_last(onex_store *store, int back, onex_publication *out, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    *out = (onex_publication){0};
    onex_status status = onex_sql_prepare(store, &stmt,
                                          "SELECT number, event, ruleset, actor, document, impact FROM publication "
                                          "ORDER BY number DESC LIMIT 1 OFFSET ?",
                                          err);
    if (status) return status;
    sqlite3_bind_int(stmt, 1, back);
    int rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW)
        status = take_publication(out, stmt, err);
    else if (rc != SQLITE_DONE)
        status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    if (status) onex_publication_clear(out);
    return status;
}

onex_status onex_publication_add(onex_store *store, const onex_publication *publication, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status = onex_sql_writable(store, err);
    if (!status)
        status = onex_sql_prepare(store, &stmt,
                                  "INSERT INTO publication (number, event, ruleset, actor, document, impact) "
                                  "SELECT coalesce(max(number), 0) + 1, ?1, ?2, ?3, ?4, ?5 FROM publication",
                                  err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, publication->event);
    onex_sql_bind_text(stmt, 2, publication->ruleset);
    onex_sql_bind_text(stmt, 3, publication->actor);
    onex_sql_bind_text(stmt, 4, publication->document);
    onex_sql_bind_text(stmt, 5, publication->impact);
    if (sqlite3_step(stmt) != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_ruleset_find(onex_store *store, const char *prefix, char hash[ONEX_SHA256_TEXT], int *count,
                              onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    *count = 0;
    hash[0] = 0;
    onex_status status = onex_sql_prepare(
        store, &stmt, "SELECT hash FROM ruleset WHERE substr(hash, 1, length(?1)) = ?1 ORDER BY hash", err);
    if (status) return status;
    onex_sql_bind_text(stmt, 1, prefix);
    int rc;
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        if (++*count == 1 && text) snprintf(hash, ONEX_SHA256_TEXT, "%s", text);
    }
    if (rc != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}
