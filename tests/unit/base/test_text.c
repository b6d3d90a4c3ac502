/* Texts: validity, normal forms, white space, width, characters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static void assert_clean(const char *text, const char *expected) {
    char *out = onex_text_clean(text, strlen(text));
    assert_non_null(out);
    assert_string_equal(out, expected);
    free(out);
}

static void assert_fold(const char *text, const char *expected) {
    char *out = onex_text_fold(text, strlen(text));
    assert_non_null(out);
    assert_string_equal(out, expected);
    free(out);
}

static void ascii_and_chinese_and_emoji_are_valid(void **state) {
    (void)state;
    const char *text = "a1 双师型 \xF0\x9F\x98\x80";
    assert_true(onex_text_valid(text, strlen(text), NULL));
    assert_true(onex_text_valid("", 0, NULL));
}

static void the_first_wrong_byte_is_named(void **state) {
    (void)state;
    const struct {
        const char *text;
        size_t bad;
    } cases[] = {
        {"ab\xFF", 2},           /* never in UTF-8 */
        {"a\xC0\x80", 1},        /* overlong NUL */
        {"a\xC1\xBF", 1},        /* overlong */
        {"\xE0\x9F\xBF", 0},     /* overlong, three bytes */
        {"\xF0\x8F\xBF\xBF", 0}, /* overlong, four bytes */
        {"x\xED\xA0\x80", 1},    /* surrogate U+D800 */
        {"x\xED\xBF\xBF", 1},    /* surrogate U+DFFF */
        {"\xF4\x90\x80\x80", 0}, /* beyond U+10FFFF */
        {"\xE5\x8F", 0},         /* cut off */
        {"\xE5\x8F\x8C\x80", 3}, /* a byte of the middle alone */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t bad = 99;
        assert_false(onex_text_valid(cases[i].text, strlen(cases[i].text), &bad));
        assert_int_equal(bad, cases[i].bad);
    }
}

static void the_characters_around_the_surrogates_are_valid(void **state) {
    (void)state;
    assert_true(onex_text_valid("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF", 10, NULL));
}

static void cleaning_trims_every_kind_of_white_space_at_both_ends(void **state) {
    (void)state;
    assert_clean(" \t\r\n\xE3\x80\x80\xC2\xA0 双 师 \xE3\x80\x80\n", "双 师");
    assert_clean("\xE3\x80\x80 \t", "");
    assert_clean("", "");
    assert_clean("plain", "plain");
}

static void cleaning_composes_but_keeps_full_width_forms(void **state) {
    (void)state;
    assert_clean("e\xCC\x81", "\xC3\xA9");
    assert_clean("ＡＢ１", "ＡＢ１");
}

static void a_zero_width_space_is_no_white_space(void **state) {
    (void)state;
    assert_clean("\xE2\x80\x8B"
                 "a",
                 "\xE2\x80\x8B"
                 "a");
    assert_fold("a\xE2\x80\x8B", "a\xE2\x80\x8B");
}

static void folding_joins_full_width_and_plain_and_drops_all_white_space(void **state) {
    (void)state;
    assert_fold("ＡＢ１（二）", "AB1(二)");
    assert_fold(" 劳 务\t费\xE3\x80\x80\n", "劳务费");
    assert_fold("①", "1");
    assert_fold("a b", "ab");
    assert_fold("", "");
}

static void plain_is_printable_ascii_without_spaces(void **state) {
    (void)state;
    assert_true(onex_text_is_plain("P-01/S1", 7));
    assert_true(onex_text_is_plain("", 0));
    assert_false(onex_text_is_plain("a b", 3));
    assert_false(onex_text_is_plain("双", 3));
    assert_false(onex_text_is_plain("a\t", 2));
    assert_false(onex_text_is_plain("\x7F", 1));
}

static void a_chinese_character_takes_two_cells_and_a_combining_mark_none(void **state) {
    (void)state;
    assert_int_equal(onex_text_width("双师a", 7), 5);
    assert_int_equal(onex_text_width("e\xCC\x81", 3), 1);
    assert_int_equal(onex_text_width("a\nb", 3), 2);
    assert_int_equal(onex_text_width("（）", 6), 4);
    assert_int_equal(onex_text_width("", 0), 0);
}

static void characters_are_counted_not_bytes(void **state) {
    (void)state;
    assert_int_equal(onex_text_chars("双a\xF0\x9F\x98\x80", 8), 3);
    const char *at = "双a", *end = at + 4;
    assert_int_equal(onex_text_next(&at, end), 0x53CC);
    assert_int_equal(onex_text_next(&at, end), 'a');
    assert_int_equal(onex_text_next(&at, end), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ascii_and_chinese_and_emoji_are_valid),
        cmocka_unit_test(the_first_wrong_byte_is_named),
        cmocka_unit_test(the_characters_around_the_surrogates_are_valid),
        cmocka_unit_test(cleaning_trims_every_kind_of_white_space_at_both_ends),
        cmocka_unit_test(cleaning_composes_but_keeps_full_width_forms),
        cmocka_unit_test(a_zero_width_space_is_no_white_space),
        cmocka_unit_test(folding_joins_full_width_and_plain_and_drops_all_white_space),
        cmocka_unit_test(plain_is_printable_ascii_without_spaces),
        cmocka_unit_test(a_chinese_character_takes_two_cells_and_a_combining_mark_none),
        cmocka_unit_test(characters_are_counted_not_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
