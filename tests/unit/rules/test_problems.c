/* How problems of rule files look to people. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rules/compile.h"

static const char *printed(onex_place at, int width, const char *line, const char *hint) {
    static char out[2048];
    onex_problems problems = {0};
    onex_buffer buffer = {0};
    assert_int_equal(onex_problem_add(&problems, "E0301", false, at, width, hint, "'%s' is wrong", "x"), ONEX_OK);
    if (line) problems.items[0].source_line = strdup(line);
    onex_problem_print(&problems.items[0], &buffer);
    snprintf(out, sizeof out, "%s", buffer.data);
    onex_buffer_clear(&buffer);
    onex_problems_clear(&problems);
    return out;
}

static void a_problem_has_place_excerpt_carets_and_hint(void **state) {
    (void)state;
    onex_place at = {"rules/school/a.lua", 3, 32};
    assert_string_equal(
        printed(at, 5, "tighten \"dual_floor\" { value = \"40%\", cite = \"细则第四条\" }", "write relax"),
        "rules/school/a.lua:3:32: error[E0301]: 'x' is wrong\n"
        "  3 | tighten \"dual_floor\" { value = \"40%\", cite = \"细则第四条\" }\n"
        "    |                                ^^^^^\n"
        "  hint: write relax\n");
}

static void carets_stand_under_display_cells(void **state) {
    (void)state;
    onex_place at = {"a.lua", 12, 7};
    assert_string_equal(printed(at, 4, "a = \"双\"，双师x", NULL), "a.lua:12:7: error[E0301]: 'x' is wrong\n"
                                                                   "  12 | a = \"双\"，双师x\n"
                                                                   "     |        ^^^^^^^\n");
}

static void tabs_stay_tabs_before_the_carets(void **state) {
    (void)state;
    onex_place at = {"a.lua", 1, 3};
    assert_string_equal(printed(at, 1, "\t\tx = 1", NULL),
                        "a.lua:1:3: error[E0301]: 'x' is wrong\n  1 | \t\tx = 1\n    | \t\t^\n");
}

static void a_place_is_as_exact_as_is_known(void **state) {
    (void)state;
    onex_place whole = {"a.lua", 0, 0}, line = {"a.lua", 2, 0}, nowhere = {NULL, 0, 0};
    assert_string_equal(printed(whole, 0, NULL, NULL), "a.lua: error[E0301]: 'x' is wrong\n");
    assert_string_equal(printed(line, 0, "y", NULL), "a.lua:2: error[E0301]: 'x' is wrong\n  2 | y\n");
    assert_string_equal(printed(nowhere, 0, NULL, NULL), "error[E0301]: 'x' is wrong\n");
}

static void a_message_cannot_steer_a_terminal(void **state) {
    (void)state;
    onex_problems problems = {0};
    onex_place at = {"a.lua", 0, 0};
    assert_int_equal(onex_problem_add(&problems, "E0107", false, at, 0, "a\rb", "x\x1b[31m\xc2\x9by"), ONEX_OK);
    assert_string_equal(problems.items[0].message, "x?[31m?y");
    assert_string_equal(problems.items[0].hint, "a?b");
    onex_problems_clear(&problems);
}

static void warnings_do_not_count_as_errors(void **state) {
    (void)state;
    onex_problems problems = {0};
    onex_place at = {"a.lua", 0, 0};
    onex_problem_add(&problems, "E0107", true, at, 0, NULL, "w");
    assert_int_equal(problems.errors, 0);
    onex_problem_add(&problems, "E0107", false, at, 0, NULL, "e");
    assert_int_equal(problems.errors, 1);
    assert_int_equal(problems.count, 2);
    onex_problems_clear(&problems);
    assert_int_equal(problems.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_problem_has_place_excerpt_carets_and_hint),
        cmocka_unit_test(carets_stand_under_display_cells),
        cmocka_unit_test(tabs_stay_tabs_before_the_carets),
        cmocka_unit_test(a_place_is_as_exact_as_is_known),
        cmocka_unit_test(a_message_cannot_steer_a_terminal),
        cmocka_unit_test(warnings_do_not_count_as_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
