/* Directions: what a college may do to a param or a set must never loosen a rule of the school. */
#include "unit/rules/builder.h"

static onex_raw *param(const char *name) {
    return ref("param", name, NULL);
}
static onex_raw *members(void) {
    return call("count", IT(text("team_member")));
}

static void declare_set(const char *may) {
    declare("set", "s", TITLE("集合"), IT(text("劳务费")), KEY("college_may", text(may)));
}

static void trigger(onex_raw *when) {
    declare("trigger", "t", TITLE("触发"), CITE, KEY("when", when));
}

static void a_floor_may_be_raised(void **state) {
    (void)state;
    declare_param("p", "参数", whole(1), "raise");
    declare_condition("c", "条件", two("at_least", members(), param("p")));
    compile_cleanly();
}

static void a_floor_may_not_be_lowered(void **state) {
    (void)state;
    onex_raw *may = text("lower");
    declare("param", "p", TITLE("参数"), CITE, KEY("value", whole(1)), KEY("college_may", may));
    declare_condition("c", "条件", two("at_least", members(), param("p")));
    assert_int_equal(compile_badly("E0301", "'c'")->at.line, may->at.line);
}

static void the_limit_of_a_trigger_may_be_lowered(void **state) {
    (void)state;
    declare_param("p", "参数", whole(3), "lower");
    trigger(two("at_least", members(), param("p")));
    compile_cleanly();
}

static void the_redline_of_a_trigger_may_be_raised(void **state) {
    (void)state;
    declare_param("p", "参数", whole(3), "raise");
    trigger(two("below", members(), param("p")));
    compile_cleanly();
}

static void equality_cannot_be_told(void **state) {
    (void)state;
    declare_param("p", "参数", whole(3), "raise");
    declare_condition("c", "条件", two("equals", members(), param("p")));
    compile_badly("E0301", "cannot be told");
}

static void only_if_is_turned_round(void **state) {
    (void)state;
    declare_param("p", "参数", whole(3), "raise");
    declare("condition", "c", TITLE("条件"), CITE, KEY("only_if", two("at_least", members(), param("p"))),
            KEY("requires", call("known", IT(fact("declared_on")))));
    compile_badly("E0301", "loosen"); /* a higher floor frees pilots from the rule */
}

static void a_param_inside_a_count_is_followed(void **state) {
    (void)state;
    declare_param("p", "参数", whole(3), "raise");
    declare_derive("n", "数",
                   call("count", IT(text("plan_quota")), KEY("where", two("at_least", row("quota"), param("p")))));
    declare_condition("c", "条件", two("at_least", fact("n"), whole(1)));
    compile_cleanly();
}

static void a_param_in_a_sum_of_rows_cannot_be_told(void **state) {
    (void)state;
    declare_param("p", "参数", whole(3), "raise");
    declare_derive("n", "数",
                   call("sum", IT(text("plan_quota")), KEY("take", row("quota")),
                        KEY("where", two("at_least", row("quota"), param("p")))));
    declare_condition("c", "条件", two("at_least", fact("n"), whole(1)));
    compile_badly("E0301", "cannot be told");
}

static void a_set_of_what_is_allowed_may_be_reduced(void **state) {
    (void)state;
    declare_set("reduce");
    declare("condition", "c", TITLE("条件"), CITE, KEY("applies", text("expense")),
            KEY("requires", two("one_of", fact("subject"), ref("set", "s", NULL))));
    compile_cleanly();
}

static void a_set_of_what_is_allowed_may_not_be_extended(void **state) {
    (void)state;
    declare_set("extend");
    declare("condition", "c", TITLE("条件"), CITE, KEY("applies", text("expense")),
            KEY("requires", two("one_of", fact("subject"), ref("set", "s", NULL))));
    compile_badly("E0301", "extend");
}

static void a_set_of_what_is_forbidden_may_be_extended(void **state) {
    (void)state;
    declare_set("extend");
    declare("condition", "c", TITLE("条件"), CITE, KEY("applies", text("expense")),
            KEY("requires", two("none_of", fact("subject"), ref("set", "s", NULL))));
    compile_cleanly();
}

