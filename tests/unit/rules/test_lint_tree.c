/* What surely can never or will always hold, told; what merely may is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "linting.h"

#define FACTS                                                                                \
    "derive \"n\" { title = \"次数\", value = count { \"training\" } }\n"                    \
    "derive \"m\" { title = \"人数\", value = count { \"team_member\", distinct = row.person } }\n" \
    "derive \"dual\" { title = \"双师\", value = count { \"team_member\", where = row.dual_qualified, distinct = row.person } }\n"

/* One condition of a school with these facts; lines count from the condition. */
static const char *of_condition(ruledir *d, const char *requires) {
    char text[4096];
    snprintf(text, sizeof text, FACTS "condition \"c\" { " CITED("条件") "requires =\n%s }\n", requires);
    return linted_school(d, "W05", text);
}
#define SURE(requires, told)                              \
    do {                                                  \
        const char *got = of_condition(*state, requires); \
        assert_string_equal(got, told);                   \
    } while (0)
#define QUIET(requires) SURE(requires, "")

static void a_count_is_never_negative(void **state) {
    SURE("at_least(fact.n, 0)", "7:1 W0501 'c' is always met: \"n is at least 0\" always holds");
    SURE("below(fact.n, 0)", "7:1 W0501 'c' can never be met: \"n is below 0\" never holds");
    SURE("above(fact.n, -1)", "7:1 W0501 'c' is always met: \"n is above -1\" always holds");
    QUIET("above(fact.n, 0)");
    QUIET("at_most(fact.n, 0)");
    QUIET("none(fact.n)");
}

static void a_share_of_what_is_counted_is_at_most_one(void **state) {
    SURE("at_least(ratio(fact.dual, fact.m), \"101%\")",
         "7:1 W0501 'c' can never be met: \"dual / m is at least 101%\" never holds");
    QUIET("at_least(ratio(fact.dual, fact.m), \"100%\")");
    QUIET("at_least(ratio(fact.n, fact.m), \"101%\")"); /* trainings a person: no part of a whole */
    QUIET("at_least(ratio(fact.m, fact.dual), \"101%\")");
}

static void a_share_of_rows_that_are_among_others(void **state) {
    ruledir *d = *state;
#define RESULTS(of)                                                                                                       \
    "derive \"sat\" { title = \"实考\", value = count { \"exam_result\", where = any { equals(row.status, \"passed\"), equals(row.status, \"failed\") } } }\n" \
    "derive \"passed\" { title = \"通过\", value = count { \"exam_result\", where = " of " } }\n"                           \
    "reading \"r\" { " CITED("解读") "options = { a = \"实考\", b = \"入选\" }, chosen = \"a\" }\n"                         \
    "derive \"n\" { title = \"次数\", value = count { \"training\" } }\n"                                                \
    "condition \"c\" { " CITED("条件") "requires =\nat_least(ratio(fact.passed, choose(reading.r, { a = fact.sat, b = fact.n })), \"950%\") }\n"
    assert_non_null(strstr(linted_school(d, "W0501", RESULTS("equals(row.status, \"passed\")")), "'c' can never be met"));
    assert_string_equal(linted_school(d, "W0501", RESULTS("equals(row.status, \"absent\")")), "");
}

static void members_of_all_that_exclude_each_other(void **state) {
    SURE("all { at_least(fact.n, 5), below(fact.n, 3) }",
         "7:1 W0501 'c' can never be met: \"n is at least 5\" and \"n is below 3\" exclude each other");
    SURE("all { at_least(fact.n, 5), below(fact.n, 5) }",
         "7:1 W0501 'c' can never be met: \"n is at least 5\" and \"n is below 5\" exclude each other");
    QUIET("all { at_least(fact.n, 5), at_most(fact.n, 5) }");
    QUIET("all { at_least(fact.n, 5), below(fact.m, 3) }");
    SURE("all { above(fact.n, 2), below(fact.n, 3) }",
         "7:1 W0501 'c' can never be met: \"n is above 2\" and \"n is below 3\" exclude each other");
    QUIET("all { above(ratio(fact.dual, fact.m), \"2%\"), below(ratio(fact.dual, fact.m), \"3%\") }");
    SURE("all { at_least(fact.n, fact.m), all { below(fact.n, fact.m) } }",
         "7:1 W0501 'c' can never be met: \"n is at least m\" and \"n is below m\" exclude each other");
}

static void texts_that_exclude_each_other(void **state) {
    SURE("all { equals(fact.state, \"draft\"), equals(fact.state, \"running\") }",
         "7:1 W0501 'c' can never be met: \"state is 'draft'\" and \"state is 'running'\" exclude each other");
    SURE("any { differs(fact.state, \"draft\"), differs(fact.state, \"running\") }",
         "7:1 W0501 'c' is always met: \"state is not 'draft'\" or \"state is not 'running'\" always holds");
    QUIET("any { equals(fact.state, \"draft\"), equals(fact.state, \"running\") }");
    QUIET("all { differs(fact.state, \"draft\"), differs(fact.state, \"running\") }");
}

