/* Rows by descriptor: looked up, written, refused, read in the order of their keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "store/handle.h"
#include "unit/store/place.h"

/* A store with an open transaction and what most rows refer to. */
static onex_store *with_base(place *p) {
    onex_store *store = place_create(p);
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "college", "art", "艺术学院");
    PUT(p, store, "person", "S1", "甲", "student", "art");
    PUT(p, store, "person", "S2", "乙", "student", NULL);
    return store;
}

static onex_table *table(place *p, onex_store *store, const char *name) {
    onex_table *t = NULL;
    assert_ok(onex_table_open(&t, store, onex_entity_find(name), &p->err), p);
    return t;
}

static void a_row_is_found_by_its_key_with_the_event_that_inserted_it(void **state) {
    place *p = *state;
    onex_store *store = with_base(p);
    onex_table *t = table(p, store, "exam_result");
    onex_cell row[] = {place_text("E1"), place_text("S1"), place_text("passed"), onex_cell_int(91500)}, other[4];
    const onex_cell *found = NULL;
    int64_t event = -1;
    assert_ok(onex_table_insert(t, row, 7, &p->err), p);
    assert_ok(onex_table_find(t, row, &found, &event, &p->err), p);
    assert_non_null(found);
    for (int i = 0; i < 4; i++) assert_true(onex_cell_equal(&found[i], &row[i]));
    assert_int_equal(event, 7);
    memcpy(other, row, sizeof row);
    other[1] = place_text("S2");
    assert_ok(onex_table_find(t, other, &found, NULL, &p->err), p);
    assert_null(found);
    onex_table_close(t);
    onex_store_close(store);
}

static void a_blank_in_a_key_equals_a_blank(void **state) {
    place *p = *state;
    onex_store *store = with_base(p);
    onex_table *t = table(p, store, "seat");
    onex_cell row[] = {
        place_text("leading_group"), onex_cell_null(), place_text("head"), place_text("president"), place_text("S1"),
        place_text("2026-01-01"),    onex_cell_null()};
    const onex_cell *found = NULL;
    assert_ok(onex_table_insert(t, row, 1, &p->err), p);
    assert_ok(onex_table_find(t, row, &found, NULL, &p->err), p);
    assert_non_null(found);
    assert_int_equal(onex_table_insert(t, row, 1, &p->err), ONEX_E_DATA);
    assert_string_equal(p->err.text, "there is such a row already");
    row[6] = place_text("2026-09-01");
    assert_ok(onex_table_update(t, row, &p->err), p);
    assert_ok(onex_table_find(t, row, &found, NULL, &p->err), p);
    assert_string_equal(found[6].text, "2026-09-01");
    assert_ok(onex_table_delete(t, row, &p->err), p);
    assert_ok(onex_table_find(t, row, &found, NULL, &p->err), p);
    assert_null(found);
    onex_table_close(t);
    onex_store_close(store);
}

static void an_update_sets_blanks_too_and_keeps_the_event(void **state) {
    place *p = *state;
    onex_store *store = with_base(p);
    onex_table *t = table(p, store, "person");
    onex_cell row[] = {place_text("S1"), place_text("丙"), place_text("staff"), onex_cell_null()};
    const onex_cell *found = NULL;
    int64_t event;
    assert_ok(onex_table_update(t, row, &p->err), p);
    assert_ok(onex_table_find(t, row, &found, &event, &p->err), p);
    assert_string_equal(found[1].text, "丙");
    assert_int_equal(found[3].kind, ONEX_CELL_NULL);
    assert_int_equal(event, 1);
    onex_table_close(t);
    onex_store_close(store);
}

