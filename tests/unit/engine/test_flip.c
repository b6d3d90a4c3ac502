/* Verdicts that time alone changes: what is found by judging only where something can change is what is found by
 * judging every day. Random rows, the school's rules and rules that try each form of the language. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "unit/engine/duties.h"
#include "unit/engine/sets.h"

/* ---- what is found, as text ---- */

static long judged; /* days, by the last call */

/* "day kind code rule from to because" of each flip, parted by line feeds; malloc'd. */
static char *flips_of(desk *d, onex_rules *rules, const char *day, int days, bool every_day, bool because) {
    onex_flips flips;
    onex_buffer b = {0};
    char text[ONEX_DAY_TEXT];
    onex_flip_query query = {.as_of = on(day), .days = days, .every_day = every_day};
    assert_int_equal(onex_store_begin(d->store, &d->err), ONEX_OK);
    onex_status status = onex_flips_find(&flips, d->store, rules, &query, &d->err);
    onex_store_rollback(d->store);
    if (status) fail_msg("%s", d->err.text);
    onex_buffer_text(&b, "");
    for (int i = 0; i < flips.count; i++) {
        const onex_flip *f = &flips.items[i];
        onex_buffer_printf(&b, "%s %s %s %s %s %s %s\n", onex_day_text(f->on, text), onex_subject_code(f->subject),
                           f->code, onex_rules_program(rules)->rules[f->rule].decl.name, onex_verdict_code(f->from),
                           onex_verdict_code(f->to), because ? f->because : "");
        assert_true(f->because && *f->because);
    }
    judged = flips.judged;
    onex_flips_clear(&flips);
    return b.data;
}

static void expect(desk *d, onex_rules *rules, const char *day, int days, const char *wanted) {
    char *found = flips_of(d, rules, day, days, false, true);
    assert_string_equal(found, wanted);
    free(found);
}

/* The quick way and the slow one say the same; gives how many lines. */
static int same(desk *d, onex_rules *rules, const char *day, int days) {
    char *slow = flips_of(d, rules, day, days, true, true), *quick = flips_of(d, rules, day, days, false, true);
    int lines = 0;
    assert_string_equal(quick, slow);
    for (const char *at = slow; (at = strchr(at, '\n')); at++) lines++;
    free(slow);
    free(quick);
    return lines;
}

/* ---- random rows ---- */

static unsigned seed;
static unsigned random_below(unsigned n) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 8) % n;
}

/* A date around 2026-06-01, or NULL. */
static void put_date(onex_buffer *b, bool required) {
    char text[ONEX_DAY_TEXT];
    if (!required && random_below(3) == 0)
        onex_buffer_text(b, "NULL");
    else
        onex_buffer_printf(b, "'%s'", onex_day_text(on("2026-05-01") + (onex_day)random_below(120), text));
}

static void put_word(onex_buffer *b, const onex_column *column) {
    int n = 0;
    while (column->words[n].code) n++;
    if (!column->required && random_below(3) == 0)
        onex_buffer_text(b, "NULL");
    else
        onex_buffer_printf(b, "'%s'", column->words[random_below((unsigned)n)].code);
}

/* A value of the column: references are among two codes of each table. */
static void put_value(onex_buffer *b, const onex_entity *entity, const onex_column *column) {
    bool code = column->ref || (column->key && column->type == ONEX_COL_TEXT);
    if (strcmp(column->name, "topic") == 0)
        onex_buffer_text(b, random_below(2) ? "'facilities'" : "'major_foundation'");
    else if (strcmp(entity->name, "attribute") == 0 && strcmp(column->name, "name") == 0)
        onex_buffer_text(b, "'shown_on'");
    else if (strcmp(entity->name, "attribute") == 0 && strcmp(column->name, "value") == 0)
        put_date(b, true);
    else if (strcmp(column->name, "subject") == 0 && onex_entity_column(entity, "subject_kind") >= 0)
        onex_buffer_printf(b, "'%s'", random_below(2) ? "pilot1" : "pilot2");
    else if (strcmp(column->name, "subject_kind") == 0)
        onex_buffer_text(b, "'pilot'");
    else if (code && (column->required || random_below(4)))
        onex_buffer_printf(b, "'%s%u'", column->ref ? column->ref : entity->name, 1 + random_below(2));
    else if (column->words)
        put_word(b, column);
    else if (column->type == ONEX_COL_DATE)
        put_date(b, column->required);
    else if (strcmp(column->name, "year") == 0)
        onex_buffer_printf(b, "%u", 2025 + random_below(2));
    else if (column->type == ONEX_COL_TEXT)
        onex_buffer_printf(b, "'%u'", random_below(2));
    else
        onex_buffer_printf(b, "%u", random_below(2));
}

