/* Hashing what an event wrote: every column of every row, each value with its kind and length, so that no two sets of
 * rows have the same text. Which rows an event writes is left to the commands. */
#include "store/rows_hash.h"

#include <stdio.h>
#include <string.h>

#include "store/handle.h"

/* The rows of event ?1, in the order of their keys; a first column that is not hashed would be one more thing to keep
 * in step, so all columns of the tables are named here, and a unit test holds them against the schema. */
static const char *const queries[] = {
    "SELECT 'ruleset', hash, stored_by_event FROM ruleset WHERE stored_by_event = ?1 ORDER BY hash",
    "SELECT 'ruleset_file', ruleset, path, text FROM ruleset_file"
    " WHERE ruleset IN (SELECT hash FROM ruleset WHERE stored_by_event = ?1) ORDER BY ruleset, path",
    "SELECT 'publication', number, event, ruleset, actor, document, impact FROM publication"
    " WHERE event = ?1 ORDER BY number",
    "SELECT 'run', number, event, after_event, as_of, ruleset, asked, facts_hash FROM run"
    " WHERE event = ?1 ORDER BY number",
    "SELECT 'finding', run, subject_kind, subject, rule, from_verdict, to_verdict, detail FROM finding"
    " WHERE run IN (SELECT number FROM run WHERE event = ?1) ORDER BY run, subject_kind, subject, rule",
    "SELECT 'decision', number, event, after_event, kind, subject_kind, subject, pilot, act, actor, document, reason,"
    " decided_on, from_state, to_state, stamps, ruleset, grounds, facts_hash FROM decision"
    " WHERE event = ?1 ORDER BY number",
    "SELECT 'waiver', subject_kind, subject, rule, decision, reason, granted_by, document, granted_on, until_on"
    " FROM waiver WHERE decision IN (SELECT number FROM decision WHERE event = ?1)"
    " ORDER BY decision, subject_kind, subject, rule",
    "SELECT 'law', number, event, hash, name, text FROM law WHERE event = ?1 ORDER BY number",
};
enum { TABLES = sizeof queries / sizeof *queries };

/* Rows that belong to no event of the log. */
static const char strays[] =
    "SELECT (SELECT count(*) FROM ruleset WHERE stored_by_event NOT IN (SELECT number FROM event))"
    " + (SELECT count(*) FROM ruleset_file WHERE ruleset NOT IN (SELECT hash FROM ruleset))"
    " + (SELECT count(*) FROM publication WHERE event NOT IN (SELECT number FROM event))"
    " + (SELECT count(*) FROM run WHERE event NOT IN (SELECT number FROM event))"
    " + (SELECT count(*) FROM finding WHERE run NOT IN (SELECT number FROM run))"
    " + (SELECT count(*) FROM decision WHERE event NOT IN (SELECT number FROM event))"
    " + (SELECT count(*) FROM waiver WHERE decision NOT IN (SELECT number FROM decision))"
    " + (SELECT count(*) FROM law WHERE event NOT IN (SELECT number FROM event))";

typedef struct hasher {
    onex_store *store;
    sqlite3_stmt *statements[TABLES];
} hasher;

static onex_status open_hasher(hasher *h, onex_error *err) {
    onex_status status = ONEX_OK;
    for (int i = 0; i < TABLES && !status; i++) status = onex_sql_prepare(h->store, &h->statements[i], queries[i], err);
    return status;
}

static void close_hasher(hasher *h) {
    for (int i = 0; i < TABLES; i++) sqlite3_finalize(h->statements[i]);
}

/* "i12;", "n;", "t3:abc"; false: out of memory. */
static bool put_value(onex_digest *digest, sqlite3_stmt *stmt, int at) {
    char head[32];
    int kind = sqlite3_column_type(stmt, at);
    if (kind == SQLITE_NULL) {
        onex_digest_put(digest, "n;", 2);
    } else if (kind == SQLITE_INTEGER) {
        int len = snprintf(head, sizeof head, "i%lld;", (long long)sqlite3_column_int64(stmt, at));
        onex_digest_put(digest, head, (size_t)len);
    } else {
        const void *bytes = sqlite3_column_text(stmt, at);
        int size = sqlite3_column_bytes(stmt, at);
        if (!bytes) return false;
        int len = snprintf(head, sizeof head, "t%d:", size);
        onex_digest_put(digest, head, (size_t)len);
        onex_digest_put(digest, bytes, (size_t)size);
    }
    return true;
}

