/* What colleges say, held against what the school allows: heads, statements on params and sets, rules that join, names of
 * their own; and which value is in force for whom on which day. */
#include "builder.h"

#include "expr/eval.h"

static onex_day day(const char *text_of_day) {
    onex_day out;
    assert_true(onex_day_parse_iso(text_of_day, strlen(text_of_day), &out));
    return out;
}

#define WORD(college, word, name, ...) of_college((college), declare((word), (name), __VA_ARGS__))
#define OWN_CITE KEY("cite", text("细则第五条"))
#define REASON KEY("reason", text("本院情况"))
#define TIGHTEN(name, value) WORD("art", "tighten", (name), KEY("value", (value)), OWN_CITE, REASON)
#define RELAX(name, value)                                                                                   \
    WORD("art", "relax", (name), KEY("value", (value)), OWN_CITE, REASON, KEY("approved_by", text("教务处")), \
         KEY("approval_document", text("教发1号")), KEY("valid_to", text("2027-01-01")))

/* A param of the school that a condition holds a fact against from above (raise) or below (lower). */
static void school(void) {
    declare_param("floor", "下限", whole(50), "raise");
    declare_param("roof", "上限", whole(3), "lower");
    declare_param("fixed", "定值", whole(7), "nothing");
    declare_param("free", "自定", whole(7), "anything");
    declare_derive("trainings", "培训次数", call("count", IT(text("training"))));
    declare_condition("enough", "够多", two("at_least", fact("trainings"), ref("param", "floor", NULL)));
    declare_condition("few", "不多", two("at_most", fact("trainings"), ref("param", "roof", NULL)));
    declare("outcome", "ready", TITLE("就绪"), CITE, KEY("all", table(IT(ref("condition", "enough", NULL)))),
            KEY("college_may", text("add")));
    declare("trigger", "none_held", TITLE("没有培训"), CITE, KEY("when", two("equals", fact("trainings"), whole(0))));
    declare("outcome", "lost", TITLE("失去"), CITE, KEY("any", table(IT(ref("trigger", "none_held", NULL)))),
            KEY("college_may", text("add")));
}

static void with_head(void) {
    school();
    declare_head("art", "2026-01-01");
}

static const onex_param *param_of(const char *name) {
    return &b->program->params[onex_program_param(b->program, name)];
}

static const char *in_force(const char *name, const char *college, const char *on) {
    onex_in_force in = onex_param_for(param_of(name), college, day(on), NULL);
    return in.value ? in.value->text : "none";
}

/* ---- heads ---- */

static void a_college_file_begins_with_its_head(void **state) {
    (void)state;
    school();
    TIGHTEN("floor", whole(60));
    compile_badly("E0309", "a college file must begin with 'local_rules'");
}

static void a_head_agrees_with_its_folder(void **state) {
    (void)state;
    school();
    declare_head("art", "2026-01-01");
    b->decls[b->set.ndecls - 1].college = "dance";
    compile_badly("E0309", "'art' is not the college of this folder, 'dance'");
}

static void a_head_stands_under_an_article_of_the_regulation(void **state) {
    (void)state;
    school();
    declare_head("art", "2026-01-01");
    for (int i = 0; i < b->decls[b->set.ndecls - 1].body->nkeys; i++)
        if (strcmp(b->decls[b->set.ndecls - 1].body->keys[i], "under") == 0)
            b->decls[b->set.ndecls - 1].body->values[i] = text("第二十八条");
    compile_badly("E0207", "the regulation has no '第二十八条'");
}

static void a_college_cites_its_own_document(void **state) {
    (void)state;
    with_head();
    WORD("art", "param", "own", TITLE("自有"), KEY("cite", text("细则第九十九条")), KEY("value", whole(1)));
    compile_cleanly();
    assert_string_equal(b->program->params[onex_program_param(b->program, "own")].decl.origin, "college:art");
}

static void the_regulation_is_cited_as_it_is(void **state) {
    (void)state;
    with_head();
    WORD("art", "param", "own", TITLE("自有"), KEY("cite", text("办法第九十九条")), KEY("value", whole(1)));
    compile_badly("E0207", "names no clause");
}

