/* Rows of the tables decision and waiver. They are only ever added. */
#include "store/decision.h"

#include <string.h>

#include "store/handle.h"

onex_status onex_decision_next(onex_store *store, int64_t *number, onex_error *err) {
    return onex_sql_int(store, "SELECT coalesce(max(number), 0) + 1 FROM decision", number, err);
}

onex_status onex_decision_insert(onex_store *store, const onex_decision *d, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status = onex_sql_writable(store, err);
    if (!status)
        status = onex_sql_prepare(
            store, &stmt,
            "INSERT INTO decision (number, event, after_event, kind, subject_kind, subject, pilot, act, actor,"
            " document, reason, decided_on, from_state, to_state, stamps, ruleset, grounds, facts_hash)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            err);
    if (status) return status;
    const char *texts[] = {d->waiver ? "waiver" : "transition",
                           onex_subject_code(d->kind),
                           d->subject,
                           d->waiver ? NULL : d->subject,
                           d->act,
                           d->actor,
                           d->document,
                           d->reason,
                           d->decided_on,
                           d->from_state,
                           d->to_state,
                           d->stamps,
                           d->ruleset,
                           d->grounds,
                           d->facts_hash};
    sqlite3_bind_int64(stmt, 1, d->number);
    sqlite3_bind_int64(stmt, 2, d->event);
    sqlite3_bind_int64(stmt, 3, d->after_event);
    for (int i = 0; i < 15; i++) onex_sql_bind_text(stmt, i + 4, texts[i]);
    if (sqlite3_step(stmt) != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_waiver_insert(onex_store *store, const onex_waiver *w, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status = onex_sql_writable(store, err);
    if (!status)
        status = onex_sql_prepare(store, &stmt,
                                  "INSERT INTO waiver (decision, subject_kind, subject, rule, reason, granted_by,"
                                  " document, granted_on, until_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                                  err);
    if (status) return status;
    const char *texts[] = {onex_subject_code(w->kind),
                           w->subject,
                           w->rule,
                           w->reason,
                           w->granted_by,
                           w->document,
                           w->granted_on,
                           w->until_on};
    sqlite3_bind_int64(stmt, 1, w->decision);
    for (int i = 0; i < 8; i++) onex_sql_bind_text(stmt, i + 2, texts[i]);
    if (sqlite3_step(stmt) != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

/* ---- reading ---- */

#define DECISIONS                                                                                               \
    "SELECT number, event, after_event, kind, subject_kind, subject, act, actor, document, reason, decided_on," \
    " from_state, to_state, stamps, ruleset, grounds, facts_hash FROM decision"

static const char each_sql[] =
    DECISIONS " WHERE (?1 = 0 OR number = ?1) AND (?2 IS NULL OR (subject_kind = ?2 AND subject = ?3))"
              " AND (?4 = 0 OR kind = 'transition') ORDER BY number";

static const char *text_at(sqlite3_stmt *stmt, int at) {
    return (const char *)sqlite3_column_text(stmt, at);
}

static void read_decision(onex_decision *d, sqlite3_stmt *stmt) {
    const char *kind = text_at(stmt, 3), *subject_kind = text_at(stmt, 4);
    *d = (onex_decision){.number = sqlite3_column_int64(stmt, 0),
                         .event = sqlite3_column_int64(stmt, 1),
                         .after_event = sqlite3_column_int64(stmt, 2),
                         .waiver = kind && !strcmp(kind, "waiver"),
                         .kind = subject_kind ? onex_subject_find(subject_kind) : ONEX_SUBJECTS,
                         .subject = text_at(stmt, 5),
                         .act = text_at(stmt, 6),
                         .actor = text_at(stmt, 7),
                         .document = text_at(stmt, 8),
                         .reason = text_at(stmt, 9),
                         .decided_on = text_at(stmt, 10),
                         .from_state = text_at(stmt, 11),
                         .to_state = text_at(stmt, 12),
                         .stamps = text_at(stmt, 13),
                         .ruleset = text_at(stmt, 14),
                         .grounds = text_at(stmt, 15),
                         .facts_hash = text_at(stmt, 16)};
}

onex_status onex_decision_each(onex_store *store, const onex_decision_query *query, onex_decision_fn fn, void *ctx,
                               onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status = onex_sql_prepare(store, &stmt, each_sql, err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, query->number);
    onex_sql_bind_text(stmt, 2, query->subject ? onex_subject_code(query->kind) : NULL);
    onex_sql_bind_text(stmt, 3, query->subject);
    sqlite3_bind_int(stmt, 4, query->transitions);
    int rc = SQLITE_DONE;
    while (!status && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        onex_decision d;
        read_decision(&d, stmt);
        bool whole = d.subject && d.act && d.actor && d.decided_on && d.ruleset && d.grounds && d.facts_hash;
        status = whole ? fn(ctx, &d, err) : onex_no_memory(err);
    }
    if (!status && rc != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

static const char *keep(onex_arena *arena, const char *text, bool *ok) {
    const char *kept = text ? onex_arena_text(arena, text, strlen(text)) : NULL;
    if (text && !kept) *ok = false;
    return kept;
}

onex_status onex_decision_last(onex_decision *out, onex_store *store, const char *pilot, onex_arena *arena,
                               onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    *out = (onex_decision){0};
    onex_status status = onex_sql_prepare(
        store, &stmt, DECISIONS " WHERE pilot = ? AND kind = 'transition' ORDER BY number DESC LIMIT 1", err);
    if (status) return status;
    onex_sql_bind_text(stmt, 1, pilot);
    int rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW) {
        read_decision(out, stmt);
        bool ok = out->act && out->decided_on && out->from_state && out->to_state && out->stamps;
        const char **texts[] = {&out->subject,    &out->act,        &out->actor,    &out->document, &out->reason,
                                &out->decided_on, &out->from_state, &out->to_state, &out->stamps};
        out->ruleset = out->grounds = out->facts_hash = NULL;
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = keep(arena, *texts[i], &ok);
        if (!ok) status = onex_no_memory(err);
    } else if (rc != SQLITE_DONE) {
        status = onex_store_fail(store, err, NULL);
    }
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_decision_of(onex_store *store, onex_subject kind, const char *code, int64_t *number, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    *number = 0;
    onex_status status = onex_sql_prepare(
        store, &stmt, "SELECT coalesce(min(number), 0) FROM decision WHERE subject_kind = ? AND subject = ?", err);
    if (status) return status;
    onex_sql_bind_text(stmt, 1, onex_subject_code(kind));
    onex_sql_bind_text(stmt, 2, code);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        *number = sqlite3_column_int64(stmt, 0);
    else
        status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_decision_of_pilot(onex_store *store, const char *pilot, size_t len, int64_t *number, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    *number = 0;
    onex_status status = onex_sql_prepare(
        store, &stmt, "SELECT coalesce(min(number), 0) FROM decision WHERE pilot = ? AND kind = 'transition'", err);
    if (status) return status;
    sqlite3_bind_text64(stmt, 1, pilot, len, SQLITE_STATIC, SQLITE_UTF8);
    if (sqlite3_step(stmt) == SQLITE_ROW)
        *number = sqlite3_column_int64(stmt, 0);
    else
        status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_decision_taken_back(onex_store *store, const char *pilot, const char *rule, const char *facts_hash,
                                     bool *found, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    *found = false;
    onex_status status = onex_sql_prepare(
        store, &stmt,
        "SELECT 1 FROM decision AS back JOIN decision AS taken ON taken.number = json_extract(back.grounds, '$.undoes')"
        " AND taken.pilot = back.pilot JOIN json_each(taken.grounds, '$.hits') AS hit"
        " WHERE back.pilot = ?1 AND back.kind = 'transition' AND json_extract(hit.value, '$.rule') = ?2"
        " AND json_extract(hit.value, '$.facts_hash') = ?3 LIMIT 1",
        err);
    if (status) return status;
    onex_sql_bind_text(stmt, 1, pilot);
    onex_sql_bind_text(stmt, 2, rule);
    onex_sql_bind_text(stmt, 3, facts_hash);
    int rc = sqlite3_step(stmt);
    *found = rc == SQLITE_ROW;
    if (rc != SQLITE_ROW && rc != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}
