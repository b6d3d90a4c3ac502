/* Statements of colleges that have ended, are about to, are overtaken or never hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "linting.h"

#define SCHOOL(values)                                                                          \
    "derive \"n\" { title = \"次数\", value = count { \"training\" } }\n"                        \
    "param \"p\" { " CITED("下限") "college_may = \"raise\", value = " values " }\n"             \
    "condition \"c\" { " CITED("条件") "requires = at_least(fact.n, param.p) }\n"
#define RELAX(to)                                                                                                    \
    "relax \"p\" { value = 1, cite = \"细则第一条\", reason = \"x\", approved_by = \"教务处\", approval_document = \"1号\", valid_to = \"" \
    to "\" }\n"
#define TIGHTEN(value, more) "tighten \"p\" { value = " value ", cite = \"细则第一条\", reason = \"x\"" more " }\n"

static const char *on(ruledir *d, const char *day, const char *local) {
    assert_true(onex_day_parse_iso(day, strlen(day), &lint_day));
    const char *told = linted_college(d, "W03", SCHOOL("5"), local);
    lint_day = 0;
    return told;
}

static void the_end_of_a_relaxation_is_told_before_and_after(void **state) {
    ruledir *d = *state;
    const char *local = RELAX("2026-07-01");
    assert_string_equal(on(d, "2026-05-31", local), "");
    assert_string_equal(on(d, "2026-06-01", local), "2:7 W0312 the relaxation of 'p' ends on 2026-07-01, in 30 day(s)");
    assert_string_equal(on(d, "2026-06-30", local), "2:7 W0312 the relaxation of 'p' ends on 2026-07-01, in 1 day(s)");
    assert_string_equal(on(d, "2026-07-01", local), "2:7 W0311 the relaxation of 'p' ended on 2026-07-01; the school's value is back");
}

static void the_end_of_a_tightening_is_nobodys_surprise(void **state) {
    ruledir *d = *state;
    assert_string_equal(on(d, "2026-07-01", TIGHTEN("6", ", valid_to = \"2026-06-30\"")), "");
}

static void a_later_value_of_the_school_overtakes(void **state) {
    ruledir *d = *state;
    const char *school = SCHOOL("{ [\"2023-12-18\"] = 5, [\"2027-01-01\"] = 8 }");
    assert_string_equal(linted_college(d, "W03", school, TIGHTEN("7", "")),
                        "2:23 W0310 'p' = 7 is overtaken on 2027-01-01 by the school's 8; the stricter holds");
    assert_string_equal(linted_college(d, "W03", school, TIGHTEN("8", "")), "");
    assert_string_equal(linted_college(d, "W03", school, TIGHTEN("7", ", valid_to = \"2027-01-01\"")), "");
}

static void a_value_that_is_never_in_force(void **state) {
    ruledir *d = *state;
    const char *dated = "{ [\"2026-02-01\"] = 6, [\"2026-09-01\"] = 7 }";
    char local[512];
    snprintf(local, sizeof local, "tighten \"p\" { value = %s, cite = \"细则第一条\", reason = \"x\", valid_to = \"2026-09-01\" }\n", dated);
    assert_string_equal(linted_college(d, "W03", SCHOOL("5"), local), "2:62 W0313 'p' = 7 is never in force");
    snprintf(local, sizeof local, "tighten \"p\" { value = %s, cite = \"细则第一条\", reason = \"x\", valid_to = \"2026-09-02\" }\n", dated);
    assert_string_equal(linted_college(d, "W03", SCHOOL("5"), local), "");
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(the_end_of_a_relaxation_is_told_before_and_after),
    RULEDIR_TEST(the_end_of_a_tightening_is_nobodys_surprise),
    RULEDIR_TEST(a_later_value_of_the_school_overtakes),
    RULEDIR_TEST(a_value_that_is_never_in_force),
};
RULEDIR_MAIN(tests)
