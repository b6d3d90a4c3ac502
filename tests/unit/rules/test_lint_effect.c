/* Rules that come to nothing, and what is there twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "linting.h"

#define N "derive \"n\" { title = \"次数\", value = count { \"training\" } }\n"
#define SCHOOL                                                                            \
    N "condition \"c\" { " CITED("条件") "requires = above(fact.n, 0) }\n"                \
      "outcome \"o\" { " CITED("结论") "college_may = \"add\", all = { condition.c } }\n"

static void a_college_rule_that_joins_nothing(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_college(d, "W0402", SCHOOL, "condition \"own\" { " CITED("自有") "requires = above(fact.n, 1) }\n"),
                        "2:11 W0402 nothing comes of 'own': it enters no outcome, transition or duty");
    assert_non_null(strstr(d->problems.items[0].hint, "joins = … (\"o\")"));
    assert_string_equal(linted_college(d, "W0402", SCHOOL,
                                       "condition \"own\" { " CITED("自有") "joins = \"o\", requires = above(fact.n, 1) }\n"),
                        "");
}

static void a_note_a_preference_or_another_use_says_enough(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_college(d, "W0402", SCHOOL,
                                       "condition \"own\" { " CITED("自有") "note = \"仅供提示\", requires = above(fact.n, 1) }\n"),
                        "");
    assert_string_equal(linted_college(d, "W0402", SCHOOL,
                                       "condition \"own\" { " CITED("自有") "strength = \"preferred\", requires = above(fact.n, 1) }\n"),
                        "");
    assert_string_equal(linted_college(d, "W0402", SCHOOL,
                                       "condition \"own\" { " CITED("自有") "requires = above(fact.n, 1) }\n"
                                       "condition \"more\" { " CITED("另一") "joins = \"o\", requires = met(\"own\") }\n"),
                        "");
}

static void where_no_outcome_takes_it_nothing_is_forgotten(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_college(d, "W0402", SCHOOL, "trigger \"own\" { " CITED("自有") "when = above(fact.n, 9) }\n"), "");
}

static void a_trigger_of_the_school_that_enters_nothing(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_school(d, "W0402", N "trigger \"t\" { " CITED("情形") "when = none(fact.n) }\n"),
                        "4:9 W0402 nothing comes of 't': it enters no outcome, transition or duty");
    assert_string_equal(linted_school(d, "W0402",
                                      N "trigger \"t\" { " CITED("情形") "when = none(fact.n) }\n"
                                        "outcome \"o\" { " CITED("结论") "any = { trigger.t } }\n"),
                        "");
    assert_string_equal(linted_school(d, "W0402", N "condition \"c\" { " CITED("条件") "requires = above(fact.n, 0) }\n"), "");
}

static void two_rules_that_say_the_same(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_school(d, "W0405",
                                      N "condition \"a\" { " CITED("甲") "requires = above(fact.n, 0) }\n"
                                        "condition \"b\" { " CITED("乙") "requires = above(fact.n, 0) }\n"),
                        "5:11 W0405 'b' says the same as 'a'");
    assert_string_equal(linted_school(d, "W0405",
                                      N "condition \"a\" { " CITED("甲") "requires = above(fact.n, 0) }\n"
                                        "condition \"b\" { " CITED("乙") "requires = above(fact.n, 1) }\n"
                                        "condition \"e\" { " CITED("丙") "only_if = above(fact.n, 2), requires = above(fact.n, 0) }\n"
                                        "trigger \"f\" { " CITED("丁") "when = above(fact.n, 0) }\n"),
                        "");
}

static void colleges_do_not_see_each_other(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "colleges/dance/a.lua",
                 "local_rules { college = \"dance\", document = \"舞1号\", effective = \"2026-01-01\", under = \"第二十六条\" }\n"
                 "condition \"own\" { " CITED("自有") "requires = above(fact.n, 1) }\n");
    assert_string_equal(linted_college(d, "W0405", SCHOOL, "condition \"own\" { " CITED("自有") "requires = above(fact.n, 1) }\n"), "");
}

static void a_fact_that_counts_what_another_counts(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_college(d, "W0405", SCHOOL, "derive \"own\" { title = \"自数\", value = count { \"training\" } }\n"),
                        "2:8 W0405 'own' counts the same as 'n'");
    assert_string_equal(linted_college(d, "W0405", SCHOOL,
                                       "derive \"own\" { title = \"自数\", value = count { \"training\", where = equals(row.audience, \"external\") } }\n"),
                        "");
}

static void titles_that_look_the_same(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_school(d, "W0406",
                                      N "condition \"a\" { " CITED("1+X达标") "requires = above(fact.n, 0) }\n"
                                        "condition \"b\" { " CITED("１＋Ｘ 达标") "requires = above(fact.n, 1) }\n"),
                        "5:25 W0406 the title '１＋Ｘ 达标' looks the same as that of 'a'");
    assert_string_equal(linted_school(d, "W0406",
                                      N "condition \"a\" { " CITED("达标（一）") "requires = above(fact.n, 0) }\n"
                                        "condition \"b\" { " CITED("达标（二）") "requires = above(fact.n, 1) }\n"),
                        "");
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(a_college_rule_that_joins_nothing),
    RULEDIR_TEST(a_note_a_preference_or_another_use_says_enough),
    RULEDIR_TEST(where_no_outcome_takes_it_nothing_is_forgotten),
    RULEDIR_TEST(a_trigger_of_the_school_that_enters_nothing),
    RULEDIR_TEST(two_rules_that_say_the_same),
    RULEDIR_TEST(colleges_do_not_see_each_other),
    RULEDIR_TEST(a_fact_that_counts_what_another_counts),
    RULEDIR_TEST(titles_that_look_the_same),
};
RULEDIR_MAIN(tests)
