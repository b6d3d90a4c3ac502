/* Queries: what they may do, and the rows that they give. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "store/query.h"
#include "unit/store/place.h"

static onex_store *filled(place *p) {
    onex_store *store = place_create(p);
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "college", "art", "艺术学院");
    PUT(p, store, "college", "dance", "舞蹈学院");
    PUT(p, store, "person", "T1", "甲", "staff", "art");
    PUT(p, store, "person", "T2", "乙", "student", NULL);
    assert_ok(onex_store_commit(store, &p->err), p);
    return store;
}

static void a_query_only_reads(void **state) {
    place *p = *state;
    static const char *const refused[] = {"DELETE FROM college",
                                          "UPDATE college SET name = ''",
                                          "INSERT INTO college VALUES (1)",
                                          "DROP TABLE college",
                                          "CREATE TEMP TABLE t (a)",
                                          "PRAGMA user_version",
                                          "PRAGMA foreign_keys = OFF",
                                          "ATTACH ':memory:' AS x",
                                          "VACUUM",
                                          "BEGIN",
                                          "COMMIT",
                                          "SAVEPOINT x",
                                          "REINDEX",
                                          "ANALYZE",
                                          "WITH a AS (SELECT 1) DELETE FROM college",
                                          "SELECT load_extension('x')"};
    onex_store *store = filled(p);
    onex_result *r = NULL;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        onex_status status = onex_query_sql(&r, store, refused[i], NULL, 0, &p->err);
        if (status != ONEX_E_REFUSED) fail_msg("%s: %d %s", refused[i], status, p->err.text);
        assert_null(r);
    }
    onex_store_close(store);
}

static void what_is_no_query_is_told(void **state) {
    place *p = *state;
    static const char *const wrong[] = {"",         "  ; -- nothing", "SELECT nothing", "SELECT 1; SELECT 2",
                                        "SELECT ?", "SELEC 1"};
    onex_store *store = filled(p);
    onex_result *r = NULL;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        onex_status status = onex_query_sql(&r, store, wrong[i], NULL, 0, &p->err);
        if (status != ONEX_E_USAGE) fail_msg("%s: %d %s", wrong[i], status, p->err.text);
    }
    onex_store_close(store);
}

static void other_statements_may_write_as_before(void **state) {
    place *p = *state;
    onex_store *store = filled(p);
    onex_result *r = NULL;
    assert_int_equal(onex_query_sql(&r, store, "DELETE FROM college", NULL, 0, &p->err), ONEX_E_REFUSED);
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "college", "music", "音乐学院");
    assert_ok(onex_store_commit(store, &p->err), p);
    onex_store_close(store);
}

static void values_come_as_they_are_stored(void **state) {
    place *p = *state;
    onex_store *store = filled(p);
    onex_result *r = NULL;
    const onex_datum *row;
    onex_datum args[] = {{.kind = ONEX_DATUM_TEXT, .text = "a\0b", .len = 3},
                         {.kind = ONEX_DATUM_REAL, .x = 0.5},
                         {.kind = ONEX_DATUM_INT, .n = INT64_MIN},
                         {.kind = ONEX_DATUM_NULL}};
    assert_ok(onex_query_sql(&r, store, "SELECT ? AS t, ? AS x, ? AS n, ? AS z, '' AS e", args, 4, &p->err), p);
    assert_int_equal(onex_result_columns(r), 5);
    assert_string_equal(onex_result_name(r, 2), "n");
    assert_ok(onex_result_next(r, &row, &p->err), p);
    assert_int_equal(row[0].len, 3);
    assert_memory_equal(row[0].text, "a\0b", 3);
    assert_true(row[1].kind == ONEX_DATUM_REAL && row[1].x == 0.5);
    assert_true(row[2].n == INT64_MIN);
    assert_int_equal(row[3].kind, ONEX_DATUM_NULL);
    assert_int_equal(row[4].len, 0);
    assert_ok(onex_result_next(r, &row, &p->err), p);
    assert_null(row);
    onex_result_close(r);
    onex_store_close(store);
}

static void all_columns_are_those_of_the_data_model(void **state) {
    place *p = *state;
    onex_store *store = filled(p);
    onex_result *r = NULL;
    assert_ok(
        onex_query_sql(&r, store, "SELECT *, inserted_by_event AS event FROM college ORDER BY code", NULL, 0, &p->err),
        p);
    assert_int_equal(onex_result_columns(r), 3);
    assert_string_equal(onex_result_name(r, 0), "code");
    assert_string_equal(onex_result_name(r, 1), "name");
    assert_string_equal(onex_result_name(r, 2), "event");
    const onex_datum *row;
    assert_ok(onex_result_next(r, &row, &p->err), p);
    assert_int_equal(row[1].len, strlen("艺术学院"));
    assert_memory_equal(row[1].text, "艺术学院", row[1].len);
    onex_result_close(r);
    onex_store_close(store);
}

static void many_rows_come_back_from_the_file(void **state) {
    place *p = *state;
    onex_store *store = filled(p);
    onex_result *r = NULL;
    const onex_datum *row;
    int64_t count = 0;
    assert_ok(onex_query_sql(&r, store,
                             "WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a LIMIT 60000) SELECT x, "
                             "'row ' || x, NULL FROM a",
                             NULL, 0, &p->err),
              p);
    for (;;) {
        char text[32];
        assert_ok(onex_result_next(r, &row, &p->err), p);
        if (!row) break;
        count++;
        snprintf(text, sizeof text, "row %lld", (long long)count);
        assert_true(row[0].n == count && row[1].len == strlen(text) && memcmp(row[1].text, text, row[1].len) == 0);
        assert_int_equal(row[2].kind, ONEX_DATUM_NULL);
    }
    assert_int_equal(count, 60000);
    onex_result_close(r);
    onex_store_close(store);
}

static long about(place *p, onex_store *store, const char *table, onex_subject kind, const char *code) {
    onex_result *r = NULL;
    const onex_datum *row;
    long n = 0;
    assert_ok(onex_query_about(&r, store, onex_entity_find(table), kind, code, &p->err), p);
    while (onex_result_next(r, &row, &p->err) == ONEX_OK && row) n++;
    onex_result_close(r);
    return n;
}

static void rows_belong_to_their_subject(void **state) {
    place *p = *state;
    onex_store *store = filled(p);
    onex_result *r = NULL;
    assert_int_equal(about(p, store, "person", ONEX_COLLEGE, "art"), 1);
    assert_int_equal(about(p, store, "person", ONEX_COLLEGE, "dance"), 0);
    assert_int_equal(about(p, store, "person", ONEX_SCHOOL, "school"), 2);
    assert_int_equal(about(p, store, "college", ONEX_COLLEGE, "art"), 1);
    for (int i = 0; i < onex_nentities; i++) /* every statement that can be made is one */
        for (int k = 0; k < ONEX_SUBJECTS; k++)
            if (onex_query_reaches(&onex_entities[i], (onex_subject)k))
                about(p, store, onex_entities[i].name, (onex_subject)k, "P/S/x");
    assert_false(onex_query_reaches(onex_entity_find("person"), ONEX_PILOT));
    assert_int_equal(onex_query_about(&r, store, onex_entity_find("person"), ONEX_PILOT, "P", &p->err),
                     ONEX_E_NOT_FOUND);
    onex_store_close(store);
}

