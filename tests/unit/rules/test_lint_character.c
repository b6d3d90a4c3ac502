/* Characters that are not what they look like; usual Chinese typing is left alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "linting.h"

static const char *of_title(void **state, const char *title) {
    char text[512];
    snprintf(text, sizeof text, "set \"s\" { \"a\",\ntitle = \"%s\", note = \"x\" }\n", title);
    return linted_school(*state, "W06", text);
}

static void usual_chinese_typing_is_fine(void **state) {
    assert_string_equal(of_title(state, "“三公”经费（试行）——1+X：甲、乙；《办法》…"), "");
    assert_string_equal(of_title(state, "α系数 Δ 25% ≥ ① ㎡"), "");
    assert_string_equal(of_title(state, "é à ü"), "");
}

static void letters_of_another_alphabet_among_latin_ones(void **state) {
    assert_string_equal(of_title(state, "t\xD0\xB5st"), "4:11 W0601 'е' (U+0435) only looks like a usual character");
    assert_string_equal(of_title(state, "\xCE\x9F" "K"), "4:10 W0601 'Ο' (U+039F) only looks like a usual character");
    assert_string_equal(of_title(state, "\xCE\x9F值"), "");
}

static void radicals_in_the_place_of_characters(void **state) {
    ruledir *d = *state;
    assert_string_equal(of_title(state, "\xE2\xBC\x86级学院"), "4:10 W0601 '⼆' (U+2F06) only looks like a usual character");
    assert_string_equal(d->problems.items[0].hint, "write '二'");
    assert_string_equal(of_title(state, "二级学院"), "");
}

static void what_cannot_be_seen(void **state) {
    assert_string_equal(of_title(state, "双师\xE2\x80\x8B型"), "4:12 W0602 a character that cannot be seen (U+200B)");
    assert_string_equal(of_title(state, "双师\xEF\xBB\xBF型"), "4:12 W0602 a character that cannot be seen (U+FEFF)");
    assert_string_equal(of_title(state, "双师\xE2\x80\xAE型"), "4:12 W0602 a character that cannot be seen (U+202E)");
}

static void full_width_letters_and_spaces_in_titles(void **state) {
    assert_string_equal(of_title(state, "第１级"), "4:11 W0603 full-width '１' in a title or name");
    assert_string_equal(of_title(state, "张\xE3\x80\x80三"), "4:11 W0603 an unusual space (U+3000) in a title or name");
    assert_string_equal(of_title(state, "第1级"), "");
}

static void free_words_are_left_alone(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_school(d, "W06", "set \"s\" { \"a\", title = \"名单\",\nnote = \"第１级\xE3\x80\x80\xD0\xB5x\" }\n"), "");
}

static void members_may_be_wide_but_not_foreign(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_school(d, "W06", "set \"s\" {\n\"Ａ类\", \"\xD0\x90类\", title = \"名单\" }\n"),
                        "4:8 W0601 'А' (U+0410) only looks like a usual character");
}

static void a_comment_must_not_turn_the_line(void **state) {
    ruledir *d = *state;
    assert_string_equal(linted_school(d, "W06", "-- 正文 \xE2\x80\xAE 反写\nset \"s\" { \"a\", title = \"名单\" }\n"),
                        "3:7 W0602 a character that turns the direction of reading (U+202E)");
    assert_string_equal(linted_school(d, "W06", "-- １２３\xE2\x80\x8B \xD0\xB5\nset \"s\" { \"a\", title = \"名单\" }\n"), "");
}

static void each_sort_is_told_once_in_a_text(void **state) {
    assert_string_equal(of_title(state, "第１２３级"), "4:11 W0603 full-width '１' in a title or name");
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(usual_chinese_typing_is_fine),
    RULEDIR_TEST(letters_of_another_alphabet_among_latin_ones),
    RULEDIR_TEST(radicals_in_the_place_of_characters),
    RULEDIR_TEST(what_cannot_be_seen),
    RULEDIR_TEST(full_width_letters_and_spaces_in_titles),
    RULEDIR_TEST(free_words_are_left_alone),
    RULEDIR_TEST(members_may_be_wide_but_not_foreign),
    RULEDIR_TEST(a_comment_must_not_turn_the_line),
    RULEDIR_TEST(each_sort_is_told_once_in_a_text),
};
RULEDIR_MAIN(tests)