static void what_is_not_there_is_neither_updated_nor_deleted(void **state) {
    place *p = *state;
    onex_store *store = with_base(p);
    onex_table *t = table(p, store, "person"), *majors = table(p, store, "pilot_major");
    onex_cell row[] = {place_text("S9"), place_text("丙"), place_text("staff"), onex_cell_null()};
    onex_cell pair[] = {place_text("P-01"), place_text("M1")};
    assert_int_equal(onex_table_update(t, row, &p->err), ONEX_E_NOT_FOUND);
    assert_int_equal(onex_table_delete(t, row, &p->err), ONEX_E_NOT_FOUND);
    assert_int_equal(onex_table_update(majors, pair, &p->err), ONEX_E_NOT_FOUND);
    assert_ok(onex_table_insert(majors, pair, 1, &p->err), p);
    assert_ok(onex_table_update(majors, pair, &p->err), p);
    onex_table_close(t);
    onex_table_close(majors);
    onex_store_close(store);
}

static void codes_are_looked_up_byte_for_byte(void **state) {
    place *p = *state;
    onex_store *store = with_base(p);
    onex_table *t = table(p, store, "college");
    bool found;
    assert_ok(onex_table_has(t, "art!", 3, &found, &p->err), p);
    assert_true(found);
    assert_ok(onex_table_has(t, "Art", 3, &found, &p->err), p);
    assert_false(found);
    assert_ok(onex_table_has(t, "", 0, &found, &p->err), p);
    assert_false(found);
    onex_table_close(t);
    onex_store_close(store);
}

static void a_word_or_number_out_of_range_is_refused_and_the_rest_stands(void **state) {
    place *p = *state;
    onex_store *store = with_base(p);
    onex_table *people = table(p, store, "person"), *quotas = table(p, store, "plan_quota");
    onex_cell person[] = {place_text("S3"), place_text("丙"), place_text("teacher"), onex_cell_null()};
    onex_cell quota[] = {place_text("P-01"), place_text("elementary"), onex_cell_int(-1)};
    assert_int_equal(onex_table_insert(people, person, 1, &p->err), ONEX_E_DATA);
    assert_string_equal(p->err.text, "the row breaks a constraint of its table");
    assert_int_equal(onex_table_insert(quotas, quota, 1, &p->err), ONEX_E_DATA);
    quota[2] = onex_cell_int(0);
    assert_ok(onex_table_insert(quotas, quota, 1, &p->err), p);
    quota[2] = place_text("many");
    assert_int_equal(onex_table_update(quotas, quota, &p->err), ONEX_E_DATA);
    int64_t n;
    assert_ok(onex_table_count(store, onex_entity_find("person"), &n, &p->err), p);
    assert_int_equal(n, 2);
    onex_table_close(people);
    onex_table_close(quotas);
    onex_store_close(store);
}

static void pilots_are_unique_by_year_college_and_certificate(void **state) {
    place *p = *state;
    onex_store *store = with_base(p);
    onex_table *t = table(p, store, "pilot");
    onex_cell row[13] = {[0] = place_text("P-01"),
                         [1] = onex_cell_int(2026),
                         [2] = place_text("art"),
                         [3] = place_text("C1"),
                         [4] = place_text("draft")};
    const onex_cell *found = NULL;
    assert_ok(onex_table_find_unique(t, row, &found, &p->err), p);
    assert_null(found);
    assert_ok(onex_table_insert(t, row, 1, &p->err), p);
    row[0] = place_text("P-02");
    assert_ok(onex_table_find_unique(t, row, &found, &p->err), p);
    assert_string_equal(found[0].text, "P-01");
    assert_int_equal(onex_table_insert(t, row, 1, &p->err), ONEX_E_DATA);
    row[1] = onex_cell_int(2027);
    assert_ok(onex_table_insert(t, row, 1, &p->err), p);
    onex_table_close(t);
    onex_store_close(store);
}

static void a_row_moves_to_another_pilot_under_its_code(void **state) {
    place *p = *state;
    onex_store *store = with_base(p);
    onex_table *t = table(p, store, "exam");
    onex_cell row[] = {place_text("E1"),
                       place_text("P-01"),
                       place_text("elementary"),
                       place_text("2026-05-01"),
                       place_text("certificate_exam"),
                       onex_cell_null()};
    const onex_cell *found = NULL;
    assert_ok(onex_table_insert(t, row, 1, &p->err), p);
    row[1] = place_text("P-02");
    assert_int_equal(onex_table_insert(t, row, 1, &p->err), ONEX_E_DATA);
    assert_ok(onex_table_update(t, row, &p->err), p);
    assert_ok(onex_table_find(t, row, &found, NULL, &p->err), p);
    assert_string_equal(found[1].text, "P-02");
    onex_table_close(t);
    onex_store_close(store);
}

