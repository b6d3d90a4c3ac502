/* Mistakes that the lexer finds before Lua reads a file, and the places that it gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "rules/lexer.h"

static onex_arena arena;
static onex_lexed lexed;

/* Problems of the text as "line:column+width code message", one a line. */
static const char *told(const char *text) {
    static char out[4096];
    onex_problems problems = {0};
    onex_error err;
    onex_arena_clear(&arena);
    assert_int_equal(onex_lex(&lexed, &arena, "school/a.lua", text, strlen(text), &problems, &err), ONEX_OK);
    size_t used = 0;
    out[0] = '\0';
    for (int i = 0; i < problems.count; i++) {
        const onex_problem *p = &problems.items[i];
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%d:%d+%d %s %s", i ? "\n" : "", p->at.line,
                                 p->at.column, p->width, p->code, p->message);
    }
    assert_int_equal(lexed.unreadable, problems.count > 0);
    onex_problems_clear(&problems);
    return out;
}

static void a_plain_file_has_no_mistakes(void **state) {
    (void)state;
    assert_string_equal(told("-- 注释，全角也行 and or\nparam \"a\" { title = \"标题，（全角）\", value = { [1] = "
                             "2.5e3, x = 0x1p-3 } }\n"),
                        "");
    assert_string_equal(told(""), "");
    assert_string_equal(told("--[==[ 长\n注释 ]] ]==] local s = [[\n“文字”\n]]"), "");
}

static void places_count_characters_not_bytes(void **state) {
    (void)state;
    told("local 长 = 1");
    told("x { title = \"标题\", cite = \"第七条\" }\r\ny");
    int cite = onex_lexed_find(&lexed, 1, "cite", 0);
    assert_int_equal(lexed.tokens[cite].column, 19);
    int text = onex_lexed_find(&lexed, 1, "第七条", 0);
    assert_int_equal(lexed.tokens[text].column, 26);
    assert_int_equal(lexed.tokens[text].width, 5);
    assert_int_equal(lexed.tokens[onex_lexed_find(&lexed, 2, "y", 0)].column, 1);
    assert_int_equal(onex_lexed_find(&lexed, 1, "y", 0), -1);
}

static void the_nth_name_on_a_line_is_found(void **state) {
    (void)state;
    told("f(fact.a, fact.ab, fact.a)");
    assert_int_equal(lexed.tokens[onex_lexed_find(&lexed, 1, "fact.a", 0)].column, 3);
    assert_int_equal(lexed.tokens[onex_lexed_find(&lexed, 1, "fact.a", 1)].column, 20);
    assert_int_equal(onex_lexed_find(&lexed, 1, "fact.a", 2), -1);
}

static void each_operator_names_its_word(void **state) {
    (void)state;
    assert_string_equal(told("x = a and b"), "1:7+3 E0104 'and' does nothing between expressions; write all { a, b }");
    assert_string_equal(told("x = a or b"), "1:7+2 E0104 'or' does nothing between expressions; write any { a, b }");
    assert_string_equal(told("x = not b"), "1:5+3 E0104 'not' does nothing between expressions; write no(a)");
    assert_string_equal(told("x = a == b"), "1:7+2 E0104 '==' does nothing between expressions; write equals(a, b)");
    assert_string_equal(told("x = a ~= b"), "1:7+2 E0104 '~=' does nothing between expressions; write differs(a, b)");
    assert_string_equal(told("x = a < b"), "1:7+1 E0104 '<' does nothing between expressions; write below(a, b)");
    assert_string_equal(told("x = a > b"), "1:7+1 E0104 '>' does nothing between expressions; write above(a, b)");
    assert_string_equal(told("x = a <= b"), "1:7+2 E0104 '<=' does nothing between expressions; write at_most(a, b)");
    assert_string_equal(told("x = a >= b"), "1:7+2 E0104 '>=' does nothing between expressions; write at_least(a, b)");
    assert_string_equal(told("x = a != b"), "1:7+2 E0104 '!=' does nothing between expressions; write differs(a, b)");
    assert_string_equal(told("x = a && b"), "1:7+2 E0104 '&&' does nothing between expressions; write all { a, b }");
}

