/* Loading a regulation's text from a file: encodings, what is kept, and that nothing is written where it is refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/law.h"
#include "store/rows_hash.h"
#include "unit/store/place.h"

static const char text_a[] = "第一章 总则\n第一条 甲。\n第二条 如下：\n（一）乙；\n（二）丙。\n";
static const char text_b[] = "第一章 总则\n第一条 甲。\n第二条 如下：\n（一）乙；\n（二）丁。\n";

static onex_status load(place *p, onex_store *store, const void *bytes, size_t len, onex_law_loaded *loaded) {
    char path[600];
    snprintf(path, sizeof path, "%s/law.txt", p->folder);
    place_write_file(path, bytes, len);
    return onex_law_load(loaded, store, path, "tester", &p->err);
}

static int64_t events(place *p, onex_store *store) {
    char hash[ONEX_SHA256_TEXT];
    int64_t number;
    assert_ok(onex_event_head(store, &number, hash, &p->err), p);
    return number;
}

static void a_text_is_kept_with_its_hash_and_its_event(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    onex_law_loaded loaded;
    onex_law law;
    char hash[ONEX_SHA256_TEXT];
    int64_t bad;
    assert_ok(load(p, store, text_a, strlen(text_a), &loaded), p);
    assert_false(loaded.unchanged);
    assert_int_equal(loaded.event, 2);
    assert_int_equal(loaded.articles, 2);
    assert_int_equal(loaded.clauses, 4);
    assert_string_equal(loaded.hash, onex_sha256(text_a, strlen(text_a), hash));
    assert_ok(onex_law_read(&law, store, 0, &p->err), p);
    assert_string_equal(law.file, "law.txt");
    assert_string_equal(law.hash, hash);
    assert_string_equal(law.clauses[3].text, "丙。");
    assert_ok(onex_event_verify(store, &bad, &p->err), p);
    assert_int_equal(bad, 0);
    assert_ok(onex_rows_verify(store, &bad, &p->err), p);
    assert_int_equal(bad, 0);
    onex_law_clear(&law);
    onex_store_close(store);
}

static void the_same_text_again_changes_nothing(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    onex_law_loaded loaded;
    assert_ok(load(p, store, text_a, strlen(text_a), &loaded), p);
    assert_ok(load(p, store, text_a, strlen(text_a), &loaded), p);
    assert_true(loaded.unchanged);
    assert_int_equal(events(p, store), 2);
    onex_store_close(store);
}

static void the_same_text_in_another_encoding_is_the_same(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    onex_law_loaded loaded;
    static const char utf8[] = "第一条 甲\n";
    static const char bom[] = "\xEF\xBB\xBF第一条 甲\n";
    static const char gb[] = "\xB5\xDA\xD2\xBB\xCC\xF5 \xBC\xD7\n";
    assert_ok(load(p, store, utf8, strlen(utf8), &loaded), p);
    assert_ok(load(p, store, gb, strlen(gb), &loaded), p);
    assert_true(loaded.unchanged);
    assert_ok(load(p, store, bom, strlen(bom), &loaded), p);
    assert_true(loaded.unchanged);
    onex_store_close(store);
}

static void a_new_text_is_compared_with_the_one_before(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    onex_law_loaded loaded;
    onex_laws laws;
    assert_ok(load(p, store, text_a, strlen(text_a), &loaded), p);
    assert_ok(load(p, store, text_b, strlen(text_b), &loaded), p);
    assert_false(loaded.unchanged);
    assert_ok(onex_laws_read(&laws, store, &p->err), p);
    assert_true(onex_laws_changed(&laws, (onex_clause){2, 0, 2}));
    assert_false(onex_laws_changed(&laws, (onex_clause){2, 0, 1}));
    assert_false(onex_laws_changed(&laws, (onex_clause){2, 0, 0}));
    onex_laws_clear(&laws);
    assert_ok(load(p, store, text_a, strlen(text_a), &loaded), p); /* an older text again is a new one */
    assert_false(loaded.unchanged);
    assert_int_equal(events(p, store), 4);
    onex_store_close(store);
}

static void a_refused_file_leaves_everything_as_it_was(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    onex_law_loaded loaded;
    static const char broken[] = "第一条 甲。\n第二条 \xFF\xFF。\n", nul[] = "第一条 甲。\0\n",
                      apart[] = "第一条 甲。\n第三条 丙。\n";
    assert_ok(load(p, store, text_a, strlen(text_a), &loaded), p);
    assert_int_equal(load(p, store, broken, sizeof broken - 1, &loaded), ONEX_E_DATA);
    assert_non_null(strstr(p->err.text, "cannot be read as text"));
    assert_int_equal(load(p, store, nul, sizeof nul - 1, &loaded), ONEX_E_DATA);
    assert_non_null(strstr(p->err.text, "is not a text file"));
    assert_int_equal(load(p, store, apart, sizeof apart - 1, &loaded), ONEX_E_DATA);
    assert_int_equal(load(p, store, "", 0, &loaded), ONEX_E_DATA);
    assert_int_equal(onex_law_load(&loaded, store, "/nowhere/law.txt", "tester", &p->err), ONEX_E_NOT_FOUND);
    assert_int_equal(events(p, store), 2);
    onex_store_close(store);
}

static void without_a_text_there_are_no_clauses(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    onex_laws laws;
    assert_ok(onex_laws_read(&laws, store, &p->err), p);
    assert_int_equal(laws.now.nclauses, 0);
    assert_null(onex_law_find(&laws.now, (onex_clause){1, 0, 0}));
    onex_laws_clear(&laws);
    assert_ok(onex_laws_read(&laws, NULL, &p->err), p);
    onex_laws_clear(&laws);
    onex_store_close(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)
int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_text_is_kept_with_its_hash_and_its_event),    TEST(the_same_text_again_changes_nothing),
        TEST(the_same_text_in_another_encoding_is_the_same), TEST(a_new_text_is_compared_with_the_one_before),
        TEST(a_refused_file_leaves_everything_as_it_was),    TEST(without_a_text_there_are_no_clauses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
