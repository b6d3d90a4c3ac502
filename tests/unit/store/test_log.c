/* Whether the log and what it vouches for hold: every value of every row that an event wrote, rows too many and too
 * few, each byte of an event, a head that was kept elsewhere. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "store/handle.h"
#include "store/log.h"
#include "store/rows_hash.h"
#include "store/ruleset.h"
#include "unit/store/place.h"

#define HASH "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define OTHER "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static const char *const tables[] = {"ruleset", "ruleset_file", "publication", "run",
                                     "finding", "decision",     "waiver",      "law"};
enum { TABLES = sizeof tables / sizeof *tables };

/* An event whose payload vouches for the rows written before it. */
static void vouch(place *p, onex_store *store, const char *kind) {
    char hash[ONEX_SHA256_TEXT], payload[128];
    int64_t number, rows;
    assert_ok(onex_event_next(store, &number, &p->err), p);
    assert_ok(onex_rows_hash(store, number, hash, &rows, &p->err), p);
    assert_true(rows > 0);
    snprintf(payload, sizeof payload, "{\"rows\":\"%s\"}", hash);
    assert_ok(onex_event_append(store, "tester", kind, NULL, payload, NULL, 0, &number, &p->err), p);
}

/* Event 2 writes a row of each table, event 3 one run more, event 4 nothing of its own. */
static onex_store *with_rows(place *p) {
    const onex_ruleset_file file = {"school/a.lua", "-- a", 4};
    int64_t number;
    onex_store *store = place_create(p);
    assert_ok(onex_store_begin(store, &p->err), p);
    assert_ok(onex_ruleset_store(store, HASH, &file, 1, 2, &p->err), p);
    assert_ok(onex_sql_run(store,
                           "INSERT INTO publication VALUES (1, 2, '" HASH "', 'A', NULL, NULL);"
                           "INSERT INTO run VALUES (1, 2, 1, '2026-01-01', '" HASH "', '{}', '" HASH "');"
                           "INSERT INTO finding VALUES (1, 'pilot', 'P-01', 'r', NULL, 'met', '{}');"
                           "INSERT INTO decision VALUES (1, 2, 1, 'waiver', 'pilot', 'P-01', NULL, 'r', 'A', 'D', 'R',"
                           " '2026-01-01', NULL, NULL, NULL, '" HASH "', '{}', '" HASH "');"
                           "INSERT INTO waiver VALUES ('pilot', 'P-01', 'r', 1, 'R', 'A', 'D', '2026-01-01', NULL);"
                           "INSERT INTO law VALUES (1, 2, '" HASH "', 'law.txt', '第一条');",
                           &p->err),
              p);
    vouch(p, store, "record");
    assert_ok(
        onex_sql_run(store, "INSERT INTO run VALUES (2, 3, 2, '2026-01-02', '" HASH "', '{}', '" HASH "')", &p->err),
        p);
    vouch(p, store, "record");
    assert_ok(onex_event_append(store, "tester", "import", NULL, "{}", NULL, 0, &number, &p->err), p);
    assert_ok(onex_store_commit(store, &p->err), p);
    return store;
}

static int64_t first_bad(place *p, onex_store *store) {
    onex_log_check check;
    assert_ok(onex_log_verify(&check, store, 0, NULL, &p->err), p);
    return check.bad;
}

/* What someone can do who opens the file with other tools; undone afterwards. */
static void assert_found(place *p, onex_store *store, const char *sql, int64_t bad) {
    assert_int_equal(sqlite3_exec(store->db, "SAVEPOINT tampering; PRAGMA defer_foreign_keys = ON", NULL, NULL, NULL),
                     SQLITE_OK);
    if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s: %s", sql, sqlite3_errmsg(store->db));
    int64_t found = first_bad(p, store);
    if (found != bad) fail_msg("%s: event %d, not %d", sql, (int)found, (int)bad);
    assert_int_equal(sqlite3_exec(store->db, "ROLLBACK TO tampering; RELEASE tampering", NULL, NULL, NULL), SQLITE_OK);
}

