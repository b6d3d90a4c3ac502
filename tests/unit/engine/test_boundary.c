/* Cases made from rules: which values are found, on which days and for which colleges, what is left out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "engine/boundary.h"
#include "engine/testsource.h"
#include "sets.h"

#define DAY_2026_11_15 20772

/* "case values -> verdict; ..." of all cases of the rules in the text; with their days where `days`. */
static char told[8192];

static const char *cases(const char *text, bool days) {
    onex_rules *rules = set_load(text);
    onex_boundary made;
    onex_error err = {0};
    onex_boundary_query query = {.day = DAY_2026_11_15};
    if (onex_boundary_make(&made, rules, &query, &err)) fail_msg("%s", err.text);
    told[0] = '\0';
    for (int i = 0; i < made.ncases; i++) {
        char day[ONEX_DAY_TEXT];
        size_t len = strlen(told);
        const onex_boundary_case *c = &made.cases[i];
        snprintf(told + len, sizeof told - len, "%s%s%s%s %s%s%s", i ? "; " : "", days ? onex_day_text(c->test->as_of, day) : "", days ? " " : "",
                 c->missing ? c->missing : onex_edge_code(c->edge), c->values, *c->values ? " " : "", onex_verdict_code(c->test->expect->verdict));
    }
    for (int i = 0; i < made.nunmade; i++) snprintf(told + strlen(told), sizeof told - strlen(told), "; none");
    onex_boundary_clear(&made);
    onex_rules_close(rules);
    return told;
}

#define FIELD(name, type, unit) "field \"pilot\" \"" name "\" { title = \"" name "题\", type = \"" type "\"" unit " }\n"
#define RULE(requires) SETS_LAW FIELDS "condition \"x\" { title = \"甲\", cite = \"第七条\", requires = " requires " }\n"
#define FIELDS                                                                                              \
    FIELD("hours", "int", "") FIELD("rooms", "int", "") FIELD("cost", "money", "") FIELD("points", "credits", "") \
        FIELD("held", "date", "") FIELD("ready", "bool", "") FIELD("signed", "bool", "") FIELD("level", "text", "")

static void a_count_is_tried_one_below_and_one_above(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("at_least(fact.hours, 24)"), false), "below hours=23 unmet; at hours=24 met; above hours=25 met; hours unknown");
}

static void units_have_their_own_steps(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("at_most(fact.cost, \"100 yuan\")"), false),
                        "below cost=99.99 met; at cost=100 met; above cost=100.01 unmet; cost unknown");
    assert_string_equal(cases(RULE("above(fact.points, \"2.5\")"), false),
                        "below points=2.4 unmet; at points=2.5 unmet; above points=2.6 met; points unknown");
    assert_string_equal(cases(RULE("below(fact.held, \"2026-06-30\")"), false),
                        "below held=2026-06-29 met; at held=2026-06-30 unmet; above held=2026-07-01 unmet; held unknown");
}

static void nothing_is_below_zero(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("none(fact.hours)"), false), "at hours=0 met; above hours=1 unmet; hours unknown");
}

static void a_share_is_tried_by_its_parts(void **state) {
    (void)state;
    assert_string_equal(cases(SETS_LAW FIELDS "derive \"share\" { title = \"比\", unit = \"share\", value = ratio(fact.hours, fact.rooms) }\n"
                                              "condition \"x\" { title = \"甲\", cite = \"第七条\", requires = at_least(fact.share, \"12.5%\") }\n",
                              false),
                        "below hours=124 rooms=1000 unmet; at hours=125 rooms=1000 met; above hours=126 rooms=1000 met; hours rooms=1000 unknown; "
                        "rooms hours=125 unknown");
}

static void a_part_of_its_own_whole_is_met_exactly(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("at_most(ratio(fact.hours, fact.hours + fact.rooms), \"5%\")"), false),
                        "below hours=5 rooms=100 met; at hours=5 rooms=95 met; above hours=6 rooms=100 unmet; hours rooms=95 unknown; rooms hours=5 unknown");
    assert_string_equal(cases(RULE("at_least(ratio(fact.hours, fact.rooms), ratio(1, 3))"), false),
                        "below hours=33 rooms=102 unmet; at hours=34 rooms=102 met; above hours=35 rooms=102 met; hours rooms=102 unknown; rooms hours=34 unknown");
}