static void rows_come_in_the_order_of_their_file_key(void **state) {
    place *p = *state;
    onex_store *store = with_base(p);
    PUT(p, store, "training", "T2", "P-01", "student", "2026-03-01", NULL, NULL, NULL);
    PUT(p, store, "training", "T10", "P-03", "student", "2026-03-01", NULL, NULL, NULL);
    PUT(p, store, "training", "T1", "P-02", "student", "2026-03-01", NULL, NULL, NULL);
    PUT(p, store, "training", "a", "P-00", "student", "2026-03-01", NULL, NULL, NULL);
    const char *const order[] = {"T1", "T10", "T2", "a"};
    onex_rows *rows = NULL;
    const onex_cell *row = NULL;
    assert_ok(onex_rows_open(&rows, store, onex_entity_find("training"), &p->err), p);
    for (int i = 0; i < 4; i++) {
        assert_ok(onex_rows_next(rows, &row, &p->err), p);
        assert_string_equal(row[0].text, order[i]);
    }
    assert_ok(onex_rows_next(rows, &row, &p->err), p);
    assert_null(row);
    onex_rows_close(rows);
    onex_store_close(store);
}

static void every_table_prepares_all_its_statements(void **state) {
    place *p = *state;
    onex_store *store = with_base(p);
    for (int i = 0; i < onex_nentities; i++) {
        const onex_entity *e = &onex_entities[i];
        onex_table *t = table(p, store, e->name);
        onex_cell row[16] = {0};
        const onex_cell *found;
        onex_rows *rows = NULL;
        int64_t n;
        assert_ok(onex_table_find(t, row, &found, NULL, &p->err), p);
        assert_ok(onex_table_find_unique(t, row, &found, &p->err), p);
        assert_int_equal(onex_table_insert(t, row, 1, &p->err), ONEX_E_DATA);
        assert_int_equal(onex_table_update(t, row, &p->err), ONEX_E_NOT_FOUND);
        assert_int_equal(onex_table_delete(t, row, &p->err), ONEX_E_NOT_FOUND);
        assert_ok(onex_table_count(store, e, &n, &p->err), p);
        assert_ok(onex_rows_open(&rows, store, e, &p->err), p);
        onex_rows_close(rows);
        onex_table_close(t);
    }
    onex_store_close(store);
}

static void nothing_is_written_outside_a_transaction(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    onex_table *t = table(p, store, "college");
    onex_cell row[] = {place_text("art"), place_text("艺术学院")};
    assert_int_equal(onex_table_insert(t, row, 1, &p->err), ONEX_E_INTERNAL);
    onex_table_close(t);
    onex_store_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_row_is_found_by_its_key_with_the_event_that_inserted_it, place_make,
                                        place_remove),
        cmocka_unit_test_setup_teardown(a_blank_in_a_key_equals_a_blank, place_make, place_remove),
        cmocka_unit_test_setup_teardown(an_update_sets_blanks_too_and_keeps_the_event, place_make, place_remove),
        cmocka_unit_test_setup_teardown(what_is_not_there_is_neither_updated_nor_deleted, place_make, place_remove),
        cmocka_unit_test_setup_teardown(codes_are_looked_up_byte_for_byte, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_word_or_number_out_of_range_is_refused_and_the_rest_stands, place_make,
                                        place_remove),
        cmocka_unit_test_setup_teardown(pilots_are_unique_by_year_college_and_certificate, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_row_moves_to_another_pilot_under_its_code, place_make, place_remove),
        cmocka_unit_test_setup_teardown(rows_come_in_the_order_of_their_file_key, place_make, place_remove),
        cmocka_unit_test_setup_teardown(every_table_prepares_all_its_statements, place_make, place_remove),
        cmocka_unit_test_setup_teardown(nothing_is_written_outside_a_transaction, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
