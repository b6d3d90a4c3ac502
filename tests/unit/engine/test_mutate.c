/* Changes to the compiled rules: which are made, which a test notices, and that the rules are as before afterwards. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/mutate.h"
#include "engine/mutate_run.h"
#include "tested.h"

#define LIMIT "param \"limit\" { title = \"限\", cite = \"第七条\", value = 10, college_may = \"nothing\" }\n"

typedef struct telling {
    char text[4096];
    int changes, unreached;
} telling;

static onex_status take(void *ctx, const onex_mutation *mutation, onex_error *err) {
    telling *t = ctx;
    size_t len = strlen(t->text);
    (void)err;
    t->changes++;
    t->unreached += !mutation->reached;
    if (!mutation->noticed) snprintf(t->text + len, sizeof t->text - len, "%s%s:%d %s", len ? "; " : "", mutation->decl->name, mutation->at.line, mutation->text);
    return ONEX_OK;
}

static onex_status passes(void *ctx, const onex_ruletest_result *result, onex_error *err) {
    (void)ctx, (void)err;
    if (!result->ok) fail_msg("%s: %s", result->test->decl.name, result->message);
    return ONEX_OK;
}

static telling mutated(const char *rules_text, const char *tests_text, const onex_mutate_query *query) {
    onex_rules *rules = tested_load(rules_text, tests_text);
    telling t = {0};
    onex_error err = {0};
    onex_mutate_query all = {0};
    if (onex_mutate(rules, query ? query : &all, take, &t, &err)) fail_msg("%s", err.text);
    assert_int_equal(onex_ruletest_run(rules, NULL, NULL, NULL, passes, NULL, &err), ONEX_OK); /* as before */
    onex_rules_close(rules);
    return t;
}

#define RULE(requires) SETS_LAW TESTED_FIELDS LIMIT "condition \"x\" { title = \"甲\", cite = \"第七条\", requires = " requires " }\n"

static void tests_at_the_boundary_notice_everything(void **state) {
    (void)state;
    telling t = mutated(RULE("at_least(fact.hours, param.limit)"), TESTED("hours = 9", "unmet") TESTED("hours = 10", "met"), NULL);
    assert_string_equal(t.text, "");
    assert_int_equal(t.changes, 4); /* 9, 11, above, below */
}

static void tests_far_from_the_boundary_do_not(void **state) {
    (void)state;
    assert_string_equal(mutated(RULE("at_least(fact.hours, param.limit)"), TESTED("hours = 1", "unmet") TESTED("hours = 20", "met"), NULL).text,
                        "limit:4 10 → 9; limit:4 10 → 11; x:5 hours is at least limit → hours is above limit");
}

static void members_and_their_joining_are_changed(void **state) {
    (void)state;
    assert_string_equal(mutated(RULE("all { equals(fact.hours, param.limit), fact.ready }"), TESTED("hours = 10, ready = true", "met"), NULL).text,
                        "x:5 'all' is 'any': hours is limit and ready is true; x:5 left out: hours is limit; x:5 left out: ready is true");
    assert_string_equal(mutated(RULE("all { equals(fact.hours, param.limit), fact.ready }"),
                                TESTED("hours = 10, ready = true", "met") TESTED("hours = 9, ready = true", "unmet") TESTED("hours = 10, ready = false", "unmet"),
                                NULL)
                            .text,
                        "");
}

static void literals_take_a_step_each_way(void **state) {
    (void)state;
    assert_string_equal(mutated(SETS_LAW TESTED_FIELDS "condition \"x\" { title = \"甲\", cite = \"第七条\", requires = at_least(ratio(fact.hours, 100), \"50%\") }\n",
                                TESTED("hours = 49", "unmet") TESTED("hours = 60", "met"), NULL)
                            .text,
                        "x:4 hours / 100 is at least 50% → hours / 100 is above 50%; x:4 hours / 100 is at least 50% → hours / 99 is at least 50%; "
                        "x:4 hours / 100 is at least 50% → hours / 101 is at least 50%; x:4 hours / 100 is at least 50% → hours / 100 is at least 51%");
}

static void facts_are_changed_where_they_are_worked_out(void **state) {
    (void)state;
    static const char rules[] = SETS_LAW "derive \"n\" { title = \"数\", value = count { \"milestone\", where = known(row.done_on) } }\n"
                                         "condition \"x\" { title = \"甲\", cite = \"第七条\", requires = none(fact.n) }\n";
    assert_string_equal(mutated(rules, TESTED("n = 0", "met"), NULL).text, "n:2 the contrary of: done_on is known");
    assert_string_equal(mutated(rules,
                                "test \"a\" { as_of = \"2026-01-01\", rows = { milestone = { { title = \"a\", due_on = \"2025-01-01\" } } }, "
                                "expect = { n = 0, x = \"met\" } }\n",
                                NULL)
                            .text,
                        "");
}

