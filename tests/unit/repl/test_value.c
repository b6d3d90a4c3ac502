/* Values of scripts: ratios, the unknown, JSON, cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/repl/desk.h"

/* ---- JSON ---- */

static void json_comes_back_as_it_was(void **state) {
    desk *d = desk_open(*state, false, true);
    const char *texts[] = {"{}",
                           "[]",
                           "[[],{}]",
                           "[1,-2,0.5,1e+300]",
                           "{\"a\":{\"b\":[true,false,null]}}",
                           "9223372036854775807",
                           "\"\\u0001\\\"\\\\甲\"",
                           "{\"a\":1,\"b\":2}"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char line[200], expected[100];
        snprintf(line, sizeof line, "onex.json.encode(onex.json.decode [==[%s]==])", texts[i]);
        snprintf(expected, sizeof expected, "%s\n", texts[i]);
        desk_gives(d, line, expected);
    }
    desk_gives(d, "onex.json.decode '\"\\\\ud83d\\\\ude00\\\\u7532\\\\n\"'", "😀甲\n");
    desk_gives(d, "math.type(onex.json.decode '2.0')", "integer\n");
    desk_close(d);
}

static void what_json_cannot_hold_is_an_error(void **state) {
    desk *d = desk_open(*state, false, true);
    const char *reading[] = {"",      "{",     "[1,]",    "{\"a\":1,\"a\":2}", "01",    "1.",
                             "-",     "nul",   "\"\\x\"", "\"\\ud800\"",       "[1] 2", "9223372036854775808",
                             "1e999", "{a:1}", "\"a\nb\""};
    for (size_t i = 0; i < sizeof reading / sizeof *reading; i++) {
        char line[200];
        snprintf(line, sizeof line, "onex.json.decode [==[%s]==]", reading[i]);
        desk_fails(d, line, ONEX_E_DATA, "JSON, byte");
    }
    const char *writing[] = {"0/0",          "1/0",           "print",   "{ 1, nil, 3 }",
                             "{ 1, a = 2 }", "{ [1.5] = 1 }", "'\\xff'", "onex.pilots()"};
    for (size_t i = 0; i < sizeof writing / sizeof *writing; i++) {
        char line[200];
        snprintf(line, sizeof line, "onex.json.encode(%s)", writing[i]);
        desk_fails(d, line, ONEX_E_GATE, "JSON");
    }
    desk_fails(d, "local t = {} t.t = t onex.json.encode(t)", ONEX_E_GATE, "itself");
    desk_fails(d, "onex.json.decode(('['):rep(300))", ONEX_E_DATA, "deep");
    desk_close(d);
}

static void cjson_reads_what_is_exact(void **state) {
    static const char *const good[][2] = {
        {"9007199254740991", "9007199254740991"},
        {"9007199254740992", "9007199254740992"},
        {"9007199254740993", "9007199254740993"},
        {"9223372036854775807", "9223372036854775807"},
        {"-9223372036854775808", "-9223372036854775808"},
        {"{\"a\":[9007199254740993,[],{}]}", "{\"a\":[9007199254740993,[],{}]}"},
        {"[2.0,0.5,null,\"\\u7532\"]", "[2,0.5,null,\"甲\"]"},
        {"[]", "[]"},
        {"{}", "{}"},
    };
    static const char *const bad[] = {"",    "{",   "[1,]", "{\"a\":1,\"a\":2}", "01",     "0x10", "NaN", "Infinity",
                                      "[1] 2", "'a'", "1.",   "\"\xff\"",          "1e999", "-9223372036854775809",
                                      "9223372036854775808", "\"\\ud800\""};
    desk *d = desk_open(*state, false, true);
    char line[200], expected[100];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        snprintf(line, sizeof line, "onex.json.encode(cjson.decode [==[%s]==])", good[i][0]);
        snprintf(expected, sizeof expected, "%s\n", good[i][1]);
        desk_gives(d, line, expected);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(line, sizeof line, "cjson.decode [==[%s]==]", bad[i]);
        desk_fails(d, line, ONEX_E_DATA, "JSON, byte");
    }
    desk_fails(d, "cjson.decode(('['):rep(300))", ONEX_E_DATA, "deep");
    desk_gives(d, "math.type(cjson.decode('{\"a\":[3]}').a[1])", "integer\n");
    desk_close(d);
}