static void an_any_that_covers_everything(void **state) {
    SURE("any { at_least(fact.n, 3), below(fact.n, 5) }",
         "7:1 W0501 'c' is always met: \"n is at least 3\" or \"n is below 5\" always holds");
    SURE("any { at_least(fact.n, 3), below(fact.n, 3) }",
         "7:1 W0501 'c' is always met: \"n is at least 3\" or \"n is below 3\" always holds");
    SURE("any { above(fact.n, 2), below(fact.n, 3) }",
         "7:1 W0501 'c' is always met: \"n is above 2\" or \"n is below 3\" always holds");
    QUIET("any { above(fact.n, 3), below(fact.n, 3) }");
    QUIET("any { at_least(fact.n, 3), below(fact.m, 5) }");
}

static void a_part_that_decides_nothing(void **state) {
    SURE("all { at_least(fact.n, 0), at_least(fact.m, 5) }", "7:7 W0502 in 'c': \"n is at least 0\" always holds");
    SURE("any { below(fact.n, 0), at_least(fact.m, 5) }", "7:7 W0502 in 'c': \"n is below 0\" never holds");
    SURE("no(below(fact.n, 0))", "7:4 W0501 'c' is always met: \"n is below 0\" never holds");
}

static void a_side_compared_with_itself(void **state) {
    SURE("at_least(fact.n, fact.n)", "7:1 W0501 'c' is always met: \"n is at least n\" always holds");
    SURE("above(fact.n, fact.n)", "7:1 W0501 'c' can never be met: \"n is above n\" never holds");
}

static void a_condition_of_rows_is_looked_into(void **state) {
    SURE("none(count { \"team_member\", where = all { row.dual_qualified, no(row.dual_qualified) } })",
         "7:37 W0501 'c' is always met: \"dual_qualified is true\" and not \"dual_qualified is true\" exclude each other");
}

static void either_option_of_a_reading_may_hold(void **state) {
    ruledir *d = *state;
    const char *told = linted_school(d, "W05",
                                     FACTS "reading \"r\" { " CITED("解读") "options = { a = \"甲\", b = \"乙\" }, chosen = \"a\" }\n"
                                           "condition \"c\" { " CITED("条件") "requires = choose(reading.r, { a = above(fact.n, 3), b = true }) }\n");
    assert_string_equal(told, "");
}

static void a_trigger_that_never_fires(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_school(d, "W05", FACTS "trigger \"t\" { " CITED("情形") "when =\nbelow(fact.n, 0) }\n"),
                        "7:1 W0501 't' can never be hit: \"n is below 0\" never holds");
    assert_string_equal(linted_school(d, "W05", FACTS "trigger \"t\" { " CITED("情形") "when =\nbelow(fact.n, 1) }\n"), "");
}

static void a_rule_that_never_applies(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_school(d, "W05",
                                      FACTS "condition \"c\" { " CITED("条件") "only_if =\nbelow(fact.n, 0), requires = above(fact.m, 0) }\n"),
                        "7:1 W0503 'c' never applies: \"n is below 0\" never holds");
}

static void what_only_if_settles_already(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_school(d, "W05",
                                      FACTS "condition \"c\" { " CITED("条件") "only_if = above(fact.n, 3), requires = above(fact.n, 2) }\n"),
                        "6:11 W0501 'c' is always met: where it applies, what it asks is settled");
    assert_string_equal(linted_school(d, "W05",
                                      FACTS "condition \"c\" { " CITED("条件") "only_if = above(fact.n, 3), requires = at_most(fact.n, 3) }\n"),
                        "6:11 W0501 'c' can never be met: where it applies, what it asks is settled");
    assert_string_equal(linted_school(d, "W05",
                                      FACTS "condition \"c\" { " CITED("条件") "only_if = above(fact.n, 3), requires = above(fact.n, 4) }\n"),
                        "");
}

static void members_of_sets_that_exclude_each_other(void **state) {
    ruledir *d = *state;
#define SETS "set \"s\" { \"draft\", title = \"起草\" }\nset \"t\" { \"draft\", \"running\", title = \"两者\" }\n"
#define SET_RULE(requires) SETS "condition \"c\" { " CITED("条件") "requires =\n" requires " }\n"
    assert_string_equal(linted_school(d, "W05", SET_RULE("all { one_of(fact.state, set.s), equals(fact.state, \"running\") }")),
                        "6:1 W0501 'c' can never be met: \"state is one of s\" and \"state is 'running'\" exclude each other");
    assert_string_equal(linted_school(d, "W05", SET_RULE("all { one_of(fact.state, set.s), none_of(fact.state, set.t) }")),
                        "6:1 W0501 'c' can never be met: \"state is one of s\" and \"state is none of t\" exclude each other");
    assert_string_equal(linted_school(d, "W05", SET_RULE("all { one_of(fact.state, set.t), none_of(fact.state, set.s) }")), "");
    assert_string_equal(linted_school(d, "W05", SET_RULE("all { one_of(fact.state, set.t), equals(fact.state, \"running\") }")), "");
}

