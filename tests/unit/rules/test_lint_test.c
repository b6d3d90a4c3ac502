/* Rules without a test, and tests that give what nothing expected reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "linting.h"

#define N "derive \"n\" { title = \"次数\", value = count { \"training\" } }\n" \
          "derive \"m\" { title = \"人数\", value = count { \"team_member\" } }\n"
#define RULES                                                              \
    N "condition \"a\" { " CITED("甲") "requires = above(fact.n, 0) }\n" \
      "condition \"b\" { " CITED("乙") "requires = above(fact.m, 0) }\n"
#define TEST(given, expect) "test \"t\" { as_of = \"2026-01-01\",\ngiven = { " given " }, expect = { " expect " } }\n"

static void rules_without_a_test_are_told_in_one_line_of_a_file(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_school(d, "W0403", RULES), "5:11 W0403 no test expects anything of 'a', 'b'");
    ruledir_file(d, "school/tests/a.lua", TEST("n = 1", "a = \"met\""));
    assert_string_equal(linted_school(d, "W0403", RULES), "6:11 W0403 no test expects anything of 'b'");
    ruledir_file(d, "school/tests/b.lua", "test \"u\" { as_of = \"2026-01-01\", given = { m = 1 }, expect = { b = \"met\" } }\n");
    assert_string_equal(linted_school(d, "W0403", RULES), "");
}

static void an_attestation_needs_no_test(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_school(d, "W0403", "attestation \"x\" { " CITED("认定") "as = \"condition\", by = \"教务处\" }\n"), "");
}

static void what_is_given_and_not_read(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/tests/a.lua", TEST("n = 1, m = 2", "a = \"met\""));
    assert_string_equal(linted_school(d, "W0404", RULES), "2:18 W0404 nothing that is expected here reads 'm'");
    ruledir_file(d, "school/tests/a.lua", TEST("n = 1, m = 2", "a = \"met\", b = \"met\""));
    assert_string_equal(linted_school(d, "W0404", RULES), "");
}

static void what_stands_behind_facts_members_and_only_if_is_read(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/tests/a.lua", TEST("n = 1, m = 2, a = \"met\"", "o = \"met\""));
    assert_string_equal(linted_school(d, "W0404",
                                      N "attestation \"a\" { " CITED("认定") "as = \"condition\", by = \"教务处\" }\n"
                                        "condition \"b\" { " CITED("乙") "only_if = above(fact.m, 0), requires = above(fact.n, 0) }\n"
                                        "outcome \"o\" { " CITED("结论") "all = { attestation.a, condition.b } }\n"),
                        "");
}

static void the_day_of_an_event_is_always_read(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/tests/a.lua",
                 "test \"t\" { as_of = \"2026-01-01\", applies = \"expense\",\n"
                 "given = { spent_on = \"2025-01-01\", head = \"甲\" }, expect = { a = \"met\" } }\n");
    assert_string_equal(linted_school(d, "W0404",
                                      "set \"s\" { \"甲\", title = \"名单\" }\n"
                                      "condition \"a\" { " CITED("甲") "applies = \"expense\", requires = one_of(fact.head, set.s) }\n"),
                        "");
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(rules_without_a_test_are_told_in_one_line_of_a_file),
    RULEDIR_TEST(an_attestation_needs_no_test),
    RULEDIR_TEST(what_is_given_and_not_read),
    RULEDIR_TEST(what_stands_behind_facts_members_and_only_if_is_read),
    RULEDIR_TEST(the_day_of_an_event_is_always_read),
};
RULEDIR_MAIN(tests)