static void cjson_writes_nothing_that_it_would_lose(void **state) {
    static const char *const good[][2] = {
        {"{ 99999999999999, -99999999999999 }", "[99999999999999,-99999999999999]"},
        {"{ 0.1, 2.5, 1e300 }", "[0.1,2.5,1e+300]"},
        {"{ a = cjson.null }", "{\"a\":null}"},
        {"{ onex.json.null }", "[null]"},
        {"{}", "{}"},
        {"{ ['1'] = 2 }", "{\"1\":2}"},
        {"nil", "null"},
    };
    static const char *const bad[][2] = {
        {"{ 100000000000000 }", "onex.json.encode"},
        {"9007199254740991", "onex.json.encode"},
        {"9007199254740992", "onex.json.encode"},
        {"9007199254740993", "onex.json.encode"},
        {"math.maxinteger", "onex.json.encode"},
        {"math.mininteger", "onex.json.encode"},
        {"1/3", "lose digits"},
        {"0/0", "infinite"},
        {"-1/0", "infinite"},
        {"{ 1, a = 2 }", "names in it"},
        {"{ [1] = 1, ['1'] = 2 }", "names in it"},
        {"{ 1, nil, 3 }", "gaps"},
        {"{ [3] = 1 }", "gaps"},
        {"{ [0] = 1 }", "a key"},
        {"{ [-1] = 1 }", "a key"},
        {"{ [1.5] = 1 }", "a key"},
        {"{ [true] = 1 }", "a key"},
        {"'\\xff'", "UTF-8"},
        {"{ ['\\xff'] = 1 }", "UTF-8"},
        {"onex.json.list {}", "empty list"},
        {"cjson.decode '{\"a\":[]}'", "empty list"},
    };
    desk *d = desk_open(*state, false, true);
    char line[200], expected[100];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        snprintf(line, sizeof line, "cjson.encode(%s)", good[i][0]);
        snprintf(expected, sizeof expected, "%s\n", good[i][1]);
        desk_gives(d, line, expected);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        snprintf(line, sizeof line, "cjson.encode(%s)", bad[i][0]);
        desk_fails(d, line, ONEX_E_GATE, bad[i][1]);
        assert_int_equal(d->failure.line, 1);
    }
    desk_fails(d, "local t = {} t.t = t cjson.encode(t)", ONEX_E_GATE, "itself");
    desk_fails(d, "cjson.encode(print)", ONEX_E_GATE, "a function cannot be written");
    assert_int_equal(d->failure.line, 1);
    desk_close(d);
}

static void cjson_is_wrapped_by_whatever_name(void **state) {
    desk *d = desk_open(*state, false, true);
    desk_gives(d, "require 'cjson' == cjson, cjson.new == nil, require('cjson.safe').new == nil",
               "true\ntrue\ntrue\n");
    desk_gives(d, "require('cjson.safe').decode '9007199254740993'", "9007199254740993\n");
    desk_gives(d, "require('cjson.safe').encode { 1 }", "[1]\n");
    desk_gives(d, "require('cjson.safe').decode '[1,]'", "nil\nJSON, byte 4: no value begins like this\n");
    desk_gives(d, "require('cjson.safe').encode(0/0)", "nil\nJSON: an infinite number or none\n");
    desk_gives(d, "select('#', require('cjson.safe').encode(print))", "2\n");
    desk_gives(d, "select('#', require('cjson.safe').decode())", "2\n");
    desk_close(d);
}

/* ---- the unknown and ratios ---- */

static void all_unknowns_are_equal_and_equal_nothing_else(void **state) {
    desk *d = desk_open(*state, false, true);
    desk_gives(d, "onex.unknown == onex.unknown", "true\n");
    desk_gives(d,
               "onex.unknown == 0, onex.unknown == nil, onex.unknown == false, onex.unknown == {}, onex.unknown == "
               "onex.ratio(1, 2)",
               "false\nfalse\nfalse\nfalse\nfalse\n");
    desk_close(d);
}

static void nothing_can_be_calculated_with_the_unknown(void **state) {
    desk *d = desk_open(*state, false, true);
    const char *uses[] = {"u + 1",
                          "1 + u",
                          "u - 1",
                          "u * 2",
                          "u / 2",
                          "u // 2",
                          "u % 2",
                          "u ^ 2",
                          "-u",
                          "u & 1",
                          "u | 1",
                          "u ~ 1",
                          "~u",
                          "u << 1",
                          "u >> 1",
                          "u .. ''",
                          "'' .. u",
                          "#u",
                          "u < 1",
                          "1 < u",
                          "u <= u",
                          "u > 'a'",
                          "u >= 0",
                          "u()",
                          "u.value",
                          "onex.ratio(1, 2) < u",
                          "u <= onex.ratio(1, 2)",
                          "onex.ratio(1, 2) + u"};
    for (size_t i = 0; i < sizeof uses / sizeof *uses; i++) {
        char line[100];
        snprintf(line, sizeof line, "local u = onex.unknown return %s", uses[i]);
        desk_fails(d, line, ONEX_E_GATE, "unknown");
    }
    desk_close(d);
}