static void give_row(desk *d, const onex_entity *entity, int number) {
    onex_buffer b = {0};
    onex_buffer_printf(&b, "INSERT INTO %s VALUES (", entity->name);
    for (int i = 0; i < entity->ncolumns; i++) {
        if (i == 0 && strcmp(entity->columns[0].name, "code") == 0)
            onex_buffer_printf(&b, "'%s%d'", entity->name, number);
        else
            put_value(&b, entity, &entity->columns[i]);
        onex_buffer_char(&b, ',');
    }
    onex_buffer_text(&b, "NULL)");
    give(d, b.data);
    onex_buffer_clear(&b);
}

static void give_rows(desk *d) {
    for (int i = 0; i < onex_nentities; i++)
        for (int n = 1; n <= 2; n++) give_row(d, &onex_entities[i], n);
    give(d, "UPDATE pilot SET code = 'pilot' || rowid, college = 'college1'");
}

/* ---- rules of each form ---- */

static const char forms[] = SETS_LAW
    "field \"pilot\" \"shown_on\" { title = \"展示日\", type = \"date\" }\n"
    "param \"grace\" { title = \"宽限\", cite = \"第九条\", college_may = \"nothing\", value = { [\"2024-01-01\"] = 3, "
    "[\"2026-06-10\"] = 9 } }\n"
    "param \"end_day\" { title = \"截止\", cite = \"第九条\", college_may = \"nothing\", value = { [\"2024-01-01\"] = "
    "\"2026-06-15\", [\"2026-06-20\"] = \"2026-06-25\" } }\n"
    "derive \"deciding\" { title = \"判断日\", value = otherwise(fact.declared_on, as_of) }\n"
    "derive \"computed\" { title = \"计算\", type = \"bool\", inputs = { as_of }, compute = function(a) return day_of "
    "and a > '2026-06-07' end }\n"
    "condition \"literal\" { title = \"一\", cite = \"第九条\", requires = at_most(as_of, \"2026-06-05\") }\n"
    "condition \"before\" { title = \"二\", cite = \"第九条\", requires = below(as_of, fact.due_on) }\n"
    "condition \"field_day\" { title = \"三\", cite = \"第九条\", requires = at_least(as_of, fact.shown_on) }\n"
    "condition \"param_day\" { title = \"四\", cite = \"第九条\", requires = equals(as_of, param.end_day) }\n"
    "condition \"shifted\" { title = \"五\", cite = \"第九条\", requires = at_most(as_of, days_after(fact.due_on, "
    "param.grace)) }\n"
    "condition \"between\" { title = \"六\", cite = \"第九条\", requires = at_least(days_between(as_of, fact.due_on), "
    "10) }\n"
    "condition \"late_rows\" { title = \"七\", cite = \"第九条\", requires = none(count { \"milestone\", where = all { "
    "below(row.due_on, as_of), no(known(row.done_on)) } }) }\n"
    "condition \"filed\" { title = \"八\", cite = \"第九条\", requires = has { \"appraisal\", match = { college = "
    "fact.college }, where = at_most(row.filed_on, fact.deciding) } }\n"
    "condition \"last_one\" { title = \"九\", cite = \"第九条\", requires = equals(latest { \"appraisal\", match = { "
    "college = fact.college }, by = row.appraised_on, take = row.verdict }, \"admit\") }\n"
    "condition \"last_shifted\" { title = \"十\", cite = \"第九条\", requires = equals(latest { \"appraisal\", match = "
    "{ college = fact.college }, by = days_after(row.appraised_on, 5), take = row.verdict }, \"admit\") }\n"
    "condition \"office\" { title = \"十一\", cite = \"第九条\", requires = equals(count { \"pilot_lead\", in_force = "
    "true, distinct = row.person }, 1) }\n"
    "condition \"this_year\" { title = \"十二\", cite = \"第九条\", requires = equals(year_of(as_of), 2026) }\n"
    "condition \"years_end\" { title = \"十三\", cite = \"第九条\", requires = at_most(as_of, year_end(fact.year)) }\n"
    "condition \"half\" { title = \"十四\", cite = \"第九条\", requires = at_most(as_of, day_of(fact.year, \"06-30\")) "
    "}\n"
    "condition \"counted\" { title = \"十五\", cite = \"第九条\", requires = fact.computed }\n"
    "condition \"earlier\" { title = \"十六\", cite = \"第九条\", requires = at_most(least(fact.due_on, as_of), "
    "greatest(fact.approved_on, \"2026-06-12\")) }\n"
    "condition \"periods\" { title = \"十七\", cite = \"第九条\", requires = at_most(count { \"report_period\", where "
    "= below(row.due_on, as_of) }, 5) }\n"
    "condition \"all_periods\" { title = \"十八\", cite = \"第九条\", requires = at_most(count { \"report_period\" }, "
    "80) }\n"
    "condition \"dated\" { title = \"十九\", cite = \"第九条\", valid_from = \"2026-06-03\", valid_to = "
    "\"2026-06-09\", requires = true }\n"
    "condition \"waived\" { title = \"二十\", cite = \"第九条\", strength = \"in_principle\", requires = false }\n"
    "condition \"sited\" { title = \"二一\", cite = \"第九条\", applies = \"exam\", requires = has { \"exam_result\", "
    "where = at_most(row.exam.site.standardised_on, as_of) } }\n"
    "condition \"every_one\" { title = \"二二\", cite = \"第九条\", requires = every(\"sited\") }\n"
    "condition \"many\" { title = \"二三\", cite = \"第九条\", applies = \"college\", requires = "
    "at_least(tally(\"before\").met, 1) }\n"
    "attestation \"facilities\" { title = \"二四\", cite = \"第七条\", as = \"condition\", by = \"教务处\" }\n"
    "attestation \"misuse\" { title = \"二五\", cite = \"第十八条\", as = \"trigger\", cases = \"fund_misuse\", by = "
    "\"领导小组\" }\n"
    "outcome \"both\" { title = \"二六\", cite = \"第七条\", all = { condition.before, attestation.facilities } }\n";

