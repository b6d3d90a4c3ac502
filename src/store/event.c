/* The event log: a chain in which each hash covers the event, its changes and the hash before.
 * What an event tells, and when one is due, is left to the commands. */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "store/handle.h"

#define FIRST_HASH "0000000000000000000000000000000000000000000000000000000000000000"

/* An event as it is hashed. */
typedef struct event {
    int64_t number;
    const char *at, *actor, *kind, *subject, *payload, *prev_hash;
} event;

onex_status onex_event_head(onex_store *store, int64_t *number, char hash[ONEX_SHA256_TEXT], onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    *number = 0;
    memcpy(hash, FIRST_HASH, ONEX_SHA256_TEXT);
    onex_status status =
        onex_sql_prepare(store, &stmt, "SELECT number, hash FROM event ORDER BY number DESC LIMIT 1", err);
    if (status) return status;
    int rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 1);
        *number = sqlite3_column_int64(stmt, 0);
        if (!text || strlen(text) != ONEX_SHA256_TEXT - 1)
            status = onex_fail(err, ONEX_E_DATA, onex_tr("the log of '%s' is damaged", "“%s”的日志已损坏"),
                               onex_store_path(store));
        else
            memcpy(hash, text, ONEX_SHA256_TEXT);
    } else if (rc != SQLITE_DONE) {
        status = onex_store_fail(store, err, NULL);
    }
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_event_next(onex_store *store, int64_t *number, onex_error *err) {
    char hash[ONEX_SHA256_TEXT];
    onex_status status = onex_event_head(store, number, hash, err);
    ++*number;
    return status;
}

/* ---- the text that is hashed: JSON in a fixed order, so that no two records have the same ---- */

static void put_event(onex_buffer *b, const event *e) {
    onex_buffer_printf(b, "{\"number\":%lld,\"at\":", (long long)e->number);
    onex_buffer_json_text(b, e->at);
    onex_buffer_text(b, ",\"actor\":");
    onex_buffer_json_text(b, e->actor);
    onex_buffer_text(b, ",\"kind\":");
    onex_buffer_json_text(b, e->kind);
    onex_buffer_text(b, ",\"subject\":");
    onex_buffer_json_text(b, e->subject);
    onex_buffer_text(b, ",\"payload\":");
    onex_buffer_json_text(b, e->payload);
    onex_buffer_text(b, ",\"changes\":[");
}

static void put_change(onex_buffer *b, const onex_change *c, bool first) {
    const char *parts[] = {c->table, c->key, c->column, c->old_value, c->new_value};
    onex_buffer_text(b, first ? "[" : ",[");
    for (int i = 0; i < 5; i++) {
        if (i) onex_buffer_char(b, ',');
        onex_buffer_json_text(b, parts[i]);
    }
    onex_buffer_char(b, ']');
}

/* Ends the text and hashes it; false: out of memory. */
static bool finish(onex_buffer *b, const char *prev_hash, char hash[ONEX_SHA256_TEXT]) {
    onex_buffer_text(b, "],\"prev_hash\":");
    onex_buffer_json_text(b, prev_hash);
    onex_buffer_char(b, '}');
    if (!b->failed) onex_sha256(b->data, b->len, hash);
    return !b->failed;
}

/* ---- writing ---- */