/* ---- tighten ---- */

static void an_equal_value_is_allowed(void **state) {
    (void)state;
    with_head();
    TIGHTEN("floor", whole(50));
    TIGHTEN("roof", whole(3));
    compile_cleanly();
}

static void just_below_a_floor_is_looser(void **state) {
    (void)state;
    with_head();
    TIGHTEN("floor", whole(49));
    const onex_problem *p = compile_badly("E0301", "'floor' = 49 would loosen the school's 50; a college may only raise it");
    assert_string_equal(p->also_at.file, "school/test.lua");
    assert_non_null(strstr(p->hint, "relax \"floor\""));
}

static void just_above_a_roof_is_looser(void **state) {
    (void)state;
    with_head();
    TIGHTEN("roof", whole(4));
    compile_badly("E0301", "a college may only lower it");
}

static void what_is_fixed_stays(void **state) {
    (void)state;
    with_head();
    TIGHTEN("fixed", whole(7));
    compile_badly("E0301", "'fixed': a college may not change it");
}

static void what_is_free_takes_any_value(void **state) {
    (void)state;
    with_head();
    TIGHTEN("free", whole(1));
    compile_cleanly();
    assert_string_equal(in_force("free", "art", "2026-01-01"), "1");
}

static void a_value_holds_for_its_college_from_its_day(void **state) {
    (void)state;
    with_head();
    TIGHTEN("floor", whole(60));
    compile_cleanly();
    assert_string_equal(in_force("floor", "art", "2025-12-31"), "50");
    assert_string_equal(in_force("floor", "art", "2026-01-01"), "60");
    assert_string_equal(in_force("floor", "dance", "2026-01-01"), "50");
    assert_string_equal(in_force("floor", NULL, "2026-01-01"), "50");
}

static void dated_values_are_compared_on_each_of_their_days(void **state) {
    (void)state;
    with_head();
    TIGHTEN("floor", table(KEY("2026-06-01", whole(60)), KEY("2027-06-01", whole(40))));
    compile_badly("E0301", "'floor' = 40 would loosen");
}

static void before_a_first_date_the_schools_value_holds(void **state) {
    (void)state;
    with_head();
    TIGHTEN("floor", table(KEY("2026-06-01", whole(60)), KEY("2027-06-01", whole(70))));
    compile_cleanly();
    assert_string_equal(in_force("floor", "art", "2026-05-31"), "50");
    assert_string_equal(in_force("floor", "art", "2026-06-01"), "60");
    assert_string_equal(in_force("floor", "art", "2027-06-01"), "70");
}

static void a_later_value_of_the_school_overtakes(void **state) {
    (void)state;
    declare_param("late", "以后", table(KEY("2023-12-18", whole(50)), KEY("2027-01-01", whole(80))), "raise");
    declare_derive("held", "次数", call("count", IT(text("training"))));
    declare_condition("held_enough", "次数够", two("at_least", fact("held"), ref("param", "late", NULL)));
    declare_head("art", "2026-01-01");
    TIGHTEN("late", whole(60));
    compile_cleanly(); /* lint tells it */
    assert_string_equal(in_force("late", "art", "2026-12-31"), "60");
    assert_string_equal(in_force("late", "art", "2027-01-01"), "80");
}

static void a_college_value_waits_for_the_schools_first(void **state) {
    (void)state;
    declare_param("late", "以后", table(KEY("2027-01-01", whole(50))), "raise");
    declare_derive("held", "次数", call("count", IT(text("training"))));
    declare_condition("held_enough", "次数够", two("at_least", fact("held"), ref("param", "late", NULL)));
    declare_head("art", "2026-01-01");
    TIGHTEN("late", whole(60));
    compile_cleanly();
    assert_string_equal(in_force("late", "art", "2026-12-31"), "none");
    assert_string_equal(in_force("late", "art", "2027-01-01"), "60");
}

