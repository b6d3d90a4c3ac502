/* Impact: which way a change goes, in what order changes stand, and what the token is made of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/impact.h"
#include "unit/engine/importing.h"
#include "unit/engine/sets.h"

static onex_impact impact;

static void find(school *s, const char *before, const char *after) {
    onex_rules *old = set_load(before), *new = set_load(after);
    onex_impact_options options = {.before = old, .after = new, .as_of = s->options.as_of};
    onex_impact_clear(&impact);
    assert_ok(onex_store_begin(s->store, &s->place->err), s->place);
    assert_ok(onex_impact_find(&impact, s->store, &options, &s->place->err), s->place);
    onex_store_rollback(s->store);
    static char told[2000]; /* the sets go, and with them the names */
    told[0] = 0;
    for (int i = 0; i < impact.nchanges; i++) {
        const onex_impact_change *c = &impact.changes[i];
        size_t used = strlen(told);
        snprintf(told + used, sizeof told - used, "%s%s %s %s>%s %s>%s", i ? "; " : "", c->code, c->rule,
                 onex_verdict_code(c->from), onex_verdict_code(c->to), c->before.measured, c->after.threshold);
    }
    onex_rules_close(old);
    onex_rules_close(new);
    s->told.len = 0;
    onex_buffer_text(&s->told, told);
}

static const char *token(school *s, const char *before, const char *after) {
    static char kept[2][ONEX_IMPACT_TOKEN];
    static int turn;
    find(s, before, after);
    return strcpy(kept[turn ^= 1], impact.token);
}

static int finish(void **state) {
    onex_impact_clear(&impact);
    return school_remove(state);
}

static void from_strict_to_loose_is_the_order_of_the_verdicts(void **state) {
    (void)state;
    static const onex_verdict rising[] = {ONEX_UNMET, ONEX_UNKNOWN, ONEX_DEVIATES, ONEX_EXCUSED, ONEX_MET, ONEX_NA};
    for (int i = 0; i < 6; i++)
        for (int k = 0; k < 6; k++) {
            onex_impact_way way = onex_impact_way_of(rising[i], rising[k]);
            onex_impact_way down = rising[k] == ONEX_UNKNOWN ? ONEX_NEWLY_UNKNOWN : ONEX_TIGHTENED;
            assert_int_equal(way, i == k ? ONEX_IMPACT_WAYS : k > i ? ONEX_LOOSENED : down);
        }
}

static void verdicts_of_one_rank_are_no_change(void **state) {
    (void)state;
    assert_int_equal(onex_impact_way_of(ONEX_UNMET, ONEX_HIT), ONEX_IMPACT_WAYS);
    assert_int_equal(onex_impact_way_of(ONEX_MET, ONEX_CLEAR), ONEX_IMPACT_WAYS);
    assert_int_equal(onex_impact_way_of(ONEX_CLEAR, ONEX_IDLE), ONEX_IMPACT_WAYS);
}

static void up_to_unknown_is_loosened(void **state) {
    (void)state;
    assert_int_equal(onex_impact_way_of(ONEX_HIT, ONEX_UNKNOWN), ONEX_LOOSENED);
    assert_int_equal(onex_impact_way_of(ONEX_UNKNOWN, ONEX_HIT), ONEX_TIGHTENED);
    assert_int_equal(onex_impact_way_of(ONEX_IDLE, ONEX_UNKNOWN), ONEX_NEWLY_UNKNOWN);
}

static void the_same_rules_change_nothing(void **state) {
    find(*state, SETS_FLOOR("1"), SETS_FLOOR("1"));
    assert_int_equal(impact.nchanges, 0);
    assert_int_equal(impact.compared, 2);
}

static void a_change_is_told_with_its_reason_on_both_sides(void **state) {
    school *s = *state;
    find(s, SETS_FLOOR("1"), SETS_FLOOR("0"));
    assert_string_equal(s->told.data, "P-2 planned unmet>met 0>0");
    assert_int_equal(impact.ways[ONEX_LOOSENED], 1);
    find(s, SETS_FLOOR("1"), SETS_FLOOR("2"));
    assert_string_equal(s->told.data, "P-1 planned met>unmet 1>2");
    assert_int_equal(impact.ways[ONEX_TIGHTENED], 1);
}

static void a_row_that_one_side_lacks_is_not_applicable(void **state) {
    school *s = *state;
    find(s, SETS_LAW, SETS_FLOOR("1"));
    assert_string_equal(s->told.data, "P-1 planned na>met >1; P-2 planned na>unmet >1");
    find(s, SETS_FLOOR("1"), SETS_LAW);
    assert_string_equal(s->told.data, "P-1 planned met>na 1>; P-2 planned unmet>na 0>");
    assert_int_equal(impact.compared, 2);
}