static void functions_may_use_operators_up_to_their_end(void **state) {
    (void)state;
    assert_string_equal(
        told("local f = function(a) if a == 1 and not b then return a >= 2 end for i = 1, 2 do end end"), "");
    assert_string_equal(told("local function f() repeat local x = a < b until x while a do if b then end end end"), "");
    assert_string_equal(told("d { compute = function(a) return a < 1 end, x = a < 1 }"),
                        "1:51+1 E0104 '<' does nothing between expressions; write below(a, b)");
    assert_string_equal(told("local function f() local g = function() return 1 == 2 end return 1 == 2 end"), "");
}

static void attributes_of_locals_are_no_comparison(void **state) {
    (void)state;
    assert_string_equal(told("local x <const> = 5"), "");
    assert_string_equal(told("y = x <const> = 5"),
                        "1:7+1 E0104 '<' does nothing between expressions; write below(a, b)\n"
                        "1:13+1 E0104 '>' does nothing between expressions; write above(a, b)");
}

static void full_width_punctuation_names_what_to_write(void **state) {
    (void)state;
    assert_string_equal(told("x { a = 1， b = 2 }"), "1:10+1 E0103 '，' is full-width; write ','");
    assert_string_equal(told("x（1）"),
                        "1:2+1 E0103 '（' is full-width; write '('\n1:4+1 E0103 '）' is full-width; write ')'");
    assert_string_equal(told("a；b：c。d"), "1:2+1 E0103 '；' is full-width; write ';'\n1:4+1 E0103 '：' is "
                                            "full-width; write ':'\n1:6+1 E0103 '。' is full-width; write '.'");
    assert_string_equal(told("x【1】｛｝、"),
                        "1:2+1 E0103 '【' is full-width; write '['\n1:4+1 E0103 '】' is full-width; write ']'\n"
                        "1:5+1 E0103 '｛' is full-width; write '{'\n1:6+1 E0103 '｝' is full-width; write '}'\n1:7+1 "
                        "E0103 '、' is full-width; write ','");
    assert_string_equal(told("a ≥ b"), "1:3+1 E0103 '≥' is no operator here; write at_least(a, b)");
    assert_string_equal(told("a ！＝ b"), "1:3+2 E0103 '！＝' is no operator here; write differs(a, b)");
    assert_string_equal(told("a　= 1"), "1:2+1 E0103 a full-width space; write an ordinary one");
    assert_string_equal(told("v = ５０"), "1:5+2 E0103 '５０' is full-width; write ordinary letters and digits");
}

static void a_full_width_text_is_one_mistake(void **state) {
    (void)state;
    assert_string_equal(told("x { cite = “第七条（二）”, a = 1 }"),
                        "1:12+8 E0103 full-width quotes do not hold a text; write \"…\"");
    assert_string_equal(told("x { a = \"文字”, b = 1 }"),
                        "1:12+1 E0103 the text begins with \" and ends with the full-width ”; write \"");
    assert_string_equal(told("x { a = \"文字”, b = \"c\" }"),
                        "1:12+1 E0103 the text begins with \" and ends with the full-width ”; write \"");
    assert_string_equal(told("x { a = \"他说“好”\", b = \"c\" }"), "");
}

static void chinese_without_quotes_is_one_mistake(void **state) {
    (void)state;
    assert_string_equal(told("fact.双师型a人数 = 1"),
                        "1:6+6 E0103 '双师型a人数' must stand in quotes; names are made of a-z, 0-9 and _");
}

static void what_never_ends_is_told_where_it_begins(void **state) {
    (void)state;
    assert_string_equal(told("a = 1\nb = \"未完\nc = 2"),
                        "2:5+3 E0105 this text does not end on its line; \" is missing");
    assert_string_equal(told("a = 1\n  --[=[ x\ny"), "2:3+5 E0105 this comment never ends; ']=]' is missing");
    assert_string_equal(told("a = [[ x\ny"), "1:5+2 E0105 this text never ends; ']]' is missing");
    assert_string_equal(told("a = 'x\\\ny' b = 'x\\z  \n  y'"), "");
}

