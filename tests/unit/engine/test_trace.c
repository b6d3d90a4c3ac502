/* The matrix of clauses, rules and tests: classes, coverage, order, and what a text adds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "engine/trace.h"

#define CITES(...) \
    .cites = (const char *[]){__VA_ARGS__}, .ncites = (int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *))

static onex_trace make(const onex_program *program, const onex_laws *laws) {
    onex_trace trace;
    onex_error err;
    if (onex_trace_make(&trace, program, laws, &err)) fail_msg("%s", err.text);
    return trace;
}

static onex_law cut(const char *text) {
    onex_law law;
    onex_error err;
    if (onex_law_cut(&law, text, &err)) fail_msg("%s", err.text);
    return law;
}

static const onex_trace_row *row(const onex_trace *trace, const char *name) {
    for (int i = 0; i < trace->nrows; i++)
        if (strcmp(trace->rows[i].name, name) == 0) return &trace->rows[i];
    fail_msg("no row %s", name);
    return NULL;
}

static void the_class_says_what_stands_for_a_clause(void **state) {
    (void)state;
    onex_rule rules[] = {
        {.decl = {.name = "a", CITES("第一条", "第五条")}, .kind = ONEX_CONDITION},
        {.decl = {.name = "b", CITES("第二条")}, .kind = ONEX_ATTESTATION},
        {.decl = {.name = "c", CITES("第四条", "第五条", "细则第一条")}, .kind = ONEX_ATTESTATION},
        {.decl = {.name = "t", CITES("第八条")}, .kind = ONEX_TRIGGER},
    };
    onex_param params[] = {{.decl = {.name = "p", CITES("第三条", "第二条", "第四条")}}};
    onex_transition transitions[] = {{.decl = {.name = "go", CITES("第四条", "第六条")}}};
    onex_program program = {.rules = rules,
                            .nrules = 4,
                            .params = params,
                            .nparams = 1,
                            .transitions = transitions,
                            .ntransitions = 1,
                            .regulation = {.articles = 9,
                                           .clauses = (const char *[]){"第六条", "第七条"},
                                           .classes = (const char *[]){"authority", "purpose"},
                                           .nclauses = 2}};
    onex_laws none = {0};
    onex_trace trace = make(&program, &none);
    assert_int_equal(trace.nrows, 9);
    assert_string_equal(row(&trace, "第一条")->class, "computed");
    assert_string_equal(row(&trace, "第二条")->class, "judgement");
    assert_string_equal(row(&trace, "第三条")->class, "parameter");
    assert_string_equal(row(&trace, "第四条")->class, "procedure");
    assert_string_equal(row(&trace, "第五条")->class, "computed");
    assert_string_equal(row(&trace, "第六条")->class, "authority"); /* the declaration comes first */
    assert_string_equal(row(&trace, "第七条")->class, "purpose");
    assert_string_equal(row(&trace, "第八条")->class, "computed");
    assert_string_equal(row(&trace, "第九条")->class, "");
    assert_int_equal(row(&trace, "第五条")->nrules, 2);
    assert_string_equal(row(&trace, "第四条")->others[0]->name, "p");
    onex_trace_clear(&trace);
}

static void uncovered_clauses_come_first_then_those_with_a_class_only(void **state) {
    (void)state;
    onex_rule rules[] = {{.decl = {.name = "a", CITES("第一条")}, .kind = ONEX_CONDITION}};
    onex_program program = {
        .rules = rules,
        .nrules = 1,
        .regulation = {
            .articles = 4, .clauses = (const char *[]){"第三条"}, .classes = (const char *[]){"data"}, .nclauses = 1}};
    onex_laws none = {0};
    onex_trace trace = make(&program, &none);
    static const char *const order[] = {"第二条", "第四条", "第三条", "第一条"};
    assert_int_equal(trace.nrows, 4);
    assert_int_equal(trace.uncovered, 2);
    for (int i = 0; i < 4; i++) assert_string_equal(trace.rows[i].name, order[i]);
    onex_trace_clear(&trace);
}