static void rules_stand_in_the_order_of_the_new_set_then_of_the_old(void **state) {
    school *s = *state;
#define RULE(name) \
    "condition \"" name "\" { title = \"" name "\", cite = \"第九条\", requires = at_least(fact.year, 2024) }\n"
    find(s, SETS_LAW RULE("c") RULE("b"), SETS_LAW RULE("z") RULE("a"));
    assert_string_equal(s->told.data, "P-1 z na>met >2024; P-1 a na>met >2024; P-1 c met>na 2026>; P-1 b met>na 2026>; "
                                      "P-2 z na>met >2024; P-2 a na>met >2024; P-2 c met>na 2026>; P-2 b met>na 2026>");
#undef RULE
}

static void a_rule_of_another_kind_of_subject_is_another_row(void **state) {
    school *s = *state;
    find(s, SETS_FLOOR("1"),
         SETS_LAW "condition \"planned\" { title = \"a\", cite = \"第九条\", applies = \"college\", "
                  "requires = at_least(count { \"pilot\", match = { college = fact.code } }, 1) }\n");
    assert_string_equal(s->told.data, "art planned na>met >1; music planned na>met >1; P-1 planned met>na 1>; "
                                      "P-2 planned unmet>na 0>");
    assert_int_equal(impact.compared, 4);
}

static void a_row_that_alters_no_change_keeps_the_token(void **state) {
    school *s = *state;
    const char *first = token(s, SETS_FLOOR("1"), SETS_FLOOR("0"));
    assert_taken(s, "pilot_lead.csv", "pilot,person,from_on\nP-2,T2,2026-01-01\n");
    assert_string_equal(first, token(s, SETS_FLOOR("1"), SETS_FLOOR("0")));
}

static void a_row_that_alters_a_change_changes_the_token(void **state) {
    school *s = *state;
    const char *first = token(s, SETS_FLOOR("1"), SETS_FLOOR("0"));
    assert_taken(s, "milestone.csv", "pilot,title,due_on\nP-2,启动,2026-02-01\n");
    const char *second = token(s, SETS_FLOOR("1"), SETS_FLOOR("0"));
    assert_string_not_equal(first, second);
    assert_memory_equal(first, second, 18); /* the sets are the same */
}

static void the_token_tells_the_sets_apart(void **state) {
    school *s = *state;
    const char *first = token(s, SETS_FLOOR("1"), SETS_FLOOR("0"));
    const char *second = token(s, SETS_FLOOR("1"), SETS_FLOOR("0") "-- more\n");
    assert_memory_equal(first, second, 9);
    assert_memory_not_equal(first + 9, second + 9, 8);
    const char *third = token(s, SETS_FLOOR("1") "-- more\n", SETS_FLOOR("0") "-- more\n");
    assert_memory_not_equal(second, third, 8);
    assert_memory_equal(second + 9, third + 9, 8);
    assert_string_not_equal(second + 18, third + 18);
}

static void the_day_alone_is_not_in_the_token(void **state) {
    school *s = *state;
    const char *first = token(s, SETS_FLOOR("1"), SETS_FLOOR("0"));
    s->options.as_of++;
    assert_string_equal(first, token(s, SETS_FLOOR("1"), SETS_FLOOR("0")));
}

static void settings_are_on_the_new_side_and_in_the_token(void **state) {
    school *s = *state;
    const char *plain = token(s, SETS_FLOOR("1"), SETS_FLOOR("1"));
    onex_rules *rules = set_load(SETS_FLOOR("1"));
    onex_setting setting;
    assert_ok(onex_setting_parse(&setting, onex_rules_program(rules), "floor", "0", &s->place->err), s->place);
    onex_impact_options options = {
        .before = rules, .after = rules, .as_of = s->options.as_of, .settings = &setting, .nsettings = 1};
    onex_impact_clear(&impact);
    assert_ok(onex_store_begin(s->store, &s->place->err), s->place);
    assert_ok(onex_impact_find(&impact, s->store, &options, &s->place->err), s->place);
    onex_store_rollback(s->store);
    assert_int_equal(impact.nchanges, 1);
    assert_string_not_equal(plain, impact.token);
    onex_rules_close(rules);
}

#define IMPACT_TEST(name) cmocka_unit_test_setup_teardown(name, school_make, finish)

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(from_strict_to_loose_is_the_order_of_the_verdicts),
    cmocka_unit_test(verdicts_of_one_rank_are_no_change),
    cmocka_unit_test(up_to_unknown_is_loosened),
    IMPACT_TEST(the_same_rules_change_nothing),
    IMPACT_TEST(a_change_is_told_with_its_reason_on_both_sides),
    IMPACT_TEST(a_row_that_one_side_lacks_is_not_applicable),
    IMPACT_TEST(rules_stand_in_the_order_of_the_new_set_then_of_the_old),
    IMPACT_TEST(a_rule_of_another_kind_of_subject_is_another_row),
    IMPACT_TEST(a_row_that_alters_no_change_keeps_the_token),
    IMPACT_TEST(a_row_that_alters_a_change_changes_the_token),
    IMPACT_TEST(the_token_tells_the_sets_apart),
    IMPACT_TEST(the_day_alone_is_not_in_the_token),
    IMPACT_TEST(settings_are_on_the_new_side_and_in_the_token),
};

SETS_MAIN(tests)