#define FLOOR(values) "param \"p\" { " CITED("下限") "college_may = \"raise\", value = " values " }\n"

static void a_param_that_asks_nothing_may_be_raised_by_a_college(void **state) {
    ruledir *d = *state;
    const char *rule = "condition \"c\" { " CITED("条件") "requires = at_least(fact.n, param.p) }\n";
    char text[4096];
    snprintf(text, sizeof text, FACTS FLOOR("0") "%s", rule);
    assert_string_equal(linted_school(d, "W05", text), "");
    snprintf(text, sizeof text, FACTS "param \"p\" { " CITED("下限") "value = 0 }\n%s", rule);
    assert_string_equal(linted_school(d, "W05", text), "7:56 W0501 'c' is always met: \"n is at least p\" always holds");
}

static void each_day_on_which_a_value_changes_is_looked_at(void **state) {
    ruledir *d = *state;
    const char *rule = "condition \"c\" { " CITED("条件") "requires = at_least(ratio(fact.dual, fact.m), param.p) }\n";
    char text[4096];
    snprintf(text, sizeof text, FACTS FLOOR("{ [\"2023-12-18\"] = \"50%%\", [\"2027-01-01\"] = \"150%%\" }") "%s", rule);
    assert_string_equal(linted_school(d, "W05", text),
                        "6:115 W0501 from 2027-01-01 on 'c' can never be met with this value");
    snprintf(text, sizeof text, FACTS FLOOR("{ [\"2023-12-18\"] = \"50%%\", [\"2027-01-01\"] = \"100%%\" }") "%s", rule);
    assert_string_equal(linted_school(d, "W05", text), "");
}

static void each_college_is_looked_at(void **state) {
    ruledir *d = *state;
    const char *school = FACTS FLOOR("\"50%\"") "condition \"c\" { " CITED("条件") "requires = at_least(ratio(fact.dual, fact.m), param.p) }\n";
    const char *too_much = "tighten \"p\" { value = \"101%\", cite = \"细则第一条\", reason = \"x\" }\n";
    assert_string_equal(linted_college(d, "W05", school, too_much),
                        "2:23 W0501 for college 'art' from 2026-01-01 on, 'c' can never be met with this value");
    assert_string_equal(linted_college(d, "W05", school, "tighten \"p\" { value = \"100%\", cite = \"细则第一条\", reason = \"x\" }\n"), "");
}

static void chains_of_facts_are_followed_once(void **state) {
    ruledir *d = *state;
    char text[16000];
    int used = snprintf(text, sizeof text, "derive \"x0\" { title = \"零\", value = count { \"training\" } }\n");
    for (int i = 1; i <= 100; i++)
        used += snprintf(text + used, sizeof text - (size_t)used,
                         "derive \"x%d\" { title = \"第%d\", value = fact.x%d + fact.x%d }\n", i, i, i - 1, i - 1);
    snprintf(text + used, sizeof text - (size_t)used, "condition \"c\" { " CITED("条件") "requires = at_least(fact.x100, 0) }\n");
    assert_string_equal(linted_school(d, "W05", text), "104:56 W0501 'c' is always met: \"x100 is at least 0\" always holds");
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(a_count_is_never_negative),
    RULEDIR_TEST(a_share_of_what_is_counted_is_at_most_one),
    RULEDIR_TEST(a_share_of_rows_that_are_among_others),
    RULEDIR_TEST(members_of_all_that_exclude_each_other),
    RULEDIR_TEST(texts_that_exclude_each_other),
    RULEDIR_TEST(an_any_that_covers_everything),
    RULEDIR_TEST(a_part_that_decides_nothing),
    RULEDIR_TEST(a_side_compared_with_itself),
    RULEDIR_TEST(a_condition_of_rows_is_looked_into),
    RULEDIR_TEST(either_option_of_a_reading_may_hold),
    RULEDIR_TEST(a_trigger_that_never_fires),
    RULEDIR_TEST(a_rule_that_never_applies),
    RULEDIR_TEST(what_only_if_settles_already),
    RULEDIR_TEST(members_of_sets_that_exclude_each_other),
    RULEDIR_TEST(a_param_that_asks_nothing_may_be_raised_by_a_college),
    RULEDIR_TEST(each_day_on_which_a_value_changes_is_looked_at),
    RULEDIR_TEST(each_college_is_looked_at),
    RULEDIR_TEST(chains_of_facts_are_followed_once),
};
RULEDIR_MAIN(tests)