static void points_for_other_rules_are_combined_too(void **state) {
    (void)state;
    assert_string_equal(cases(SETS_LAW FIELDS "attestation \"a\" { title = \"甲\", cite = \"第七条\", as = \"condition\", by = \"教务处\" }\n"
                                              "condition \"b\" { title = \"乙\", cite = \"第七条\", requires = at_least(fact.hours, 3) }\n"
                                              "condition \"x\" { title = \"丙\", cite = \"第七条\", requires = at_least(points(met \"a\", 40) + points(met \"b\", 30), 70) }\n",
                              false),
                        "below hours=2 unmet; at hours=3 met; above hours=4 met; hours unknown; "
                        "yes a=met hours=3 met; no a=unmet hours=3 unmet; yes hours=3 a=met met; no hours=2 a=met unmet; a hours=3 unknown; hours a=met unknown");
}

static void more_than_the_whole_is_not_tried_where_at_least_is_asked(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("at_least(ratio(fact.hours, fact.rooms), \"100%\")"), false),
                        "below hours=99 rooms=100 unmet; at hours=100 rooms=100 met; hours rooms=100 unknown; rooms hours=100 unknown");
    assert_string_equal(cases(RULE("at_most(ratio(fact.cost, fact.cost + \"1 yuan\"), \"100%\")"), false),
                        "; none"); /* whatever the cost is, it is below */
}

static void other_members_do_not_decide(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("all { at_least(fact.hours, 24), fact.ready }"), false),
                        "below hours=23 ready=true unmet; at hours=24 ready=true met; above hours=25 ready=true met; yes ready=true hours=24 met; "
                        "no ready=false hours=24 unmet; hours ready=true unknown; ready hours=24 unknown");
    assert_string_equal(cases(RULE("any { at_least(fact.hours, 24), fact.ready }"), false),
                        "below hours=23 ready=false unmet; at hours=24 ready=false met; above hours=25 ready=false met; yes ready=true hours=23 met; "
                        "no ready=false hours=23 unmet; hours ready=false unknown; ready hours=24 met");
}

static void one_fact_in_two_comparisons_is_tried_at_both(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("all { at_least(fact.hours, 10), at_most(fact.hours, 20) }"), false),
                        "below hours=9 unmet; at hours=10 met; above hours=11 met; below hours=19 met; at hours=20 met; above hours=21 unmet; "
                        "hours unknown");
}

static void two_facts_are_compared(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("at_least(fact.hours, fact.rooms * 2)"), false),
                        "below hours=19 rooms=10 unmet; at hours=20 rooms=10 met; above hours=21 rooms=10 met; hours rooms=10 unknown; "
                        "rooms hours=20 unknown");
    assert_string_equal(cases(RULE("at_most(days_between(fact.held, as_of), 30)"), false),
                        "below held=2026-10-17 met; at held=2026-10-16 met; above held=2026-10-15 unmet; held unknown");
}

static void weighted_marks_are_met_exactly(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("at_least(fact.hours * \"40%\" + fact.rooms * \"60%\", 60)"), false),
                        "below hours=134 rooms=10 unmet; at hours=135 rooms=10 met; above hours=136 rooms=10 met; hours rooms=10 unknown; "
                        "rooms hours=135 unknown");
}

static void points_are_combined(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("at_least(points(fact.ready, 5) + points(fact.signed, 3), 5)"), false),
                        "below ready=false signed=true unmet; at ready=true signed=false met; above ready=true signed=true met; "
                        "yes ready=true signed=false met; no ready=false signed=false unmet; yes signed=true ready=true met; no signed=false ready=true met; "
                        "ready signed=false unknown; signed ready=true unknown");
}