static void control_characters_are_mistakes(void **state) {
    (void)state;
    assert_string_equal(told("a = \x01 1"), "1:5+1 E0103 a control character (1)");
}

static void the_content_of_texts_is_known(void **state) {
    (void)state;
    size_t len;
    told("'a' \"\" [[\nb]] [==[c]==] 'x\\n' d");
    assert_memory_equal(onex_token_content(&lexed, 0, &len), "a", 1);
    assert_int_equal(len, 1);
    assert_non_null(onex_token_content(&lexed, 1, &len));
    assert_int_equal(len, 0);
    assert_memory_equal(onex_token_content(&lexed, 2, &len), "b", 1);
    assert_int_equal(len, 1);
    assert_memory_equal(onex_token_content(&lexed, 3, &len), "c", 1);
    assert_int_equal(len, 1);
    assert_null(onex_token_content(&lexed, 4, &len));
    assert_null(onex_token_content(&lexed, 5, &len));
}

static void lines_end_in_every_way_that_lua_knows(void **state) {
    (void)state;
    told("a\nb\r\nc\rd\n\re");
    assert_int_equal(lexed.tokens[4].line, 5);
    size_t len;
    assert_memory_equal(onex_text_line("a\nb\r\nc\rd\n\re", 11, 5, &len), "e", 1);
    assert_null(onex_text_line("a\nb", 3, 3, &len));
}

static void values_without_quotes_are_mistakes(void **state) {
    (void)state;
    assert_string_equal(told("x { value = 60% }"), "1:13+3 E0103 '60%' must stand in quotes; write \"60%\"");
    assert_string_equal(told("x { value = 60 %\n}"), "1:13+4 E0103 '60 %' must stand in quotes; write \"60 %\"");
    assert_string_equal(told("x(2.5 days, 1)"), "1:3+8 E0103 '2.5 days' must stand in quotes; write \"2.5 days\"");
    assert_string_equal(told("x(2026-09-01)"), "1:3+10 E0103 '2026-09-01' must stand in quotes; write \"2026-09-01\"");
    assert_string_equal(told("tighten dual_floor { }"),
                        "1:9+10 E0103 'dual_floor' must stand in quotes; write \"dual_floor\"");
}

static void what_lua_calculates_is_left_alone(void **state) {
    (void)state;
    assert_string_equal(told("local a = 10 % 3 local b = 60 %\n 7"), "");
    assert_string_equal(told("local a = 2026 - 9 - 1, 2026-1-1"), "");
    assert_string_equal(told("local a = 5 f(1) local b = 5 g \"x\" { } local c = 5 d = 6"), "");
    assert_string_equal(told("x { value = 1 note = 2 }"), ""); /* a comma is missing: Lua says so */
    assert_string_equal(told("local f = function() return 2026-09-01, 60 % 7 end"), "");
    assert_string_equal(told("local function f(x)\n  return x\nend\nlocal t = { f {} }"), "");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_file_has_no_mistakes),
        cmocka_unit_test(places_count_characters_not_bytes),
        cmocka_unit_test(the_nth_name_on_a_line_is_found),
        cmocka_unit_test(each_operator_names_its_word),
        cmocka_unit_test(functions_may_use_operators_up_to_their_end),
        cmocka_unit_test(attributes_of_locals_are_no_comparison),
        cmocka_unit_test(full_width_punctuation_names_what_to_write),
        cmocka_unit_test(a_full_width_text_is_one_mistake),
        cmocka_unit_test(chinese_without_quotes_is_one_mistake),
        cmocka_unit_test(what_never_ends_is_told_where_it_begins),
        cmocka_unit_test(control_characters_are_mistakes),
        cmocka_unit_test(values_without_quotes_are_mistakes),
        cmocka_unit_test(what_lua_calculates_is_left_alone),
        cmocka_unit_test(the_content_of_texts_is_known),
        cmocka_unit_test(lines_end_in_every_way_that_lua_knows),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    onex_arena_clear(&arena);
    return failed;
}
