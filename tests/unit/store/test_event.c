/* The event log: its chain, what breaks it, and that nothing in it can be altered by statements. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "store/handle.h"
#include "unit/store/place.h"

static int64_t append(place *p, onex_store *store, const char *kind, const onex_change *changes, int nchanges) {
    int64_t number = 0;
    assert_ok(onex_event_append(store, "tester", kind, "P-01", "{\"n\":1}", changes, nchanges, &number, &p->err), p);
    return number;
}

/* Three more events behind the first, the second of them with changes; committed. */
static onex_store *with_events(place *p) {
    static const onex_change changes[] = {
        {"pilot", "[\"P-01\"]", "content", "旧", "new"},
        {"pilot", "[\"P-01\"]", "due_on", NULL, "2026-06-30"},
        {"pilot", "[\"P-02\"]", NULL, "1", NULL},
    };
    onex_store *store = place_create(p);
    assert_ok(onex_store_begin(store, &p->err), p);
    assert_int_equal(append(p, store, "import", NULL, 0), 2);
    assert_int_equal(append(p, store, "delete", changes, 3), 3);
    assert_int_equal(append(p, store, "import", NULL, 0), 4);
    assert_ok(onex_store_commit(store, &p->err), p);
    return store;
}

static int64_t first_bad(place *p, onex_store *store) {
    int64_t bad = -1;
    assert_ok(onex_event_verify(store, &bad, &p->err), p);
    return bad;
}

static void numbers_follow_each_other_and_the_chain_fits(void **state) {
    place *p = *state;
    onex_store *store = with_events(p);
    char hash[ONEX_SHA256_TEXT];
    int64_t number;
    assert_int_equal(first_bad(p, store), 0);
    assert_ok(onex_event_head(store, &number, hash, &p->err), p);
    assert_int_equal(number, 4);
    assert_ok(onex_event_next(store, &number, &p->err), p);
    assert_int_equal(number, 5);
    onex_store_close(store);
}

static void the_first_hash_is_that_of_the_canonical_text(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    static const char text[] =
        "{\"number\":1,\"at\":\"2025-11-25T08:00:00Z\",\"actor\":\"tester\",\"kind\":\"init\",\"subject\":null,"
        "\"payload\":\"{}\",\"changes\":[],\"prev_hash\":"
        "\"0000000000000000000000000000000000000000000000000000000000000000\"}";
    char expected[ONEX_SHA256_TEXT], hash[ONEX_SHA256_TEXT];
    int64_t number;
    assert_ok(onex_event_head(store, &number, hash, &p->err), p);
    assert_string_equal(hash, onex_sha256(text, sizeof text - 1, expected));
    onex_store_close(store);
}

static void an_empty_log_fits_and_its_head_is_zero(void **state) {
    place *p = *state;
    onex_store *store = NULL;
    char hash[ONEX_SHA256_TEXT];
    int64_t number;
    assert_ok(onex_store_open(&store, p->db, ONEX_STORE_CREATE, NULL, &p->err), p);
    assert_ok(onex_event_head(store, &number, hash, &p->err), p);
    assert_int_equal(number, 0);
    assert_int_equal(strspn(hash, "0"), 64);
    assert_int_equal(first_bad(p, store), 0);
    onex_store_close(store);
}

static void statements_that_alter_the_log_are_refused(void **state) {
    place *p = *state;
    onex_store *store = with_events(p);
    const char *const statements[] = {
        "UPDATE event SET actor = 'x' WHERE number = 2",
        "DELETE FROM event WHERE number = 4",
        "INSERT OR REPLACE INTO event SELECT number, at, 'x', kind, subject, payload, prev_hash, 'f' || substr(hash, "
        "2) FROM event WHERE number = 4",
        "INSERT INTO event SELECT 9, at, actor, kind, subject, payload, prev_hash, 'f' || substr(hash, 2) FROM event "
        "WHERE number = 4",
        "UPDATE change SET new_value = 'x'",
        "DELETE FROM change",
        "INSERT OR REPLACE INTO change SELECT event, position, table_name, row_key, column_name, old_value, 'x' FROM "
        "change",
        "INSERT INTO change VALUES (2, 1, 'pilot', '[]', 'a', 'b', 'c')",
    };
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        assert_int_equal(onex_sql_run(store, statements[i], &p->err), ONEX_E_DATA);
        assert_string_equal(p->err.text, "the record is only ever added to");
    }
    assert_int_equal(first_bad(p, store), 0);
    onex_store_close(store);
}

