/* Chinese typing in lines of Lua: what is wrong, where, and the line as it was meant. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "repl/typing.h"

static void assert_meant(const char *typed, const char *meant) {
    onex_typing typing;
    onex_typing_look(&typing, typed);
    assert_true(typing.count > 0);
    assert_string_equal(typing.right.data, meant);
    onex_typing_clear(&typing);
}

static void assert_well(const char *typed) {
    onex_typing typing;
    onex_typing_look(&typing, typed);
    assert_int_equal(typing.count, 0);
    onex_typing_clear(&typing);
}

static void plain_lua_is_well(void **state) {
    (void)state;
    assert_well("");
    assert_well("for p in onex.pilots { year = 2027 } do print(p.code, p:check 'may_declare') end");
}

static void texts_and_comments_may_hold_anything(void **state) {
    (void)state;
    assert_well("print('（双师）') -- （注）");
    assert_well("print(\"，。\") --[[ 、\n； ]] x = [==[ “” ]] ]==]");
    assert_well("s = 'it\\'s （'");
}

static void punctuation_becomes_plain(void **state) {
    (void)state;
    assert_meant("f（1，2）；", "f(1,2);");
    assert_meant("t＝｛a［1］｝", "t={a[1]}");
    assert_meant("p：check 'x'", "p:check 'x'");
    assert_meant("a　＜　b", "a < b");
    assert_meant("p。state", "p.state");
    assert_meant("f(1、2)", "f(1,2)");
}

static void comparisons_become_those_of_lua(void **state) {
    (void)state;
    assert_meant("a ≥ b", "a >= b");
    assert_meant("a ≠ b", "a ~= b");
    assert_meant("a ！＝ b", "a ~= b");
    assert_meant("a＞＝3", "a>=3");
}

static void letters_and_digits_become_plain(void **state) {
    (void)state;
    assert_meant("ｐｒｉｎｔ(４２)", "print(42)");
}

static void full_width_quotes_become_plain_and_keep_their_text(void **state) {
    (void)state;
    assert_meant("print(“你好，（世界）”)", "print(\"你好，（世界）\")");
    assert_meant("print(‘甲’)", "print('甲')");
    assert_meant("print(「甲」)", "print(\"甲\")");
    assert_meant("print(“甲\")", "print(\"甲\")");
    assert_meant("print(\"甲”)", "print(\"甲\")");
}

static void a_word_without_quotes_gets_them(void **state) {
    (void)state;
    assert_meant("onex.pilots { college = 动漫 }", "onex.pilots { college = \"动漫\" }");
    assert_meant("x = Web前端开发2", "x = \"Web前端开发2\"");
}

static void a_part_by_its_chinese_name_gets_brackets(void **state) {
    (void)state;
    assert_meant("p.fact.双师型教师占比 > 1", "p.fact[\"双师型教师占比\"] > 1");
}

static void a_key_in_chinese_gets_brackets(void **state) {
    (void)state;
    assert_meant("x = { 项目 = '甲', n = 1,\n  学院='乙' }", "x = { [\"项目\"] = '甲', n = 1,\n  [\"学院\"]='乙' }");
    assert_meant("x = { 甲, 乙 == 1 }", "x = { \"甲\", \"乙\" == 1 }");
}

static void a_name_in_chinese_is_refused_without_a_guess(void **state) {
    (void)state;
    const char *const lines[] = {"甲 = 1", "local 甲", "function 算() end", "for 项 in f() do end"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        onex_typing typing;
        onex_typing_look(&typing, lines[i]);
        assert_int_equal(typing.count, 1);
        assert_non_null(strstr(typing.message.data, "cannot be a name"));
        assert_int_equal(typing.right.len, 0);
        onex_typing_clear(&typing);
    }
}

static void the_first_is_told_with_its_place(void **state) {
    (void)state;
    onex_typing typing;
    onex_typing_look(&typing, "x = '双师'\nprint('双师'，x）");
    assert_int_equal(typing.count, 2);
    assert_int_equal(typing.line, 2);
    assert_int_equal(typing.column, 11);
    assert_string_equal(typing.message.data, "'，' is a full-width character; type ','");
    onex_typing_clear(&typing);
}

static void carets_stand_under_cells(void **state) {
    (void)state;
    onex_typing typing;
    onex_typing_look(&typing, "print('双师'，x）");
    assert_string_equal(typing.excerpt.data, "  print('双师'，x）\n"
                                             "              ^^ ^^\n");
    onex_typing_clear(&typing);
    onex_typing_look(&typing, "\tf（1）");
    assert_string_equal(typing.excerpt.data, "  \tf（1）\n"
                                             "  \t ^^ ^^\n");
    onex_typing_clear(&typing);
}

static void the_language_is_the_users(void **state) {
    (void)state;
    onex_typing typing;
    onex_lang_set(ONEX_LANG_ZH);
    onex_typing_look(&typing, "f（1)");
    onex_lang_set(ONEX_LANG_EN);
    assert_string_equal(typing.message.data, "“（”是全角字符；请输入半角的 (");
    onex_typing_clear(&typing);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_lua_is_well),
        cmocka_unit_test(texts_and_comments_may_hold_anything),
        cmocka_unit_test(punctuation_becomes_plain),
        cmocka_unit_test(comparisons_become_those_of_lua),
        cmocka_unit_test(letters_and_digits_become_plain),
        cmocka_unit_test(full_width_quotes_become_plain_and_keep_their_text),
        cmocka_unit_test(a_word_without_quotes_gets_them),
        cmocka_unit_test(a_part_by_its_chinese_name_gets_brackets),
        cmocka_unit_test(a_key_in_chinese_gets_brackets),
        cmocka_unit_test(a_name_in_chinese_is_refused_without_a_guess),
        cmocka_unit_test(the_first_is_told_with_its_place),
        cmocka_unit_test(carets_stand_under_cells),
        cmocka_unit_test(the_language_is_the_users),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
