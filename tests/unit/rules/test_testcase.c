/* Tests of rule files: names resolved, values read by type, verdicts that are possible. */
#include "unit/rules/builder.h"

static void declare_rules(void) {
    declare_param("floor", "下限", text("50%"), "nothing");
    declare("reading", "r", TITLE("读法"), CITE, KEY("options", table(KEY("a", text("甲")), KEY("b", text("乙")))),
            KEY("chosen", text("a")));
    declare_derive("n", "人数", call("count", IT(text("team_member")), KEY("where", row("dual_qualified"))));
    declare_derive("share", "占比", two("ratio", fact("n"), whole(7)));
    onex_raw_decl *cost = declare("field", "cost", TITLE("费用"), KEY("type", text("money")));
    cost->subject = "pilot";
    declare_condition("enough", "够", two("at_least", fact("share"), ref("param", "floor", NULL)));
    declare("trigger", "late", TITLE("迟"), CITE, KEY("when", two("at_least", fact("n"), whole(3))));
    declare("attestation", "facilities", TITLE("设施"), CITE, KEY("as", text("condition")));
    declare("condition", "spent_well", TITLE("支出"), CITE, KEY("applies", text("expense")),
            KEY("requires", call("no", IT(call("blank", IT(fact("subject")))))));
}

#define declare_test(...) declare("test", "a test", KEY("as_of", text("2026-03-01")), __VA_ARGS__)
#define EXPECT KEY("expect", table(KEY("enough", text("met"))))

static const onex_test *compiled(void) {
    compile_cleanly();
    return &b->program->tests[0];
}

static void what_is_given_is_read_by_its_type(void **state) {
    (void)state;
    declare_rules();
    declare_test(EXPECT,
                 KEY("given", table(KEY("n", whole(5)), KEY("占比", text("5/10")), KEY("cost", text("12.50 yuan")),
                                    KEY("floor", text("60%")), KEY("state", text("实施中")),
                                    KEY("declared_on", text("2026-01-01")), KEY("facilities", text("符合")))));
    const onex_test *test = compiled();
    assert_int_equal(test->ngiven, 7);
    assert_int_equal(test->given[0].value.n, 5);
    assert_int_equal(test->given[1].value.d, 10);
    assert_int_equal(test->given[2].value.n, 1250);
    assert_int_equal(test->given[3].param, 0);
    assert_string_equal(test->given[4].value.text->raw, "running");
    assert_int_equal(test->given[5].value.kind, ONEX_V_DATE);
    assert_int_equal(test->given[6].verdict, ONEX_MET);
}

static void money_is_given_in_yuan(void **state) {
    (void)state;
    declare_rules();
    declare_test(EXPECT, KEY("given", table(KEY("cost", decimal("12.5")))));
    assert_int_equal(compiled()->given[0].value.n, 1250);
}

static void readings_and_tallies_are_given_in_tables(void **state) {
    (void)state;
    declare_rules();
    declare_test(EXPECT, KEY("given", table(KEY("readings", table(KEY("r", text("b")))),
                                            KEY("tally", table(KEY("spent_well", table(KEY("met", whole(3)),
                                                                                       KEY("unmet", whole(1)))))))));
    const onex_test *test = compiled();
    assert_int_equal(test->given[0].option, 1);
    assert_true(test->given[1].is_tally);
    assert_int_equal(test->given[1].counts[ONEX_UNMET], 1);
}

static void a_misspelt_given_names_the_nearest(void **state) {
    (void)state;
    declare_rules();
    declare_test(EXPECT, KEY("given", table(KEY("shore", text("60%")))));
    assert_non_null(strstr(compile_badly("E0201", "shore")->hint, "'share'"));
}

static void a_condition_is_judged_and_not_given(void **state) {
    (void)state;
    declare_rules();
    declare_test(EXPECT, KEY("given", table(KEY("enough", text("met")))));
    compile_badly("E0308", "'enough'");
}

static void a_trigger_is_never_met(void **state) {
    (void)state;
    declare_rules();
    declare_test(KEY("expect", table(KEY("late", text("met")))));
    compile_badly("E0206", "'met'");
}

static void an_expected_verdict_may_be_a_chinese_word(void **state) {
    (void)state;
    declare_rules();
    declare_test(KEY("expect", table(KEY("迟", text("未命中")))));
    assert_int_equal(compiled()->expect[0].verdict, ONEX_CLEAR);
}

static void facts_are_expected_by_their_type(void **state) {
    (void)state;
    declare_rules();
    declare_test(KEY("rows", table(KEY("team_member",
                                       table(IT(table(KEY("person", text("a")), KEY("dual_qualified", whole(1)))))))),
                 KEY("expect", table(KEY("n", text("unknown")), KEY("share", text("1/7")))));
    const onex_test *test = compiled();
    assert_true(test->uses_rows);
    assert_int_equal(test->nrows, 1);
    assert_int_equal(test->rows[0].cells[1].value.kind, ONEX_V_BOOL);
    assert_int_equal(test->expect[0].value.kind, ONEX_V_UNKNOWN);
    assert_int_equal(test->expect[1].value.d, 7);
}

static void a_column_that_a_row_lacks_is_an_error(void **state) {
    (void)state;
    declare_rules();
    declare_test(EXPECT, KEY("rows", table(KEY("team_member", table(IT(table(KEY("persn", text("a")))))))));
    assert_non_null(strstr(compile_badly("E0306", "persn")->hint, "'person'"));
}

static void the_rule_of_a_child_needs_applies(void **state) {
    (void)state;
    declare_rules();
    declare_test(KEY("expect", table(KEY("spent_well", text("met")))));
    compile_badly("E0308", "spent_well");
}

static void as_of_is_required(void **state) {
    (void)state;
    declare_rules();
    declare("test", "a test", EXPECT);
    compile_badly("E0205", "'as_of'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        UNIT(what_is_given_is_read_by_its_type),
        UNIT(money_is_given_in_yuan),
        UNIT(readings_and_tallies_are_given_in_tables),
        UNIT(a_misspelt_given_names_the_nearest),
        UNIT(a_condition_is_judged_and_not_given),
        UNIT(a_trigger_is_never_met),
        UNIT(an_expected_verdict_may_be_a_chinese_word),
        UNIT(facts_are_expected_by_their_type),
        UNIT(a_column_that_a_row_lacks_is_an_error),
        UNIT(the_rule_of_a_child_needs_applies),
        UNIT(as_of_is_required),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