/* What someone can do who opens the file with other tools. */
static void tamper(place *p, const char *sql) {
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(p->db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "DROP TRIGGER event_update; DROP TRIGGER event_delete; DROP TRIGGER event_order;"
                                  "DROP TRIGGER change_update; DROP TRIGGER change_delete; DROP TRIGGER change_order",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void assert_found(place *p, const char *sql, int64_t bad) {
    onex_store_close(with_events(p));
    tamper(p, sql);
    onex_store *store = place_open(p, ONEX_STORE_READ);
    assert_int_equal(first_bad(p, store), bad);
    onex_store_close(store);
    unlink(p->db);
}

static void an_edit_a_deletion_and_a_reordering_are_found_at_their_number(void **state) {
    place *p = *state;
    assert_found(p, "UPDATE event SET payload = '{\"n\":2}' WHERE number = 2", 2);
    assert_found(p, "UPDATE event SET subject = NULL WHERE number = 4", 4);
    assert_found(p, "UPDATE event SET at = '2025-11-25T08:00:01Z' WHERE number = 1", 1);
    assert_found(p, "UPDATE event SET payload = payload || char(0) || 'x' WHERE number = 3", 3);
    assert_found(p, "DELETE FROM event WHERE number = 2", 2);
    assert_found(p, "DELETE FROM event WHERE number = 1", 1);
    assert_found(p,
                 "UPDATE event SET number = 9 WHERE number = 2; UPDATE event SET number = 2 WHERE number = 4; UPDATE "
                 "event SET number = 4 "
                 "WHERE number = 9",
                 2);
}

static void an_altered_change_is_found_at_its_event(void **state) {
    place *p = *state;
    assert_found(p, "UPDATE change SET old_value = 'x' WHERE position = 1", 3);
    assert_found(p, "UPDATE change SET old_value = '' WHERE position = 2", 3);
    assert_found(p, "DELETE FROM change WHERE position = 3", 3);
    assert_found(p, "INSERT INTO change VALUES (2, 1, 'pilot', '[]', 'a', 'b', 'c')", 2);
    assert_found(
        p, "DELETE FROM event WHERE number = 4; INSERT INTO change VALUES (5, 1, 'pilot', '[]', 'a', 'b', 'c')", 4);
}

static void an_event_outside_a_transaction_is_refused(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    int64_t number;
    assert_int_equal(onex_event_append(store, "tester", "import", NULL, "{}", NULL, 0, &number, &p->err),
                     ONEX_E_INTERNAL);
    onex_store_close(store);
}

static void an_unknown_kind_is_refused(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    int64_t number;
    assert_ok(onex_store_begin(store, &p->err), p);
    assert_int_equal(onex_event_append(store, "tester", "gossip", NULL, "{}", NULL, 0, &number, &p->err), ONEX_E_DATA);
    onex_store_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(numbers_follow_each_other_and_the_chain_fits, place_make, place_remove),
        cmocka_unit_test_setup_teardown(the_first_hash_is_that_of_the_canonical_text, place_make, place_remove),
        cmocka_unit_test_setup_teardown(an_empty_log_fits_and_its_head_is_zero, place_make, place_remove),
        cmocka_unit_test_setup_teardown(statements_that_alter_the_log_are_refused, place_make, place_remove),
        cmocka_unit_test_setup_teardown(an_edit_a_deletion_and_a_reordering_are_found_at_their_number, place_make,
                                        place_remove),
        cmocka_unit_test_setup_teardown(an_altered_change_is_found_at_its_event, place_make, place_remove),
        cmocka_unit_test_setup_teardown(an_event_outside_a_transaction_is_refused, place_make, place_remove),
        cmocka_unit_test_setup_teardown(an_unknown_kind_is_refused, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
