/* Stored rule sets: kept once, found by the beginning of their hash; publications in their order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/ruleset.h"
#include "unit/store/place.h"

#define HASH_A "aaaa000000000000000000000000000000000000000000000000000000000000"
#define HASH_B "aaab000000000000000000000000000000000000000000000000000000000000"

static onex_store *store;

static int make(void **state) {
    if (place_make(state)) return -1;
    place *p = *state;
    store = place_create(p);
    const onex_ruleset_file files[] = {{"school/b.lua", "b", 1}, {"school/a.lua", "", 0}};
    onex_status status = onex_store_begin(store, &p->err);
    if (!status) status = onex_ruleset_store(store, HASH_A, files, 2, 2, &p->err);
    if (!status) status = onex_ruleset_store(store, HASH_B, files, 1, 2, &p->err);
    return status ? -1 : 0; /* the transaction stays open */
}

static int finish(void **state) {
    onex_store_rollback(store);
    onex_store_close(store);
    return place_remove(state);
}

static int found(place *p, const char *prefix, char hash[ONEX_SHA256_TEXT]) {
    int count = -1;
    assert_ok(onex_ruleset_find(store, prefix, hash, &count, &p->err), p);
    return count;
}

static void a_set_is_found_by_the_beginning_of_its_hash(void **state) {
    char hash[ONEX_SHA256_TEXT];
    assert_int_equal(found(*state, "aaaa", hash), 1);
    assert_string_equal(hash, HASH_A);
    assert_int_equal(found(*state, HASH_B, hash), 1);
    assert_string_equal(hash, HASH_B);
}

static void several_are_counted_and_none_is_none(void **state) {
    char hash[ONEX_SHA256_TEXT];
    assert_int_equal(found(*state, "aaa", hash), 2);
    assert_string_equal(hash, HASH_A);
    assert_int_equal(found(*state, "aaac", hash), 0);
    assert_string_equal(hash, "");
    assert_int_equal(found(*state, "a%", hash), 0);
}

static void a_stored_set_stays_as_it_was(void **state) {
    place *p = *state;
    const onex_ruleset_file other = {"school/c.lua", "c", 1};
    assert_ok(onex_ruleset_store(store, HASH_A, &other, 1, 2, &p->err), p);
}

static onex_status on_file(void *ctx, const onex_ruleset_file *file, onex_error *err) {
    (void)err;
    char *told = ctx;
    size_t used = strlen(told);
    snprintf(told + used, 100 - used, "%s=%.*s;", file->path, (int)file->len, file->text);
    return ONEX_OK;
}

static void files_come_by_path_with_their_bytes(void **state) {
    place *p = *state;
    char told[100] = "";
    a_stored_set_stays_as_it_was(state);
    assert_ok(onex_ruleset_each_file(store, HASH_A, on_file, told, &p->err), p);
    assert_string_equal(told, "school/a.lua=;school/b.lua=b;");
    assert_int_equal(onex_ruleset_each_file(store, "cc", on_file, told, &p->err), ONEX_E_NOT_FOUND);
}

static void publish(place *p, const char *hash, const char *document) {
    char actor[] = "a";
    onex_publication act = {.event = 2, .actor = actor, .document = (char *)document};
    memcpy(act.ruleset, hash, ONEX_SHA256_TEXT);
    assert_ok(onex_publication_add(store, &act, &p->err), p);
}

static void the_highest_publication_comes_first(void **state) {
    place *p = *state;
    onex_publication last;
    assert_ok(onex_publication_last(store, 0, &last, &p->err), p);
    assert_int_equal(last.number, 0);
    publish(p, HASH_B, NULL);
    publish(p, HASH_A, "1号");
    assert_ok(onex_publication_last(store, 0, &last, &p->err), p);
    assert_int_equal(last.number, 2);
    assert_string_equal(last.ruleset, HASH_A);
    assert_string_equal(last.document, "1号");
    onex_publication_clear(&last);
    assert_ok(onex_publication_last(store, 1, &last, &p->err), p);
    assert_int_equal(last.number, 1);
    assert_null(last.document);
    onex_publication_clear(&last);
    assert_ok(onex_publication_last(store, 2, &last, &p->err), p);
    assert_int_equal(last.number, 0);
}

#define RULESET_TEST(f) cmocka_unit_test_setup_teardown(f, make, finish)

int main(void) {
    const struct CMUnitTest tests[] = {
        RULESET_TEST(a_set_is_found_by_the_beginning_of_its_hash),
        RULESET_TEST(several_are_counted_and_none_is_none),
        RULESET_TEST(a_stored_set_stays_as_it_was),
        RULESET_TEST(files_come_by_path_with_their_bytes),
        RULESET_TEST(the_highest_publication_comes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
