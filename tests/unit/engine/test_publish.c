/* Publishing and going back: what is refused, what is written, and that a refusal leaves nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/publish.h"
#include "engine/ruleset.h"
#include "store/rows_hash.h"
#include "unit/engine/importing.h"
#include "unit/engine/sets.h"

static onex_publish_result result;

static onex_status publish(school *s, const char *in_force, const char *text, const char *token) {
    onex_rules *old = in_force ? set_load(in_force) : NULL, *new = set_load(text);
    onex_publish_options options = {
        .rules = new, .in_force = old, .as_of = s->options.as_of, .actor = "教务处", .document = "1号", .token = token};
    onex_status status = onex_publish(&result, s->store, &options, &s->place->err);
    onex_rules_close(old);
    onex_rules_close(new);
    return status;
}

static const char *token(school *s, const char *before, const char *after) {
    static char kept[ONEX_IMPACT_TOKEN];
    onex_rules *old = set_load(before), *new = set_load(after);
    onex_impact_options options = {.before = old, .after = new, .as_of = s->options.as_of};
    onex_impact impact;
    assert_ok(onex_store_begin(s->store, &s->place->err), s->place);
    assert_ok(onex_impact_find(&impact, s->store, &options, &s->place->err), s->place);
    onex_store_rollback(s->store);
    strcpy(kept, impact.token);
    onex_impact_clear(&impact);
    onex_rules_close(old);
    onex_rules_close(new);
    return kept;
}

static void the_first_set_needs_no_token(void **state) {
    school *s = *state;
    assert_ok(publish(s, NULL, SETS_FLOOR("1"), NULL), s->place);
    assert_string_equal(ask(s, "SELECT kind || actor || number FROM event ORDER BY number DESC"), "publish教务处3");
    assert_string_equal(ask(s, "SELECT number || actor || document || coalesce(impact, '-') FROM publication"),
                        "1教务处1号-");
    assert_string_equal(ask(s, "SELECT path FROM ruleset_file"), "school/a.lua");
}

static void the_record_holds_the_hash_of_its_rows(void **state) {
    school *s = *state;
    int64_t bad = -1;
    assert_ok(publish(s, NULL, SETS_FLOOR("1"), NULL), s->place);
    assert_ok(onex_rows_verify(s->store, &bad, &s->place->err), s->place);
    assert_int_equal(bad, 0);
    ask(s, "UPDATE ruleset_file SET text = text || ' '");
    assert_ok(onex_rows_verify(s->store, &bad, &s->place->err), s->place);
    assert_int_equal(bad, 3);
}

static void a_token_given_with_the_first_set_must_be_of_these_rules(void **state) {
    school *s = *state;
    char other[ONEX_IMPACT_TOKEN];
    strcpy(other, token(s, SETS_FLOOR("2"), SETS_FLOOR("2")));
    assert_int_equal(publish(s, NULL, SETS_FLOOR("1"), other), ONEX_E_REFUSED);
    assert_ok(publish(s, NULL, SETS_FLOOR("1"), token(s, SETS_FLOOR("1"), SETS_FLOOR("1"))), s->place);
}

static void the_set_in_force_is_left_as_it_is(void **state) {
    school *s = *state;
    assert_ok(publish(s, NULL, SETS_FLOOR("1"), NULL), s->place);
    assert_ok(publish(s, SETS_FLOOR("1"), SETS_FLOOR("1"), NULL), s->place);
    assert_int_equal(result.event, 0);
    assert_string_equal(ask(s, "SELECT max(number) FROM event"), "3");
}

static void without_a_token_it_is_refused_and_nothing_is_written(void **state) {
    school *s = *state;
    assert_ok(publish(s, NULL, SETS_FLOOR("1"), NULL), s->place);
    assert_int_equal(publish(s, SETS_FLOOR("1"), SETS_FLOOR("0"), NULL), ONEX_E_REFUSED);
    assert_non_null(strstr(s->place->err.text, "no token"));
    assert_string_equal(ask(s, "SELECT (SELECT count(*) FROM ruleset) || (SELECT max(number) FROM event)"), "13");
}

static void the_token_of_the_impact_is_enough(void **state) {
    school *s = *state;
    assert_ok(publish(s, NULL, SETS_FLOOR("1"), NULL), s->place);
    assert_ok(publish(s, SETS_FLOOR("1"), SETS_FLOOR("0"), token(s, SETS_FLOOR("1"), SETS_FLOOR("0"))), s->place);
    assert_int_equal(result.event, 4);
    assert_int_equal(result.ways[ONEX_LOOSENED], 1);
    assert_string_equal(ask(s, "SELECT length(impact) FROM publication WHERE number = 2"), "34");
}

static void other_rules_than_those_looked_at_are_refused(void **state) {
    school *s = *state;
    assert_ok(publish(s, NULL, SETS_FLOOR("1"), NULL), s->place);
    const char *seen = token(s, SETS_FLOOR("1"), SETS_FLOOR("0"));
    assert_int_equal(publish(s, SETS_FLOOR("1"), SETS_FLOOR("0") "\n", seen), ONEX_E_REFUSED);
    assert_non_null(strstr(s->place->err.text, "the rules in the folder"));
}

static void a_row_that_alters_a_change_is_refused(void **state) {
    school *s = *state;
    assert_ok(publish(s, NULL, SETS_FLOOR("1"), NULL), s->place);
    const char *seen = token(s, SETS_FLOOR("1"), SETS_FLOOR("0"));
    assert_taken(s, "milestone.csv", "pilot,title,due_on\nP-2,启动,2026-02-01\n");
    assert_int_equal(publish(s, SETS_FLOOR("1"), SETS_FLOOR("0"), seen), ONEX_E_REFUSED);
    assert_non_null(strstr(s->place->err.text, "what would change"));
}

static void a_row_that_alters_none_is_not(void **state) {
    school *s = *state;
    assert_ok(publish(s, NULL, SETS_FLOOR("1"), NULL), s->place);
    const char *seen = token(s, SETS_FLOOR("1"), SETS_FLOOR("0"));
    assert_taken(s, "pilot_lead.csv", "pilot,person,from_on\nP-2,T2,2026-01-01\n");
    assert_ok(publish(s, SETS_FLOOR("1"), SETS_FLOOR("0"), seen), s->place);
}

static void another_set_in_force_than_the_one_compared_with_is_refused(void **state) {
    school *s = *state;
    assert_ok(publish(s, NULL, SETS_FLOOR("1"), NULL), s->place);
    const char *seen = token(s, SETS_FLOOR("2"), SETS_FLOOR("0"));
    assert_int_equal(publish(s, SETS_FLOOR("2"), SETS_FLOOR("0"), seen), ONEX_E_REFUSED);
    assert_non_null(strstr(s->place->err.text, "came into force meanwhile"));
    assert_int_equal(publish(s, SETS_FLOOR("1"), SETS_FLOOR("0"), seen), ONEX_E_REFUSED);
    assert_non_null(strstr(s->place->err.text, "came into force since"));
}

static void looking_only_writes_nothing(void **state) {
    school *s = *state;
    onex_rules *rules = set_load(SETS_FLOOR("1"));
    onex_publish_options options = {.rules = rules, .as_of = s->options.as_of, .actor = "a", .look_only = true};
    assert_ok(onex_publish(&result, s->store, &options, &s->place->err), s->place);
    assert_int_equal(result.event, 0);
    assert_string_equal(ask(s, "SELECT count(*) FROM publication"), "0");
    onex_rules_close(rules);
}

static void going_back_is_a_new_act_and_can_be_undone(void **state) {
    school *s = *state;
    char first[ONEX_SHA256_TEXT], second[ONEX_SHA256_TEXT], hash[ONEX_SHA256_TEXT];
    int64_t event = 0;
    assert_int_equal(onex_rollback_target(s->store, hash, &s->place->err), ONEX_E_REFUSED);
    assert_ok(publish(s, NULL, SETS_FLOOR("1"), NULL), s->place);
    assert_int_equal(onex_rollback_target(s->store, hash, &s->place->err), ONEX_E_REFUSED);
    assert_ok(onex_ruleset_in_force(s->store, first, &s->place->err), s->place);
    assert_ok(publish(s, SETS_FLOOR("1"), SETS_FLOOR("0"), token(s, SETS_FLOOR("1"), SETS_FLOOR("0"))), s->place);
    assert_ok(onex_ruleset_in_force(s->store, second, &s->place->err), s->place);
    for (int turn = 0; turn < 2; turn++) {
        assert_ok(onex_rollback_target(s->store, hash, &s->place->err), s->place);
        assert_string_equal(hash, turn ? second : first);
        assert_ok(onex_rollback(s->store, hash, "a", &event, &s->place->err), s->place);
        assert_int_equal(event, 5 + turn);
        assert_ok(onex_ruleset_in_force(s->store, hash, &s->place->err), s->place);
        assert_string_equal(hash, turn ? second : first);
    }
    assert_int_equal(onex_rollback(s->store, second, "a", &event, &s->place->err), ONEX_E_REFUSED);
    assert_string_equal(ask(s, "SELECT group_concat(kind) FROM event"),
                        "init,import,publish,publish,rollback,rollback");
}

static const struct CMUnitTest tests[] = {
    SCHOOL_TEST(the_first_set_needs_no_token),
    SCHOOL_TEST(the_record_holds_the_hash_of_its_rows),
    SCHOOL_TEST(a_token_given_with_the_first_set_must_be_of_these_rules),
    SCHOOL_TEST(the_set_in_force_is_left_as_it_is),
    SCHOOL_TEST(without_a_token_it_is_refused_and_nothing_is_written),
    SCHOOL_TEST(the_token_of_the_impact_is_enough),
    SCHOOL_TEST(other_rules_than_those_looked_at_are_refused),
    SCHOOL_TEST(a_row_that_alters_a_change_is_refused),
    SCHOOL_TEST(a_row_that_alters_none_is_not),
    SCHOOL_TEST(another_set_in_force_than_the_one_compared_with_is_refused),
    SCHOOL_TEST(looking_only_writes_nothing),
    SCHOOL_TEST(going_back_is_a_new_act_and_can_be_undone),
};

SETS_MAIN(tests)