static void conditions_of_a_rule_and_members_of_an_outcome_are_left_out(void **state) {
    (void)state;
    static const char rules[] = SETS_LAW TESTED_FIELDS "condition \"a\" { title = \"甲\", cite = \"第七条\", only_if = fact.ready, requires = equals(fact.hours, 1) }\n"
                                                       "attestation \"b\" { title = \"乙\", cite = \"第七条\", as = \"condition\", by = \"教务处\" }\n"
                                                       "outcome \"x\" { title = \"丙\", cite = \"第七条\", all = { condition.a, attestation.b } }\n";
    assert_string_equal(mutated(rules,
                                "test \"1\" { as_of = \"2026-01-01\", given = { hours = 1, ready = true, b = \"met\" }, expect = { x = \"met\" } }\n"
                                "test \"2\" { as_of = \"2026-01-01\", given = { hours = 2, ready = true, b = \"met\" }, expect = { x = \"unmet\" } }\n",
                                NULL)
                            .text,
                        "a:4 without 'only_if'; x:6 left out: b");
}

static void only_what_is_asked_is_changed(void **state) {
    (void)state;
    static const char tests[] = TESTED("hours = 9", "unmet") TESTED("hours = 10", "met");
    assert_int_equal(mutated(RULE("at_least(fact.hours, param.limit)"), tests, &(onex_mutate_query){.path = "school/b.lua"}).changes, 0);
    assert_int_equal(mutated(RULE("at_least(fact.hours, param.limit)"), tests, &(onex_mutate_query){.path = "school"}).changes, 4);
    telling t = mutated(RULE("at_least(fact.hours, param.limit)"), tests, &(onex_mutate_query){.tests = (const bool[]){false, false}});
    assert_int_equal(t.changes, 4);
    assert_int_equal(t.unreached, 4);
    assert_int_equal(mutated(RULE("at_least(fact.hours, param.limit)"), tests,
                             &(onex_mutate_query){.tests = (const bool[]){false, false}, .reached_only = true})
                         .changes,
                     0);
}

static void a_test_that_fails_already_is_told(void **state) {
    (void)state;
    onex_rules *rules = tested_load(RULE("at_least(fact.hours, param.limit)"), TESTED("hours = 9", "met"));
    onex_mutate_query all = {0};
    telling t = {0};
    onex_error err = {0};
    assert_int_equal(onex_mutate(rules, &all, take, &t, &err), ONEX_E_GATE);
    assert_string_equal(err.text, "the test 'hours = 9' fails already");
    onex_rules_close(rules);
}

static void steps_are_those_of_the_unit(void **state) {
    (void)state;
    onex_type share = {.kind = ONEX_T_NUMBER, .share = true, .scale = 1}, money = {.kind = ONEX_T_NUMBER, .scale = 100}, text = {.kind = ONEX_T_TEXT};
    onex_value v = onex_v_fraction(1, 2);
    assert_true(onex_mutate_step(&v, &share, 1));
    assert_int_equal(v.n, 51);
    assert_int_equal(v.d, 100);
    v = onex_v_fraction(1, 3);
    assert_true(onex_mutate_step(&v, &share, -1));
    assert_int_equal(v.n * 300, 97 * v.d);
    v = onex_v_int(1000);
    assert_true(onex_mutate_step(&v, &money, -1));
    assert_int_equal(v.n, 999);
    v = onex_v_date(7);
    assert_true(onex_mutate_step(&v, &(onex_type){.kind = ONEX_T_DATE}, 1));
    assert_int_equal(v.n, 8);
    v = onex_v_unknown();
    assert_false(onex_mutate_step(&v, &text, 1));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(tests_at_the_boundary_notice_everything),
    cmocka_unit_test(tests_far_from_the_boundary_do_not),
    cmocka_unit_test(members_and_their_joining_are_changed),
    cmocka_unit_test(literals_take_a_step_each_way),
    cmocka_unit_test(facts_are_changed_where_they_are_worked_out),
    cmocka_unit_test(conditions_of_a_rule_and_members_of_an_outcome_are_left_out),
    cmocka_unit_test(only_what_is_asked_is_changed),
    cmocka_unit_test(a_test_that_fails_already_is_told),
    cmocka_unit_test(steps_are_those_of_the_unit),
};

SETS_MAIN(tests)
