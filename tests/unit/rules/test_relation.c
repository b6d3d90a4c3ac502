/* Counting rows: tables, columns, routes, texts beside enums, blanks. */
#include "unit/rules/builder.h"

static void count_where(const char *table_name, onex_raw *where) {
    declare_derive("n", "数", call("count", IT(text(table_name)), KEY("where", where)));
}

static void an_unknown_table_names_the_nearest(void **state) {
    (void)state;
    declare_derive("n", "数", call("count", IT(text("team_membre"))));
    assert_non_null(strstr(compile_badly("E0306", "team_membre")->hint, "'team_member'"));
}

static void an_unknown_column_names_the_nearest(void **state) {
    (void)state;
    count_where("team_member", row("dual_qualifed"));
    assert_non_null(strstr(compile_badly("E0306", "dual_qualifed")->hint, "'dual_qualified'"));
}

static void nothing_follows_what_is_no_reference(void **state) {
    (void)state;
    count_where("exam", two("at_most", ref("row", "held_on", "year", NULL), ref("as_of", NULL)));
    compile_badly("E0306", "held_on");
}

static void a_misspelt_key_of_a_count_is_an_error(void **state) {
    (void)state;
    declare_derive("n", "数", call("count", IT(text("team_member")), KEY("whree", row("dual_qualified"))));
    assert_non_null(strstr(compile_badly("E0204", "whree")->hint, "'where'"));
}

static void rows_are_in_view_only_inside_a_count(void **state) {
    (void)state;
    declare_derive("n", "数", row("dual_qualified"));
    compile_badly("E0306", "'row'");
}

static void outer_needs_an_enclosing_row(void **state) {
    (void)state;
    count_where("registration", two("equals", row("level"), ref("outer", "level", NULL)));
    compile_badly("E0306", "'outer'");
}

static void a_word_of_an_enum_is_known_by_code_and_title(void **state) {
    (void)state;
    count_where("exam_result", two("equals", row("status"), text("通过")));
    compile_cleanly();
    assert_string_equal(b->program->relations[0]->where->kids[1]->u.literal.text->raw, "passed");
}

static void a_text_that_the_enum_lacks_is_an_error(void **state) {
    (void)state;
    onex_raw *wrong = text("past");
    count_where("exam_result", two("equals", row("status"), wrong));
    const onex_problem *p = compile_badly("E0304", "'passed'");
    assert_int_equal(p->at.line, wrong->at.line);
}

static void the_enum_is_seen_through_a_derive(void **state) {
    (void)state;
    declare_derive("result", "结论",
                   call("latest", IT(text("appraisal")), KEY("by", row("appraised_on")), KEY("take", row("verdict")),
                        KEY("match", table(KEY("college", fact("college"))))));
    declare_condition("c", "条件", two("equals", fact("result"), text("admitt")));
    compile_badly("E0304", "admitt");
}

static void a_plain_text_must_be_in_some_set(void **state) {
    (void)state;
    declare("set", "heads", TITLE("科目"), IT(text("师资队伍建设")), IT(text("实训条件建设")));
    count_where("expense", two("equals", row("head"), text("师资队伍建没")));
    assert_non_null(strstr(compile_badly("E0304", "师资队伍建没")->hint, "师资队伍建设"));
}

static void a_member_of_a_set_may_be_written(void **state) {
    (void)state;
    declare("set", "heads", TITLE("科目"), IT(text("师资队伍建设")));
    count_where("expense", two("equals", row("head"), text("师资队伍 建设")));
    compile_cleanly();
}

static void a_set_beside_an_enum_holds_its_words(void **state) {
    (void)state;
    declare("set", "live", TITLE("在办"), IT(text("runing")));
    declare_derive("l", "在办否", two("one_of", fact("state"), ref("set", "live", NULL)));
    assert_non_null(strstr(compile_badly("E0304", "runing")->hint, "'running'"));
}

