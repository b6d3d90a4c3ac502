/* Literals and units: what agrees, what does not, and the scale in which two sides meet. */
#include "unit/rules/builder.h"

/* The comparison that a condition of this expression became. */
static const onex_node *compared(onex_raw *expression) {
    declare_condition("c", "条件", expression);
    compile_cleanly();
    return b->program->rules[0].expr;
}

static void credits(const char *name) {
    onex_raw_decl *decl = declare("field", name, TITLE("学分数"), KEY("type", text("credits")));
    decl->subject = "pilot";
}

static void declare_money(void) {
    onex_raw_decl *decl = declare("field", "cost", TITLE("费用"), KEY("type", text("money")));
    decl->subject = "pilot";
}

static void declare_share(void) {
    declare_derive("n", "人数", call("count", IT(text("team_member"))));
    declare_derive("share", "占比", two("ratio", fact("n"), whole(7)));
}

static void a_percentage_is_an_exact_share(void **state) {
    (void)state;
    declare_share();
    const onex_node *node = compared(two("at_least", fact("share"), text("66.7%")));
    assert_int_equal(node->kids[1]->u.literal.n, 667);
    assert_int_equal(node->kids[1]->u.literal.d, 1000);
}

static void a_share_agrees_only_with_a_share(void **state) {
    (void)state;
    declare_share();
    declare_condition("c", "条件", two("at_least", fact("share"), decimal("0.5")));
    const onex_problem *p = compile_badly("E0302", "a share");
    assert_non_null(p->hint);
}

static void a_percentage_beside_a_count_is_an_error(void **state) {
    (void)state;
    declare_share();
    onex_raw *wrong = text("50%");
    declare_condition("c", "条件", two("at_least", fact("n"), wrong));
    assert_int_equal(compile_badly("E0302", "a bare number and a share")->at.line, wrong->at.line);
}

static void a_text_beside_credits_is_read_in_tenths(void **state) {
    (void)state;
    credits("c1");
    assert_int_equal(compared(two("at_least", fact("c1"), text("2.5")))->kids[1]->u.literal.n, 25);
}

static void a_decimal_beside_credits_is_read_in_tenths(void **state) {
    (void)state;
    credits("c1");
    const onex_node *node = compared(two("at_least", fact("c1"), decimal("2.5")));
    assert_int_equal(node->kids[1]->u.literal.n, 25);
    assert_int_equal(node->kids[1]->u.literal.d, 1);
}

static void yuan_are_read_in_fen(void **state) {
    (void)state;
    declare_money();
    assert_int_equal(compared(two("at_most", fact("cost"), text("1200.50 yuan")))->kids[1]->u.literal.n, 120050);
}

static void three_decimals_of_yuan_are_an_error(void **state) {
    (void)state;
    declare_money();
    declare_condition("c", "条件", two("at_most", fact("cost"), text("1200.505 yuan")));
    compile_badly("E0305", "1200.505 yuan");
}

static void a_count_beside_yuan_is_scaled(void **state) {
    (void)state;
    declare_money();
    declare_derive("n", "人数", call("count", IT(text("team_member"))));
    const onex_node *node = compared(two("at_least", fact("cost"), fact("n")));
    assert_int_equal(node->kids[1]->op, ONEX_OP_SCALE);
    assert_int_equal(node->kids[1]->u.factor, 100);
    assert_int_equal(node->kids[1]->type.scale, 100);
}

static void two_units_never_agree(void **state) {
    (void)state;
    declare_money();
    declare_condition("c", "条件", two("at_most", fact("cost"), text("3 weeks")));
    compile_badly("E0302", "'yuan' and 'weeks'");
}

static void weeks_and_days_never_agree(void **state) {
    (void)state;
    declare_condition("c", "条件",
                      two("at_most", two("days_between", fact("declared_on"), ref("as_of", NULL)), text("2 weeks")));
    compile_badly("E0302", "'days' and 'weeks'");
}

static void weeks_after_a_date_are_days_times_seven(void **state) {
    (void)state;
    const onex_node *node =
        compared(two("at_most", ref("as_of", NULL), two("days_after", fact("declared_on"), text("2 weeks"))));
    const onex_node *n = node->kids[1]->kids[1];
    assert_int_equal(n->op, ONEX_OP_SCALE);
    assert_int_equal(n->u.factor, 7);
}

