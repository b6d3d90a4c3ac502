/* Recorded checks, in and out of the database. How they come about is left to the engine. */
#include "store/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/handle.h"

onex_status onex_run_next(onex_store *store, int64_t *number, onex_error *err) {
    return onex_sql_int(store, "SELECT coalesce(max(number), 0) + 1 FROM run", number, err);
}

onex_status onex_run_insert(onex_store *store, const onex_run *run, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status = onex_sql_writable(store, err);
    if (!status)
        status = onex_sql_prepare(store, &stmt,
                                  "INSERT INTO run (number, event, after_event, as_of, ruleset, asked, facts_hash)"
                                  " VALUES (?, ?, ?, ?, ?, ?, ?)",
                                  err);
    if (status) return status;
    const char *texts[] = {run->as_of, run->ruleset, run->asked, run->facts_hash};
    sqlite3_bind_int64(stmt, 1, run->number);
    sqlite3_bind_int64(stmt, 2, run->event);
    sqlite3_bind_int64(stmt, 3, run->after_event);
    for (int i = 0; i < 4; i++) onex_sql_bind_text(stmt, i + 4, texts[i]);
    if (sqlite3_step(stmt) != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

/* A text column into an array of `size` bytes; longer ones are cut (the table's checks allow none). */
static bool fixed_text(sqlite3_stmt *stmt, int at, char *out, size_t size) {
    const char *text;
    bool read = onex_sql_text(stmt, at, &text);
    snprintf(out, size, "%s", text ? text : "");
    return read;
}

onex_status onex_run_find(onex_run *out, onex_store *store, int64_t number, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    *out = (onex_run){.number = number};
    onex_status status = onex_sql_prepare(
        store, &stmt, "SELECT event, after_event, as_of, ruleset, facts_hash, asked FROM run WHERE number = ?", err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, number);
    int rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW) {
        out->event = sqlite3_column_int64(stmt, 0);
        out->after_event = sqlite3_column_int64(stmt, 1);
        if (!fixed_text(stmt, 2, out->as_of, sizeof out->as_of) ||
            !fixed_text(stmt, 3, out->ruleset, sizeof out->ruleset) ||
            !fixed_text(stmt, 4, out->facts_hash, sizeof out->facts_hash) || !onex_sql_copy_text(stmt, 5, &out->asked))
            status = onex_no_memory(err);
    } else if (rc == SQLITE_DONE) {
        status = onex_fail(err, ONEX_E_NOT_FOUND,
                           onex_tr("no run %lld; onex log --kind record lists them",
                                   "没有第 %lld 次检查记录；onex log --kind record 列出全部"),
                           (long long)number);
    } else {
        status = onex_store_fail(store, err, NULL);
    }
    sqlite3_finalize(stmt);
    return status;
}

void onex_run_clear(onex_run *run) {
    free(run->asked);
    run->asked = NULL;
}

onex_status onex_run_asked_each(onex_store *store, int64_t number, const char *what, bool *given, onex_text_fn fn,
                                void *ctx, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    *given = false;
    onex_status status = onex_sql_prepare(
        store, &stmt,
        "SELECT e.type = 'array', v.value FROM run JOIN json_each(run.asked) AS e ON e.key = ?2"
        " LEFT JOIN json_each(CASE WHEN e.type = 'array' THEN e.value ELSE '[]' END) AS v WHERE run.number = ?1"
        " ORDER BY v.id",
        err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, number);
    onex_sql_bind_text(stmt, 2, what);
    int rc = SQLITE_DONE;
    while (!status && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        *given = sqlite3_column_int(stmt, 0);
        const char *text;
        if (!onex_sql_text(stmt, 1, &text))
            status = onex_no_memory(err);
        else if (text)
            status = fn(ctx, text, err);
    }
    if (!status && rc != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_run_asked_college(onex_store *store, int64_t number, char **college, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    *college = NULL;
    onex_status status =
        onex_sql_prepare(store, &stmt, "SELECT json_extract(asked, '$.college') FROM run WHERE number = ?", err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, number);
    int rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW && !onex_sql_copy_text(stmt, 0, college)) status = onex_no_memory(err);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}
