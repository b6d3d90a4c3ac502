/* What nothing uses is told; a test is no use, SQL is, and so is a note. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "linting.h"

static const char *of_school(void **state, const char *text) {
    return linted_school(*state, "W0401", text);
}
#define RULE "condition \"c\" { " CITED("条件") "requires = above(fact.n, 0) }\n"
#define N "derive \"n\" { title = \"次数\", value = count { \"training\" } }\n"

static void a_fact_that_no_rule_uses(void **state) {
    assert_string_equal(of_school(state, N), "3:8 W0401 no rule uses the fact 'n'");
    assert_string_equal(of_school(state, N RULE), "");
}

static void a_fact_behind_a_fact_is_used(void **state) {
    assert_string_equal(of_school(state, N "derive \"k\" { title = \"倍数\", value = fact.n + fact.n }\n"
                                           "condition \"c\" { " CITED("条件") "requires = above(fact.k, 0) }\n"),
                        "");
}

static void a_test_is_no_use(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/tests/a.lua",
                 "test \"t\" { as_of = \"2026-01-01\", rows = { training = {} }, expect = { n = 0 } }\n");
    assert_string_equal(linted_school(d, "W0401", N), "3:8 W0401 no rule uses the fact 'n'");
}

static void a_note_says_what_it_is_for(void **state) {
    assert_string_equal(of_school(state, "derive \"n\" { title = \"次数\", note = \"供查询\", value = count { \"training\" } }\n"), "");
}

static void params_sets_and_readings_too(void **state) {
    assert_string_equal(of_school(state, "param \"p\" { " CITED("参数") "value = 1 }\n"
                                         "set \"s\" { \"a\", title = \"名单\" }\n"
                                         "reading \"r\" { " CITED("解读") "options = { a = \"甲\", b = \"乙\" }, chosen = \"a\" }\n"),
                        "3:7 W0401 no rule uses the param 'p'\n"
                        "4:5 W0401 no rule uses the set 's'\n"
                        "5:9 W0401 no rule uses the reading 'r'");
}

static void what_sql_reads_is_used(void **state) {
    assert_string_equal(of_school(state,
                                  "param \"days\" { " CITED("天数") "value = 1 }\n"
                                  "reading \"r\" { " CITED("解读") "options = { a = \"甲\", b = \"乙\" }, chosen = \"a\" }\n"
                                  "duty \"d\" { " CITED("事项") "who = \"lead\", sql = [[\n"
                                  "  SELECT asked.code, asked.r AS what, asked.day AS due, asked.days > 0 AS done FROM asked ]] }\n"),
                        "");
}

static void a_name_in_a_text_of_sql_is_no_use(void **state) {
    assert_string_equal(of_school(state,
                                  "param \"days\" { " CITED("天数") "value = 1 }\n"
                                  "duty \"d\" { " CITED("事项") "who = \"lead\", sql = [[\n"
                                  "  SELECT asked.code, 'days' AS what, asked.day AS due, 0 AS done FROM asked -- days\n ]] }\n"),
                        "3:7 W0401 no rule uses the param 'days'");
}

static void a_field_of_a_college(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_college(d, "W0401", N RULE, "field \"pilot\" \"hours\" { title = \"学时\", type = \"int\" }\n"),
                        "2:15 W0401 no rule uses the fact 'hours'");
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(a_fact_that_no_rule_uses),      RULEDIR_TEST(a_fact_behind_a_fact_is_used),
    RULEDIR_TEST(a_test_is_no_use),              RULEDIR_TEST(a_note_says_what_it_is_for),
    RULEDIR_TEST(params_sets_and_readings_too),  RULEDIR_TEST(what_sql_reads_is_used),
    RULEDIR_TEST(a_name_in_a_text_of_sql_is_no_use), RULEDIR_TEST(a_field_of_a_college),
};
RULEDIR_MAIN(tests)