static void give_acts(desk *d) {
    give(d, "INSERT INTO decision (number, kind, subject_kind, subject, pilot, act, decided_on, from_state, to_state) "
            "VALUES"
            " (1, 'transition', 'pilot', 'pilot1', 'pilot1', 'start', '2026-06-11', 'staffed', 'running'),"
            " (2, 'transition', 'pilot', 'pilot1', 'pilot1', 'summarise', '2026-07-02', 'running', 'summarised');"
            "INSERT INTO waiver (subject_kind, subject, rule, decision, granted_on, until_on) VALUES"
            " ('pilot', 'pilot1', 'waived', 3, '2026-06-08', '2026-06-18'), ('pilot', 'pilot2', 'assessors_ample', 4,"
            " '2026-06-20', NULL), ('pilot', 'pilot1', 'assessors_ample', 5, '2026-06-01', '2026-06-25')");
}

static void compare_worlds(onex_rules *rules, unsigned from, unsigned to, int days) {
    int lines = 0;
    for (unsigned s = from; s < to; s++) {
        void *state;
        assert_int_equal(desk_make(&state), 0);
        seed = s;
        give_rows(state);
        give_acts(state);
        lines += same(state, rules, "2026-05-31", days);
        desk_remove(&state);
    }
    assert_true(lines > 20);
}

static void every_form_of_the_language_flips_as_judged_day_by_day(void **state) {
    (void)state;
    onex_rules *rules = set_load(forms);
    compare_worlds(rules, 0, 24, 50);
    onex_rules_close(rules);
}

static void the_schools_rules_flip_as_judged_day_by_day(void **state) {
    (void)state;
    compare_worlds(desk_rules, 100, 112, 40);
}

static void ends_of_years_are_seen(void **state) {
    onex_rules *rules = set_load(forms);
    seed = 7;
    give_rows(*state);
    assert_true(same(*state, rules, "2026-12-28", 8) > 0);
    onex_rules_close(rules);
}

/* ---- days and causes ---- */

static void pilot(desk *d) {
    give(d, "INSERT INTO college (code, name) VALUES ('art', '艺术设计学院');"
            "INSERT INTO pilot (code, year, college, certificate, state, due_on)"
            " VALUES ('P-1', 2026, 'art', 'X1', 'running', '2026-06-10')");
}

#define RULE(name, rest) SETS_LAW "condition \"" name "\" { title = \"事\", cite = \"第九条\", " rest " }\n"

static void a_due_day_that_passes_flips_on_the_day_after(void **state) {
    desk *d = *state;
    pilot(d);
    onex_rules *rules = set_load(RULE("in_time", "requires = at_most(as_of, fact.due_on)"));
    expect(d, rules, "2026-06-01", 9, "");
    expect(d, rules, "2026-06-01", 10,
           "2026-06-11 pilot P-1 in_time met unmet the day asked about is not after due_on: holds no longer\n");
    assert_int_equal(judged, 3); /* the day asked about, the due day, the day after */
    expect(d, rules, "2026-06-11", 60, "");
    expect(d, rules, "2026-06-10", 0, "");
    onex_rules_close(rules);
}