static onex_status hash_event(hasher *h, int64_t event, char hash[ONEX_SHA256_TEXT], int64_t *count, onex_error *err) {
    onex_digest digest;
    onex_status status = ONEX_OK;
    onex_digest_init(&digest);
    *count = 0;
    for (int i = 0; i < TABLES && !status; i++) {
        sqlite3_stmt *stmt = h->statements[i];
        int rc = sqlite3_bind_int64(stmt, 1, event);
        while (rc == SQLITE_OK || rc == SQLITE_ROW) {
            if ((rc = sqlite3_step(stmt)) != SQLITE_ROW) break;
            ++*count;
            for (int c = 0; c < sqlite3_column_count(stmt); c++)
                if (!put_value(&digest, stmt, c)) rc = SQLITE_NOMEM;
            onex_digest_put(&digest, "\n", 1);
        }
        if (rc == SQLITE_NOMEM)
            status = onex_no_memory(err);
        else if (rc != SQLITE_DONE)
            status = onex_store_fail(h->store, err, NULL);
        sqlite3_reset(stmt);
    }
    onex_digest_end(&digest, hash);
    return status;
}

onex_status onex_rows_hash(onex_store *store, int64_t event, char hash[ONEX_SHA256_TEXT], int64_t *count,
                           onex_error *err) {
    hasher h = {.store = store};
    int64_t n = 0;
    onex_status status = open_hasher(&h, err);
    if (!status) status = hash_event(&h, event, hash, &n, err);
    if (count) *count = n;
    close_hasher(&h);
    return status;
}

/* Rows of sections 1-8 whose inserting event is not in the log: its end was cut off. */
static onex_status find_unlogged(onex_store *store, int64_t last, int64_t *bad, onex_error *err) {
    onex_status status = ONEX_OK;
    for (int i = 0; i < onex_nentities && !status && !*bad; i++) {
        onex_buffer sql = {0};
        int64_t highest = 0;
        onex_buffer_printf(&sql, "SELECT max(inserted_by_event) FROM %s", onex_entities[i].name);
        status = sql.failed ? onex_no_memory(err) : onex_sql_int(store, sql.data, &highest, err);
        onex_buffer_clear(&sql);
        if (highest > last) *bad = last + 1;
    }
    return status;
}

/* Where the payload tells the hash; NULL: nowhere. Inside a JSON string a quote has a backslash before it, so that
 * these bytes are the key and nothing else. */
static const char *told_hash(const char *payload) {
    static const char key[] = "\"rows\":\"";
    const char *found = strstr(payload, key);
    return found ? found + sizeof key - 1 : NULL;
}

onex_status onex_rows_verify(onex_store *store, int64_t *bad, onex_error *err) {
    hasher h = {.store = store};
    sqlite3_stmt *events = NULL;
    int64_t last = 0, count = 0;
    int rc = SQLITE_DONE;
    *bad = 0;
    onex_status status = open_hasher(&h, err);
    if (!status) status = onex_sql_prepare(store, &events, "SELECT number, payload FROM event ORDER BY number", err);
    while (!status && !*bad && (rc = sqlite3_step(events)) == SQLITE_ROW) {
        char hash[ONEX_SHA256_TEXT];
        const char *payload;
        last = sqlite3_column_int64(events, 0);
        status = onex_sql_text(events, 1, &payload) ? hash_event(&h, last, hash, &count, err) : onex_no_memory(err);
        if (status) break;
        const char *told = payload ? told_hash(payload) : NULL;
        if (told ? strncmp(told, hash, ONEX_SHA256_TEXT - 1) != 0 : count > 0) *bad = last;
    }
    if (!status && rc != SQLITE_DONE && rc != SQLITE_ROW) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(events);
    close_hasher(&h);
    if (!status && !*bad) status = onex_sql_int(store, strays, &count, err);
    if (!status && !*bad && count) *bad = last + 1;
    return status || *bad ? status : find_unlogged(store, last, bad, err);
}
