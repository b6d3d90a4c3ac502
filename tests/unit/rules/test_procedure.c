/* Transitions and duties: their states, dates, actors, guards and expressions, and what they are in the program. */
#include "builder.h"

#define STEP(name, ...) \
    declare("transition", (name), TITLE(name "的步骤"), CITE, KEY("actor", text("college")), __VA_ARGS__)
#define FROM(value) KEY("from", text(value))
#define TO(value) KEY("to", text(value))
#define DUTY(name, ...) declare("duty", (name), TITLE(name "的事"), CITE, __VA_ARGS__)
#define WHO(value) KEY("who", text(value))
#define DUE KEY("due", call("year_end", IT(fact("year"))))
#define DONE KEY("done", truth(false))

static void rules_to_guard_with(void) {
    declare_condition("fit", "合适", two("at_least", fact("year"), whole(2024)));
    declare("trigger", "late", TITLE("迟"), CITE, KEY("when", two("below", fact("year"), whole(2024))));
    declare("condition", "cheap", TITLE("便宜"), CITE, KEY("applies", text("expense")),
            KEY("requires", two("equals", fact("head"), text("a"))));
    declare("condition", "sound", TITLE("健全"), CITE, KEY("applies", text("college")),
            KEY("requires", call("known", IT(fact("name")))));
    declare("set", "heads", IT(text("a")), TITLE("科目"), KEY("college_may", text("nothing")));
}

/* ---- transitions ---- */

static void a_step_is_in_the_program_with_all_that_it_says(void **state) {
    (void)state;
    rules_to_guard_with();
    declare("transition", "accept", TITLE("验收"), CITE, FROM("已检查"), TO("accepted"),
            KEY("actor", text("leading_group")), KEY("document", truth(true)),
            KEY("stamps", table(IT(text("accepted_on")), IT(text("ended_on")))),
            KEY("needs", table(IT(ref("condition", "fit", NULL)), IT(text("健全")))),
            KEY("forbids", table(IT(ref("trigger", "late", NULL)))));
    const onex_program *p = compile();
    if (b->problems.count) fail_msg("%s", b->problems.items[0].message);
    assert_int_equal(p->ntransitions, 1);
    const onex_transition *t = &p->transitions[onex_program_transition(p, "验收")];
    assert_string_equal(t->decl.name, "accept");
    assert_string_equal(t->decl.cites[0], "第七条（二）");
    assert_int_equal(t->nfrom, 1);
    assert_string_equal(t->from[0], "inspected");
    assert_string_equal(t->to, "accepted");
    assert_string_equal(t->actor, "leading_group");
    assert_int_equal(t->nstamps, 2);
    assert_string_equal(t->stamps[1], "ended_on");
    assert_int_equal(t->nneeds, 2);
    assert_int_equal(t->needs[0], onex_program_rule(p, "fit"));
    assert_int_equal(t->needs[1], onex_program_rule(p, "sound"));
    assert_int_equal(t->forbids[0], onex_program_rule(p, "late"));
    assert_true(t->document);
}

static void back_leads_to_no_state_of_its_own(void **state) {
    (void)state;
    STEP("dismiss", FROM("revocation_proposed"), TO("back"));
    compile_cleanly();
    assert_null(b->program->transitions[0].to);
    assert_false(b->program->transitions[0].document);
    assert_int_equal(b->program->transitions[0].nneeds, 0);
}

static void a_misspelt_state_names_the_nearest(void **state) {
    (void)state;
    STEP("start", FROM("stafed"), TO("running"));
    const onex_problem *p = compile_badly("E0206", "'stafed' is no state of a pilot; the states are 'draft', ");
    assert_non_null(strstr(p->hint, "staffed"));
}

static void a_step_leads_elsewhere(void **state) {
    (void)state;
    STEP("start", FROM("running"), TO("running"));
    compile_badly("E0206", "'running' is also a state that this step leaves");
}

static void a_state_left_twice_is_a_mistake(void **state) {
    (void)state;
    STEP("start", KEY("from", table(IT(text("staffed")), IT(text("staffed")))), TO("running"));
    compile_badly("E0202", "'staffed' stands here twice");
}

static void an_actor_is_one_of_four(void **state) {
    (void)state;
    declare("transition", "start", TITLE("启动"), CITE, FROM("staffed"), TO("running"), KEY("actor", text("lead")));
    compile_badly(
        "E0206",
        "'lead' is no value of 'actor'; it takes 'college', 'academic_affairs', 'leading_group', 'commission'");
}

static void a_step_writes_only_dates_that_steps_write(void **state) {
    (void)state;
    STEP("start", FROM("staffed"), TO("running"), KEY("stamps", text("due_on")));
    compile_badly("E0206", "'due_on' is no date that a transition writes; these are 'declared_on'");
}

