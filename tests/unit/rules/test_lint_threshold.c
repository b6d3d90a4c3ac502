/* Thresholds of several rules on one number: crossed, touching, apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "linting.h"

#define FACTS                                                                                                              \
    "derive \"n\" { title = \"次数\", value = count { \"training\" } }\n"                                                  \
    "derive \"m\" { title = \"人数\", value = count { \"team_member\", distinct = row.person } }\n"                        \
    "derive \"dual\" { title = \"双师\", value = count { \"team_member\", where = row.dual_qualified, distinct = row.person } }\n" \
    "derive \"rate\" { title = \"占比\", unit = \"share\", value = ratio(fact.dual, fact.m) }\n"
#define PARAM(name, title, value) "param \"" name "\" { " CITED(title) "college_may = \"raise\", value = " value " }\n"
#define TARGET(compare) "condition \"good\" { " CITED("达标") "strength = \"in_principle\", requires = " compare "(fact.rate, param.target) }\n"
#define REDLINE(compare) "trigger \"bad\" { " CITED("过低") "when = " compare "(fact.rate, param.line) }\n"
#define BOTH(target, line, above, below) FACTS PARAM("target", "目标", target) PARAM("line", "红线", line) TARGET(above) REDLINE(below)

static const char *of_school(void **state, const char *text) {
    return linted_school(*state, "W05", text);
}

static void a_redline_beyond_the_target(void **state) {
    assert_string_equal(of_school(state, BOTH("\"60%\"", "\"61%\"", "at_least", "below")),
                        "8:75 W0504 one value can be both: 'good' is met at 60%, 'bad' is hit at 61%");
    assert_string_equal(of_school(state, BOTH("\"60%\"", "\"60%\"", "at_least", "below")), "");
    assert_string_equal(of_school(state, BOTH("\"60%\"", "\"59%\"", "at_least", "below")), "");
}

static void exactly_the_value_may_be_both_or_neither(void **state) {
    assert_string_equal(of_school(state, BOTH("\"60%\"", "\"60%\"", "at_least", "at_most")),
                        "8:75 W0504 one value can be both: 'good' is met at 60%, 'bad' is hit at 60%");
    assert_string_equal(of_school(state, BOTH("\"60%\"", "\"60%\"", "above", "below")),
                        "7:77 W0505 exactly 60%: 'good' deviates, and 'bad' is not hit");
    assert_string_equal(of_school(state, BOTH("\"60%\"", "\"60%\"", "above", "at_most")), "");
}

static void what_lies_between_is_named(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_school(d, "N", BOTH("\"90%\"", "\"60%\"", "at_least", "below")),
                        "7:77 N0506 between 60% and 90% 'good' deviates, and 'bad' is not hit");
    assert_string_equal(linted_school(d, "N", BOTH("\"60%\"", "\"60%\"", "at_least", "below")), "");
}

static void the_smaller_one_is_named_first(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_school(d, "N", FACTS "condition \"good\" { " CITED("少") "requires = at_most(fact.n, 2) }\n"
                                                    "trigger \"bad\" { " CITED("多") "when = above(fact.n, 5) }\n"),
                        "7:74 N0506 between 2 and 5 'good' is not met, and 'bad' is not hit");
}

static void between_whole_numbers_nothing_may_lie(void **state) {
    ruledir *d = *state;
    const char *text = FACTS "condition \"good\" { " CITED("够") "requires = at_least(fact.n, 3) }\n"
                             "trigger \"bad\" { " CITED("少") "when = at_most(fact.n, 2) }\n";
    assert_string_equal(linted_school(d, "N", text), "");
    text = FACTS "condition \"good\" { " CITED("够") "requires = at_least(fact.n, 4) }\n"
                 "trigger \"bad\" { " CITED("少") "when = at_most(fact.n, 2) }\n";
    assert_string_equal(linted_school(d, "N", text), "7:75 N0506 between 2 and 4 'good' is not met, and 'bad' is not hit");
}

static void a_ceiling_is_a_target_too(void **state) {
    const char *text = FACTS "condition \"good\" { " CITED("少") "requires = at_most(fact.n, 5) }\n"
                             "trigger \"bad\" { " CITED("多") "when = at_least(fact.n, 4) }\n";
    assert_string_equal(of_school(state, text), "8:68 W0504 one value can be both: 'good' is met at 5, 'bad' is hit at 4");
    text = FACTS "condition \"good\" { " CITED("少") "requires = at_most(fact.n, 5) }\n"
                 "trigger \"bad\" { " CITED("多") "when = at_least(fact.n, 6) }\n";
    assert_string_equal(of_school(state, text), "");
}

static void rules_in_one_direction_do_not_contradict(void **state) {
    assert_string_equal(of_school(state, FACTS "condition \"good\" { " CITED("够") "requires = at_least(fact.n, 1) }\n"
                                               "trigger \"bad\" { " CITED("多") "when = above(fact.n, 100) }\n"),
                        "");
}

static void a_guarded_trigger_is_a_rule_of_its_own(void **state) {
    assert_string_equal(of_school(state, FACTS "condition \"good\" { " CITED("够") "requires = at_least(fact.n, 2) }\n"
                                               "trigger \"bad\" { " CITED("大而少") "when = all { above(fact.m, 50), below(fact.n, 3) } }\n"),
                        "");
    assert_string_equal(of_school(state, FACTS "condition \"good\" { " CITED("够") "requires = at_least(fact.n, 2) }\n"
                                               "trigger \"bad\" { " CITED("大而少") "only_if = above(fact.m, 50), when = below(fact.n, 3) }\n"),
                        "");
}

static void one_of_several_grounds_is_enough(void **state) {
    assert_string_equal(of_school(state, FACTS "condition \"good\" { " CITED("够") "requires = at_least(fact.n, 2) }\n"
                                               "trigger \"bad\" { " CITED("少") "when = any { below(fact.n, 3), above(fact.m, 50) } }\n"),
                        "8:71 W0504 one value can be both: 'good' is met at 2, 'bad' is hit at 3");
}

static void a_target_in_principle_asks_more_than_what_must_be(void **state) {
    const char *text = FACTS "condition \"must\" { " CITED("必须") "requires = at_least(fact.n, 2) }\n"
                             "condition \"ample\" { " CITED("宽裕") "strength = \"in_principle\", requires = at_least(fact.n, 2) }\n";
    assert_string_equal(of_school(state, text), "8:104 W0504 the target of 'ample' (2) asks no more than 'must' (2), which must be met anyway");
    text = FACTS "condition \"must\" { " CITED("必须") "requires = at_least(fact.n, 2) }\n"
                 "condition \"ample\" { " CITED("宽裕") "strength = \"in_principle\", requires = at_least(fact.n, 3) }\n";
    assert_string_equal(of_school(state, text), "");
}

static void a_value_of_a_college_may_cross_the_target(void **state) {
    ruledir *d = *state;
    const char *school = BOTH("\"90%\"", "\"60%\"", "at_least", "below");
    assert_string_equal(linted_college(d, "W05", school, "tighten \"line\" { value = \"91%\", cite = \"细则第一条\", reason = \"x\" }\n"),
                        "2:26 W0504 for college 'art' from 2026-01-01 on, one value can be both: 'good' is met at 90%, 'bad' is hit at 91%");
    assert_string_equal(linted_college(d, "W05", school, "tighten \"line\" { value = \"90%\", cite = \"细则第一条\", reason = \"x\" }\n"), "");
}

static void each_day_is_looked_at(void **state) {
    assert_string_equal(of_school(state, BOTH("\"90%\"", "{ [\"2023-12-18\"] = \"60%\", [\"2027-01-01\"] = \"95%\" }", "at_least", "below")),
                        "8:118 W0504 from 2027-01-01 on one value can be both: 'good' is met at 90%, 'bad' is hit at 95%");
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(a_redline_beyond_the_target),
    RULEDIR_TEST(exactly_the_value_may_be_both_or_neither),
    RULEDIR_TEST(what_lies_between_is_named),
    RULEDIR_TEST(the_smaller_one_is_named_first),
    RULEDIR_TEST(between_whole_numbers_nothing_may_lie),
    RULEDIR_TEST(a_ceiling_is_a_target_too),
    RULEDIR_TEST(rules_in_one_direction_do_not_contradict),
    RULEDIR_TEST(a_guarded_trigger_is_a_rule_of_its_own),
    RULEDIR_TEST(one_of_several_grounds_is_enough),
    RULEDIR_TEST(a_target_in_principle_asks_more_than_what_must_be),
    RULEDIR_TEST(a_value_of_a_college_may_cross_the_target),
    RULEDIR_TEST(each_day_is_looked_at),
};
RULEDIR_MAIN(tests)
