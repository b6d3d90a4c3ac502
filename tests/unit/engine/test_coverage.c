/* What tests reach: parts that decided, thresholds that were met exactly, clauses without a test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/coverage.h"
#include "tested.h"

#define LIMIT "param \"limit\" { title = \"限\", cite = \"第七条\", value = 10, college_may = \"nothing\" }\n"
#define RULE "condition \"x\" { title = \"甲\", cite = \"第七条\", requires = all { at_least(fact.hours, param.limit), fact.ready } }\n"

static onex_status on_case(void *ctx, const onex_ruletest_result *result, onex_error *err) {
    (void)ctx, (void)err;
    if (!result->ok) fail_msg("%s: %s", result->test->decl.name, result->message);
    return ONEX_OK;
}

/* "tfu tf-": by part, whether it was seen true, false, unknown; then how many thresholds were met and clauses have no test. */
static const char *covered(const char *rules_text, const char *tests_text) {
    static char told[256];
    onex_rules *rules = tested_load(rules_text, tests_text);
    onex_coverage c;
    onex_error err = {0};
    if (onex_coverage_open(&c, onex_rules_program(rules), &err) || onex_ruletest_run(rules, NULL, NULL, &c.watch, on_case, NULL, &err) ||
        onex_coverage_finish(&c, &err))
        fail_msg("%s", err.text);
    told[0] = '\0';
    for (int i = 0; i < c.nparts; i++)
        snprintf(told + strlen(told), sizeof told - strlen(told), "%c%c%c ", c.parts[i].seen_true ? 't' : '-', c.parts[i].seen_false ? 'f' : '-',
                 c.parts[i].seen_unknown ? 'u' : '-');
    int met = 0;
    for (int i = 0; i < c.nthresholds; i++) met += c.thresholds[i].met;
    snprintf(told + strlen(told), sizeof told - strlen(told), "met %d of %d, untested %d of %d", met, c.nthresholds, c.nclauses, c.clauses_in_all);
    onex_coverage_clear(&c);
    onex_rules_close(rules);
    return told;
}

static void a_part_counts_only_where_it_decides(void **state) {
    (void)state;
    assert_string_equal(covered(SETS_LAW TESTED_FIELDS LIMIT RULE, TESTED("hours = 11, ready = true", "met")), "t-- t-- met 0 of 1, untested 0 of 1");
    assert_string_equal(covered(SETS_LAW TESTED_FIELDS LIMIT RULE, TESTED("hours = 9, ready = true", "unmet")), "-f- --- met 0 of 1, untested 0 of 1");
    assert_string_equal(covered(SETS_LAW TESTED_FIELDS LIMIT RULE, TESTED("hours = 9", "unmet")), "-f- --- met 0 of 1, untested 0 of 1");
    assert_string_equal(covered(SETS_LAW TESTED_FIELDS LIMIT RULE, TESTED("hours = 11", "unknown")), "--- --u met 0 of 1, untested 0 of 1");
    assert_string_equal(covered(SETS_LAW TESTED_FIELDS LIMIT RULE, TESTED("ready = true", "unknown")), "--u --- met 0 of 1, untested 0 of 1");
}

static void a_threshold_is_met_where_both_sides_are_equal(void **state) {
    (void)state;
    assert_string_equal(covered(SETS_LAW TESTED_FIELDS LIMIT RULE, TESTED("hours = 9, ready = true", "unmet") TESTED("hours = 11, ready = true", "met")),
                        "tf- t-- met 0 of 1, untested 0 of 1");
    assert_string_equal(covered(SETS_LAW TESTED_FIELDS LIMIT RULE, TESTED("hours = 10, ready = true", "met")), "t-- t-- met 1 of 1, untested 0 of 1");
}

static void a_threshold_inside_a_fact_is_met_where_the_fact_is_worked_out(void **state) {
    (void)state;
    static const char rules[] = SETS_LAW TESTED_FIELDS LIMIT "derive \"more\" { title = \"加\", value = fact.hours + param.limit }\n"
                                                             "condition \"x\" { title = \"甲\", cite = \"第七条\", requires = above(fact.more, 3) }\n";
    assert_string_equal(covered(rules, TESTED("more = 4", "met")), "t-- met 1 of 1, untested 0 of 1"); /* the rule rests on it */
    assert_string_equal(covered(rules, TESTED("hours = 4", "met")), "t-- met 1 of 1, untested 0 of 1");
}

static void a_rule_that_is_not_asked_is_not_seen(void **state) {
    (void)state;
    static const char other[] = "condition \"y\" { title = \"乙\", cite = \"第八条\", only_if = fact.ready, requires = known(fact.hours) }\n";
    char rules[2048];
    snprintf(rules, sizeof rules, "%s%s", SETS_LAW TESTED_FIELDS LIMIT RULE, other);
    assert_string_equal(covered(rules, TESTED("hours = 10, ready = true", "met")), "t-- t-- --- --- met 1 of 1, untested 1 of 2");
    assert_string_equal(covered(rules, "test \"a\" { as_of = \"2026-01-01\", given = { ready = false }, expect = { y = \"na\" } }\n"),
                        "--- --- -f- --- met 0 of 1, untested 1 of 2");
}

static void members_of_an_outcome_are_seen(void **state) {
    (void)state;
    assert_string_equal(covered(SETS_LAW TESTED_FIELDS LIMIT RULE "outcome \"o\" { title = \"总\", cite = \"第九条\", all = { condition.x } }\n",
                                "test \"a\" { as_of = \"2026-01-01\", given = { hours = 10, ready = false }, expect = { o = \"unmet\" } }\n"),
                        "--- -f- met 0 of 1, untested 1 of 2");
}

static void what_always_has_an_answer_need_not_be_unknown(void **state) {
    (void)state;
    assert_true(onex_covered_fully(&(onex_covered){.seen_true = true, .seen_false = true, .never_unknown = true}));
    assert_false(onex_covered_fully(&(onex_covered){.seen_true = true, .seen_false = true}));
    assert_true(onex_covered_fully(&(onex_covered){.seen_true = true, .seen_false = true, .seen_unknown = true}));
    assert_false(onex_covered_fully(&(onex_covered){.seen_true = true, .never_unknown = true}));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_part_counts_only_where_it_decides),
    cmocka_unit_test(a_threshold_is_met_where_both_sides_are_equal),
    cmocka_unit_test(a_threshold_inside_a_fact_is_met_where_the_fact_is_worked_out),
    cmocka_unit_test(a_rule_that_is_not_asked_is_not_seen),
    cmocka_unit_test(members_of_an_outcome_are_seen),
    cmocka_unit_test(what_always_has_an_answer_need_not_be_unknown),
};

SETS_MAIN(tests)
