/* The compiler's main path: params, derives, conditions and outcomes come out typed, in one scale, with places. */
#include "unit/rules/builder.h"

static void declare_team(void) {
    declare_param("dual_floor", "双师型教师占比下限", text("50%"), "raise");
    declare_derive("team_total", "培训团队人数",
                   call("count", IT(text("team_member")), KEY("distinct", row("person"))));
    declare_derive("team_dual", "双师型教师人数",
                   call("count", IT(text("team_member")), KEY("where", row("dual_qualified"))));
    declare_derive("dual_share", "双师型教师占比", two("ratio", fact("team_dual"), fact("team_total")));
    declare_condition("dual_qualified", "双师型教师占比达标",
                      call("all", IT(two("above", fact("team_total"), whole(0))),
                           IT(two("at_least", fact("dual_share"), ref("param", "dual_floor", NULL)))));
}

static void a_condition_over_counted_rows_compiles(void **state) {
    (void)state;
    declare_team();
    compile_cleanly();
    const onex_program *p = b->program;
    assert_int_equal(p->nrules, 1);
    assert_int_equal(p->nfacts, 3);
    assert_int_equal(p->nrelations, 2);
    const onex_node *all = p->rules[0].expr;
    assert_int_equal(all->op, ONEX_OP_ALL);
    assert_int_equal(all->kids[1]->op, ONEX_OP_GE);
    assert_true(all->kids[1]->kids[0]->type.share);
    assert_int_equal(p->rules[0].nparams, 1);
    assert_int_equal(p->params[0].values[0].value.n, 50);
    assert_int_equal(p->params[0].values[0].value.d, 100);
    assert_string_equal(p->params[0].values[0].text, "50%");
}

static void references_look_forward_and_take_titles(void **state) {
    (void)state;
    declare_condition("enough", "够", two("at_least", fact("人数"), whole(1)));
    declare_derive("n", "人数", call("count", IT(text("培训团队"))));
    compile_cleanly();
    assert_int_equal(b->program->rules[0].expr->kids[0]->u.index, 0);
}

static void a_column_of_the_own_table_is_a_fact(void **state) {
    (void)state;
    declare_condition("this_year", "本年", two("equals", fact("year"), call("year_of", IT(ref("as_of", NULL)))));
    compile_cleanly();
    assert_int_equal(b->program->nfacts, 1);
    assert_int_equal(b->program->facts[0].source, ONEX_FACT_COLUMN);
    assert_string_equal(b->program->facts[0].column->name, "year");
}

static void an_expense_sees_the_columns_of_its_pilot(void **state) {
    (void)state;
    declare("condition", "within", TITLE("期内"), CITE, KEY("applies", text("expense")),
            KEY("requires", call("all", IT(two("at_most", fact("spent_on"), call("year_end", IT(fact("year"))))),
                                 IT(two("at_least", fact("amount"), whole(1))))));
    compile_cleanly();
    const onex_node *amount = b->program->rules[0].expr->kids[1];
    assert_int_equal(amount->kids[0]->type.scale, 100);
    assert_int_equal(amount->kids[1]->u.literal.n, 100); /* one yuan in fen */
}

static void the_code_of_school_and_registration_needs_no_column(void **state) {
    (void)state;
    declare("derive", "s", TITLE("甲"), KEY("applies", text("school")), KEY("value", call("known", IT(fact("code")))));
    declare("derive", "r", TITLE("乙"), KEY("applies", text("registration")),
            KEY("value", call("known", IT(fact("code")))));
    compile_cleanly();
    assert_int_equal(b->program->nfacts, 4);
    assert_null(b->program->facts[2].column);
    assert_string_equal(b->program->facts[3].decl.name, "code");
}

static void an_outcome_lists_its_members(void **state) {
    (void)state;
    declare_team();
    declare("attestation", "institution", TITLE("制度"), CITE, KEY("applies", text("school")),
            KEY("as", text("condition")));
    declare("outcome", "may_declare", TITLE("可申报"), CITE, KEY("college_may", text("add")),
            KEY("all", table(IT(ref("condition", "dual_qualified", NULL)), IT(text("institution")))));
    compile_cleanly();
    const onex_rule *rule = &b->program->rules[2];
    assert_int_equal(rule->nmembers, 2);
    assert_int_equal(rule->members[1], 1);
    assert_int_equal(rule->college_may, ONEX_MAY_ADD);
    assert_int_equal(rule->nparams, 0);
}

static void a_preferred_condition_is_no_member(void **state) {
    (void)state;
    declare("condition", "first", TITLE("优先"), CITE, KEY("strength", text("preferred")),
            KEY("requires", call("known", IT(fact("year")))));
    declare("outcome", "o", TITLE("结论"), CITE, KEY("all", table(IT(ref("condition", "first", NULL)))));
    compile_badly("E0308", "first");
}

static void any_takes_triggers_only(void **state) {
    (void)state;
    declare_condition("c", "条件", call("known", IT(fact("year"))));
    declare("outcome", "o", TITLE("结论"), CITE, KEY("any", table(IT(ref("condition", "c", NULL)))));
    compile_badly("E0308", "'c'");
}

