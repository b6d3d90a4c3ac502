/* Lines of Lua cut into pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "repl/piece.h"

static void assert_piece(const char *text, size_t *at, onex_piece_kind kind, const char *bytes) {
    onex_piece p;
    assert_true(onex_piece_next(&p, text, strlen(text), at));
    assert_int_equal(p.kind, kind);
    assert_int_equal(p.end - p.start, strlen(bytes));
    assert_memory_equal(text + p.start, bytes, strlen(bytes));
}

static void a_line_is_cut_into_names_signs_and_texts(void **state) {
    (void)state;
    const char *text = "p:check \"双\" --注\n1.5e-3..x";
    size_t at = 0;
    assert_piece(text, &at, ONEX_PIECE_NAME, "p");
    assert_piece(text, &at, ONEX_PIECE_SIGN, ":");
    assert_piece(text, &at, ONEX_PIECE_NAME, "check");
    assert_piece(text, &at, ONEX_PIECE_BLANK, " ");
    assert_piece(text, &at, ONEX_PIECE_TEXT, "\"双\"");
    assert_piece(text, &at, ONEX_PIECE_BLANK, " ");
    assert_piece(text, &at, ONEX_PIECE_COMMENT, "--注");
    assert_piece(text, &at, ONEX_PIECE_BLANK, "\n");
    assert_piece(text, &at, ONEX_PIECE_NUMBER, "1.5e-3..x");
}

static void a_character_that_is_not_ascii_is_a_piece(void **state) {
    (void)state;
    size_t at = 0;
    assert_piece("，x", &at, ONEX_PIECE_FOREIGN, "，");
    assert_piece("，x", &at, ONEX_PIECE_NAME, "x");
}

static void assert_text(const char *text, const char *inner, bool open) {
    onex_piece p;
    size_t at = 0;
    assert_true(onex_piece_next(&p, text, strlen(text), &at));
    assert_int_equal(p.kind, ONEX_PIECE_TEXT);
    assert_int_equal(p.open, open);
    assert_int_equal(p.outer - p.inner, strlen(inner));
    assert_memory_equal(text + p.inner, inner, strlen(inner));
}

static void texts_end_where_lua_ends_them(void **state) {
    (void)state;
    assert_text("'a\\'b' c", "a\\'b", false);
    assert_text("\"a\nb\"", "a", true);
    assert_text("'a\\\nb'", "a\\\nb", false);
    assert_text("[[a]=]b]]c", "a]=]b", false);
    assert_text("[==[a]]b]==]", "a]]b", false);
    assert_text("[[a", "a", true);
    assert_text("'a\\", "a\\", true);
    assert_text("'", "", true);
}

static void long_comments_end_at_their_bracket(void **state) {
    (void)state;
    size_t at = 0;
    assert_piece("--[[a\nb]]c", &at, ONEX_PIECE_COMMENT, "--[[a\nb]]");
    at = 0;
    assert_piece("--[=[a]]", &at, ONEX_PIECE_COMMENT, "--[=[a]]");
    at = 0;
    assert_piece("--[a\nb", &at, ONEX_PIECE_COMMENT, "--[a");
}

static void a_bracket_that_opens_no_text_is_a_sign(void **state) {
    (void)state;
    size_t at = 0;
    assert_piece("[=a]", &at, ONEX_PIECE_SIGN, "[");
}

static void nothing_comes_after_the_end(void **state) {
    (void)state;
    onex_piece p;
    size_t at = 0;
    assert_false(onex_piece_next(&p, "", 0, &at));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_is_cut_into_names_signs_and_texts),
        cmocka_unit_test(a_character_that_is_not_ascii_is_a_piece),
        cmocka_unit_test(texts_end_where_lua_ends_them),
        cmocka_unit_test(long_comments_end_at_their_bracket),
        cmocka_unit_test(a_bracket_that_opens_no_text_is_a_sign),
        cmocka_unit_test(nothing_comes_after_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
