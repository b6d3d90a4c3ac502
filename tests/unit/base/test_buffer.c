/* The growing buffer and the JSON that it writes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

static void assert_text(onex_buffer *b, const char *expected) {
    assert_false(b->failed);
    assert_non_null(b->data);
    assert_string_equal(b->data, expected);
    assert_int_equal(b->len, strlen(expected));
    onex_buffer_clear(b);
}

static void pieces_are_put_behind_each_other(void **state) {
    (void)state;
    onex_buffer b = {0};
    onex_buffer_text(&b, "a");
    onex_buffer_char(&b, 'b');
    onex_buffer_printf(&b, "%d-%s", 12, "双");
    onex_buffer_put(&b, "xyz", 1);
    assert_text(&b, "ab12-双x");
}

static void an_empty_text_still_ends_with_nul(void **state) {
    (void)state;
    onex_buffer b = {0};
    onex_buffer_text(&b, "");
    assert_text(&b, "");
}

static void it_grows_past_every_first_guess(void **state) {
    (void)state;
    onex_buffer b = {0};
    for (int i = 0; i < 100000; i++) onex_buffer_printf(&b, "%d", i % 10);
    assert_int_equal(b.len, 100000);
    assert_int_equal(strlen(b.data), 100000);
    assert_int_equal(b.data[99999], '9');
    onex_buffer_clear(&b);
    assert_null(b.data);
}

static void a_size_beyond_memory_fails_and_stays_failed(void **state) {
    (void)state;
    onex_buffer b = {0};
    onex_buffer_text(&b, "a");
    onex_buffer_put(&b, "", SIZE_MAX - 4);
    assert_true(b.failed);
    onex_buffer_text(&b, "b");
    assert_int_equal(b.len, 1);
    onex_buffer_clear(&b);
}

static void json_texts_are_escaped_and_null_is_null(void **state) {
    (void)state;
    onex_buffer b = {0};
    onex_buffer_json_text(&b, "a\"\\\n\r\t\x01双");
    assert_text(&b, "\"a\\\"\\\\\\n\\r\\t\\u0001双\"");
    onex_buffer_json_text(&b, NULL);
    assert_text(&b, "null");
    onex_buffer_json_text(&b, "");
    assert_text(&b, "\"\"");
}

static void assert_number(double x, const char *expected) {
    onex_buffer b = {0};
    onex_buffer_json_number(&b, x);
    assert_text(&b, expected);
}

static void json_numbers_are_the_shortest_that_read_back(void **state) {
    (void)state;
    assert_number(0, "0");
    assert_number(-0.0, "0");
    assert_number(3, "3");
    assert_number(-12, "-12");
    assert_number(0.5, "0.5");
    assert_number(0.1, "0.1");
    assert_number(0.1 + 0.2, "0.30000000000000004");
    assert_number(1.0 / 3, "0.3333333333333333");
    assert_number(123456789012345678.0, "1.2345678901234568e+17");
    assert_number(9007199254740991.0, "9007199254740991");
    assert_number(1000000000000000.0, "1000000000000000");
    assert_number(INFINITY, "null");
    assert_number(NAN, "null");
    const double hard[] = {5e-324, 1.7976931348623157e308, 2.2250738585072014e-308, 4.35, 0.29, 1e23};
    for (size_t i = 0; i < sizeof hard / sizeof hard[0]; i++) {
        onex_buffer b = {0};
        onex_buffer_json_number(&b, hard[i]);
        assert_true(strtod(b.data, NULL) == hard[i]);
        onex_buffer_clear(&b);
    }
}

static void decimals_are_exact_without_needless_zeros(void **state) {
    (void)state;
    const struct {
        int64_t n;
        int scale;
        const char *text;
    } cases[] = {
        {125, 100, "1.25"},
        {120, 100, "1.2"},
        {100, 100, "1"},
        {5, 100, "0.05"},
        {-5, 100, "-0.05"},
        {0, 100, "0"},
        {15, 10, "1.5"},
        {7, 1, "7"},
        {-7, 1, "-7"},
        {1001, 1000, "1.001"},
        {INT64_MIN, 100, "-92233720368547758.08"},
        {INT64_MAX, 1000, "9223372036854775.807"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        onex_buffer b = {0};
        onex_buffer_decimal(&b, cases[i].n, cases[i].scale);
        assert_text(&b, cases[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_put_behind_each_other),
        cmocka_unit_test(an_empty_text_still_ends_with_nul),
        cmocka_unit_test(it_grows_past_every_first_guess),
        cmocka_unit_test(a_size_beyond_memory_fails_and_stays_failed),
        cmocka_unit_test(json_texts_are_escaped_and_null_is_null),
        cmocka_unit_test(json_numbers_are_the_shortest_that_read_back),
        cmocka_unit_test(decimals_are_exact_without_needless_zeros),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