static void a_state_is_no_date_to_write(void **state) {
    (void)state;
    STEP("start", FROM("staffed"), TO("running"), KEY("stamps", text("state")));
    compile_badly("E0206", "'state' is no date");
}

static void a_step_without_its_clause_is_refused(void **state) {
    (void)state;
    declare("transition", "start", TITLE("启动"), FROM("staffed"), TO("running"), KEY("actor", text("college")));
    compile_badly("E0205", "cite");
}

static void an_unknown_guard_names_the_nearest_rule(void **state) {
    (void)state;
    rules_to_guard_with();
    STEP("start", FROM("staffed"), TO("running"), KEY("needs", table(IT(ref("condition", "fitt", NULL)))));
    assert_non_null(strstr(compile_badly("E0201", "no rule 'fitt'")->hint, "fit"));
}

static void a_guard_of_another_kind_is_named_by_its_word(void **state) {
    (void)state;
    rules_to_guard_with();
    STEP("start", FROM("staffed"), TO("running"), KEY("needs", table(IT(ref("condition", "late", NULL)))));
    compile_badly("E0308", "'late' is declared as 'trigger'");
}

static void rules_of_expenses_guard_no_step(void **state) {
    (void)state;
    rules_to_guard_with();
    STEP("start", FROM("staffed"), TO("running"), KEY("needs", table(IT(ref("condition", "cheap", NULL)))));
    compile_badly("E0308", "'cheap' applies to 'expense'");
}

static void a_condition_forbids_nothing(void **state) {
    (void)state;
    rules_to_guard_with();
    STEP("start", FROM("staffed"), TO("running"), KEY("forbids", table(IT(ref("condition", "fit", NULL)))));
    compile_badly("E0308", "'fit' can never be hit");
}

static void a_duty_guards_no_step(void **state) {
    (void)state;
    DUTY("owed", WHO("college"), DUE, DONE);
    STEP("start", FROM("staffed"), TO("running"), KEY("needs", table(IT(text("owed")))));
    compile_badly("E0308", "'owed' is declared as 'duty'");
}

static void a_guard_twice_is_a_mistake(void **state) {
    (void)state;
    rules_to_guard_with();
    STEP("start", FROM("staffed"), TO("running"), KEY("needs", table(IT(text("fit")), IT(text("合适")))));
    compile_badly("E0202", "'fit' stands here twice");
}

static void steps_and_rules_have_namespaces_of_their_own(void **state) {
    (void)state;
    rules_to_guard_with();
    declare("transition", "fit", TITLE("合适"), CITE, FROM("draft"), TO("appraised"), KEY("actor", text("college")));
    compile_cleanly();
}

static void two_steps_of_one_name_clash(void **state) {
    (void)state;
    STEP("start", FROM("staffed"), TO("running"));
    STEP("start", FROM("running"), TO("summarised"));
    compile_badly("E0202", "'start' is already taken");
}

/* ---- duties ---- */

static void a_duty_is_in_the_program_and_is_no_rule(void **state) {
    (void)state;
    rules_to_guard_with();
    DUTY("summary", WHO("lead"), KEY("only_if", two("above", fact("year"), whole(2023))), DUE, DONE);
    compile();
    const onex_program *p = b->program;
    if (b->problems.count) fail_msg("%s", b->problems.items[0].message);
    assert_int_equal(p->nduties, 1);
    assert_string_equal(p->duties[0].who, "lead");
    assert_int_equal(p->duties[0].applies, ONEX_PILOT);
    assert_int_equal(p->duties[0].due->type.kind, ONEX_T_DATE);
    assert_non_null(p->duties[0].only_if);
    assert_non_null(p->duties[0].done);
    assert_null(p->duties[0].sql);
    assert_int_equal(onex_program_rule(p, "summary"), -1);
}

static void a_duty_may_be_due_on_a_written_day(void **state) {
    (void)state;
    DUTY("summary", WHO("college"), KEY("due", text("2026-12-31")), DONE);
    compile_cleanly();
    assert_int_equal(b->program->duties[0].due->op, ONEX_OP_LITERAL);
}

static void a_duty_is_due_on_a_day_and_nothing_else(void **state) {
    (void)state;
    DUTY("summary", WHO("college"), KEY("due", fact("year")), DONE);
    compile_badly("E0303", "due");
}

static void a_duty_and_a_rule_of_one_name_clash(void **state) {
    (void)state;
    rules_to_guard_with();
    DUTY("fit", WHO("college"), DUE, DONE);
    compile_badly("E0202", "'fit' is already taken");
}

