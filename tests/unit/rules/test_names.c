/* Names, keys and clauses: what is unknown, taken, missing or misspelt is one error with its place and the nearest
 * names. */
#include <stdio.h>

#include "unit/rules/builder.h"

static onex_raw *declared(void) {
    return call("known", IT(fact("declared_on")));
}

static void an_unknown_fact_names_the_nearest(void **state) {
    (void)state;
    declare_derive("team_total", "培训团队人数", call("count", IT(text("team_member"))));
    onex_raw *wrong = fact("team_totl");
    declare_condition("c", "条件", two("above", wrong, whole(0)));
    const onex_problem *p = compile_badly("E0201", "team_totl");
    assert_int_equal(p->at.line, wrong->at.line);
    assert_non_null(strstr(p->hint, "'team_total'"));
}

static void a_fact_of_another_subject_is_not_in_view(void **state) {
    (void)state;
    declare("derive", "paid", TITLE("已付"), KEY("applies", text("expense")), KEY("value", fact("amount")));
    declare_condition("c", "条件", two("above", fact("paid"), whole(0)));
    assert_non_null(strstr(compile_badly("E0201", "paid")->hint, "expense"));
}

static void two_facts_of_one_line_of_subjects_clash(void **state) {
    (void)state;
    declare_derive("n", "甲", whole(1));
    declare("derive", "n", TITLE("乙"), KEY("applies", text("college")), KEY("value", whole(2)));
    compile_badly("E0202", "'n'");
}

static void exam_and_expense_may_share_a_name(void **state) {
    (void)state;
    declare("derive", "n", TITLE("甲"), KEY("applies", text("exam")), KEY("value", whole(1)));
    declare("derive", "n", TITLE("甲"), KEY("applies", text("expense")), KEY("value", whole(2)));
    compile_cleanly();
}

static void a_title_is_taken_too(void **state) {
    (void)state;
    declare_condition("a", "同名", declared());
    declare_condition("b", "同名", declared());
    compile_badly("E0202", "同名");
}

static void a_declared_fact_wins_over_the_column(void **state) {
    (void)state;
    declare_derive("year", "年份", whole(2026));
    declare_condition("c", "条件", two("equals", fact("year"), whole(2026)));
    compile_cleanly();
    assert_int_equal(b->program->nfacts, 1);
}

static void a_word_of_lua_is_no_name(void **state) {
    (void)state;
    declare_condition("end", "条件", declared());
    compile_badly("E0203", "'end'");
}

static void a_misspelt_key_is_one_error(void **state) {
    (void)state;
    declare("condition", "c", TITLE("条件"), CITE, KEY("requiers", declared()));
    const onex_problem *p = compile_badly("E0204", "requiers");
    assert_non_null(strstr(p->hint, "'requires'"));
}

static void a_missing_cite_is_an_error(void **state) {
    (void)state;
    declare("condition", "c", TITLE("条件"), KEY("requires", declared()));
    compile_badly("E0205", "'cite'");
}

static void a_value_of_the_wrong_kind_is_an_error_at_the_value(void **state) {
    (void)state;
    onex_raw *wrong = whole(3);
    declare("condition", "c", KEY("title", wrong), CITE, KEY("requires", declared()));
    assert_int_equal(compile_badly("E0206", "'title'")->at.line, wrong->at.line);
}

static void a_failed_declaration_keeps_its_name(void **state) {
    (void)state;
    declare("param", "p", TITLE("参数"), KEY("value", whole(1))); /* no cite */
    declare_condition("c", "条件", two("equals", fact("year"), ref("param", "p", NULL)));
    compile_badly("E0205", "'cite'");
}

static void an_unknown_strength_is_an_error(void **state) {
    (void)state;
    declare("condition", "c", TITLE("条件"), CITE, KEY("requires", declared()), KEY("strength", text("maybe")));
    compile_badly("E0206", "maybe");
}

static void cited(const char *clause) {
    declare("condition", "c", TITLE("条件"), KEY("cite", text(clause)), KEY("requires", declared()));
}

static void a_clause_may_name_paragraph_and_item(void **state) {
    (void)state;
    declare("condition", "c", TITLE("条件"),
            KEY("cite", table(IT(text("第十条第一款")), IT(text("第二十七条")), IT(text("第十三条（六）")))),
            KEY("requires", declared()));
    compile_cleanly();
    assert_int_equal(b->program->rules[0].decl.ncites, 3);
}