static void ratios_compare_exactly(void **state) {
    desk *d = desk_open(*state, false, true);
    desk_gives(d, "onex.ratio(3, 5) >= '60%', onex.ratio(3, 5) > '60%', onex.ratio(59, 100) < '60%'",
               "true\nfalse\ntrue\n");
    desk_gives(d, "onex.ratio(1, 2) == onex.ratio(2, 4), onex.ratio(1, 3) == onex.ratio(2, 4)", "true\nfalse\n");
    desk_gives(d, "onex.ratio(1, 2) <= 0.5, onex.ratio(1, 2) < 0.5, onex.ratio(4, 2) >= 2, 1 < onex.ratio(4, 3)",
               "true\nfalse\ntrue\ntrue\n");
    desk_gives(d, "tostring(onex.ratio(4, 8)), onex.ratio(4, 8).n, onex.ratio(4, 8).d, onex.ratio(4, 8).value",
               "4/8\n4\n8\n0.5\n");
    desk_gives(d, "tostring(onex.ratio(1, 2) + onex.ratio(1, 2)) ~= '', onex.ratio(1, 2) * 2 == onex.ratio(1, 1)",
               "true\ntrue\n");
    desk_fails(d, "onex.ratio(1, 2) / 0", ONEX_E_GATE, "zero");
    desk_fails(d, "onex.ratio(1, 2) < 'half'", ONEX_E_GATE, "half");
    desk_fails(d, "onex.ratio(1, 2) < {}", ONEX_E_GATE, "table");
    desk_close(d);
}

/* ---- what is written ---- */

static void numbers_are_in_the_units_of_the_store(void **state) {
    desk *d = desk_open(*state, true, false);
    desk_gives(d, "onex.insert('school_budget', { year = 2026, total = 123456, document = 'x' })", "");
    desk_gives(d, "onex.query('SELECT total FROM school_budget')().total", "123456\n");
    desk_gives(d, "onex.update('school_budget', 2026, { total = '12.5' })", "true\n");
    desk_gives(d, "onex.query('SELECT total FROM school_budget')().total", "1250\n");
    desk_gives(d, "onex.update('school_budget', { year = 2026 }, { total = 1250 })", "false\n");
    desk_fails(d, "onex.update('school_budget', 2026, { total = 12.5 })", ONEX_E_DATA, "whole");
    desk_fails(d, "onex.update('school_budget', 2026, { total = '12.555' })", ONEX_E_DATA, "school_budget.total");
    desk_fails(d, "onex.update('school_budget', 2026, { total = print })", ONEX_E_DATA, "function");
    desk_fails(d, "onex.update('school_budget', {}, { total = 1 })", ONEX_E_GATE, "year");
    desk_fails(d, "onex.update('school_budget', 2027, { total = 1 })", ONEX_E_NOT_FOUND, "no row '2027'");
    desk_fails(d, "onex.insert('school_budget', { year = 2026, total = 1, document = 'x' })", ONEX_E_DATA, "already");
    desk_fails(d, "onex.insert('school_budget', { year = 2028, total = 1 })", ONEX_E_DATA, "document");
    desk_fails(d, "onex.delete('school_budget', 2026)", ONEX_E_USAGE, "reason");
    desk_gives(d, "onex.delete('school_budget', 2026, 'wrong')", "");
    desk_gives(d, "onex.query('SELECT count(*) AS n FROM school_budget')().n", "0\n");
    desk_close(d);
}

static void texts_are_never_taken_for_guarded_ones(void **state) {
    desk *d = desk_open(*state, true, false);
    desk_gives(d, "onex.insert('office', { code = 'q', name = \"'=1\" })", "");
    desk_gives(d, "onex.query(\"SELECT name FROM office WHERE code = 'q'\")().name", "'=1\n");
    desk_close(d);
}

static void a_blank_and_a_subject_are_values_too(void **state) {
    desk *d = desk_open(*state, true, false);
    desk_gives(d, "onex.insert('person', { code = 'T1', name = '甲', kind = '教职工', college = onex.college 'art' })",
               "");
    desk_gives(d, "for r in onex.college('art'):rows 'person' do _G.k = r.kind .. r.college end return k",
               "staffart\n");
    desk_gives(d, "onex.update('person', 'T1', { college = '' })", "true\n");
    desk_gives(d, "onex.query('SELECT college FROM person')().college", "nil\n");
    desk_close(d);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(json_comes_back_as_it_was),
        TEST(what_json_cannot_hold_is_an_error),
        TEST(cjson_reads_what_is_exact),
        TEST(cjson_writes_nothing_that_it_would_lose),
        TEST(cjson_is_wrapped_by_whatever_name),
        TEST(all_unknowns_are_equal_and_equal_nothing_else),
        TEST(nothing_can_be_calculated_with_the_unknown),
        TEST(ratios_compare_exactly),
        TEST(numbers_are_in_the_units_of_the_store),
        TEST(texts_are_never_taken_for_guarded_ones),
        TEST(a_blank_and_a_subject_are_values_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
