/* Stored rule sets: loaded as their folder would be, found damaged when their texts were changed, and which is in
 * force. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "engine/ruleset.h"
#include "store/ruleset.h"
#include "unit/store/place.h"

static const char *const law = "regulation { effective = \"2023-12-18\", articles = 27 }\n";
static const char *const rule =
    "condition \"fit\" { title = \"合适\", cite = \"第七条\", requires = at_least(fact.year, 2024) }\n";

static onex_rules *rules;
static onex_problems problems;

/* The hash that the files have as a set. */
static void name_set(place *p, const onex_rules_text *files, int n, char hash[ONEX_SHA256_TEXT]) {
    onex_rules_options options = {.dir = "published", .worker = "/proc/self/exe", .files = files, .nfiles = n};
    assert_ok(onex_rules_load(&rules, &options, &problems, &p->err), p);
    memcpy(hash, onex_rules_program(rules)->hash, ONEX_SHA256_TEXT);
    onex_rules_close(rules);
    rules = NULL;
}

/* Stores the set of the two files and puts it in force. */
static void publish(place *p, onex_store *store, char hash[ONEX_SHA256_TEXT]) {
    const onex_rules_text texts[] = {{"school/a.lua", law, strlen(law)}, {"school/b.lua", rule, strlen(rule)}};
    onex_ruleset_file files[2];
    for (int i = 0; i < 2; i++) files[i] = (onex_ruleset_file){texts[i].path, texts[i].text, texts[i].len};
    name_set(p, texts, 2, hash);
    char actor[] = "tester";
    onex_publication act = {.event = 2, .actor = actor};
    memcpy(act.ruleset, hash, ONEX_SHA256_TEXT);
    assert_ok(onex_store_begin(store, &p->err), p);
    assert_ok(onex_ruleset_store(store, hash, files, 2, 2, &p->err), p);
    assert_ok(onex_publication_add(store, &act, &p->err), p);
    assert_ok(onex_store_commit(store, &p->err), p);
}

static onex_status load(place *p, onex_store *store, const char *hash) {
    onex_rules_options options = {.dir = "published", .worker = "/proc/self/exe"};
    return onex_ruleset_load(&rules, store, hash, &options, &problems, &p->err);
}

static void tamper(onex_store *store, const char *sql) {
    assert_int_equal(sqlite3_exec(onex_store_db(store), sql, NULL, NULL, NULL), SQLITE_OK);
}

static int finish(void **state) {
    onex_rules_close(rules);
    rules = NULL;
    onex_problems_clear(&problems);
    return place_remove(state);
}

static void nothing_is_in_force_before_the_first_publication(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    char hash[ONEX_SHA256_TEXT] = "x";
    assert_ok(onex_ruleset_in_force(store, hash, &p->err), p);
    assert_string_equal(hash, "");
    onex_store_close(store);
}

static void the_published_set_loads_as_its_folder_would(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    char hash[ONEX_SHA256_TEXT], now[ONEX_SHA256_TEXT];
    publish(p, store, hash);
    assert_ok(onex_ruleset_in_force(store, now, &p->err), p);
    assert_string_equal(now, hash);
    assert_ok(load(p, store, now), p);
    assert_string_equal(onex_rules_program(rules)->hash, hash);
    assert_int_equal(onex_rules_program(rules)->nfiles, 2);
    assert_true(onex_program_rule(onex_rules_program(rules), "合适") >= 0);
    onex_store_close(store);
}

static void a_set_that_is_not_stored_is_not_found(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    assert_int_equal(load(p, store, "00"), ONEX_E_NOT_FOUND);
    onex_store_close(store);
}

static void a_text_changed_behind_the_programs_back_is_found(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    char hash[ONEX_SHA256_TEXT];
    publish(p, store, hash);
    tamper(store, "UPDATE ruleset_file SET text = replace(text, '2024', '2023') WHERE path = 'school/b.lua'");
    assert_int_equal(load(p, store, hash), ONEX_E_DATA);
    assert_non_null(strstr(p->err.text, "were changed"));
    assert_null(rules);
    onex_store_close(store);
}

static void a_file_taken_away_is_found(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    char hash[ONEX_SHA256_TEXT];
    publish(p, store, hash);
    tamper(store, "DELETE FROM ruleset_file WHERE path = 'school/b.lua'");
    assert_int_equal(load(p, store, hash), ONEX_E_DATA);
    tamper(store, "DELETE FROM ruleset_file");
    assert_int_equal(load(p, store, hash), ONEX_E_DATA);
    assert_non_null(strstr(p->err.text, "has no files"));
    onex_store_close(store);
}

static void mistakes_in_a_stored_set_are_placed_in_it(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    char hash[ONEX_SHA256_TEXT];
    publish(p, store, hash);
    tamper(store, "UPDATE ruleset_file SET text = replace(text, 'fact.year', 'fact.yaer') WHERE path = 'school/b.lua'");
    assert_int_equal(load(p, store, hash), ONEX_E_RULE);
    assert_int_equal(problems.count, 1);
    assert_string_equal(problems.items[0].at.file, "published:school/b.lua");
    onex_store_close(store);
}

#define SET_TEST(f) cmocka_unit_test_setup_teardown(f, place_make, finish)

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "--rule-worker") == 0) return onex_rule_worker_main(argc, argv);
    const struct CMUnitTest tests[] = {
        SET_TEST(nothing_is_in_force_before_the_first_publication),
        SET_TEST(the_published_set_loads_as_its_folder_would),
        SET_TEST(a_set_that_is_not_stored_is_not_found),
        SET_TEST(a_text_changed_behind_the_programs_back_is_found),
        SET_TEST(a_file_taken_away_is_found),
        SET_TEST(mistakes_in_a_stored_set_are_placed_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
