/* Members of a conclusion that exclude each other, the school's and what colleges add. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "linting.h"

#define N "derive \"n\" { title = \"次数\", value = count { \"training\" } }\nderive \"m\" { title = \"人数\", value = count { \"team_member\" } }\n"
#define ALL(a, b)                                                              \
    N "condition \"a\" { " CITED("甲") a " }\n"                                \
      "condition \"b\" { " CITED("乙") b " }\n"                                \
      "outcome \"o\" { " CITED("结论") "college_may = \"add\", all = { condition.a, condition.b } }\n"
#define ANY(a, b)                                                              \
    N "trigger \"a\" { " CITED("甲") "when = " a " }\n"                        \
      "trigger \"b\" { " CITED("乙") "when = " b " }\n"                        \
      "outcome \"o\" { " CITED("结论") "any = { trigger.a, trigger.b } }\n"

static const char *of_school(void **state, const char *text) {
    return linted_school(*state, "W0501", text);
}

static void conditions_that_exclude_each_other(void **state) {
    assert_string_equal(of_school(state, ALL("requires = at_least(fact.n, 5)", "requires = below(fact.n, 3)")),
                        "6:55 W0501 'o' can never be met: 'a' (\"n is at least 5\") and 'b' (\"n is below 3\") exclude each other");
    assert_string_equal(of_school(state, ALL("requires = at_least(fact.n, 3)", "requires = at_most(fact.n, 3)")), "");
    assert_string_equal(of_school(state, ALL("requires = at_least(fact.n, 5)", "requires = below(fact.m, 3)")), "");
}

static void what_is_in_principle_or_asked_of_some_does_not_decide(void **state) {
    assert_string_equal(of_school(state, ALL("requires = at_least(fact.n, 5)", "strength = \"in_principle\", requires = below(fact.n, 3)")), "");
    assert_string_equal(of_school(state, ALL("only_if = above(fact.m, 1), requires = at_least(fact.n, 5)", "requires = below(fact.n, 3)")), "");
}

static void triggers_of_which_one_always_fires(void **state) {
    assert_string_equal(of_school(state, ANY("at_least(fact.n, 3)", "below(fact.n, 4)")),
                        "6:49 W0501 'o' is always hit: one of 'a' (\"n is at least 3\") and 'b' (\"n is below 4\") always fires");
    assert_string_equal(of_school(state, ANY("above(fact.n, 4)", "below(fact.n, 4)")), "");
}

static void what_a_college_adds_is_held_against_the_school(void **state) {
    ruledir *d = *state;
    const char *school = ALL("requires = at_least(fact.n, 5)", "requires = above(fact.m, 1)");
    assert_string_equal(linted_college(d, "W0501", school, "condition \"own\" { " CITED("自有") "joins = \"o\", requires = at_most(fact.n, 4) }\n"),
                        "2:71 W0501 for college 'art' from 2026-01-01 on, 'o' can never be met: 'a' (\"n is at least 5\") and 'own' (\"n is "
                        "at most 4\") exclude each other");
    assert_string_equal(linted_college(d, "W0501", school, "condition \"own\" { " CITED("自有") "joins = \"o\", requires = at_most(fact.n, 5) }\n"), "");
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(conditions_that_exclude_each_other),
    RULEDIR_TEST(what_is_in_principle_or_asked_of_some_does_not_decide),
    RULEDIR_TEST(triggers_of_which_one_always_fires),
    RULEDIR_TEST(what_a_college_adds_is_held_against_the_school),
};
RULEDIR_MAIN(tests)