static onex_store *open_to_tamper(place *p) {
    onex_store *store = with_rows(p);
    assert_int_equal(sqlite3_exec(store->db,
                                  "PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF;"
                                  "DROP TRIGGER event_update; DROP TRIGGER event_delete; DROP TRIGGER event_order;"
                                  "DROP TRIGGER change_update; DROP TRIGGER change_delete; DROP TRIGGER change_order",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    return store;
}

static void what_was_written_fits(void **state) {
    place *p = *state;
    onex_store *store = with_rows(p);
    onex_log_check check;
    char hash[ONEX_SHA256_TEXT];
    int64_t number;
    assert_ok(onex_event_head(store, &number, hash, &p->err), p);
    assert_ok(onex_log_verify(&check, store, 0, NULL, &p->err), p);
    assert_int_equal(check.bad, 0);
    assert_int_equal(check.head, 4);
    assert_string_equal(check.hash, hash);
    onex_store_close(store);
}

static void every_value_of_every_row_is_vouched_for(void **state) {
    place *p = *state;
    onex_store *store = open_to_tamper(p);
    int columns = 0;
    for (int t = 0; t < TABLES; t++) {
        char sql[256];
        sqlite3_stmt *stmt = NULL;
        snprintf(sql, sizeof sql, "SELECT name, type FROM pragma_table_info('%s')", tables[t]);
        assert_int_equal(sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL), SQLITE_OK);
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            const char *name = (const char *)sqlite3_column_text(stmt, 0);
            bool text = !strcmp((const char *)sqlite3_column_text(stmt, 1), "TEXT");
            snprintf(sql, sizeof sql, "UPDATE %s SET %s = coalesce(%s, %s) %s WHERE %s", tables[t], name, name,
                     text ? "''" : "0", text ? "|| 'x'" : "+ 1000", strcmp(tables[t], "run") ? "1" : "number = 1");
            assert_found(p, store, sql, 2);
            columns++;
        }
        sqlite3_finalize(stmt);
    }
    assert_int_equal(columns, 2 + 3 + 6 + 7 + 7 + 18 + 9 + 5);
    onex_store_close(store);
}

static void a_row_too_many_or_too_few_is_found_at_its_event(void **state) {
    place *p = *state;
    onex_store *store = open_to_tamper(p);
    for (int t = 0; t < TABLES; t++) {
        char sql[128];
        snprintf(sql, sizeof sql, "DELETE FROM %s", tables[t]);
        assert_found(p, store, sql, 2);
    }
    assert_found(p, store, "DELETE FROM run WHERE number = 2", 3);
    assert_found(p, store, "INSERT INTO finding VALUES (2, 'pilot', 'P-01', 'r', 'met', 'unmet', '{}')", 3);
    assert_found(p, store, "INSERT INTO law VALUES (2, 4, '" HASH "', 'x', 'y')", 4);
    assert_found(p, store, "UPDATE run SET event = 4 WHERE number = 2", 3);
    onex_store_close(store);
}

static void a_row_that_belongs_to_no_event_is_found_behind_the_last(void **state) {
    place *p = *state;
    onex_store *store = open_to_tamper(p);
    assert_found(p, store, "INSERT INTO law VALUES (2, 9, '" HASH "', 'x', 'y')", 5);
    assert_found(p, store, "INSERT INTO law VALUES (2, 0, '" HASH "', 'x', 'y')", 5);
    assert_found(p, store, "INSERT INTO finding VALUES (8, 'pilot', 'P-01', 'r', 'met', 'unmet', '{}')", 5);
    assert_found(p, store, "INSERT INTO ruleset_file VALUES ('" OTHER "', 'a', 'b')", 5);
    assert_found(p, store, "INSERT INTO waiver VALUES ('pilot', 'P-01', 'r', 9, 'R', 'A', 'D', '2026-01-01', NULL)", 5);
    assert_found(p, store, "INSERT INTO college VALUES ('art', '美术学院', 5)", 5);
    onex_store_close(store);
}