static void a_table_without_a_route_needs_match(void **state) {
    (void)state;
    declare_derive("n", "数", call("count", IT(text("appraisal"))));
    assert_non_null(strstr(compile_badly("E0306", "appraisal")->hint, "match"));
}

static void match_takes_rows_without_a_route(void **state) {
    (void)state;
    declare_derive("n", "数",
                   call("count", IT(text("appraisal")),
                        KEY("match", table(KEY("college", fact("college")), KEY("certificate", fact("certificate"))))));
    compile_cleanly();
    assert_int_equal(b->program->relations[0]->nmatch, 2);
}

static void match_sees_no_row_of_its_own(void **state) {
    (void)state;
    declare_derive("n", "数", call("count", IT(text("appraisal")), KEY("match", table(KEY("college", row("major"))))));
    compile_badly("E0306", "'row'");
}

static void results_reach_the_pilot_through_their_exam(void **state) {
    (void)state;
    declare_derive("n", "数", call("count", IT(text("exam_result"))));
    declare("derive", "m", TITLE("场次数"), KEY("applies", text("exam")),
            KEY("value", call("count", IT(text("exam_result")))));
    declare("derive", "a", TITLE("学院数"), KEY("applies", text("college")),
            KEY("value", call("count", IT(text("award")))));
    declare("derive", "s", TITLE("学校数"), KEY("applies", text("school")),
            KEY("value", call("count", IT(text("office")))));
    compile_cleanly();
}

static void an_exam_does_not_count_the_team_of_its_pilot(void **state) {
    (void)state;
    declare("derive", "m", TITLE("数"), KEY("applies", text("exam")),
            KEY("value", call("count", IT(text("team_member")))));
    compile_badly("E0306", "team_member");
}

static void in_force_needs_a_time_of_office(void **state) {
    (void)state;
    declare_derive("n", "数", call("count", IT(text("exam")), KEY("in_force", truth(true))));
    compile_badly("E0306", "in_force");
}

static void a_sum_takes_numbers(void **state) {
    (void)state;
    declare_derive("n", "数", call("sum", IT(text("exam")), KEY("take", row("held_on"))));
    compile_badly("E0303", "'sum'");
}

static void the_lowest_date_is_a_date(void **state) {
    (void)state;
    declare_derive("d", "日", call("lowest", IT(text("exam")), KEY("take", row("held_on"))));
    compile_cleanly();
    assert_int_equal(b->program->facts[0].type.kind, ONEX_T_DATE);
}

static void report_periods_are_rows(void **state) {
    (void)state;
    count_where("report_period", call("all", IT(two("equals", row("days"), whole(14))), IT(row("whole"))));
    compile_cleanly();
}

static void a_list_stands_in_inputs_only(void **state) {
    (void)state;
    declare_derive("n", "数", call("list", IT(text("report")), KEY("take", table(KEY("on", row("submitted_on"))))));
    compile_badly("E0308", "'list'");
}

static void otherwise_fills_a_date_that_is_not_yet(void **state) {
    (void)state;
    declare_derive("d", "日", two("otherwise", fact("declared_on"), ref("as_of", NULL)));
    compile_cleanly();
}

static void otherwise_fills_no_flag(void **state) {
    (void)state;
    count_where("team_member", two("otherwise", row("dual_qualified"), truth(false)));
    compile_badly("E0308", "otherwise");
}

static void otherwise_fills_no_derived_fact(void **state) {
    (void)state;
    declare_derive("a", "甲", call("count", IT(text("team_member"))));
    declare_derive("d", "乙", two("otherwise", fact("a"), whole(0)));
    compile_badly("E0308", "otherwise");
}

static void an_option_that_is_left_out_is_an_error(void **state) {
    (void)state;
    declare("reading", "r", TITLE("读法"), CITE, KEY("options", table(KEY("a", text("甲")), KEY("b", text("乙")))),
            KEY("chosen", text("a")));
    declare_derive("d", "数", call("choose", IT(ref("reading", "r", NULL)), IT(table(KEY("a", whole(1))))));
    compile_badly("E0205", "'b'");
}

