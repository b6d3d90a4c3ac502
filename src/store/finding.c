/* Findings, in and out of the database. The walk over the last recorded verdicts goes along the table's key, in which
 * the runs of one subject and rule stand one after the other: the last of them counts. */
#include "store/finding.h"

#include <stdlib.h>
#include <string.h>

#include "store/handle.h"

/* ---- writing ---- */

struct onex_finding_writer {
    onex_store *store;
    sqlite3_stmt *stmt;
    int64_t run;
};

onex_status onex_finding_writer_open(onex_finding_writer **out, onex_store *store, int64_t run, onex_error *err) {
    *out = NULL;
    onex_finding_writer *writer = calloc(1, sizeof *writer);
    if (!writer) return onex_no_memory(err);
    writer->store = store;
    writer->run = run;
    onex_status status =
        onex_sql_prepare(store, &writer->stmt,
                         "INSERT INTO finding (run, subject_kind, subject, rule, from_verdict, to_verdict, detail)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?)",
                         err);
    if (status) {
        free(writer);
        return status;
    }
    *out = writer;
    return ONEX_OK;
}

static const char *verdict_code(onex_verdict v) {
    return v == ONEX_VERDICTS ? NULL : onex_verdict_code(v);
}

onex_status onex_finding_put(onex_finding_writer *writer, const onex_finding *f, onex_error *err) {
    onex_status status = onex_sql_writable(writer->store, err);
    if (status) return status;
    const char *texts[] = {onex_subject_code(f->kind), f->subject,          f->rule,
                           verdict_code(f->from),      verdict_code(f->to), f->detail};
    sqlite3_bind_int64(writer->stmt, 1, writer->run);
    for (int i = 0; i < 6; i++) onex_sql_bind_text(writer->stmt, i + 2, texts[i]);
    if (sqlite3_step(writer->stmt) != SQLITE_DONE) status = onex_store_fail(writer->store, err, NULL);
    sqlite3_reset(writer->stmt);
    return status;
}

void onex_finding_writer_close(onex_finding_writer *writer) {
    if (!writer) return;
    sqlite3_finalize(writer->stmt);
    free(writer);
}

/* ---- the last recorded verdicts ---- */

struct onex_recorded {
    onex_store *store;
    sqlite3_stmt *stmt;
    bool on_row, done; /* the statement stands on a row that was not taken yet; there are no more */
    onex_arena arena;
    char *subject;
    onex_recorded_verdict *items;
    int count, cap;
};

onex_status onex_recorded_open(onex_recorded **out, onex_store *store, onex_subject kind, const char *subject,
                               int64_t upto, onex_error *err) {
    *out = NULL;
    onex_recorded *r = calloc(1, sizeof *r);
    if (!r) return onex_no_memory(err);
    r->store = store;
    onex_status status = onex_sql_prepare(
        store, &r->stmt,
        subject ? "SELECT subject, rule, to_verdict, run, json_extract(detail, '$.college') FROM finding"
                  " WHERE subject_kind = ?1 AND run <= ?2 AND subject = ?3 ORDER BY subject, rule, run"
                : "SELECT subject, rule, to_verdict, run, json_extract(detail, '$.college') FROM finding"
                  " WHERE subject_kind = ?1 AND run <= ?2 ORDER BY subject, rule, run",
        err);
    if (!status) {
        onex_sql_bind_text(r->stmt, 1, onex_subject_code(kind));
        sqlite3_bind_int64(r->stmt, 2, upto);
        if (subject && sqlite3_bind_text(r->stmt, 3, subject, -1, SQLITE_TRANSIENT) != SQLITE_OK)
            status = onex_no_memory(err);
    }
    if (status)
        onex_recorded_close(r);
    else
        *out = r;
    return status;
}

void onex_recorded_close(onex_recorded *r) {
    if (!r) return;
    sqlite3_finalize(r->stmt);
    onex_arena_clear(&r->arena);
    free(r->items);
    free(r);
}

static onex_status advance(onex_recorded *r, onex_error *err) {
    int rc = sqlite3_step(r->stmt);
    r->on_row = rc == SQLITE_ROW;
    r->done = rc == SQLITE_DONE;
    return r->on_row || r->done ? ONEX_OK : onex_store_fail(r->store, err, NULL);
}

/* A copy of a text column in the arena; NULL for NULL, *failed when memory is gone. */
static char *arena_column(onex_recorded *r, int at, bool *failed) {
    if (sqlite3_column_type(r->stmt, at) == SQLITE_NULL) return NULL;
    const char *text = (const char *)sqlite3_column_text(r->stmt, at);
    char *copy = text ? onex_arena_text(&r->arena, text, (size_t)sqlite3_column_bytes(r->stmt, at)) : NULL;
    if (!copy) *failed = true;
    return copy;
}