static void a_duty_takes_a_tree_or_sql_but_not_both(void **state) {
    (void)state;
    DUTY("summary", WHO("college"), DUE, DONE, KEY("sql", text("SELECT 1 FROM asked")));
    compile_badly("E0205", "either 'due' and 'done', or 'sql'");
}

static void a_due_day_alone_is_not_enough(void **state) {
    (void)state;
    DUTY("summary", WHO("college"), DUE);
    compile_badly("E0205", "either 'due' and 'done', or 'sql'");
}

static void an_unknown_debtor_is_told_the_words(void **state) {
    (void)state;
    DUTY("summary", WHO("leader"), DUE, DONE);
    compile_badly("E0206", "'leader' is no value of 'who'; it takes 'lead', 'college', 'academic_affairs', "
                           "'finance_assets', 'student_affairs', 'faculty_affairs'");
}

static void a_college_has_no_lead(void **state) {
    (void)state;
    DUTY("account", KEY("applies", text("college")), WHO("lead"), KEY("due", text("2026-12-31")), DONE);
    compile_badly("E0206", "what applies to 'college' has no 'lead'");
}

static void sql_of_a_duty_must_read_asked(void **state) {
    (void)state;
    DUTY("report", WHO("lead"),
         KEY("sql", text("SELECT code, title AS what, due_on AS due, 0 AS done FROM milestone")));
    compile_badly("E0206", "does not read 'asked'");
}

static void sql_of_a_duty_reads_only_columns_of_asked_that_are_there(void **state) {
    (void)state;
    DUTY("report", WHO("lead"), KEY("sql", text("SELECT asked.cod FROM asked")));
    assert_non_null(strstr(compile_badly("E0201", "'asked' has no column 'cod'")->hint, "code"));
}

static void a_param_that_a_college_may_change_is_not_read_by_sql(void **state) {
    (void)state;
    declare_param("grace", "宽限", whole(0), "raise");
    declare_condition("fit", "合适", two("at_least", fact("year"), ref("param", "grace", NULL)));
    DUTY("report", WHO("lead"), KEY("sql", text("SELECT asked.code, asked.grace FROM asked")));
    compile_badly("E0301", "reads 'grace'");
}

static void a_college_names_whom_it_wants_but_writes_no_sql(void **state) {
    (void)state;
    declare_head("art", "2026-01-01");
    onex_raw_decl *own = DUTY("report", WHO("王老师"), DUE, DONE);
    of_college("art", own);
    compile_cleanly();
    assert_string_equal(b->program->duties[0].who, "王老师");
    assert_string_equal(b->program->duties[0].decl.college, "art");
}

static void sql_in_a_college_file_is_refused(void **state) {
    (void)state;
    declare_head("art", "2026-01-01");
    onex_raw_decl *own = DUTY("report", WHO("王老师"), KEY("sql", text("SELECT 1 FROM asked")));
    of_college("art", own);
    compile_badly("E0204", "'sql' is a key of school files only");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        UNIT(a_step_is_in_the_program_with_all_that_it_says),
        UNIT(back_leads_to_no_state_of_its_own),
        UNIT(a_misspelt_state_names_the_nearest),
        UNIT(a_step_leads_elsewhere),
        UNIT(a_state_left_twice_is_a_mistake),
        UNIT(an_actor_is_one_of_four),
        UNIT(a_step_writes_only_dates_that_steps_write),
        UNIT(a_state_is_no_date_to_write),
        UNIT(a_step_without_its_clause_is_refused),
        UNIT(an_unknown_guard_names_the_nearest_rule),
        UNIT(a_guard_of_another_kind_is_named_by_its_word),
        UNIT(rules_of_expenses_guard_no_step),
        UNIT(a_condition_forbids_nothing),
        UNIT(a_duty_guards_no_step),
        UNIT(a_guard_twice_is_a_mistake),
        UNIT(steps_and_rules_have_namespaces_of_their_own),
        UNIT(two_steps_of_one_name_clash),
        UNIT(a_duty_is_in_the_program_and_is_no_rule),
        UNIT(a_duty_may_be_due_on_a_written_day),
        UNIT(a_duty_is_due_on_a_day_and_nothing_else),
        UNIT(a_duty_and_a_rule_of_one_name_clash),
        UNIT(a_duty_takes_a_tree_or_sql_but_not_both),
        UNIT(a_due_day_alone_is_not_enough),
        UNIT(an_unknown_debtor_is_told_the_words),
        UNIT(a_college_has_no_lead),
        UNIT(sql_of_a_duty_must_read_asked),
        UNIT(sql_of_a_duty_reads_only_columns_of_asked_that_are_there),
        UNIT(a_param_that_a_college_may_change_is_not_read_by_sql),
        UNIT(a_college_names_whom_it_wants_but_writes_no_sql),
        UNIT(sql_in_a_college_file_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