static void keys_fit_all_filters_in_their_order(void **state) {
    place *p = *state;
    onex_store *store = filled(p);
    const onex_entity *person = onex_entity_find("person");
    onex_result *r = NULL;
    const onex_datum *row;
    onex_filter blank = {onex_entity_column(person, "college"), onex_cell_null()};
    assert_ok(onex_query_keys(&r, store, person, NULL, 0, &p->err), p);
    assert_ok(onex_result_next(r, &row, &p->err), p);
    assert_memory_equal(row[0].text, "T1", 2);
    onex_result_close(r);
    assert_ok(onex_query_keys(&r, store, person, &blank, 1, &p->err), p);
    assert_ok(onex_result_next(r, &row, &p->err), p);
    assert_memory_equal(row[0].text, "T2", 2);
    onex_result_close(r);
    onex_store_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_query_only_reads, place_make, place_remove),
        cmocka_unit_test_setup_teardown(what_is_no_query_is_told, place_make, place_remove),
        cmocka_unit_test_setup_teardown(other_statements_may_write_as_before, place_make, place_remove),
        cmocka_unit_test_setup_teardown(values_come_as_they_are_stored, place_make, place_remove),
        cmocka_unit_test_setup_teardown(all_columns_are_those_of_the_data_model, place_make, place_remove),
        cmocka_unit_test_setup_teardown(many_rows_come_back_from_the_file, place_make, place_remove),
        cmocka_unit_test_setup_teardown(rows_belong_to_their_subject, place_make, place_remove),
        cmocka_unit_test_setup_teardown(keys_fit_all_filters_in_their_order, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