static void a_condition_for_points_decides_where_the_sum_just_suffices(void **state) {
    (void)state;
    static const char rule[] = "condition \"x\" { title = \"甲\", cite = \"第七条\", requires = at_least(fact.score, 70) }\n";
    char text[4096];
    snprintf(text, sizeof text, "%s%s%s", SETS_LAW FIELDS,
             "derive \"score\" { title = \"得分\", value = points(at_least(fact.hours, 100), 40) + points(above(fact.rooms, 3), 30) + points(fact.ready, 30) }\n", rule);
    assert_string_equal(cases(text, false),
                        "below score=69 unmet; at score=70 met; above score=71 met; "
                        "below hours=99 rooms=4 ready=false unmet; at hours=100 rooms=4 ready=false met; above hours=101 rooms=4 ready=false met; "
                        "below rooms=2 hours=100 ready=false unmet; at rooms=3 hours=100 ready=false unmet; above rooms=4 hours=100 ready=false met; "
                        "yes ready=true hours=100 rooms=3 met; no ready=false hours=100 rooms=3 unmet; "
                        "score unknown; hours rooms=4 ready=false unknown; rooms hours=100 ready=false unknown; ready hours=100 rooms=4 unknown");
}

static void what_has_no_threshold_holds_or_not(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("differs(fact.state, \"running\")"), false), "yes state=draft met; no state=running unmet; state unknown");
    assert_string_equal(cases(SETS_LAW FIELDS "set \"levels\" { \"初级\", \"中级\", title = \"等级\", college_may = \"nothing\" }\n"
                                              "trigger \"x\" { title = \"甲\", cite = \"第七条\", when = none_of(fact.level, set.levels) }\n",
                              false),
                        "yes level=其他 hit; no level=中级 clear; level unknown");
}

static void only_if_is_tried_too(void **state) {
    (void)state;
    assert_string_equal(cases(SETS_LAW FIELDS "condition \"x\" { title = \"甲\", cite = \"第七条\", only_if = fact.ready, requires = fact.signed }\n", false),
                        "yes signed=true ready=true met; no signed=false ready=true unmet; yes ready=true signed=true met; no ready=false signed=true na; signed ready=true unknown; "
                        "ready signed=true unknown");
}

static void a_threshold_inside_a_derived_fact_is_found(void **state) {
    (void)state;
    assert_string_equal(cases(SETS_LAW FIELDS "derive \"enough\" { title = \"够\", value = at_least(fact.hours, 3) }\n"
                                              "condition \"x\" { title = \"甲\", cite = \"第七条\", requires = no(fact.enough) }\n",
                              false),
                        "below hours=2 met; at hours=3 unmet; above hours=4 unmet; hours unknown");
}

static void each_option_of_a_reading_is_tried(void **state) {
    (void)state;
    assert_string_equal(cases(SETS_LAW FIELDS "reading \"r\" { title = \"读\", cite = \"第七条\", options = { a = \"甲\", b = \"乙\" }, chosen = \"a\" }\n"
                                              "condition \"x\" { title = \"甲\", cite = \"第七条\", requires = choose(reading.r, { "
                                              "a = at_least(fact.hours, 1), b = at_least(fact.hours, 2) }) }\n",
                              false),
                        "below hours=0 unmet; at hours=1 met; above hours=2 met; below r=b hours=1 unmet; at r=b hours=2 met; above r=b hours=3 met; "
                        "hours unknown");
}

static void verdicts_of_children_are_counted(void **state) {
    (void)state;
    assert_string_equal(cases(SETS_LAW "field \"expense\" \"fine\" { title = \"可\", type = \"bool\" }\n"
                                       "condition \"e\" { title = \"乙\", cite = \"第七条\", applies = \"expense\", requires = fact.fine }\n"
                                       "condition \"x\" { title = \"甲\", cite = \"第七条\", requires = at_least(ratio(tally(\"e\").met, tally(\"e\").total), \"90%\") }\n",
                              false),
                        "yes fine=true met; no fine=false unmet; fine unknown; "
                        "below e.met=89 e.unmet=11 unmet; at e.met=90 e.unmet=10 met; above e.met=91 e.unmet=9 met; e unknown");
}