static void each_character_of_each_event_is_vouched_for(void **state) {
    static const char *const columns[] = {"at", "actor", "kind", "payload", "prev_hash", "hash"};
    place *p = *state;
    onex_store *store = open_to_tamper(p);
    for (int event = 1; event <= 4; event++)
        for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
            char sql[256];
            int64_t length;
            snprintf(sql, sizeof sql, "SELECT length(%s) FROM event WHERE number = %d", columns[c], event);
            assert_ok(onex_sql_int(store, sql, &length, &p->err), p);
            for (int64_t i = 1; i <= length; i++) {
                snprintf(sql, sizeof sql,
                         "UPDATE event SET %s = substr(%s, 1, %d) || '~' || substr(%s, %d) WHERE number = %d",
                         columns[c], columns[c], (int)i - 1, columns[c], (int)i + 1, event);
                assert_found(p, store, sql, event);
            }
        }
    assert_found(p, store, "UPDATE event SET subject = '' WHERE number = 3", 3);
    assert_found(p, store, "UPDATE event SET number = 7 WHERE number = 4", 4);
    onex_store_close(store);
}

static void a_cut_end_is_found_by_the_head_that_was_kept_elsewhere(void **state) {
    place *p = *state;
    onex_store *store = open_to_tamper(p);
    onex_log_check before, after;
    assert_ok(onex_log_verify(&before, store, 0, NULL, &p->err), p);
    assert_ok(onex_sql_run(store, "DELETE FROM event WHERE number = 4", &p->err), p);
    assert_ok(onex_log_verify(&after, store, 0, NULL, &p->err), p);
    assert_int_equal(after.bad, 0);
    assert_ok(onex_log_verify(&after, store, before.head, before.hash, &p->err), p);
    assert_int_equal(after.bad, 4);
    assert_int_equal(after.head, 3);
    onex_store_close(store);
}

static void a_chain_that_was_made_anew_is_found_by_the_hash_that_was_kept_elsewhere(void **state) {
    place *p = *state;
    onex_store *store = with_rows(p);
    onex_log_check check;
    assert_ok(onex_log_verify(&check, store, 3, OTHER, &p->err), p);
    assert_int_equal(check.bad, 3);
    onex_store_close(store);
}

static void the_same_values_in_other_places_have_another_hash(void **state) {
    place *p = *state;
    onex_store *store = open_to_tamper(p);
    char first[ONEX_SHA256_TEXT], second[ONEX_SHA256_TEXT];
    assert_ok(onex_rows_hash(store, 2, first, NULL, &p->err), p);
    assert_ok(onex_sql_run(store, "UPDATE waiver SET reason = document, document = reason", &p->err), p);
    assert_ok(onex_rows_hash(store, 2, second, NULL, &p->err), p);
    assert_string_not_equal(first, second);
    assert_ok(onex_sql_run(store, "UPDATE waiver SET reason = 'Rx', granted_by = '', document = 'D'", &p->err), p);
    assert_ok(onex_rows_hash(store, 2, first, NULL, &p->err), p);
    assert_ok(onex_sql_run(store, "UPDATE waiver SET reason = 'R', granted_by = 'x'", &p->err), p);
    assert_ok(onex_rows_hash(store, 2, second, NULL, &p->err), p);
    assert_string_not_equal(first, second);
    onex_store_close(store);
}

static onex_status count_event(void *ctx, const onex_event *event, onex_error *err) {
    (void)err;
    (void)event;
    ++*(int *)ctx;
    return ONEX_OK;
}

static void events_are_found_by_kind_actor_and_subject(void **state) {
    place *p = *state;
    onex_store *store = with_rows(p);
    const onex_log_query queries[] = {{0}, {.kind = "record"}, {.actor = "nobody"}, {.subject = "P-01"}};
    const int expected[] = {4, 2, 0, 0};
    for (int i = 0; i < 4; i++) {
        int count = 0;
        assert_ok(onex_log_each(store, &queries[i], count_event, &count, &p->err), p);
        assert_int_equal(count, expected[i]);
    }
    onex_store_close(store);
}

#define LOG_TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        LOG_TEST(what_was_written_fits),
        LOG_TEST(every_value_of_every_row_is_vouched_for),
        LOG_TEST(a_row_too_many_or_too_few_is_found_at_its_event),
        LOG_TEST(a_row_that_belongs_to_no_event_is_found_behind_the_last),
        LOG_TEST(each_character_of_each_event_is_vouched_for),
        LOG_TEST(a_cut_end_is_found_by_the_head_that_was_kept_elsewhere),
        LOG_TEST(a_chain_that_was_made_anew_is_found_by_the_hash_that_was_kept_elsewhere),
        LOG_TEST(the_same_values_in_other_places_have_another_hash),
        LOG_TEST(events_are_found_by_kind_actor_and_subject),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