static void nested_rows_reach_the_enclosing_row(void **state) {
    (void)state;
    onex_raw *inner =
        call("has", IT(text("plan_quota")), KEY("where", two("equals", row("level"), ref("outer", "level", NULL))));
    declare_derive("over", "超出", call("count", IT(text("registration")), KEY("where", call("no", IT(inner)))));
    compile_cleanly();
    const onex_relation *has = b->program->relations[1];
    assert_ptr_equal(has->outer, b->program->relations[0]);
    assert_int_equal(has->where->kids[1]->u.column.depth, 1);
}

static void a_reference_is_followed_to_another_table(void **state) {
    (void)state;
    declare_derive("unready", "未验收",
                   call("count", IT(text("exam")),
                        KEY("where", two("at_most", ref("row", "site", "standardised_on", NULL), row("held_on")))));
    compile_cleanly();
    const onex_column_path *path = &b->program->relations[0]->where->kids[0]->u.column.path;
    assert_int_equal(path->nsteps, 2);
    assert_string_equal(path->column->name, "standardised_on");
}

static void choose_keeps_the_order_of_the_options(void **state) {
    (void)state;
    declare("reading", "cadence", TITLE("周期"), CITE,
            KEY("options", table(KEY("biweekly", text("双周")), KEY("weekly", text("每周")))),
            KEY("chosen", text("weekly")));
    declare_derive("days", "天数",
                   call("choose", IT(ref("reading", "cadence", NULL)),
                        IT(table(KEY("weekly", whole(7)), KEY("biweekly", whole(14))))));
    compile_cleanly();
    assert_int_equal(b->program->readings[0].chosen, 1);
    assert_int_equal(b->program->facts[0].value->kids[0]->u.literal.n, 14);
}

static void compute_takes_inputs_and_a_type(void **state) {
    (void)state;
    declare("derive", "run", TITLE("连续"), KEY("type", text("int")), KEY("unit", text("weeks")),
            KEY("compute", function(4)),
            KEY("inputs", table(IT(fact("year")), IT(call("list", IT(text("report")), KEY("by", row("period_start")),
                                                          KEY("take", table(KEY("on", row("submitted_on")))))))));
    compile_cleanly();
    assert_int_equal(b->program->facts[0].source, ONEX_FACT_COMPUTE);
    assert_int_equal(b->program->facts[0].compute, 4);
    assert_int_equal(b->program->facts[0].ninputs, 2);
    assert_string_equal(b->program->facts[0].type.unit, "weeks");
}

static void facts_by_sql_keep_the_order_of_their_columns(void **state) {
    (void)state;
    onex_raw_decl *decl = declare("facts", NULL, KEY("sql", text("SELECT code, 1, 2 FROM asked -- budget")),
                                  KEY("columns", table(KEY("a", table(KEY("type", text("int")), TITLE("甲"))),
                                                       KEY("b", table(KEY("type", text("money")), TITLE("乙"))))));
    decl->subject = "school";
    compile_cleanly();
    assert_int_equal(b->program->nblocks, 1);
    assert_int_equal(b->program->blocks[0].ncolumns, 2);
    assert_int_equal(b->program->facts[1].block_column, 1);
    assert_int_equal(b->program->blocks[0].types[1].scale, 100);
}

static void sql_that_does_not_read_asked_is_refused(void **state) {
    (void)state;
    onex_raw_decl *decl = declare("facts", NULL, KEY("sql", text("SELECT code, 'asked' FROM pilot /* asked */")),
                                  KEY("columns", table(KEY("a", table(KEY("type", text("int")), TITLE("甲"))))));
    decl->subject = "pilot";
    compile_badly("E0206", "asked");
}

static void a_dated_param_is_sorted_by_day(void **state) {
    (void)state;
    declare_param("floor", "下限", table(KEY("2026-01-01", text("60%")), KEY("2023-12-18", text("50%"))), "nothing");
    compile_cleanly();
    const onex_param *param = &b->program->params[0];
    onex_day day;
    assert_true(onex_day_from(2025, 12, 31, &day));
    assert_string_equal(onex_param_on(param, day)->text, "50%");
    assert_string_equal(onex_param_on(param, day + 1)->text, "60%");
    assert_true(onex_day_from(2023, 12, 17, &day));
    assert_null(onex_param_on(param, day));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        UNIT(a_condition_over_counted_rows_compiles),
        UNIT(references_look_forward_and_take_titles),
        UNIT(a_column_of_the_own_table_is_a_fact),
        UNIT(an_expense_sees_the_columns_of_its_pilot),
        UNIT(the_code_of_school_and_registration_needs_no_column),
        UNIT(an_outcome_lists_its_members),
        UNIT(a_preferred_condition_is_no_member),
        UNIT(any_takes_triggers_only),
        UNIT(nested_rows_reach_the_enclosing_row),
        UNIT(a_reference_is_followed_to_another_table),
        UNIT(choose_keeps_the_order_of_the_options),
        UNIT(compute_takes_inputs_and_a_type),
        UNIT(facts_by_sql_keep_the_order_of_their_columns),
        UNIT(sql_that_does_not_read_asked_is_refused),
        UNIT(a_dated_param_is_sorted_by_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
