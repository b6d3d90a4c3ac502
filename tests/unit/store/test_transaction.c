/* Transactions and the small texts in meta. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "store/handle.h"
#include "unit/store/place.h"

static int64_t colleges(place *p, onex_store *store) {
    int64_t n = -1;
    assert_ok(onex_table_count(store, onex_entity_find("college"), &n, &p->err), p);
    return n;
}

static void what_is_rolled_back_is_not_there(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "college", "art", "艺术学院");
    assert_int_equal(colleges(p, store), 1);
    onex_store_rollback(store);
    assert_int_equal(colleges(p, store), 0);
    onex_store_rollback(store);
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "college", "art", "艺术学院");
    assert_ok(onex_store_commit(store, &p->err), p);
    assert_int_equal(colleges(p, store), 1);
    onex_store_close(store);
}

static void closing_rolls_back(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "college", "art", "艺术学院");
    onex_store_close(store);
    store = place_open(p, ONEX_STORE_READ);
    assert_int_equal(colleges(p, store), 0);
    onex_store_close(store);
}

static void rows_may_come_before_what_they_refer_to(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "person", "T1", "甲", "staff", "art");
    PUT(p, store, "college", "art", "艺术学院");
    assert_ok(onex_store_commit(store, &p->err), p);
    onex_store_close(store);
}

static void a_reference_to_nothing_undoes_the_whole_transaction(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "college", "art", "艺术学院");
    PUT(p, store, "person", "T1", "甲", "staff", "dance");
    assert_int_equal(onex_store_commit(store, &p->err), ONEX_E_DATA);
    assert_string_equal(p->err.text, "a row refers to a row that is not there");
    assert_int_equal(colleges(p, store), 0);
    assert_true(sqlite3_get_autocommit(onex_store_db(store)));
    onex_store_close(store);
}

static void after_sqlite_rolled_back_by_itself_nothing_more_is_written(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    onex_table *t = NULL;
    onex_cell row[] = {place_text("art"), place_text("艺术学院")};
    assert_ok(onex_table_open(&t, store, onex_entity_find("college"), &p->err), p);
    assert_ok(onex_store_begin(store, &p->err), p);
    sqlite3_exec(onex_store_db(store), "ROLLBACK", NULL, NULL, NULL); /* as it does when the disk is full */
    assert_int_equal(onex_table_insert(t, row, 1, &p->err), ONEX_E_INTERNAL);
    assert_string_equal(p->err.text, "the transaction was rolled back");
    assert_int_equal(onex_store_meta_set(store, "school", "x", &p->err), ONEX_E_INTERNAL);
    assert_int_equal(onex_store_commit(store, &p->err), ONEX_E_INTERNAL);
    assert_int_equal(colleges(p, store), 0);
    assert_int_equal(onex_table_insert(t, row, 1, &p->err), ONEX_E_INTERNAL);
    onex_table_close(t);
    onex_store_close(store);
}

static void a_full_disk_is_said_and_undoes_everything(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    int64_t pages;
    char sql[64];
    assert_ok(onex_sql_int(store, "PRAGMA page_count", &pages, &p->err), p);
    snprintf(sql, sizeof sql, "PRAGMA max_page_count = %d", (int)pages + 1);
    assert_ok(onex_sql_run(store, sql, &p->err), p);
    onex_table *t = NULL;
    assert_ok(onex_table_open(&t, store, onex_entity_find("college"), &p->err), p);
    assert_ok(onex_store_begin(store, &p->err), p);
    onex_status status = ONEX_OK;
    for (int i = 0; i < 10000 && !status; i++) {
        char code[16];
        snprintf(code, sizeof code, "c%d", i);
        onex_cell row[] = {place_text(code), place_text("a name of some length, so that pages fill")};
        status = onex_table_insert(t, row, 1, &p->err);
    }
    assert_int_equal(status, ONEX_E_INTERNAL);
    assert_non_null(strstr(p->err.text, "is full; make room and try again"));
    onex_table_close(t);
    onex_store_rollback(store);
    assert_int_equal(colleges(p, store), 0);
    onex_store_close(store);
}

static void two_transactions_at_once_are_refused(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    assert_ok(onex_store_begin(store, &p->err), p);
    assert_int_equal(onex_store_begin(store, &p->err), ONEX_E_INTERNAL);
    onex_store_close(store);
}

static void a_reader_sees_one_snapshot(void **state) {
    place *p = *state;
    onex_store_close(place_create(p));
    onex_store *reader = place_open(p, ONEX_STORE_READ);
    assert_ok(onex_store_begin(reader, &p->err), p);
    assert_int_equal(colleges(p, reader), 0);
    onex_store *writer = place_open(p, ONEX_STORE_WRITE);
    sqlite3_busy_timeout(onex_store_db(writer), 0);
    assert_ok(onex_store_begin(writer, &p->err), p);
    PUT(p, writer, "college", "art", "艺术学院");
    assert_int_equal(onex_store_commit(writer, &p->err), ONEX_E_DATA);
    assert_non_null(strstr(p->err.text, "is busy"));
    assert_int_equal(colleges(p, reader), 0);
    assert_ok(onex_store_commit(reader, &p->err), p);
    onex_store_close(writer);
    onex_store_close(reader);
}

