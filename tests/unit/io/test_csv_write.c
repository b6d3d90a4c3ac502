/* The writer of CSV: quotes, and the guard of text that a spreadsheet would run. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "io/csv_write.h"

static void expect(const char *text, bool guard, const char *written) {
    onex_buffer b = {0};
    onex_csv_field(&b, true, text, strlen(text), guard);
    onex_buffer_put(&b, "", 0);
    assert_string_equal(b.data ? b.data : "", written);
    onex_buffer_clear(&b);
}

static void text_that_begins_like_a_formula_is_guarded(void **state) {
    (void)state;
    expect("=1+1", true, "'=1+1");
    expect("+86", true, "'+86");
    expect("-5", true, "'-5");
    expect("@x", true, "'@x");
    expect("'x", true, "''x");
    expect("x=1", true, "x=1");
}

static void numbers_are_not_guarded(void **state) {
    (void)state;
    expect("-5", false, "-5");
}

static void commas_quotes_and_line_breaks_are_quoted(void **state) {
    (void)state;
    expect("a,b", true, "\"a,b\"");
    expect("say \"yes\"", true, "\"say \"\"yes\"\"\"");
    expect("a\nb", true, "\"a\nb\"");
    expect("=a,\"b\"", true, "\"'=a,\"\"b\"\"\"");
}

static void only_the_guard_that_was_put_is_taken_off(void **state) {
    (void)state;
    assert_true(onex_csv_is_guarded("'=1", 3));
    assert_true(onex_csv_is_guarded("''x", 3));
    assert_false(onex_csv_is_guarded("'x", 2));
    assert_false(onex_csv_is_guarded("'", 1));
    assert_false(onex_csv_is_guarded("=1", 2));
}

static void a_row_ends_with_crlf(void **state) {
    (void)state;
    onex_buffer b = {0};
    onex_csv_field(&b, true, "a", 1, true);
    onex_csv_field(&b, false, "", 0, true);
    onex_csv_end(&b);
    assert_string_equal(b.data, "a,\r\n");
    onex_buffer_clear(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_that_begins_like_a_formula_is_guarded),
        cmocka_unit_test(numbers_are_not_guarded),
        cmocka_unit_test(commas_quotes_and_line_breaks_are_quoted),
        cmocka_unit_test(only_the_guard_that_was_put_is_taken_off),
        cmocka_unit_test(a_row_ends_with_crlf),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