static void statements_may_follow_each_other_but_not_overlap(void **state) {
    (void)state;
    with_head();
    WORD("art", "tighten", "floor", KEY("value", whole(60)), OWN_CITE, REASON, KEY("valid_to", text("2026-06-01")));
    WORD("art", "tighten", "floor", KEY("value", whole(70)), OWN_CITE, REASON, KEY("valid_from", text("2026-06-01")));
    compile_cleanly();
    assert_string_equal(in_force("floor", "art", "2026-05-31"), "60");
    assert_string_equal(in_force("floor", "art", "2026-06-01"), "70");
}

static void a_day_with_two_statements_is_a_mistake(void **state) {
    (void)state;
    with_head();
    WORD("art", "tighten", "floor", KEY("value", whole(60)), OWN_CITE, REASON, KEY("valid_to", text("2026-06-02")));
    WORD("art", "tighten", "floor", KEY("value", whole(70)), OWN_CITE, REASON, KEY("valid_from", text("2026-06-01")));
    compile_badly("E0202", "two statements whose days overlap");
}

static void what_is_set_for_a_command_takes_the_schools_place_only(void **state) {
    (void)state;
    with_head();
    TIGHTEN("floor", whole(60));
    compile_cleanly();
    onex_dated low = {.from = ONEX_DAY_NONE, .value = onex_v_int(10)}, high = low;
    high.value = onex_v_int(90);
    onex_in_force in = onex_param_for(param_of("floor"), "art", day("2026-01-01"), &low);
    assert_string_equal(in.value->text, "60");
    in = onex_param_for(param_of("floor"), "art", day("2026-01-01"), &high);
    assert_ptr_equal(in.value, &high);
    assert_null(in.statement);
}

static void a_value_below_zero_is_none_where_the_schools_are_not(void **state) {
    (void)state;
    with_head();
    TIGHTEN("roof", whole(-1));
    compile_badly("E0301", "'roof' must not be negative");
}

/* ---- relax ---- */

static void a_relaxation_holds_until_its_end(void **state) {
    (void)state;
    with_head();
    RELAX("floor", whole(40));
    compile_cleanly();
    assert_string_equal(in_force("floor", "art", "2026-12-31"), "40");
    assert_string_equal(in_force("floor", "art", "2027-01-01"), "50");
}

static void a_relaxation_must_loosen(void **state) {
    (void)state;
    with_head();
    RELAX("floor", whole(50));
    compile_badly("E0301", "does not loosen");
}

static void a_relaxation_needs_an_approval_that_is_no_blank(void **state) {
    (void)state;
    with_head();
    WORD("art", "relax", "floor", KEY("value", whole(40)), OWN_CITE, REASON, KEY("approved_by", text("　")),
         KEY("approval_document", text("教发1号")), KEY("valid_to", text("2027-01-01")));
    compile_badly("E0206", "'approved_by' is empty");
}

static void a_relaxation_needs_an_end(void **state) {
    (void)state;
    with_head();
    WORD("art", "relax", "floor", KEY("value", whole(40)), OWN_CITE, REASON, KEY("approved_by", text("教务处")),
         KEY("approval_document", text("教发1号")));
    compile_badly("E0205", "'relax' needs the key 'valid_to'");
}

static void what_is_fixed_is_not_relaxed(void **state) {
    (void)state;
    with_head();
    RELAX("fixed", whole(1));
    compile_badly("E0301", "may not change it");
}

/* ---- sets ---- */

static void heads_of(const char *may) {
    declare("set", "kinds", TITLE("种类"), IT(text("甲")), IT(text("乙")), KEY("college_may", text(may)));
    declare_head("art", "2026-01-01");
}

static bool in_kinds(const char *member, const char *college, const char *on) {
    const onex_text as_text = {member, member, (uint32_t)strlen(member), (uint32_t)strlen(member)};
    return onex_set_holds(&b->program->sets[onex_program_set(b->program, "kinds")], college, day(on), &as_text);
}

static void a_set_is_reduced_for_its_college_from_its_day(void **state) {
    (void)state;
    heads_of("reduce");
    WORD("art", "reduce", "kinds", IT(text("乙")), OWN_CITE, REASON);
    compile_cleanly();
    assert_true(in_kinds("乙", "art", "2025-12-31"));
    assert_false(in_kinds("乙", "art", "2026-01-01"));
    assert_true(in_kinds("甲", "art", "2026-01-01"));
    assert_true(in_kinds("乙", "dance", "2026-01-01"));
    assert_true(in_kinds("乙", NULL, "2026-01-01"));
}

