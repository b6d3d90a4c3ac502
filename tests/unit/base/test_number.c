/* Decimal texts and fractions, exactly. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/number.h"

static onex_number_status parse(const char *text, int scale, int64_t *out) {
    return onex_number_parse(text, strlen(text), scale, out);
}

static void decimals_become_scaled_integers(void **state) {
    (void)state;
    const struct {
        const char *text;
        int scale;
        int64_t n;
    } cases[] = {
        {"0", 1, 0},        {"-0", 1, 0},    {"007", 1, 7},     {"1234.5", 100, 123450}, {"1234.56", 100, 123456},
        {"-0.01", 100, -1}, {"1.5", 10, 15}, {"2", 1000, 2000}, {"99.125", 1000, 99125}, {"12.00", 100, 1200},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t n = 77;
        assert_int_equal(parse(cases[i].text, cases[i].scale, &n), ONEX_NUMBER_OK);
        assert_int_equal(n, cases[i].n);
    }
}

static void anything_else_is_no_number(void **state) {
    (void)state;
    const char *const texts[] = {"",   "-",     ".",  "1.", ".5",   "+1",  "1,234.50", "1e3", "--1",
                                 "1-", "1.2.3", " 1", "1 ", "１２", "NaN", "0x10",     "-.5"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int64_t n;
        assert_int_equal(parse(texts[i], 100, &n), ONEX_NUMBER_BAD);
    }
}

static void one_decimal_too_many_is_said_even_when_it_is_zero(void **state) {
    (void)state;
    int64_t n;
    assert_int_equal(parse("1.23", 100, &n), ONEX_NUMBER_OK);
    assert_int_equal(parse("1.230", 100, &n), ONEX_NUMBER_DECIMALS);
    assert_int_equal(parse("1.0", 1, &n), ONEX_NUMBER_DECIMALS);
}

static void the_range_ends_where_64_bits_end(void **state) {
    (void)state;
    int64_t n;
    assert_int_equal(parse("9223372036854775807", 1, &n), ONEX_NUMBER_OK);
    assert_true(n == INT64_MAX);
    assert_int_equal(parse("9223372036854775808", 1, &n), ONEX_NUMBER_RANGE);
    assert_int_equal(parse("-9223372036854775808", 1, &n), ONEX_NUMBER_OK);
    assert_true(n == INT64_MIN);
    assert_int_equal(parse("-9223372036854775809", 1, &n), ONEX_NUMBER_RANGE);
    assert_int_equal(parse("92233720368547758.07", 100, &n), ONEX_NUMBER_OK);
    assert_int_equal(parse("92233720368547758.08", 100, &n), ONEX_NUMBER_RANGE);
}

static void fractions_compare_by_cross_multiplication(void **state) {
    (void)state;
    assert_int_equal(onex_fraction_compare((onex_fraction){1, 3}, (onex_fraction){333333333, 1000000000}), 1);
    assert_int_equal(onex_fraction_compare((onex_fraction){6, 10}, (onex_fraction){3, 5}), 0);
    assert_int_equal(onex_fraction_compare((onex_fraction){59, 100}, (onex_fraction){3, 5}), -1);
    assert_int_equal(
        onex_fraction_compare((onex_fraction){INT64_MAX, INT64_MAX - 1}, (onex_fraction){INT64_MAX - 1, INT64_MAX - 2}),
        -1);
    assert_int_equal(onex_fraction_compare((onex_fraction){INT64_MIN, 1}, (onex_fraction){0, INT64_MAX}), -1);
}

static void assert_fraction(onex_fraction f, int64_t n, int64_t d) {
    assert_true(f.n == n);
    assert_true(f.d == d);
}

static void integers_stay_integers(void **state) {
    (void)state;
    onex_fraction out;
    assert_true(onex_fraction_add((onex_fraction){2, 1}, (onex_fraction){3, 1}, &out));
    assert_fraction(out, 5, 1);
    assert_true(onex_fraction_sub((onex_fraction){2, 1}, (onex_fraction){3, 1}, &out));
    assert_fraction(out, -1, 1);
    assert_true(onex_fraction_mul((onex_fraction){2, 1}, (onex_fraction){-3, 1}, &out));
    assert_fraction(out, -6, 1);
}

static void a_ratio_of_integers_keeps_them_as_counted(void **state) {
    (void)state;
    onex_fraction out;
    assert_true(onex_fraction_div((onex_fraction){5, 1}, (onex_fraction){10, 1}, &out));
    assert_fraction(out, 5, 10);
    assert_true(onex_fraction_div((onex_fraction){5, 1}, (onex_fraction){-10, 1}, &out));
    assert_fraction(out, -5, 10);
    assert_false(onex_fraction_div((onex_fraction){5, 1}, (onex_fraction){0, 1}, &out));
}

static void results_are_reduced_only_where_they_would_not_fit(void **state) {
    (void)state;
    onex_fraction out, big = {INT64_MAX, 2};
    assert_true(onex_fraction_add((onex_fraction){1, 2}, (onex_fraction){1, 4}, &out));
    assert_fraction(out, 6, 8);
    assert_true(onex_fraction_mul(big, (onex_fraction){2, 7}, &out)); /* 2^63-1 is 7 times something */
    assert_fraction(out, INT64_MAX / 7, 1);
    assert_false(onex_fraction_mul(big, (onex_fraction){3, 1}, &out));
    assert_false(onex_fraction_add((onex_fraction){INT64_MAX, 1}, (onex_fraction){1, 1}, &out));
    assert_false(onex_fraction_sub((onex_fraction){INT64_MIN, 1}, (onex_fraction){1, 1}, &out));
}

static void assert_written(int64_t n, uint64_t unit, bool fixed, const char *expected) {
    char text[ONEX_NUMBER_TEXT];
    *onex_number_put(text, n, unit, fixed) = '\0';
    assert_string_equal(text, expected);
}

static void a_written_number_is_exact_at_both_ends(void **state) {
    (void)state;
    assert_written(0, 1, false, "0");
    assert_written(INT64_MAX, 1, false, "9223372036854775807");
    assert_written(INT64_MIN, 1, true, "-9223372036854775808");
    assert_written(INT64_MIN, 1000, false, "-9223372036854775.808");
    assert_written(-5, 100, true, "-0.05");
    assert_written(100, 100, true, "1.00");
    assert_written(100, 100, false, "1");
    assert_written(93200, 1000, false, "93.2");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_written_number_is_exact_at_both_ends),
        cmocka_unit_test(decimals_become_scaled_integers),
        cmocka_unit_test(anything_else_is_no_number),
        cmocka_unit_test(one_decimal_too_many_is_said_even_when_it_is_zero),
        cmocka_unit_test(the_range_ends_where_64_bits_end),
        cmocka_unit_test(fractions_compare_by_cross_multiplication),
        cmocka_unit_test(integers_stay_integers),
        cmocka_unit_test(a_ratio_of_integers_keeps_them_as_counted),
        cmocka_unit_test(results_are_reduced_only_where_they_would_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
