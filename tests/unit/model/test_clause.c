/* Numerals and names of clauses, both ways. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/clause.h"

static void every_number_is_written_and_read_back(void **state) {
    (void)state;
    for (int n = 1; n <= ONEX_NUMERAL_MAX; n++) {
        char text[ONEX_NUMERAL_TEXT];
        const char *at = onex_numeral_text(n, text);
        assert_int_equal(onex_numeral_take(&at), n);
        assert_string_equal(at, "");
    }
}

static void numerals_are_written_as_in_regulations(void **state) {
    (void)state;
    static const struct {
        int n;
        const char *text;
    } cases[] = {{1, "一"},         {9, "九"},           {10, "十"},         {11, "十一"},
                 {20, "二十"},      {21, "二十一"},      {100, "一百"},      {101, "一百零一"},
                 {110, "一百一十"}, {121, "一百二十一"}, {999, "九百九十九"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[ONEX_NUMERAL_TEXT];
        assert_string_equal(onex_numeral_text(cases[i].n, text), cases[i].text);
    }
}

static int taken(const char *text, const char *rest) {
    const char *at = text;
    int n = onex_numeral_take(&at);
    assert_string_equal(at, rest);
    return n;
}

static void what_is_no_numeral_is_left_where_it_is(void **state) {
    (void)state;
    assert_int_equal(taken("条", "条"), 0);
    assert_int_equal(taken("", ""), 0);
    assert_int_equal(taken("一百零十", "一百零十"), 0);
    assert_int_equal(taken("一百零", "一百零"), 0);
    assert_int_equal(taken("一百十条", "条"), 110);
    assert_int_equal(taken("一百二条", "二条"), 100); /* 一百二 is spoken, not written */
    assert_int_equal(taken("二十一条", "条"), 21);
}

static void clause_is(const char *text, int article, int paragraph, int item) {
    onex_clause clause;
    if (!onex_clause_parse(text, &clause)) fail_msg("'%s' was not read", text);
    assert_int_equal(clause.article, article);
    assert_int_equal(clause.paragraph, paragraph);
    assert_int_equal(clause.item, item);
}

static void a_clause_is_read_as_written_and_as_typed(void **state) {
    (void)state;
    clause_is("第四条", 4, 0, 0);
    clause_is("第十条第一款", 10, 1, 0);
    clause_is("第七条（二）", 7, 0, 2);
    clause_is("第二十一条第二款（十一）", 21, 2, 11);
    clause_is("7", 7, 0, 0);
    clause_is("第7条(2)", 7, 0, 2);
    clause_is("7(2)", 7, 0, 2);
}

static void what_names_no_clause_is_refused(void **state) {
    (void)state;
    static const char *const bad[] = {"",
                                      "第",
                                      "第条",
                                      "第零条",
                                      "条",
                                      "第七",
                                      "第七条（",
                                      "第七条（）",
                                      "第七条（二",
                                      "第七条款",
                                      "foo",
                                      "细则第五条",
                                      "第七条（二）及",
                                      "1000",
                                      "0",
                                      "-1",
                                      "99999999999999999999"};
    onex_clause clause;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (onex_clause_parse(bad[i], &clause)) fail_msg("'%s' was read", bad[i]);
}

static void a_clause_is_written_in_one_way(void **state) {
    (void)state;
    char text[ONEX_CLAUSE_TEXT];
    assert_string_equal(onex_clause_text((onex_clause){7, 0, 2}, text), "第七条（二）");
    assert_string_equal(onex_clause_text((onex_clause){10, 1, 0}, text), "第十条第一款");
    assert_string_equal(onex_clause_text((onex_clause){999, 999, 999}, text),
                        "第九百九十九条第九百九十九款（九百九十九）");
}

static void an_article_stands_before_what_it_holds(void **state) {
    (void)state;
    const onex_clause order[] = {{1, 0, 0}, {7, 0, 0}, {7, 0, 1}, {7, 0, 10}, {7, 1, 0}, {7, 2, 1}, {10, 0, 0}};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        for (size_t k = 0; k < sizeof order / sizeof *order; k++)
            assert_int_equal(onex_clause_compare(order[i], order[k]), (i > k) - (i < k));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_is_written_and_read_back),
        cmocka_unit_test(numerals_are_written_as_in_regulations),
        cmocka_unit_test(what_is_no_numeral_is_left_where_it_is),
        cmocka_unit_test(a_clause_is_read_as_written_and_as_typed),
        cmocka_unit_test(what_names_no_clause_is_refused),
        cmocka_unit_test(a_clause_is_written_in_one_way),
        cmocka_unit_test(an_article_stands_before_what_it_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