static void a_share_of_money_is_money(void **state) {
    (void)state;
    declare_money();
    const onex_node *node = compared(two("at_most", fact("cost"), two("*", text("40%"), fact("cost"))));
    assert_string_equal(node->kids[1]->type.unit, "yuan");
    assert_int_equal(node->kids[1]->type.scale, 100);
    assert_false(node->kids[1]->type.share);
}

static void a_count_times_a_price_is_a_price(void **state) {
    (void)state;
    declare_money();
    declare("derive", "people", TITLE("人数"), KEY("unit", text("人")),
            KEY("value", call("count", IT(text("team_member")))));
    const onex_node *node = compared(two("at_most", fact("cost"), two("*", fact("people"), text("100 yuan"))));
    assert_string_equal(node->kids[1]->type.unit, "yuan");
    assert_int_equal(node->kids[1]->type.scale, 100);
}

static void a_declared_unit_scales_the_value(void **state) {
    (void)state;
    declare("derive", "d", TITLE("金额"), KEY("unit", text("yuan")),
            KEY("value", call("count", IT(text("team_member")))));
    compile_cleanly();
    assert_int_equal(b->program->facts[0].type.scale, 100);
    assert_int_equal(b->program->facts[0].value->op, ONEX_OP_SCALE);
}

static void a_declared_unit_must_agree_with_the_value(void **state) {
    (void)state;
    declare_money();
    declare("derive", "d", TITLE("周数"), KEY("unit", text("weeks")), KEY("value", fact("cost")));
    declare_condition("c", "条件", two("above", fact("d"), whole(1))); /* says nothing more */
    compile_badly("E0302", "'weeks' and 'yuan'");
}

static void a_date_beside_a_number_is_an_error(void **state) {
    (void)state;
    declare_condition("c", "条件", two("at_least", fact("declared_on"), fact("year")));
    compile_badly("E0303", "a date");
}

static void a_day_that_does_not_exist_is_an_error(void **state) {
    (void)state;
    declare_condition("c", "条件", two("at_least", fact("declared_on"), text("2025-02-30")));
    compile_badly("E0305", "2025-02-30");
}

static void texts_have_no_order(void **state) {
    (void)state;
    declare_condition("c", "条件", two("at_least", fact("state"), fact("certificate")));
    compile_badly("E0303", "a text");
}

static void dates_are_not_added(void **state) {
    (void)state;
    declare_condition("c", "条件", two("at_least", two("+", fact("declared_on"), whole(3)), ref("as_of", NULL)));
    compile_badly("E0303", "'+'");
}

static void the_values_of_a_param_have_one_unit(void **state) {
    (void)state;
    declare_param("p", "参数", table(KEY("2024-01-01", text("3 weeks")), KEY("2025-01-01", text("20 days"))),
                  "nothing");
    compile_badly("E0302", "'weeks' and 'days'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        UNIT(a_percentage_is_an_exact_share),
        UNIT(a_share_agrees_only_with_a_share),
        UNIT(a_percentage_beside_a_count_is_an_error),
        UNIT(a_text_beside_credits_is_read_in_tenths),
        UNIT(a_decimal_beside_credits_is_read_in_tenths),
        UNIT(yuan_are_read_in_fen),
        UNIT(three_decimals_of_yuan_are_an_error),
        UNIT(a_count_beside_yuan_is_scaled),
        UNIT(two_units_never_agree),
        UNIT(weeks_and_days_never_agree),
        UNIT(weeks_after_a_date_are_days_times_seven),
        UNIT(a_share_of_money_is_money),
        UNIT(a_count_times_a_price_is_a_price),
        UNIT(a_declared_unit_scales_the_value),
        UNIT(a_declared_unit_must_agree_with_the_value),
        UNIT(a_date_beside_a_number_is_an_error),
        UNIT(a_day_that_does_not_exist_is_an_error),
        UNIT(texts_have_no_order),
        UNIT(dates_are_not_added),
        UNIT(the_values_of_a_param_have_one_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