static void a_dated_threshold_is_tried_on_the_eve_and_the_day(void **state) {
    (void)state;
    assert_string_equal(cases(SETS_LAW FIELDS "param \"p\" { title = \"限\", cite = \"第七条\", college_may = \"nothing\", "
                                              "value = { [\"2024-01-01\"] = 5, [\"2027-01-01\"] = 8 } }\n"
                                              "condition \"x\" { title = \"甲\", cite = \"第七条\", requires = at_least(fact.hours, param.p) }\n",
                              true),
                        "2026-11-15 below hours=4 unmet; 2026-11-15 at hours=5 met; 2026-11-15 above hours=6 met; 2026-11-15 hours unknown; "
                        "2024-01-01 below hours=4 unmet; 2024-01-01 at hours=5 met; 2024-01-01 above hours=6 met; "
                        "2026-12-31 below hours=4 unmet; 2026-12-31 at hours=5 met; 2026-12-31 above hours=6 met; "
                        "2027-01-01 below hours=7 unmet; 2027-01-01 at hours=8 met; 2027-01-01 above hours=9 met");
}

static void the_day_asked_about_is_moved(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("at_least(as_of, \"2026-09-01\")"), true), "2026-08-31 below unmet; 2026-09-01 at met; 2026-09-02 above met");
}

static void a_limit_on_the_left_is_still_the_limit(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("at_least(10, fact.hours)"), false), "below hours=9 met; at hours=10 met; above hours=11 unmet; hours unknown");
}

static void rows_are_made_for_what_a_rule_counts_itself(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("at_least(count { \"milestone\" }, 2)"), false), "below milestone=1 unmet; at milestone=2 met; above milestone=3 met");
    assert_string_equal(cases(RULE("at_least(count { \"training\", where = equals(row.audience, \"external\"), distinct = row.code }, 2)"), false),
                        "below training=1(audience=external,starts_on=2026-11-15,code=x1) unmet; at training=2(audience=external,starts_on=2026-11-15) met; "
                        "above training=3(audience=external,starts_on=2026-11-15) met");
    assert_string_equal(cases(RULE("at_most(sum { \"expense\", where = below(row.spent_on, as_of), take = row.amount }, \"5 yuan\")"), false),
                        "below expense=1(spent_on=2026-11-14,amount=4.99) met; at expense=1(spent_on=2026-11-14,amount=5) met; "
                        "above expense=1(spent_on=2026-11-14,amount=5.01) unmet");
    assert_string_equal(cases(RULE("has { \"team_member\", where = all { row.dual_qualified, blank(row.to_on) } }"), false),
                        "yes team_member=1(dual_qualified=true,from_on=2026-11-15) met; no rows={} unmet");
}

static void rows_and_facts_are_given_together(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("all { at_least(count { \"milestone\" }, fact.hours), fact.ready }"), false),
                        "below hours=10 ready=true milestone=9 unmet; at hours=10 ready=true milestone=10 met; above hours=10 ready=true milestone=11 met; "
                        "yes ready=true hours=10 milestone=10 met; no ready=false hours=10 milestone=10 unmet; "
                        "hours ready=true hours=unknown milestone=10 unknown; ready hours=10 ready=unknown milestone=10 unknown");
}

static void a_share_of_rows_needs_few_of_them(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("at_least(ratio(count { \"team_member\", where = row.dual_qualified }, count { \"team_member\" }), \"50%\")"), false),
                        "below team_member=4(dual_qualified=true,from_on=2026-11-15) team_member=6(from_on=2026-11-15,dual_qualified=false) unmet; "
                        "at team_member=5(dual_qualified=true,from_on=2026-11-15) team_member=5(from_on=2026-11-15,dual_qualified=false) met; "
                        "above team_member=6(dual_qualified=true,from_on=2026-11-15) team_member=4(from_on=2026-11-15,dual_qualified=false) met");
}