static void meta_gives_back_what_was_set_last(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    char *value = NULL;
    assert_ok(onex_store_meta(store, "school", &value, &p->err), p);
    assert_null(value);
    assert_int_equal(onex_store_meta_set(store, "school", "x", &p->err), ONEX_E_INTERNAL);
    assert_ok(onex_store_begin(store, &p->err), p);
    assert_ok(onex_store_meta_set(store, "school", "一", &p->err), p);
    assert_ok(onex_store_meta_set(store, "school", "二", &p->err), p);
    assert_ok(onex_store_commit(store, &p->err), p);
    assert_ok(onex_store_meta(store, "school", &value, &p->err), p);
    assert_string_equal(value, "二");
    free(value);
    onex_store_close(store);
}

/* ---- one transaction around many ---- */

static void a_part_that_is_rolled_back_leaves_the_others(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    assert_ok(onex_store_hold(store, &p->err), p);
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "college", "art", "艺术学院");
    assert_ok(onex_store_commit(store, &p->err), p);
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "college", "dance", "舞蹈学院");
    onex_store_rollback(store);
    assert_int_equal(colleges(p, store), 1);
    assert_ok(onex_store_hold_end(store, true, &p->err), p);
    onex_store_close(store);
    store = place_open(p, ONEX_STORE_READ);
    assert_int_equal(colleges(p, store), 1);
    onex_store_close(store);
}

static void what_is_held_and_not_kept_is_not_there(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    for (int keep = 0; keep < 2; keep++) {
        assert_ok(onex_store_hold(store, &p->err), p);
        assert_ok(onex_store_begin(store, &p->err), p);
        PUT(p, store, "college", "art", "艺术学院");
        assert_ok(onex_store_commit(store, &p->err), p);
        assert_ok(onex_store_hold_end(store, keep, &p->err), p);
        assert_int_equal(colleges(p, store), keep);
    }
    assert_ok(onex_store_hold_end(store, true, &p->err), p);
    onex_store_close(store);
}

static void one_can_go_back_to_a_mark_as_often_as_wanted(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    assert_ok(onex_store_hold(store, &p->err), p);
    assert_ok(onex_store_mark(store, &p->err), p);
    for (int i = 0; i < 2; i++) {
        assert_ok(onex_store_begin(store, &p->err), p);
        PUT(p, store, "college", "art", "艺术学院");
        assert_ok(onex_store_commit(store, &p->err), p);
        onex_store_mark_back(store);
        assert_int_equal(colleges(p, store), 0);
    }
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "college", "art", "艺术学院");
    assert_ok(onex_store_commit(store, &p->err), p);
    assert_ok(onex_store_mark(store, &p->err), p);
    onex_store_mark_back(store);
    assert_ok(onex_store_hold_end(store, true, &p->err), p);
    assert_int_equal(colleges(p, store), 1);
    onex_store_close(store);
}

static void a_reference_to_nothing_refuses_the_whole_that_is_held(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    assert_ok(onex_store_hold(store, &p->err), p);
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "person", "T1", "甲", "staff", "art");
    assert_ok(onex_store_commit(store, &p->err), p);
    assert_int_equal(onex_store_hold_end(store, true, &p->err), ONEX_E_DATA);
    assert_ok(onex_store_begin(store, &p->err), p);
    onex_store_rollback(store);
    onex_store_close(store);
}

static void statements_end_soon_after_the_flag_is_set(void **state) {
    place *p = *state;
    volatile sig_atomic_t flag = 0;
    onex_store *store = place_create(p);
    int64_t n;
    const char *endless = "WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a LIMIT 100000) SELECT max(x) FROM a";
    onex_store_interruptible(store, &flag);
    assert_ok(onex_sql_int(store, endless, &n, &p->err), p);
    flag = 1;
    assert_int_equal(onex_sql_int(store, endless, &n, &p->err), ONEX_E_INTERNAL);
    onex_store_interruptible(store, NULL);
    assert_ok(onex_sql_int(store, endless, &n, &p->err), p);
    onex_store_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_rolled_back_is_not_there, place_make, place_remove),
        cmocka_unit_test_setup_teardown(closing_rolls_back, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_part_that_is_rolled_back_leaves_the_others, place_make, place_remove),
        cmocka_unit_test_setup_teardown(what_is_held_and_not_kept_is_not_there, place_make, place_remove),
        cmocka_unit_test_setup_teardown(one_can_go_back_to_a_mark_as_often_as_wanted, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_reference_to_nothing_refuses_the_whole_that_is_held, place_make, place_remove),
        cmocka_unit_test_setup_teardown(statements_end_soon_after_the_flag_is_set, place_make, place_remove),
        cmocka_unit_test_setup_teardown(rows_may_come_before_what_they_refer_to, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_reference_to_nothing_undoes_the_whole_transaction, place_make, place_remove),
        cmocka_unit_test_setup_teardown(after_sqlite_rolled_back_by_itself_nothing_more_is_written, place_make,
                                        place_remove),
        cmocka_unit_test_setup_teardown(a_full_disk_is_said_and_undoes_everything, place_make, place_remove),
        cmocka_unit_test_setup_teardown(two_transactions_at_once_are_refused, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_reader_sees_one_snapshot, place_make, place_remove),
        cmocka_unit_test_setup_teardown(meta_gives_back_what_was_set_last, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