static void a_set_is_changed_one_way_only(void **state) {
    (void)state;
    heads_of("reduce");
    WORD("art", "extend", "kinds", IT(text("丙")), OWN_CITE, REASON);
    compile_badly("E0301", "'kinds' may not be extended by a college");
}

static void what_is_there_is_not_added(void **state) {
    (void)state;
    heads_of("extend");
    WORD("art", "extend", "kinds", IT(text("乙")), OWN_CITE, REASON);
    compile_badly("E0206", "'乙' is in the set 'kinds' already");
}

static void what_is_not_there_is_not_removed(void **state) {
    (void)state;
    heads_of("reduce");
    WORD("art", "reduce", "kinds", IT(text("丙")), OWN_CITE, REASON);
    compile_badly("E0206", "'丙' is not in the set 'kinds'");
}

/* ---- rules that join ---- */

#define OWN_CONDITION(college, name, title, ...) \
    WORD((college), "condition", (name), TITLE(title), OWN_CITE, __VA_ARGS__)
#define MANY KEY("requires", two("at_least", fact("trainings"), whole(2)))

static void a_condition_joins_an_outcome_of_all(void **state) {
    (void)state;
    with_head();
    OWN_CONDITION("art", "more", "更多", MANY, KEY("joins", text("ready")));
    compile_cleanly();
    const onex_rule *ready = &b->program->rules[onex_program_rule(b->program, "ready")];
    assert_int_equal(ready->nmembers, 2);
    assert_string_equal(b->program->rules[ready->members[1]].decl.name, "more");
}

static void a_condition_does_not_join_an_outcome_of_any(void **state) {
    (void)state;
    with_head();
    OWN_CONDITION("art", "more", "更多", MANY, KEY("joins", text("lost")));
    compile_badly("E0308", "a condition joins an outcome of 'all'");
}

static void what_the_school_closes_takes_no_member(void **state) {
    (void)state;
    with_head();
    declare("outcome", "closed", TITLE("封闭"), CITE, KEY("all", table(IT(ref("condition", "enough", NULL)))));
    b->decls[b->set.ndecls] = b->decls[b->set.ndecls - 2]; /* the head comes behind what the school says */
    b->decls[b->set.ndecls - 2] = b->decls[b->set.ndecls - 1];
    b->decls[b->set.ndecls - 1] = b->decls[b->set.ndecls];
    OWN_CONDITION("art", "more", "更多", MANY, KEY("joins", text("closed")));
    compile_badly("E0308", "the school lets no college add to it");
}

static void a_rule_that_joins_is_of_the_outcomes_kind_of_subject(void **state) {
    (void)state;
    with_head();
    OWN_CONDITION("art", "more", "更多", KEY("applies", text("college")), KEY("joins", text("ready")),
                  KEY("requires", two("at_least", call("count", IT(text("training"))), whole(2))));
    compile_badly("E0308", "it applies to another kind of subject");
}

static void a_college_has_no_rules_of_the_school(void **state) {
    (void)state;
    with_head();
    OWN_CONDITION("art", "more", "更多", KEY("applies", text("school")),
                  KEY("requires", two("at_least", call("count", IT(text("training"))), whole(2))));
    compile_badly("E0309", "'more' is about the school");
}

static void a_cycle_through_a_college_is_the_colleges(void **state) {
    (void)state;
    with_head();
    OWN_CONDITION("art", "more", "更多", KEY("requires", call("met", IT(text("ready")))), KEY("joins", text("ready")));
    const onex_problem *p = compile_badly("E0307", "rests on itself");
    assert_string_equal(p->at.file, "colleges/art/1.lua");
}

/* ---- names ---- */

static void a_name_of_the_school_is_not_taken_again(void **state) {
    (void)state;
    with_head();
    OWN_CONDITION("art", "enough", "另一条", MANY);
    compile_badly("E0202", "'enough' shadows the school's 'enough'");
}

static void a_title_of_the_school_is_not_taken_again(void **state) {
    (void)state;
    with_head();
    OWN_CONDITION("art", "more", "够多", MANY);
    compile_badly("E0202", "'够多' shadows the school's 'enough'");
}