static void a_row_that_another_names_is_made_too(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("has { \"charge\", where = equals(row.person.kind, \"student\") }"), false),
                        "yes charge=1(person=n1,charged_on=2026-11-15) person=1(code=n1,kind=student) met; no rows={} unmet");
}

static void rows_that_look_further_have_no_cases(void **state) {
    (void)state;
    assert_string_equal(cases(RULE("none(count { \"milestone\", where = no(has { \"milestone\", where = equals(row.title, outer.title) }) })"), false),
                        "at rows={} met");
    assert_string_equal(cases(SETS_LAW "derive \"n\" { title = \"数\", value = count { \"milestone\" } }\n"
                                       "condition \"x\" { title = \"甲\", cite = \"第七条\", requires = at_least(fact.n, 3) }\n",
                              false),
                        "below n=2 unmet; at n=3 met; above n=4 met; n unknown");
}

static void a_test_is_written_as_a_person_would(void **state) {
    (void)state;
    onex_rules *rules = set_load(RULE("all { at_least(fact.hours, 24), at_most(fact.cost, \"1.50 yuan\"), at_least(fact.held, \"2026-01-01\") }"));
    onex_boundary made;
    onex_error err = {0};
    onex_boundary_query query = {.day = DAY_2026_11_15};
    onex_buffer b = {0};
    assert_int_equal(onex_boundary_make(&made, rules, &query, &err), ONEX_OK);
    onex_testsource_put(&b, onex_rules_program(rules), made.cases[1].test);
    assert_string_equal(b.data, "test \"x: hours is at least 24, exactly\" {\n"
                                "  cite = \"第七条\", as_of = \"2026-11-15\",\n"
                                "  given = { hours = 24, cost = \"1.50 yuan\", held = \"2026-01-01\" },\n"
                                "  expect = { x = \"met\" },\n}\n");
    onex_buffer_clear(&b);
    onex_testsource_text(&b, "a \"b\" \\");
    assert_string_equal(b.data, "\"a \\\"b\\\" \\\\\"");
    onex_buffer_clear(&b);
    onex_boundary_clear(&made);
    onex_rules_close(rules);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_count_is_tried_one_below_and_one_above),
    cmocka_unit_test(units_have_their_own_steps),
    cmocka_unit_test(nothing_is_below_zero),
    cmocka_unit_test(a_share_is_tried_by_its_parts),
    cmocka_unit_test(a_part_of_its_own_whole_is_met_exactly),
    cmocka_unit_test(points_for_other_rules_are_combined_too),
    cmocka_unit_test(more_than_the_whole_is_not_tried_where_at_least_is_asked),
    cmocka_unit_test(other_members_do_not_decide),
    cmocka_unit_test(one_fact_in_two_comparisons_is_tried_at_both),
    cmocka_unit_test(two_facts_are_compared),
    cmocka_unit_test(weighted_marks_are_met_exactly),
    cmocka_unit_test(points_are_combined),
    cmocka_unit_test(a_condition_for_points_decides_where_the_sum_just_suffices),
    cmocka_unit_test(what_has_no_threshold_holds_or_not),
    cmocka_unit_test(only_if_is_tried_too),
    cmocka_unit_test(a_threshold_inside_a_derived_fact_is_found),
    cmocka_unit_test(each_option_of_a_reading_is_tried),
    cmocka_unit_test(verdicts_of_children_are_counted),
    cmocka_unit_test(a_dated_threshold_is_tried_on_the_eve_and_the_day),
    cmocka_unit_test(the_day_asked_about_is_moved),
    cmocka_unit_test(a_limit_on_the_left_is_still_the_limit),
    cmocka_unit_test(rows_are_made_for_what_a_rule_counts_itself),
    cmocka_unit_test(rows_and_facts_are_given_together),
    cmocka_unit_test(a_share_of_rows_needs_few_of_them),
    cmocka_unit_test(a_row_that_another_names_is_made_too),
    cmocka_unit_test(rows_that_look_further_have_no_cases),
    cmocka_unit_test(a_test_is_written_as_a_person_would),
};

SETS_MAIN(tests)
