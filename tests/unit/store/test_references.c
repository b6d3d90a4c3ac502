/* References: when one to nowhere is refused, and who refers to a row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/handle.h"
#include "store/reference.h"
#include "unit/store/place.h"

static onex_status note_referrer(void *ctx, const onex_entity *by, int column, int64_t count, onex_error *err) {
    onex_buffer *b = ctx;
    (void)err;
    onex_buffer_printf(b, "%s %s %d;", by->name, by->columns[column].name, (int)count);
    return ONEX_OK;
}

static onex_store *with_rows(place *p) {
    onex_store *store = place_create(p);
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "college", "art", "艺术学院");
    PUT(p, store, "person", "S1", "甲", "student", "art");
    PUT(p, store, "person", "S2", "乙", "student", "dance");
    PUT(p, store, "person", "S3", "丙", "student", NULL);
    PUT(p, store, "registration", "P-01", "S1", "elementary", NULL, NULL, NULL);
    PUT(p, store, "attestation", "college", "art", "facilities", "2026-01-01", "met", "教务处", NULL);
    PUT(p, store, "attestation", "pilot", "art", "facilities", "2026-01-01", "met", "教务处", NULL);
    PUT(p, store, "attribute", "registration", "P-01/S1/elementary", "x", "1", "2026-01-01", "甲");
    return store;
}

static void a_reference_to_nowhere_is_refused_at_once_or_at_the_commit(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    const onex_entity *person = onex_entity_find("person");
    onex_cell row[] = {place_text("S1"), place_text("甲"), place_text("student"), place_text("dance")};
    onex_table *table = NULL;
    assert_ok(onex_store_begin(store, &p->err), p);
    assert_ok(onex_table_open(&table, store, person, &p->err), p);
    assert_ok(onex_store_defer_references(store, false, &p->err), p);
    assert_int_equal(onex_table_insert(table, row, 0, &p->err), ONEX_E_DATA);
    assert_ok(onex_store_defer_references(store, true, &p->err), p);
    assert_ok(onex_table_insert(table, row, 0, &p->err), p);
    onex_table_close(table);
    assert_int_equal(onex_store_commit(store, &p->err), ONEX_E_DATA);
    onex_store_close(store);
}

static void who_refers_to_a_row_is_counted_by_table_and_column(void **state) {
    place *p = *state;
    onex_store *store = with_rows(p);
    onex_buffer b = {0};
    onex_cell college[] = {place_text("art"), onex_cell_null()};
    assert_ok(onex_table_referrers(store, onex_entity_find("college"), college, note_referrer, &b, &p->err), p);
    assert_string_equal(b.data, "person college 1;attestation subject 1;");
    b.len = 0;
    onex_cell person[] = {place_text("S1"), onex_cell_null(), onex_cell_null(), onex_cell_null()};
    assert_ok(onex_table_referrers(store, onex_entity_find("person"), person, note_referrer, &b, &p->err), p);
    assert_string_equal(b.data, "registration person 1;");
    b.len = 0;
    onex_cell registration[6] = {place_text("P-01"), place_text("S1"), place_text("elementary")};
    assert_ok(onex_table_referrers(store, onex_entity_find("registration"), registration, note_referrer, &b, &p->err),
              p);
    assert_string_equal(b.data, "attribute subject 1;");
    onex_buffer_clear(&b);
    onex_store_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_reference_to_nowhere_is_refused_at_once_or_at_the_commit, place_make,
                                        place_remove),
        cmocka_unit_test_setup_teardown(who_refers_to_a_row_is_counted_by_table_and_column, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