static void the_denominator_of_a_ratio_cannot_be_told(void **state) {
    (void)state;
    declare_param("p", "参数", whole(3), "raise");
    declare_condition("c", "条件", two("at_most", two("ratio", members(), param("p")), text("50%")));
    compile_badly("E0301", "cannot be told");
}

static void a_factor_that_is_not_negative_keeps_the_direction(void **state) {
    (void)state;
    declare_param("p", "参数", whole(3), "raise");
    declare_condition("c", "条件", two("at_least", members(), two("*", param("p"), fact("year"))));
    compile_cleanly();
}

static void a_factor_of_unknown_sign_cannot_be_told(void **state) {
    (void)state;
    declare_param("p", "参数", whole(3), "raise");
    declare_condition("c", "条件",
                      two("at_least", members(), two("*", param("p"), two("-", fact("year"), whole(2025)))));
    compile_badly("E0301", "cannot be told");
}

static void provided_cannot_be_told(void **state) {
    (void)state;
    declare_param("p", "参数", whole(3), "raise");
    declare("derive", "n", TITLE("数"), KEY("value", members()),
            KEY("provided", two("at_least", fact("year"), param("p"))));
    declare_condition("c", "条件", two("at_least", fact("n"), whole(1)));
    compile_badly("E0301", "cannot be told");
}

static void sql_that_reads_a_param_holds_it_fixed(void **state) {
    (void)state;
    declare_param("p", "参数", whole(3), "raise");
    onex_raw_decl *decl = declare("facts", NULL, KEY("sql", text("SELECT code, asked.p FROM asked")),
                                  KEY("columns", table(KEY("a", table(KEY("type", text("int")), TITLE("甲"))))));
    decl->subject = "pilot";
    compile_badly("E0301", "'p'");
}

static void a_param_through_sql_belongs_to_the_rule(void **state) {
    (void)state;
    declare_param("p", "参数", whole(3), "nothing");
    onex_raw_decl *decl = declare("facts", NULL, KEY("sql", text("SELECT code, asked.p FROM asked")),
                                  KEY("columns", table(KEY("a", table(KEY("type", text("int")), TITLE("甲"))))));
    decl->subject = "pilot";
    declare_condition("c", "条件", two("at_least", fact("a"), whole(1)));
    compile_cleanly();
    assert_int_equal(b->program->rules[0].nparams, 1);
}

static void owe_after(const char *days) {
    declare("duty", "d", TITLE("应报"), CITE, KEY("who", text("lead")), KEY("done", call("known", IT(fact("ended_on")))),
            KEY("due", two("days_after", fact("declared_on"), param(days))));
}

static void the_days_of_a_duty_may_not_be_raised(void **state) {
    (void)state;
    declare_param("p", "参数", text("14 days"), "raise");
    owe_after("p");
    compile_badly("E0301", "loosen 'd'");
}

static void the_days_of_a_duty_may_be_lowered(void **state) {
    (void)state;
    declare_param("p", "参数", text("14 days"), "lower");
    owe_after("p");
    compile_cleanly();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        UNIT(the_days_of_a_duty_may_not_be_raised),
        UNIT(the_days_of_a_duty_may_be_lowered),
        UNIT(a_floor_may_be_raised),
        UNIT(a_floor_may_not_be_lowered),
        UNIT(the_limit_of_a_trigger_may_be_lowered),
        UNIT(the_redline_of_a_trigger_may_be_raised),
        UNIT(equality_cannot_be_told),
        UNIT(only_if_is_turned_round),
        UNIT(a_param_inside_a_count_is_followed),
        UNIT(a_param_in_a_sum_of_rows_cannot_be_told),
        UNIT(a_set_of_what_is_allowed_may_be_reduced),
        UNIT(a_set_of_what_is_allowed_may_not_be_extended),
        UNIT(a_set_of_what_is_forbidden_may_be_extended),
        UNIT(the_denominator_of_a_ratio_cannot_be_told),
        UNIT(a_factor_that_is_not_negative_keeps_the_direction),
        UNIT(a_factor_of_unknown_sign_cannot_be_told),
        UNIT(provided_cannot_be_told),
        UNIT(sql_that_reads_a_param_holds_it_fixed),
        UNIT(a_param_through_sql_belongs_to_the_rule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
