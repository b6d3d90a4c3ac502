/* Errors: status, context, language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/error.h"
#include "base/text.h"

static void failing_sets_the_text_and_gives_the_status(void **state) {
    (void)state;
    onex_error err = {0};
    assert_int_equal(onex_fail(&err, ONEX_E_DATA, "row %d", 17), ONEX_E_DATA);
    assert_int_equal(err.code, ONEX_E_DATA);
    assert_string_equal(err.text, "row 17");
    assert_int_equal(onex_fail(NULL, ONEX_E_RULE, "x"), ONEX_E_RULE);
}

static void context_stands_before_the_text(void **state) {
    (void)state;
    onex_error err = {0};
    onex_fail(&err, ONEX_E_NOT_FOUND, "no pilot '%s'", "P-01");
    assert_int_equal(onex_wrap(&err, "importing '%s'", "a.csv"), ONEX_E_NOT_FOUND);
    assert_string_equal(err.text, "importing 'a.csv': no pilot 'P-01'");
}

static void a_text_may_be_made_from_the_one_it_replaces(void **state) {
    (void)state;
    onex_error err = {0};
    onex_fail(&err, ONEX_E_DATA, "inner");
    onex_fail(&err, ONEX_E_DATA, "outer (%s)", err.text);
    assert_string_equal(err.text, "outer (inner)");
}

static void a_long_text_is_cut_between_characters(void **state) {
    (void)state;
    onex_error err = {0};
    char text[4096] = "";
    for (int i = 0; i < 1000; i++) strcat(text, "双");
    onex_fail(&err, ONEX_E_DATA, "%s", text);
    assert_true(strlen(err.text) < sizeof err.text);
    assert_true(onex_text_valid(err.text, strlen(err.text), NULL));
    onex_wrap(&err, "%s", "a");
    assert_true(onex_text_valid(err.text, strlen(err.text), NULL));
    assert_memory_equal(err.text, "a: 双", strlen("a: 双"));
}

static void the_language_chooses_the_text(void **state) {
    (void)state;
    assert_string_equal(onex_tr("busy", "忙"), "busy");
    onex_lang_set(ONEX_LANG_ZH);
    assert_string_equal(onex_tr("busy", "忙"), "忙");
    assert_int_equal(onex_lang_get(), ONEX_LANG_ZH);
    onex_lang_set(ONEX_LANG_EN);
}

static void no_memory_is_an_internal_error(void **state) {
    (void)state;
    onex_error err = {0};
    assert_int_equal(onex_no_memory(&err), ONEX_E_INTERNAL);
    assert_string_equal(err.text, "out of memory");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(failing_sets_the_text_and_gives_the_status),
        cmocka_unit_test(context_stands_before_the_text),
        cmocka_unit_test(a_text_may_be_made_from_the_one_it_replaces),
        cmocka_unit_test(a_long_text_is_cut_between_characters),
        cmocka_unit_test(the_language_chooses_the_text),
        cmocka_unit_test(no_memory_is_an_internal_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
