/* Scoring tables: values between two steps for which there are no points. */
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

static const char *of_score(void **state, const char *value) {
    char text[4096];
    snprintf(text, sizeof text, FACTS "derive \"score\" { title = \"评分\", note = \"x\", value =\n%s }\n", value);
    return linted_school(*state, "W0505", text);
}

static void a_step_that_is_left_out(void **state) {
    assert_string_equal(of_score(state, "points(at_least(fact.rate, \"90%\"), 5)\n"
                                        "+ points(all { at_least(fact.rate, \"70%\"), below(fact.rate, \"90%\") }, 3)\n"
                                        "+ points(all { at_least(fact.rate, \"50%\"), below(fact.rate, \"60%\") }, 1)"),
                        "9:16 W0505 in 'score' no step gives points between 60% and 70%");
    assert_string_equal(of_score(state, "points(at_least(fact.rate, \"90%\"), 5)\n"
                                        "+ points(all { at_least(fact.rate, \"60%\"), below(fact.rate, \"90%\") }, 3)\n"
                                        "+ points(all { at_least(fact.rate, \"50%\"), below(fact.rate, \"60%\") }, 1)"),
                        "");
}

static void exactly_the_bound_may_be_left_out(void **state) {
    assert_string_equal(of_score(state, "points(above(fact.rate, \"90%\"), 5)\n+ points(below(fact.rate, \"90%\"), 3)"),
                        "8:8 W0505 in 'score' no step gives points at exactly 90%");
    assert_string_equal(of_score(state, "points(above(fact.rate, \"90%\"), 5) + points(at_most(fact.rate, \"90%\"), 3)"), "");
}

static void steps_of_whole_numbers_touch(void **state) {
    assert_string_equal(of_score(state, "points(at_least(fact.n, 3), 5) + points(at_most(fact.n, 2), 1)"), "");
    assert_string_equal(of_score(state, "points(at_least(fact.n, 4), 5) + points(at_most(fact.n, 2), 1)"),
                        "8:8 W0505 in 'score' no step gives points between 2 and 4");
}

static void steps_that_add_up_leave_nothing_out(void **state) {
    assert_string_equal(of_score(state, "points(at_least(fact.rate, \"50%\"), 1) + points(at_least(fact.rate, \"80%\"), 1)"), "");
}

static void points_for_both_extremes_are_meant_so(void **state) {
    assert_string_equal(of_score(state, "points(at_least(fact.rate, \"90%\"), 1) + points(below(fact.rate, \"10%\"), 1)"), "");
    assert_string_equal(of_score(state, "points(at_least(fact.rate, \"90%\"), 3) + points(below(fact.rate, \"80%\"), 1)"),
                        "8:8 W0505 in 'score' no step gives points between 80% and 90%");
}

static void points_for_different_numbers_are_no_table(void **state) {
    assert_string_equal(of_score(state, "points(at_least(fact.n, 4), 5) + points(at_most(fact.m, 2), 1)"), "");
    assert_string_equal(of_score(state, "points(at_least(fact.n, 4), 5) + points(all { at_most(fact.n, 2), above(fact.m, 1) }, 1)"), "");
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(a_step_that_is_left_out),
    RULEDIR_TEST(exactly_the_bound_may_be_left_out),
    RULEDIR_TEST(steps_of_whole_numbers_touch),
    RULEDIR_TEST(steps_that_add_up_leave_nothing_out),
    RULEDIR_TEST(points_for_both_extremes_are_meant_so),
    RULEDIR_TEST(points_for_different_numbers_are_no_table),
};
RULEDIR_MAIN(tests)