static void texts_of_a_choice_stand_beside_the_enum(void **state) {
    (void)state;
    declare("reading", "r", TITLE("读法"), CITE, KEY("options", table(KEY("a", text("甲")), KEY("b", text("乙")))),
            KEY("chosen", text("a")));
    onex_raw *wrong = text("runing");
    declare_condition(
        "c", "条件",
        two("equals", fact("state"),
            call("choose", IT(ref("reading", "r", NULL)), IT(table(KEY("a", text("staffed")), KEY("b", wrong))))));
    assert_int_equal(compile_badly("E0304", "runing")->at.line, wrong->at.line);
}

static void the_text_of_a_param_stands_beside_the_enum(void **state) {
    (void)state;
    declare_param("p", "参数", text("runing"), "nothing");
    declare_condition("c", "条件", two("differs", fact("state"), ref("param", "p", NULL)));
    compile_badly("E0304", "runing");
}

static void asked_has_no_column_for_a_share(void **state) {
    (void)state;
    declare_param("p", "参数", text("50%"), "nothing");
    onex_raw_decl *decl = declare("facts", NULL, KEY("sql", text("SELECT asked.code, asked.p FROM asked")),
                                  KEY("columns", table(KEY("a", table(KEY("type", text("int")), TITLE("甲"))))));
    decl->subject = "pilot";
    compile_badly("E0201", "'p'");
}

static void every_asks_children_only(void **state) {
    (void)state;
    declare("condition", "e", TITLE("支出"), CITE, KEY("applies", text("expense")),
            KEY("requires", call("no", IT(call("blank", IT(fact("subject")))))));
    declare_condition("p", "全部",
                      call("all", IT(call("every", IT(text("e")))),
                           IT(call("none", IT(call("tally", IT(text("e")), IT(text("unmet"))))))));
    compile_cleanly();
}

static void met_asks_no_child(void **state) {
    (void)state;
    declare("condition", "e", TITLE("支出"), CITE, KEY("applies", text("expense")),
            KEY("requires", call("no", IT(call("blank", IT(fact("subject")))))));
    declare_condition("p", "全部", call("met", IT(text("e"))));
    compile_badly("E0308", "'e'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        UNIT(an_unknown_table_names_the_nearest),
        UNIT(an_unknown_column_names_the_nearest),
        UNIT(nothing_follows_what_is_no_reference),
        UNIT(a_misspelt_key_of_a_count_is_an_error),
        UNIT(rows_are_in_view_only_inside_a_count),
        UNIT(outer_needs_an_enclosing_row),
        UNIT(a_word_of_an_enum_is_known_by_code_and_title),
        UNIT(a_text_that_the_enum_lacks_is_an_error),
        UNIT(the_enum_is_seen_through_a_derive),
        UNIT(a_plain_text_must_be_in_some_set),
        UNIT(a_member_of_a_set_may_be_written),
        UNIT(a_set_beside_an_enum_holds_its_words),
        UNIT(a_table_without_a_route_needs_match),
        UNIT(match_takes_rows_without_a_route),
        UNIT(match_sees_no_row_of_its_own),
        UNIT(results_reach_the_pilot_through_their_exam),
        UNIT(an_exam_does_not_count_the_team_of_its_pilot),
        UNIT(in_force_needs_a_time_of_office),
        UNIT(a_sum_takes_numbers),
        UNIT(the_lowest_date_is_a_date),
        UNIT(report_periods_are_rows),
        UNIT(a_list_stands_in_inputs_only),
        UNIT(otherwise_fills_a_date_that_is_not_yet),
        UNIT(otherwise_fills_no_flag),
        UNIT(otherwise_fills_no_derived_fact),
        UNIT(an_option_that_is_left_out_is_an_error),
        UNIT(texts_of_a_choice_stand_beside_the_enum),
        UNIT(the_text_of_a_param_stands_beside_the_enum),
        UNIT(asked_has_no_column_for_a_share),
        UNIT(every_asks_children_only),
        UNIT(met_asks_no_child),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