static void an_article_that_the_regulation_lacks_is_an_error(void **state) {
    (void)state;
    cited("第二十八条");
    compile_badly("E0207", "第二十八条");
}

static void a_clause_in_another_form_is_an_error(void **state) {
    (void)state;
    cited("第7条");
    compile_badly("E0207", "第7条");
}

static void an_end_before_the_beginning_is_an_error(void **state) {
    (void)state;
    declare("condition", "c", TITLE("条件"), CITE, KEY("requires", declared()), KEY("valid_from", text("2026-03-01")),
            KEY("valid_to", text("2026-03-01")));
    compile_badly("E0206", "valid_to");
}

static void a_derive_that_rests_on_itself_is_one_error(void **state) {
    (void)state;
    declare_derive("a", "甲", two("+", fact("b"), whole(1)));
    declare_derive("b", "乙", two("+", fact("a"), whole(1)));
    compile_badly("E0307", "rests on itself");
}

static void rules_that_rest_on_each_other_are_one_error(void **state) {
    (void)state;
    declare_condition("a", "甲", call("met", IT(text("b"))));
    declare_condition("b", "乙", call("met", IT(text("a"))));
    compile_badly("E0307", "a → b → a");
}

/* Derives a0 .. a<n>, each resting on the one before. */
static void declare_chain(int n) {
    for (int i = 0; i <= n; i++) {
        char *name = room(16), *before = room(16);
        snprintf(name, 16, "a%d", i);
        snprintf(before, 16, "a%d", i - 1);
        declare_derive(name, name, i ? two("+", fact(before), whole(1)) : whole(1));
    }
}

static void two_hundred_declarations_may_rest_on_each_other(void **state) {
    (void)state;
    declare_chain(200);
    compile_cleanly();
}

static void a_longer_chain_is_one_error(void **state) {
    (void)state;
    declare_chain(201);
    compile_badly("E0307", "'a201'");
}

static void a_second_regulation_is_an_error(void **state) {
    (void)state;
    declare("regulation", NULL, KEY("effective", text("2023-12-18")), KEY("articles", whole(27)));
    compile_badly("E0202", "regulation");
}

static void what_could_not_be_read_says_nothing_more(void **state) {
    (void)state;
    declare_condition("c", "条件", two("at_least", raw(ONEX_RAW_NIL), whole(1)));
    compile();
    assert_int_equal(b->problems.count, 0);
}

static void transitions_and_duties_are_checked(void **state) {
    (void)state;
    declare("transition", "declare", TITLE("申报"), CITE, KEY("from", text("appraised")), KEY("to", text("declared")),
            KEY("actor", text("college")), KEY("needs", table(IT(ref("outcome", "may_declair", NULL)))));
    declare("duty", "d", TITLE("应报"), CITE, KEY("who", text("lead")), KEY("due", fact("due_on")),
            KEY("done", declared()));
    compile_badly("E0201", "may_declair");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        UNIT(an_unknown_fact_names_the_nearest),
        UNIT(a_fact_of_another_subject_is_not_in_view),
        UNIT(two_facts_of_one_line_of_subjects_clash),
        UNIT(exam_and_expense_may_share_a_name),
        UNIT(a_title_is_taken_too),
        UNIT(a_declared_fact_wins_over_the_column),
        UNIT(a_word_of_lua_is_no_name),
        UNIT(a_misspelt_key_is_one_error),
        UNIT(a_missing_cite_is_an_error),
        UNIT(a_value_of_the_wrong_kind_is_an_error_at_the_value),
        UNIT(a_failed_declaration_keeps_its_name),
        UNIT(an_unknown_strength_is_an_error),
        UNIT(a_clause_may_name_paragraph_and_item),
        UNIT(an_article_that_the_regulation_lacks_is_an_error),
        UNIT(a_clause_in_another_form_is_an_error),
        UNIT(an_end_before_the_beginning_is_an_error),
        UNIT(a_derive_that_rests_on_itself_is_one_error),
        UNIT(rules_that_rest_on_each_other_are_one_error),
        UNIT(two_hundred_declarations_may_rest_on_each_other),
        UNIT(a_longer_chain_is_one_error),
        UNIT(a_second_regulation_is_an_error),
        UNIT(what_could_not_be_read_says_nothing_more),
        UNIT(transitions_and_duties_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
