/* Walking over the log, and verifying it as a whole: event.c knows the chain, rows_hash.c the rows. */
#include "store/log.h"

#include <string.h>

#include "store/handle.h"
#include "store/rows_hash.h"

const char *const onex_event_kinds[] = {"init",     "import", "delete", "decide",  "waive",   "record", "publish",
                                        "rollback", "law",    "script", "upgrade", "restore", NULL};

onex_status onex_log_each(onex_store *store, const onex_log_query *query, onex_event_fn fn, void *ctx,
                          onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status =
        onex_sql_prepare(store, &stmt,
                         "SELECT number, at, actor, kind, subject, payload, hash, CASE WHEN json_valid(payload) THEN"
                         " (SELECT group_concat(key || '=' || CASE type WHEN 'array' THEN json_array_length(value)"
                         " WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE value END, '  ') FROM"
                         " (SELECT * FROM json_each(payload) WHERE type <> 'null' AND key <> 'rows' ORDER BY id))"
                         " END FROM event"
                         " WHERE (?1 IS NULL OR subject = ?1) AND (?2 IS NULL OR actor = ?2)"
                         " AND (?3 IS NULL OR kind = ?3) ORDER BY number",
                         err);
    if (status) return status;
    onex_sql_bind_text(stmt, 1, query->subject);
    onex_sql_bind_text(stmt, 2, query->actor);
    onex_sql_bind_text(stmt, 3, query->kind);
    int rc = SQLITE_DONE;
    while (!status && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        onex_event e = {.number = sqlite3_column_int64(stmt, 0)};
        const char **texts[] = {&e.at, &e.actor, &e.kind, &e.subject, &e.payload, &e.hash, &e.told};
        bool read = true;
        for (int i = 0; i < 7; i++) read = onex_sql_text(stmt, i + 1, texts[i]) && read;
        status = read ? fn(ctx, &e, err) : onex_no_memory(err);
    }
    if (!status && rc != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

/* Whether event `number` is there with that hash. */
static onex_status has_hash(onex_store *store, int64_t number, const char *hash, bool *has, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status = onex_sql_prepare(store, &stmt, "SELECT 1 FROM event WHERE number = ? AND hash = ?", err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, number);
    onex_sql_bind_text(stmt, 2, hash);
    int rc = sqlite3_step(stmt);
    *has = rc == SQLITE_ROW;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_log_verify(onex_log_check *out, onex_store *store, int64_t known, const char *known_hash,
                            onex_error *err) {
    int64_t chain = 0, rows = 0, head = 0;
    bool has = true;
    *out = (onex_log_check){0};
    onex_status status = onex_event_verify(store, &chain, err);
    /* Behind a break in the chain what else cannot be read is no news. */
    if (!status && onex_rows_verify(store, &rows, err) && !chain) status = err->code;
    if (!status && onex_event_head(store, &out->head, out->hash, err) && !chain) status = err->code;
    if (!status && known && has_hash(store, known, known_hash, &has, err) && !chain) status = err->code;
    if (strspn(out->hash, "0123456789abcdef") != ONEX_SHA256_TEXT - 1) out->hash[0] = '\0';
    if (!status && !has) head = known <= out->head ? known : out->head + 1;
    const int64_t found[] = {chain, rows, head};
    for (int i = 0; i < 3; i++)
        if (found[i] && (!out->bad || found[i] < out->bad)) out->bad = found[i];
    return status;
}