static void a_column_of_the_subject_is_not_taken_again(void **state) {
    (void)state;
    with_head();
    WORD("art", "derive", "content", TITLE("别的"), KEY("value", call("count", IT(text("training")))));
    compile_badly("E0202", "'content' shadows a column of the table 'pilot'");
}

static void colleges_do_not_see_each_other(void **state) {
    (void)state;
    with_head();
    OWN_CONDITION("art", "more", "更多", MANY);
    WORD("art", "derive", "seen", TITLE("所见"), KEY("value", call("count", IT(text("training")))));
    declare_head("dance", "2026-01-01");
    OWN_CONDITION("dance", "more", "更多", KEY("requires", two("at_least", fact("seen"), whole(1))));
    compile_badly("E0201", "no fact 'seen'");
}

static void the_school_does_not_see_a_college(void **state) {
    (void)state;
    school();
    declare_condition("leaning", "靠学院", two("at_least", ref("param", "own", NULL), whole(1)));
    declare_head("art", "2026-01-01");
    WORD("art", "param", "own", TITLE("自有"), OWN_CITE, KEY("value", whole(1)));
    compile_badly("E0201", "no param 'own'");
}

static void words_of_the_school_are_refused(void **state) {
    (void)state;
    static const char *const words[] = {"regulation", "facts", "reading", "outcome", "transition"};
    with_head();
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) WORD("art", words[i], "x", TITLE("无"));
    compile();
    assert_int_equal(b->problems.count, 5);
    for (int i = 0; i < 5; i++) assert_non_null(strstr(b->problems.items[i].message, "is a word of school files"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        UNIT(a_college_file_begins_with_its_head),
        UNIT(a_head_agrees_with_its_folder),
        UNIT(a_head_stands_under_an_article_of_the_regulation),
        UNIT(a_college_cites_its_own_document),
        UNIT(the_regulation_is_cited_as_it_is),
        UNIT(an_equal_value_is_allowed),
        UNIT(just_below_a_floor_is_looser),
        UNIT(just_above_a_roof_is_looser),
        UNIT(what_is_fixed_stays),
        UNIT(what_is_free_takes_any_value),
        UNIT(a_value_holds_for_its_college_from_its_day),
        UNIT(dated_values_are_compared_on_each_of_their_days),
        UNIT(before_a_first_date_the_schools_value_holds),
        UNIT(a_later_value_of_the_school_overtakes),
        UNIT(a_college_value_waits_for_the_schools_first),
        UNIT(statements_may_follow_each_other_but_not_overlap),
        UNIT(a_day_with_two_statements_is_a_mistake),
        UNIT(what_is_set_for_a_command_takes_the_schools_place_only),
        UNIT(a_value_below_zero_is_none_where_the_schools_are_not),
        UNIT(a_relaxation_holds_until_its_end),
        UNIT(a_relaxation_must_loosen),
        UNIT(a_relaxation_needs_an_approval_that_is_no_blank),
        UNIT(a_relaxation_needs_an_end),
        UNIT(what_is_fixed_is_not_relaxed),
        UNIT(a_set_is_reduced_for_its_college_from_its_day),
        UNIT(a_set_is_changed_one_way_only),
        UNIT(what_is_there_is_not_added),
        UNIT(what_is_not_there_is_not_removed),
        UNIT(a_condition_joins_an_outcome_of_all),
        UNIT(a_condition_does_not_join_an_outcome_of_any),
        UNIT(what_the_school_closes_takes_no_member),
        UNIT(a_rule_that_joins_is_of_the_outcomes_kind_of_subject),
        UNIT(a_college_has_no_rules_of_the_school),
        UNIT(a_cycle_through_a_college_is_the_colleges),
        UNIT(a_name_of_the_school_is_not_taken_again),
        UNIT(a_title_of_the_school_is_not_taken_again),
        UNIT(a_column_of_the_subject_is_not_taken_again),
        UNIT(colleges_do_not_see_each_other),
        UNIT(the_school_does_not_see_a_college),
        UNIT(words_of_the_school_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