static void an_item_is_covered_by_its_own_name_only(void **state) {
    (void)state;
    onex_rule rules[] = {{.decl = {.name = "whole", CITES("第一条")}, .kind = ONEX_OUTCOME},
                         {.decl = {.name = "item", CITES("第一条（二）")}, .kind = ONEX_CONDITION}};
    onex_program program = {.rules = rules, .nrules = 2};
    onex_laws laws = {.now = cut("第一条 如下：\n（一）甲；\n（二）乙。\n")};
    onex_trace trace = make(&program, &laws);
    assert_int_equal(trace.nrows, 3);
    assert_string_equal(trace.rows[0].name, "第一条（一）");
    assert_int_equal(trace.uncovered, 1);
    assert_int_equal(row(&trace, "第一条")->nrules, 1);
    assert_string_equal(row(&trace, "第一条（二）")->rules[0]->name, "item");
    assert_string_equal(row(&trace, "第一条（二）")->text->text, "乙。");
    onex_trace_clear(&trace);
    onex_laws_clear(&laws);
}

static void the_only_paragraph_is_its_article(void **state) {
    (void)state;
    onex_rule rules[] = {{.decl = {.name = "a", CITES("第一条", "第一条第一款")}, .kind = ONEX_CONDITION}};
    onex_program program = {.rules = rules, .nrules = 1};
    onex_laws laws = {.now = cut("第一条 甲。\n第二条 乙。\n丙。\n")};
    onex_trace trace = make(&program, &laws);
    assert_int_equal(trace.nrows, 4); /* 第二条 has two paragraphs, a row each */
    assert_int_equal(row(&trace, "第一条")->nrules, 1);
    onex_trace_clear(&trace);
    onex_laws_clear(&laws);
}

static void a_test_counts_by_its_clause_or_by_a_rule_once(void **state) {
    (void)state;
    onex_rule rules[] = {{.decl = {.name = "a", CITES("第一条")}, .kind = ONEX_CONDITION},
                         {.decl = {.name = "b", CITES("第二条")}, .kind = ONEX_CONDITION}};
    onex_expect of_a[] = {{.rule = 0, .fact = -1}, {.rule = 0, .fact = -1}}, of_fact[] = {{.rule = -1, .fact = 0}};
    onex_test tests[] = {{.decl = {.name = "1", CITES("第一条")}, .expect = of_a, .nexpect = 2},
                         {.decl = {.name = "2"}, .expect = of_a, .nexpect = 1},
                         {.decl = {.name = "3", CITES("第二条")}, .expect = of_fact, .nexpect = 1},
                         {.decl = {.name = "4"}, .expect = of_fact, .nexpect = 1}};
    onex_program program = {.rules = rules, .nrules = 2, .tests = tests, .ntests = 4};
    onex_laws none = {0};
    onex_trace trace = make(&program, &none);
    assert_int_equal(row(&trace, "第一条")->tests, 2);
    assert_int_equal(row(&trace, "第二条")->tests, 1);
    onex_trace_clear(&trace);
}

static void a_clause_that_is_gone_stays_while_a_rule_cites_it(void **state) {
    (void)state;
    onex_rule rules[] = {{.decl = {.name = "a", CITES("第二条（二）")}, .kind = ONEX_CONDITION},
                         {.decl = {.name = "b", CITES("第一条")}, .kind = ONEX_CONDITION}};
    onex_program program = {.rules = rules, .nrules = 2};
    onex_laws laws = {.now = cut("第一条 甲。\n第二条 如下：\n（一）乙。\n"),
                      .before = cut("第一条 甲。\n第二条 如下：\n（一）乙；\n（二）丙。\n")};
    onex_trace trace = make(&program, &laws);
    assert_int_equal(trace.nrows, 4);
    assert_true(row(&trace, "第二条（二）")->changed);
    assert_null(row(&trace, "第二条（二）")->text);
    assert_true(row(&trace, "第二条（一）")->changed);
    assert_false(row(&trace, "第一条")->changed);
    assert_false(row(&trace, "第二条")->changed);
    onex_trace_clear(&trace);
    onex_laws_clear(&laws);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_class_says_what_stands_for_a_clause),
        cmocka_unit_test(uncovered_clauses_come_first_then_those_with_a_class_only),
        cmocka_unit_test(an_item_is_covered_by_its_own_name_only),
        cmocka_unit_test(the_only_paragraph_is_its_article),
        cmocka_unit_test(a_test_counts_by_its_clause_or_by_a_rule_once),
        cmocka_unit_test(a_clause_that_is_gone_stays_while_a_rule_cites_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