static onex_status insert_event(onex_store *store, const event *e, const char *hash, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status =
        onex_sql_prepare(store, &stmt,
                         "INSERT INTO event (number, at, actor, kind, subject, payload, prev_hash, hash) "
                         "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                         err);
    if (status) return status;
    const char *texts[] = {e->at, e->actor, e->kind, e->subject, e->payload, e->prev_hash, hash};
    sqlite3_bind_int64(stmt, 1, e->number);
    for (int i = 0; i < 7; i++) onex_sql_bind_text(stmt, i + 2, texts[i]);
    if (sqlite3_step(stmt) != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

static onex_status insert_changes(onex_store *store, int64_t number, const onex_change *changes, int nchanges,
                                  onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    if (nchanges == 0) return ONEX_OK;
    onex_status status =
        onex_sql_prepare(store, &stmt,
                         "INSERT INTO change (event, position, table_name, row_key, column_name, old_value, "
                         "new_value) VALUES (?, ?, ?, ?, ?, ?, ?)",
                         err);
    for (int i = 0; i < nchanges && !status; i++) {
        const onex_change *c = &changes[i];
        const char *parts[] = {c->table, c->key, c->column, c->old_value, c->new_value};
        sqlite3_bind_int64(stmt, 1, number);
        sqlite3_bind_int64(stmt, 2, i + 1);
        for (int p = 0; p < 5; p++) onex_sql_bind_text(stmt, p + 3, parts[p]);
        if (sqlite3_step(stmt) != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
        sqlite3_reset(stmt);
    }
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_event_append(onex_store *store, const char *actor, const char *kind, const char *subject,
                              const char *payload, const onex_change *changes, int nchanges, int64_t *number,
                              onex_error *err) {
    char at[ONEX_TIME_TEXT], prev_hash[ONEX_SHA256_TEXT], hash[ONEX_SHA256_TEXT];
    event e = {.at = onex_time_text(onex_store_time(store), at),
               .actor = actor,
               .kind = kind,
               .subject = subject,
               .payload = payload,
               .prev_hash = prev_hash};
    onex_status status = onex_sql_writable(store, err);
    if (!status) status = onex_event_head(store, &e.number, prev_hash, err);
    if (status) return status;
    e.number++;
    onex_buffer text = {0};
    put_event(&text, &e);
    for (int i = 0; i < nchanges; i++) put_change(&text, &changes[i], i == 0);
    if (!finish(&text, prev_hash, hash)) status = onex_no_memory(err);
    onex_buffer_clear(&text);
    if (!status) status = insert_event(store, &e, hash, err);
    if (!status) status = insert_changes(store, e.number, changes, nchanges, err);
    if (!status) *number = e.number;
    return status;
}

/* ---- verifying ---- */

/* A text column; NULL for NULL. One that is no text, cannot be read, or has a NUL inside, which C would not see, does
 * not fit. */
static onex_status whole_text(onex_store *store, sqlite3_stmt *stmt, int at, const char **out, bool *fits,
                              onex_error *err) {
    int type = sqlite3_column_type(stmt, at);
    *out = NULL;
    if (type == SQLITE_NULL) return ONEX_OK;
    if (type == SQLITE_TEXT) *out = (const char *)sqlite3_column_text(stmt, at);
    if (type == SQLITE_TEXT && !*out && (sqlite3_errcode(store->db) & 0xFF) != SQLITE_CORRUPT)
        return onex_no_memory(err);
    if (!*out || strlen(*out) != (size_t)sqlite3_column_bytes(stmt, at)) *fits = false;
    return ONEX_OK;
}

/* Adds an event's changes to the text; *fits is false when they are not what append writes. */
static onex_status put_stored_changes(onex_store *store, sqlite3_stmt *stmt, int64_t number, onex_buffer *text,
                                      bool *fits, onex_error *err) {
    int rc = SQLITE_DONE;
    onex_status status = ONEX_OK;
    sqlite3_bind_int64(stmt, 1, number);
    for (int64_t position = 1; !status && (rc = sqlite3_step(stmt)) == SQLITE_ROW; position++) {
        onex_change c;
        const char **parts[] = {&c.table, &c.key, &c.column, &c.old_value, &c.new_value};
        if (sqlite3_column_int64(stmt, 0) != position) *fits = false;
        for (int i = 0; i < 5 && !status; i++) status = whole_text(store, stmt, i + 1, parts[i], fits, err);
        if (*fits && !status) put_change(text, &c, position == 1);
    }
    if ((rc & 0xFF) == SQLITE_CORRUPT)
        *fits = false;
    else if (!status && rc != SQLITE_DONE)
        status = onex_store_fail(store, err, NULL);
    sqlite3_reset(stmt);
    return status;
}

/* Whether the event in the row fits what came before; `hash` is then its own. */
static onex_status verify_event(onex_store *store, sqlite3_stmt *row, sqlite3_stmt *changes, int64_t number,
                                char hash[ONEX_SHA256_TEXT], bool *fits, onex_error *err) {
    event e = {.number = number};
    const char *stored = NULL, **parts[] = {&e.at, &e.actor, &e.kind, &e.subject, &e.payload, &e.prev_hash, &stored};
    onex_buffer text = {0};
    *fits = sqlite3_column_int64(row, 0) == number;
    onex_status status = ONEX_OK;
    for (int i = 0; i < 7 && !status; i++) status = whole_text(store, row, i + 1, parts[i], fits, err);
    if (status) return status;
    if (!*fits || !stored || !e.prev_hash || strcmp(e.prev_hash, hash) != 0) {
        *fits = false;
        return ONEX_OK;
    }
    put_event(&text, &e);
    status = put_stored_changes(store, changes, number, &text, fits, err);
    if (!status && !finish(&text, e.prev_hash, hash)) status = onex_no_memory(err);
    if (!status && strcmp(hash, stored) != 0) *fits = false;
    onex_buffer_clear(&text);
    return status;
}

onex_status onex_event_verify(onex_store *store, int64_t *bad, onex_error *err) {
    sqlite3_stmt *rows = NULL, *changes = NULL;
    char hash[ONEX_SHA256_TEXT] = FIRST_HASH;
    int64_t number = 0, beyond = 0;
    int rc = SQLITE_DONE;
    *bad = 0;
    onex_status status = onex_sql_prepare(
        store, &rows, "SELECT number, at, actor, kind, subject, payload, prev_hash, hash FROM event ORDER BY number",
        err);
    if (!status)
        status = onex_sql_prepare(store, &changes,
                                  "SELECT position, table_name, row_key, column_name, old_value, new_value FROM change "
                                  "WHERE event = ? ORDER BY position",
                                  err);
    while (!status && *bad == 0 && (rc = sqlite3_step(rows)) == SQLITE_ROW) {
        bool fits;
        status = verify_event(store, rows, changes, ++number, hash, &fits, err);
        if (!status && !fits) *bad = number;
    }
    /* An event that cannot be read is one that does not fit. */
    if (!status && (rc & 0xFF) == SQLITE_CORRUPT)
        *bad = number + 1;
    else if (!status && rc != SQLITE_DONE && rc != SQLITE_ROW)
        status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(rows);
    sqlite3_finalize(changes);
    /* Changes of an event that is not there: its row was cut off. */
    if (!status && *bad == 0) status = onex_sql_int(store, "SELECT max(event) FROM change", &beyond, err);
    if (!status && *bad == 0 && beyond > number) *bad = number + 1;
    return status;
}