static void the_fact_that_changed_is_named_with_both_values(void **state) {
    desk *d = *state;
    pilot(d);
    give(d, "INSERT INTO assessor (person, certificate, valid_from, number, valid_to) VALUES ('T1', 'X1', "
            "'2020-01-01', '1', '2026-06-05');"
            "INSERT INTO team_member (pilot, person, from_on, to_on) VALUES ('P-1', 'T1', NULL, '2026-06-05'), ('P-1', "
            "'T2', NULL, NULL)");
    onex_rules *rules = set_load(
        "derive \"members\" { title = \"团队人数\", value = count { \"team_member\", in_force = true } }\n" RULE(
            "enough", "requires = at_least(fact.members, 2)"));
    expect(d, rules, "2026-06-01", 30, "2026-06-05 pilot P-1 enough met unmet 团队人数: 2 → 1\n");
    onex_rules_close(rules);
}

static void a_param_that_takes_effect_is_named(void **state) {
    desk *d = *state;
    pilot(d);
    onex_rules *rules = set_load(
        "param \"floor\" { title = \"下限\", cite = \"第九条\", college_may = \"nothing\", value = { [\"2024-01-01\"] "
        "= 0, [\"2026-06-07\"] = 1 } }\n" RULE("enough", "requires = at_least(count { \"milestone\" }, param.floor)"));
    expect(d, rules, "2026-06-01", 30, "2026-06-07 pilot P-1 enough met unmet 下限: 0 → 1\n");
    onex_rules_close(rules);
}

static void a_rule_that_begins_or_ends_says_so(void **state) {
    desk *d = *state;
    pilot(d);
    onex_rules *rules = set_load(RULE("x", "valid_from = \"2026-06-03\", valid_to = \"2026-06-09\", requires = true"));
    expect(d, rules, "2026-06-01", 30,
           "2026-06-03 pilot P-1 x na met the rule is valid from this day\n"
           "2026-06-09 pilot P-1 x met na the rule is no longer valid\n");
    onex_rules_close(rules);
}

static void a_waiver_that_ends_says_so(void **state) {
    desk *d = *state;
    pilot(d);
    onex_rules *rules = set_load(RULE("x", "strength = \"in_principle\", requires = false"));
    give(d, "INSERT INTO waiver (subject_kind, subject, rule, decision, granted_on, until_on)"
            " VALUES ('pilot', 'P-1', 'x', 1, '2026-06-02', '2026-06-08')");
    expect(d, rules, "2026-06-01", 30,
           "2026-06-02 pilot P-1 x deviates excused a waiver takes effect\n"
           "2026-06-08 pilot P-1 x excused deviates the waiver has ended\n");
    onex_rules_close(rules);
}

static void an_outcome_is_explained_by_the_member_that_changed(void **state) {
    desk *d = *state;
    pilot(d);
    give(d, "INSERT INTO milestone (pilot, title, due_on) VALUES ('P-1', '甲', '2026-06-04')");
    onex_rules *rules = set_load(
        "derive \"late\" { title = \"逾期数\", value = count { \"milestone\", where = below(row.due_on, as_of) } "
        "}\n" RULE(
            "in_time",
            "requires = none(fact.late)") "condition \"other\" { title = \"别\", cite = \"第九条\", requires = true }\n"
                                          "outcome \"well\" { title = \"好\", cite = \"第九条\", all = { "
                                          "condition.in_time, condition.other } }\n");
    expect(d, rules, "2026-06-01", 30,
           "2026-06-05 pilot P-1 in_time met unmet 逾期数: 0 → 1\n2026-06-05 pilot P-1 well met unmet 逾期数: 0 → 1\n");
    onex_rules_close(rules);
}

static void what_comes_into_being_was_not_applicable_before(void **state) {
    desk *d = *state;
    pilot(d);
    give(d, "INSERT INTO exam (code, pilot, level, held_on, mode) VALUES ('K-1', 'P-1', 'elementary', '2026-06-20', "
            "'synchronous')");
    onex_rules *rules = set_load(RULE("sited", "applies = \"exam\", requires = false"));
    expect(d, rules, "2026-06-01", 30, "2026-06-20 exam K-1 sited na unmet it counts from this day\n");
    onex_rules_close(rules);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_form_of_the_language_flips_as_judged_day_by_day),
        cmocka_unit_test(the_schools_rules_flip_as_judged_day_by_day),
        DESK_TEST(ends_of_years_are_seen),
        DESK_TEST(a_due_day_that_passes_flips_on_the_day_after),
        DESK_TEST(the_fact_that_changed_is_named_with_both_values),
        DESK_TEST(a_param_that_takes_effect_is_named),
        DESK_TEST(a_rule_that_begins_or_ends_says_so),
        DESK_TEST(a_waiver_that_ends_says_so),
        DESK_TEST(an_outcome_is_explained_by_the_member_that_changed),
        DESK_TEST(what_comes_into_being_was_not_applicable_before),
    };
    if (argc > 1 && strcmp(argv[1], "--rule-worker") == 0) return onex_rule_worker_main(argc, argv);
    return cmocka_run_group_tests(tests, desk_load, desk_unload);
}
