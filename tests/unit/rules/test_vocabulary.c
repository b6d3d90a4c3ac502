/* Mistakes that the worker finds while a rule file runs: words, unused expressions, values that cannot cross, errors of
 * Lua. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ruledir.h"

static void an_unknown_word_is_told_with_the_nearest(void **state) {
    ruledir *d = *state;
    assert_string_equal(ruledir_wrong(d, "condition \"a\" { requires = at_lest(fact.a, 3) }"),
                        "1:28 E0201 unknown word 'at_lest'");
    assert_string_equal(d->problems.items[0].hint, "did you mean 'at_least', 'at_most'?");
    assert_string_equal(ruledir_wrong(d, "parm \"x\" { value = 1 }"), "1:1 E0201 unknown word 'parm'");
    assert_string_equal(ruledir_wrong(d, "condition \"a\" { requires = at_least(team_total, 3) }"),
                        "1:37 E0201 unknown word 'team_total'");
    assert_string_equal(d->problems.items[0].hint,
                        "a fact is written fact.team_total, a param param.team_total, a text in quotes");
}

static void each_unknown_word_on_a_line_has_its_own_place(void **state) {
    assert_string_equal(ruledir_wrong(*state, "condition \"a\" { requires = all { foo, foo } }"),
                        "1:34 E0201 unknown word 'foo'\n1:39 E0201 unknown word 'foo'");
}

static void a_mistake_in_a_loop_is_told_once(void **state) {
    assert_string_equal(ruledir_wrong(*state, "for i = 1, 3 do param(\"p\" .. i) { value = foo } end"),
                        "1:43 E0201 unknown word 'foo'");
}

static void college_words_and_absent_libraries_are_named(void **state) {
    ruledir *d = *state;
    assert_string_equal(ruledir_wrong(d, "tighten \"x\" { value = 1 }"),
                        "1:1 E0201 'tighten' is a word of college files, not of school files");
    static const char *const names[] = {"setmetatable",   "getmetatable", "rawget", "rawset",  "rawequal", "rawlen",
                                        "xpcall",         "coroutine",    "load",   "require", "dofile",   "loadfile",
                                        "collectgarbage", "print",        "warn",   "debug",   "io",       "os",
                                        "package",        "next"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char text[100], expected[200];
        snprintf(text, sizeof text, "local x = %s", names[i]);
        snprintf(expected, sizeof expected, "1:11 E0201 '%s' is not available in rule files", names[i]);
        assert_string_equal(ruledir_wrong(d, text), expected);
    }
}

static void absent_members_of_libraries_are_nothing(void **state) {
    ruledir *d = *state;
    static const char *const names[] = {"string.dump", "string.pack", "string.unpack",  "string.packsize",
                                        "table.move",  "math.random", "math.randomseed"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char text[100];
        snprintf(text, sizeof text, "assert(%s, \"absent\")", names[i]);
        assert_string_equal(ruledir_wrong(d, text), "1:0 E0107 absent");
    }
    assert_string_equal(ruledir_wrong(d, "local x = (\"x\").dump or 1"),
                        "1:22 E0104 'or' does nothing between expressions; write any { a, b }");
    assert_string_equal(ruledir_wrong(d, "assert((\"x\").pack, \"absent\")"), "1:0 E0107 absent");
}

static void what_nothing_uses_is_an_error(void **state) {
    ruledir *d = *state;
    assert_string_equal(ruledir_wrong(d, "at_least(fact.a, 3)"), "1:1 E0211 nothing uses this 'at_least'");
    assert_string_equal(ruledir_wrong(d, "local x = fact.a + 1"), "1:18 E0211 nothing uses this '+'");
    assert_string_equal(ruledir_wrong(d, "\nlocal x = fact.team"), "2:11 E0211 nothing uses this 'fact.team'");
    assert_string_equal(ruledir_wrong(d, "local x = row.site.name"), "1:11 E0211 nothing uses this 'row.site.name'");
    assert_string_equal(ruledir_wrong(d, "param \"x\""),
                        "1:1 E0212 'param \"x\"' is not followed by { … }, and nothing uses it");
    assert_string_equal(ruledir_wrong(d, "outcome \"o\" { all = { condition \"x\", condition.y } }"), "");
}

static void globals_are_told_apart_from_locals(void **state) {
    ruledir *d = *state;
    assert_string_equal(ruledir_wrong(d, "title = \"x\""), "1:1 E0214 nothing reads 'title' here");
    assert_string_equal(d->problems.items[0].hint, "for a value of this file write: local title = …");
    assert_string_equal(ruledir_wrong(d, "count = 3"),
                        "1:1 E0214 'count' is a word of the rule language; it cannot be set");
    assert_string_equal(
        ruledir_wrong(d, "function floor(x) return at_least(x, 3) end condition \"a\" { requires = floor(fact.a) }"),
        "");
}

static void files_share_no_names(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/0.lua", "function helper() return 1 end local x = 3");
    assert_string_equal(ruledir_wrong(d, "param \"p\" { value = helper() }"), "1:21 E0201 unknown word 'helper'");
    assert_string_equal(ruledir_wrong(d, "string.secret = 1"), "1:0 E0107 a library cannot be changed");
}

static void operators_that_expressions_lack_name_what_to_write(void **state) {
    ruledir *d = *state;
    assert_string_equal(ruledir_wrong(d, "derive \"d\" { value = fact.a / fact.b }"),
                        "1:29 E0308 '/' does not work on expressions; write ratio(a, b)");
    assert_string_equal(ruledir_wrong(d, "derive \"d\" { value = fact.a .. \"x\" }"),
                        "1:29 E0308 '..' does not work on expressions");
    assert_string_equal(ruledir_wrong(d, "derive \"d\" { value = #fact.a }"),
                        "1:22 E0308 '#' does not work on expressions; write count { … }");
    assert_string_equal(ruledir_wrong(d, "local function f(a) return a < 3 end derive \"d\" { value = f(fact.a) }"),
                        "1:30 E0308 '<' does not work on expressions; write below(a, b)");
}

static void parts_and_calls_that_make_no_sense_are_told(void **state) {
    ruledir *d = *state;
    assert_string_equal(ruledir_wrong(d, "derive \"d\" { value = fact.a.b }"),
                        "1:29 E0308 an expression has no part 'b'");
    assert_string_equal(ruledir_wrong(d, "derive \"d\" { value = test.x }"),
                        "1:27 E0308 an expression has no part 'x'");
    assert_string_equal(ruledir_wrong(d, "derive \"d\" { value = fact.a \"x\" }"),
                        "1:22 E0308 nothing can follow 'fact' here");
    assert_string_equal(ruledir_wrong(d, "derive \"d\" { value = fact }"), "1:22 E0206 'fact' needs a name");
    assert_string_equal(ruledir_wrong(d, "derive \"d\" { value = all }"),
                        "1:22 E0206 'all' stands here without what it works on");
}

static void values_that_cannot_cross_are_told(void **state) {
    ruledir *d = *state;
    assert_string_equal(ruledir_wrong(d, "param \"p\" { value = 1/0 }"),
                        "1:13 E0206 a number that is infinite or not a number");
    assert_string_equal(ruledir_wrong(d, "param \"p\" {\n  title = \"a\\27[31m\" }"),
                        "2:3 E0206 a text holds control characters or is not UTF-8");
    assert_string_equal(ruledir_wrong(d, "param \"p\" { title = \"\\xff\" }"),
                        "1:13 E0206 a text holds control characters or is not UTF-8");
    assert_string_equal(ruledir_wrong(d, "param \"p\" { value = function() end }"),
                        "1:13 E0206 a function can stand only as 'compute'");
    assert_string_equal(ruledir_wrong(d, "param \"p\" { [true] = 1 }"),
                        "1:1 E0206 a list has a gap (a missing value), or a key that is no text");
}

static void nothing_is_never_silently_left_out(void **state) {
    ruledir *d = *state;
    assert_string_equal(ruledir_wrong(d, "local t = {}\ncondition \"a\" { requires = all { fact.a, t.x } }"),
                        "2:42 E0206 this is nothing (nil)");
    assert_string_equal(ruledir_wrong(d, "local t = {}\ncondition \"a\" { requires = fact.a, only_if = t.x }"),
                        "2:46 E0206 this is nothing (nil)");
    assert_string_equal(ruledir_wrong(d, "local t = {}\ncondition \"a\" { requires = at_least(fact.a, t.x) }"),
                        "2:28 E0206 'at_least' is given nothing (nil) here");
}

static void a_key_given_twice_is_an_error(void **state) {
    assert_string_equal(ruledir_wrong(*state, "param \"p\" { value = 1,\n  x = { a = 1, [\"a\"] = 2 }, value = 2 }"),
                        "2:17 E0213 the key \"a\" is given twice; first in line 2\n2:29 E0213 the key value is given "
                        "twice; first in line 1");
}

static void lua_mistakes_are_in_plain_words(void **state) {
    ruledir *d = *state;
    assert_string_equal(ruledir_wrong(d, "param \"p\" {\n  title = \"x\" cite = \"y\" }"),
                        "2:15 E0106 a comma or '}' is missing before 'cite'; the '{' is in line 1");
    assert_string_equal(ruledir_wrong(d, "param \"p\" { value = 1 }}"),
                        "1:24 E0106 '}' cannot stand here; a value is missing before it, or it closes nothing");
    assert_string_equal(ruledir_wrong(d, "param \"p\" { value = }"),
                        "1:21 E0106 '}' cannot stand here; a value is missing before it, or it closes nothing");
    assert_string_equal(ruledir_wrong(d, "fact.x"), "1:7 E0106 the file ends behind a name that says nothing alone");
    assert_string_equal(ruledir_wrong(d, "local function f()\nparam \"p\" { }"),
                        "2:14 E0106 the 'function' of line 1 is never closed; 'end' is missing");
    assert_string_equal(ruledir_wrong(d, "local t = nil\nparam \"p\" { value = t.x }"),
                        "2:21 E0107 't' is an empty value (nil) and has no parts");
    assert_string_equal(ruledir_wrong(d, "local n = 3\nn(1)"), "2:1 E0107 'n' is a number and cannot be called");
    assert_string_equal(ruledir_wrong(d, "local s = \"a\" + 1"),
                        "1:11 E0107 'a' is a text; one cannot calculate with it");
    assert_string_equal(ruledir_wrong(d, "error(\"说明\")"), "1:0 E0107 说明");
    assert_string_equal(ruledir_wrong(d, "error({})"), "1:0 E0107 an error was raised without a text");
}

static void mistakes_are_told_in_chinese_too(void **state) {
    onex_lang_set(ONEX_LANG_ZH);
    assert_string_equal(ruledir_wrong(*state, "param \"p\" { value = foo }"), "1:21 E0201 未知的词“foo”");
    assert_string_equal(ruledir_wrong(*state, "local t = nil\nparam \"p\" { value = t.x }"),
                        "2:21 E0107 “t”是空值，没有可取的部分");
}

static void other_files_are_read_when_one_fails(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/1.lua", "param \"p\" { value = }");
    ruledir_file(d, "school/2.lua", "param \"p\" { value = 1， }");
    ruledir_file(d, "school/3.lua", "param \"p\" { value = nil + 1 }");
    ruledir_file(d, "school/4.lua", "param \"p\" { value = foo }");
    ruledir_file(d, "school/5.lua", "param \"q\" { value = 1 }");
    assert_int_equal(ruledir_read(d), ONEX_OK);
    assert_string_equal(ruledir_told(d), "1:21 E0106 '}' cannot stand here; a value is missing before it, or it closes "
                                         "nothing\n1:22 E0103 '，' is full-width; write ','\n"
                                         "1:0 E0107 one cannot calculate with an empty value (nil)\n1:21 E0201 unknown word 'foo'");
    assert_false(d->front.complete);
    assert_string_equal(d->front.raw.decls[d->front.raw.ndecls - 1].name, "q");
    assert_string_equal(d->problems.items[0].at.file, "rules/school/1.lua");
    assert_string_equal(d->problems.items[0].source_line, "param \"p\" { value = }");
}

static void pairs_goes_in_a_fixed_order(void **state) {
    const onex_raw_decl *decl = ruledir_one(
        *state, "local s = \"\"\n"
                "for k, v in pairs { z = 1, a = 2, [10] = 3, [2] = 4, m = 5 } do s = s .. k .. v .. \" \" end\n"
                "param \"p\" { value = s }");
    assert_string_equal(ruledir_get(decl->body, "value")->text, "24 103 a2 m5 z1 ");
    assert_string_equal(ruledir_wrong(*state, "for k in pairs { [{}] = 1 } do end"),
                        "1:0 E0107 pairs: a key that is neither number nor text has no order");
}

static void sort_keeps_the_order_of_equals(void **state) {
    const onex_raw_decl *decl = ruledir_one(
        *state,
        "local t = {} for i = 1, 1000 do t[i] = { key = i % 3, n = i } end\n"
        "table.sort(t, function(a, b) return a.key < b.key end)\n"
        "local function ordered() for i = 2, 1000 do\n"
        "  if t[i].key < t[i - 1].key or t[i].key == t[i - 1].key and t[i].n < t[i - 1].n then return i end end end\n"
        "local u = { 3, 1, 2 } table.sort(u)\n"
        "param \"p\" { value = tostring((ordered())) .. table.concat(u) }");
    assert_string_equal(ruledir_get(decl->body, "value")->text, "nil123");
    assert_string_equal(ruledir_wrong(*state, "table.sort { 1, \"a\" }"),
                        "1:0 E0107 a text cannot be compared with a number");
}

static void addresses_are_never_shown(void **state) {
    const onex_raw_decl *decl = ruledir_one(
        *state,
        "param \"p\" { value = tostring({}) .. tostring(pairs) .. tostring(fact) .. string.format(\"%s\", {}) }");
    assert_string_equal(ruledir_get(decl->body, "value")->text, "tablefunctionexpressiontable");
    assert_string_equal(ruledir_wrong(*state, "local x = string.format(\"%p\", {})"), "1:0 E0107 format has no '%p'");
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(an_unknown_word_is_told_with_the_nearest),
    RULEDIR_TEST(each_unknown_word_on_a_line_has_its_own_place),
    RULEDIR_TEST(a_mistake_in_a_loop_is_told_once),
    RULEDIR_TEST(college_words_and_absent_libraries_are_named),
    RULEDIR_TEST(absent_members_of_libraries_are_nothing),
    RULEDIR_TEST(what_nothing_uses_is_an_error),
    RULEDIR_TEST(globals_are_told_apart_from_locals),
    RULEDIR_TEST(files_share_no_names),
    RULEDIR_TEST(operators_that_expressions_lack_name_what_to_write),
    RULEDIR_TEST(parts_and_calls_that_make_no_sense_are_told),
    RULEDIR_TEST(values_that_cannot_cross_are_told),
    RULEDIR_TEST(nothing_is_never_silently_left_out),
    RULEDIR_TEST(a_key_given_twice_is_an_error),
    RULEDIR_TEST(lua_mistakes_are_in_plain_words),
    RULEDIR_TEST(mistakes_are_told_in_chinese_too),
    RULEDIR_TEST(other_files_are_read_when_one_fails),
    RULEDIR_TEST(pairs_goes_in_a_fixed_order),
    RULEDIR_TEST(sort_keeps_the_order_of_equals),
    RULEDIR_TEST(addresses_are_never_shown),
};
RULEDIR_MAIN(tests)