/* Takes the row that the statement stands on: a rule of the subject at hand, or a later verdict of the last one. */
static onex_status take(onex_recorded *r, onex_error *err) {
    bool failed = false;
    const char *rule, *verdict;
    if (!onex_sql_text(r->stmt, 1, &rule) || !rule || !onex_sql_text(r->stmt, 2, &verdict)) return onex_no_memory(err);
    bool again = r->count && strcmp(r->items[r->count - 1].rule, rule) == 0;
    if (!again && r->count == r->cap) {
        int cap = r->cap ? 2 * r->cap : 32;
        onex_recorded_verdict *more = realloc(r->items, (size_t)cap * sizeof *more);
        if (!more) return onex_no_memory(err);
        r->items = more;
        r->cap = cap;
    }
    onex_recorded_verdict item = {.rule = again ? r->items[r->count - 1].rule : arena_column(r, 1, &failed),
                                  .verdict = ONEX_VERDICTS,
                                  .run = sqlite3_column_int64(r->stmt, 3)};
    if (verdict) item.verdict = onex_verdict_find(verdict);
    item.college = arena_column(r, 4, &failed);
    if (failed || !item.rule) return onex_no_memory(err);
    r->items[again ? r->count - 1 : r->count++] = item;
    return ONEX_OK;
}

onex_status onex_recorded_next(onex_recorded *r, const char **subject, onex_recorded_verdict **verdicts, int *count,
                               onex_error *err) {
    onex_status status = ONEX_OK;
    bool failed = false;
    *subject = NULL;
    *verdicts = NULL;
    *count = r->count = 0;
    if (!r->on_row && !r->done) status = advance(r, err);
    if (status || r->done) return status;
    onex_arena_reset(&r->arena);
    r->subject = arena_column(r, 0, &failed);
    if (!r->subject) return onex_no_memory(err);
    for (;;) {
        if ((status = take(r, err)) || (status = advance(r, err))) return status;
        const char *next = NULL;
        if (r->on_row && !onex_sql_text(r->stmt, 0, &next)) return onex_no_memory(err);
        if (!next || strcmp(next, r->subject) != 0) break;
    }
    *subject = r->subject;
    *verdicts = r->items;
    *count = r->count;
    return ONEX_OK;
}

/* ---- their history ---- */

onex_status onex_finding_each(onex_store *store, const onex_finding_query *query, onex_finding_fn fn, void *ctx,
                              onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status = onex_sql_prepare(
        store, &stmt,
        "SELECT f.subject_kind, f.subject, f.rule, f.from_verdict, f.to_verdict, f.detail, r.as_of, e.at, f.run"
        " FROM finding AS f JOIN run AS r ON r.number = f.run JOIN event AS e ON e.number = r.event"
        " WHERE (?1 IS NULL OR f.subject = ?1) AND (?2 IS NULL OR f.subject_kind = ?2) AND (?4 IS NULL OR e.actor = ?4)"
        " AND (?3 IS NULL OR f.rule = ?3) AND (?5 = 0 OR f.run = ?5)"
        " ORDER BY f.run, CASE f.subject_kind WHEN 'school' THEN 0 WHEN 'college' THEN 1 WHEN 'pilot' THEN 2"
        " WHEN 'exam' THEN 3 WHEN 'expense' THEN 4 ELSE 5 END, f.subject, f.rule",
        err);
    if (status) return status;
    const char *texts[] = {query->subject,
                           query->subject && query->kind != ONEX_SUBJECTS ? onex_subject_code(query->kind) : NULL,
                           query->rule, query->actor};
    for (int i = 0; i < 4; i++) onex_sql_bind_text(stmt, i + 1, texts[i]);
    sqlite3_bind_int64(stmt, 5, query->run);
    int rc = SQLITE_DONE;
    while (!status && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *text[8];
        bool read = true;
        for (int i = 0; i < 8; i++) read = onex_sql_text(stmt, i, &text[i]) && read;
        if (!read) {
            status = onex_no_memory(err);
            break;
        }
        onex_finding_row row = {.finding = {.kind = onex_subject_find(text[0]),
                                            .subject = text[1],
                                            .rule = text[2],
                                            .from = text[3] ? onex_verdict_find(text[3]) : ONEX_VERDICTS,
                                            .to = text[4] ? onex_verdict_find(text[4]) : ONEX_VERDICTS,
                                            .detail = text[5]},
                                .as_of = text[6],
                                .at = text[7],
                                .run = sqlite3_column_int64(stmt, 8)};
        status = fn(ctx, &row, err);
    }
    if (!status && rc != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}
