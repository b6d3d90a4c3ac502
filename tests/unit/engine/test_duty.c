/* Every duty of the school's table, with its boundaries: the day before it is due, the day, the day after. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "unit/engine/duties.h"
#include "unit/engine/sets.h"

/* A pilot that runs since Monday 2026-03-02; reports are due on 03-15, 03-29, 04-12 ... */
static void running(desk *d) {
    give(d, "INSERT INTO college (code, name) VALUES ('art', '艺术设计学院');"
            "INSERT INTO person (code, name, kind) VALUES ('T1', '甲', 'staff'), ('T2', '乙', 'staff');"
            "INSERT INTO pilot (code, year, college, certificate, state, started_on)"
            " VALUES ('P-1', 2026, 'art', 'X1', 'running', '2026-03-04')");
}

static void state_is(desk *d, const char *state) {
    char sql[200];
    snprintf(sql, sizeof sql, "UPDATE pilot SET state = '%s'", state);
    give(d, sql);
}

/* Of all that is owed on the day only the duties with this name. */
static const char *only(desk *d, const char *duty, const char *day) {
    static char found[4000];
    char all[4000];
    found[0] = 0;
    snprintf(all, sizeof all, "%s", owed(d, day));
    for (char *at = strtok(all, "|"); at; at = strtok(NULL, "|")) {
        if (strncmp(at, duty, strlen(duty)) != 0 || at[strlen(duty)] != ' ') continue;
        if (found[0]) strcat(found, "|");
        strcat(found, at + strlen(duty) + 1);
    }
    return found;
}

/* ---- reports ---- */

static void a_report_is_owed_from_the_first_day_of_its_period(void **state) {
    desk *d = *state;
    running(d);
    assert_string_equal(only(d, "report_next", "2026-03-03"), ""); /* before it started */
    assert_string_equal(only(d, "report_next", "2026-03-04"), "P-1 2026-03-02 2026-03-15");
    assert_string_equal(only(d, "report_next", "2026-03-14"), "P-1 2026-03-02 2026-03-15");
}

static void a_report_is_overdue_on_the_day_after_the_last(void **state) {
    desk *d = *state;
    running(d);
    assert_string_equal(only(d, "report_next", "2026-03-15"), "P-1 2026-03-02 2026-03-15");
    assert_string_equal(only(d, "report_overdue", "2026-03-15"), "");
    assert_string_equal(only(d, "report_next", "2026-03-16"), "P-1 2026-03-16 2026-03-29");
    assert_string_equal(only(d, "report_overdue", "2026-03-16"), "P-1 2026-03-02 2026-03-15!");
}

static void a_report_that_is_in_is_not_owed_and_a_draft_is(void **state) {
    desk *d = *state;
    running(d);
    give(d, "INSERT INTO report (pilot, period_start, submitted_on, state)"
            " VALUES ('P-1', '2026-03-02', '2026-03-20', 'submitted'), ('P-1', '2026-03-16', NULL, 'draft')");
    assert_string_equal(only(d, "report_overdue", "2026-03-19"), "P-1 2026-03-02 2026-03-15!");
    assert_string_equal(only(d, "report_overdue", "2026-03-20"), "");
    assert_string_equal(only(d, "report_next", "2026-03-20"), "P-1 2026-03-16 2026-03-29");
}

static void weeks_of_a_break_owe_nothing(void **state) {
    desk *d = *state;
    running(d);
    give(d, "INSERT INTO school_break (from_on, to_on, reason) VALUES ('2026-03-16', '2026-03-30', '假期')");
    assert_string_equal(only(d, "report_next", "2026-03-20"), "");
    assert_string_equal(only(d, "report_overdue", "2026-04-01"), "P-1 2026-03-02 2026-03-15!");
    give(d, "UPDATE school_break SET to_on = '2026-03-29'"); /* the second week is not wholly inside */
    assert_string_equal(only(d, "report_next", "2026-03-20"), "P-1 2026-03-16 2026-03-29");
}

static void the_period_in_which_a_pilot_ends_owes_no_report(void **state) {
    desk *d = *state;
    running(d);
    give(d, "UPDATE pilot SET ended_on = '2026-03-20'");
    assert_string_equal(only(d, "report_next", "2026-03-19"), "P-1 2026-03-16 2026-03-29"); /* not yet ended */
    assert_string_equal(only(d, "report_next", "2026-03-20"), "");
    assert_string_equal(only(d, "report_overdue", "2026-03-30"), "P-1 2026-03-02 2026-03-15!");
}

static void no_report_is_owed_behind_the_planned_end(void **state) {
    desk *d = *state;
    running(d);
    give(d, "UPDATE pilot SET due_on = '2026-03-15'");
    assert_string_equal(only(d, "report_next", "2026-03-15"), "P-1 2026-03-02 2026-03-15");
    assert_string_equal(only(d, "report_next", "2026-03-16"), "");
    give(d, "UPDATE pilot SET due_on = '2026-03-16'");
    assert_string_equal(only(d, "report_next", "2026-03-16"), "P-1 2026-03-16 2026-03-29");
}

/* ---- milestones, summary ---- */

static void a_milestone_is_owed_until_it_is_done(void **state) {
    desk *d = *state;
    running(d);
    give(d, "INSERT INTO milestone (pilot, title, due_on, done_on) VALUES ('P-1', '启动', '2026-04-10', '2026-04-12')");
    assert_string_equal(only(d, "milestone_due", "2026-04-09"), "P-1 启动 2026-04-10");
    assert_string_equal(only(d, "milestone_due", "2026-04-10"), "P-1 启动 2026-04-10");
    assert_string_equal(only(d, "milestone_due", "2026-04-11"), "P-1 启动 2026-04-10!");
    assert_string_equal(only(d, "milestone_due", "2026-04-12"), "");
}

static void only_live_pilots_owe(void **state) {
    static const char *const live[] = {"staffed", "running", "summarised", "inspected", "revocation_proposed"};
    static const char *const not [] = {"draft", "approved", "accepted", "not_accepted", "revoked", "exited"};
    desk *d = *state;
    running(d);
    give(d, "INSERT INTO milestone (pilot, title, due_on) VALUES ('P-1', '启动', '2026-04-10')");
    for (size_t i = 0; i < sizeof live / sizeof live[0]; i++) {
        state_is(d, live[i]);
        assert_string_equal(only(d, "milestone_due", "2026-04-10"), "P-1 启动 2026-04-10");
        assert_string_equal(only(d, "summary_due", "2026-04-10"), "P-1  2026-12-31");
    }
    for (size_t i = 0; i < sizeof not / sizeof not [0]; i++) {
        state_is(d, not [i]);
        assert_string_equal(only(d, "milestone_due", "2026-04-10"), "");
        assert_string_equal(only(d, "summary_due", "2026-04-10"), "");
        assert_string_equal(only(d, "report_next", "2026-04-10"), "");
    }
}

static void the_summary_is_due_on_the_planned_day_else_at_the_years_end(void **state) {
    desk *d = *state;
    running(d);
    assert_string_equal(only(d, "summary_due", "2026-12-31"), "P-1  2026-12-31");
    assert_string_equal(only(d, "summary_due", "2027-01-01"), "P-1  2026-12-31!");
    give(d, "UPDATE pilot SET due_on = '2026-11-30';"
            "INSERT INTO summary (pilot, submitted_on) VALUES ('P-1', '2026-12-05')");
    assert_string_equal(only(d, "summary_due", "2026-11-30"), "P-1  2026-11-30");
    assert_string_equal(only(d, "summary_due", "2026-12-04"), "P-1  2026-11-30!");
    assert_string_equal(only(d, "summary_due", "2026-12-05"), "");
}

/* ---- final accounts ---- */

static void a_final_account_is_owed_for_this_year_and_the_last(void **state) {
    desk *d = *state;
    running(d);
    give(d, "INSERT INTO pilot (code, year, college, certificate, state) VALUES ('P-0', 2025, 'art', 'X1', 'accepted'),"
            " ('P-9', 2024, 'art', 'X1', 'accepted')");
    assert_string_equal(only(d, "final_account_due", "2026-06-01"), "art 2025 2025-12-31!|art 2026 2026-12-31");
    assert_string_equal(only(d, "final_account_due", "2026-12-31"), "art 2025 2025-12-31!|art 2026 2026-12-31");
    assert_string_equal(only(d, "final_account_due", "2027-01-01"), "art 2026 2026-12-31!");
    give(d, "INSERT INTO final_account (college, year, submitted_on, income, spending)"
            " VALUES ('art', 2025, '2026-06-02', 0, 0)");
    assert_string_equal(only(d, "final_account_due", "2026-06-01"), "art 2025 2025-12-31!|art 2026 2026-12-31");
    assert_string_equal(only(d, "final_account_due", "2026-06-02"), "art 2026 2026-12-31");
}

static void a_pilot_that_was_not_accepted_owes_no_final_account(void **state) {
    desk *d = *state;
    running(d);
    state_is(d, "not_accepted");
    assert_string_equal(only(d, "final_account_due", "2026-06-01"), "");
    give(d,
         "INSERT INTO decision (number, kind, subject_kind, subject, pilot, act, decided_on, from_state, to_state)"
         " VALUES (1, 'transition', 'pilot', 'P-1', 'P-1', 'not_accept', '2026-07-01', 'summarised', 'not_accepted')");
    assert_string_equal(only(d, "final_account_due", "2026-06-30"), "art 2026 2026-12-31");
    assert_string_equal(only(d, "final_account_due", "2026-07-01"), "");
}

/* ---- appraisals ---- */

static void an_appraisal_is_to_be_filed_before_the_call_closes(void **state) {
    desk *d = *state;
    running(d);
    state_is(d, "draft");
    give(d, "INSERT INTO pilot_major (pilot, major) VALUES ('P-1', 'M1');"
            "INSERT INTO call (year, document, opens_on, closes_on) VALUES (2026, '甲', '2026-02-01', '2026-02-20'),"
            " (2026, '乙', '2026-04-01', '2026-04-20'), (2027, '丙', '2026-02-01', '2026-02-10')");
    assert_string_equal(only(d, "appraisal_filing", "2026-02-19"), "P-1  2026-02-20");
    assert_string_equal(only(d, "appraisal_filing", "2026-02-20"), "P-1  2026-02-20");
    assert_string_equal(only(d, "appraisal_filing", "2026-02-21"), "P-1  2026-04-20");
    assert_string_equal(only(d, "appraisal_filing", "2026-04-21"), "");
    give(d, "INSERT INTO appraisal (college, major, certificate, appraised_on, verdict, filed_on)"
            " VALUES ('art', 'M1', 'X1', '2026-02-10', 'admit', '2026-02-15')");
    assert_string_equal(only(d, "appraisal_filing", "2026-02-14"), "P-1  2026-02-20");
    assert_string_equal(only(d, "appraisal_filing", "2026-02-15"), "");
    state_is(d, "declared");
    assert_string_equal(only(d, "appraisal_filing", "2026-02-14"), "");
}

/* ---- assessors ---- */

static void an_assessors_certificate_is_shown_sixty_days_before_its_end(void **state) {
    desk *d = *state;
    running(d);
    give(d, "INSERT INTO team_member (pilot, person) VALUES ('P-1', 'T1');"
            "INSERT INTO assessor (person, certificate, valid_from, number, valid_to)"
            " VALUES ('T1', 'X1', '2024-01-01', '1', '2026-06-30'), ('T1', 'X2', '2024-01-01', '2', '2026-06-30'),"
            " ('T2', 'X1', '2024-01-01', '3', '2026-06-30')");
    assert_string_equal(only(d, "assessor_lapse", "2026-04-30"), ""); /* 61 days before */
    assert_string_equal(only(d, "assessor_lapse", "2026-05-01"), "P-1 T1/X1 2026-06-30");
    assert_string_equal(only(d, "assessor_lapse", "2026-06-29"), "P-1 T1/X1 2026-06-30");
    assert_string_equal(only(d, "assessor_lapse", "2026-06-30"), ""); /* counts no longer */
    give(d, "INSERT INTO assessor (person, certificate, valid_from, number) VALUES ('T1', 'X1', '2026-06-30', '4')");
    assert_string_equal(only(d, "assessor_lapse", "2026-06-01"), "");
}

/* ---- waivers ---- */

static void a_waiver_is_shown_sixty_days_before_its_end(void **state) {
    desk *d = *state;
    running(d);
    give(d, "INSERT INTO waiver (subject_kind, subject, rule, decision, granted_on, until_on) VALUES"
            " ('pilot', 'P-1', 'assessors_ample', 1, '2026-03-10', '2026-06-30'),"
            " ('pilot', 'P-1', 'finished_in_time', 2, '2026-03-10', NULL)");
    assert_string_equal(only(d, "waiver_lapse", "2026-03-09"), "");
    assert_string_equal(only(d, "waiver_lapse", "2026-04-30"), "");
    assert_string_equal(only(d, "waiver_lapse", "2026-05-01"), "P-1 assessors_ample 2026-06-30");
    assert_string_equal(only(d, "waiver_lapse", "2026-06-29"), "P-1 assessors_ample 2026-06-30");
    assert_string_equal(only(d, "waiver_lapse", "2026-06-30"), "");
    give(d, "INSERT INTO waiver (subject_kind, subject, rule, decision, granted_on, until_on)"
            " VALUES ('pilot', 'P-1', 'assessors_ample', 3, '2026-05-10', '2026-12-31')");
    assert_string_equal(only(d, "waiver_lapse", "2026-05-10"), ""); /* the later one replaces it */
}

/* ---- who, order, what is asked ---- */

static void a_lead_in_office_is_named_once(void **state) {
    desk *d = *state;
    onex_duties duties;
    running(d);
    give(d, "INSERT INTO pilot_lead (pilot, person, from_on, to_on) VALUES ('P-1', 'T2', '2026-01-01', '2026-03-10'),"
            " ('P-1', 'T1', '2026-03-10', NULL), ('P-1', 'T1', '2026-03-11', NULL)");
    static const struct {
        const char *day, *lead;
    } cases[] = {{"2026-03-09", "T2"}, {"2026-03-10", "T1"}, {"2026-03-12", "T1"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        onex_duty_query query = {.as_of = on(cases[i].day), .within = 30};
        assert_int_equal(onex_store_begin(d->store, &d->err), ONEX_OK);
        assert_int_equal(onex_duties_find(&duties, d->store, desk_rules, &query, &d->err), ONEX_OK);
        onex_store_rollback(d->store);
        assert_int_equal(duties.count, 1);
        assert_string_equal(duties.items[0].who, "lead");
        assert_string_equal(duties.items[0].cite, "第十条");
        assert_string_equal(duties.items[0].college_name, "艺术设计学院");
        assert_int_equal(duties.items[0].npersons, 1);
        assert_string_equal(duties.items[0].persons[0].code, cases[i].lead);
        onex_duties_clear(&duties);
    }
}

static void within_holds_its_last_day_and_never_hides_what_is_overdue(void **state) {
    desk *d = *state;
    running(d);
    give(
        d,
        "INSERT INTO milestone (pilot, title, due_on) VALUES ('P-1', '乙', '2026-03-11'), ('P-1', '甲', '2026-03-01')");
    onex_duty_query query = {.as_of = on("2026-03-10"), .within = 0};
    assert_string_equal(owed_of(d, desk_rules, &query), "milestone_due P-1 甲 2026-03-01!");
    query.within = 1;
    assert_string_equal(owed_of(d, desk_rules, &query),
                        "milestone_due P-1 甲 2026-03-01!|milestone_due P-1 乙 2026-03-11");
    query.college = "music";
    assert_string_equal(owed_of(d, desk_rules, &query), "");
    query.college = "art";
    query.within = 4;
    assert_string_equal(owed_of(d, desk_rules, &query),
                        "milestone_due P-1 甲 2026-03-01!|milestone_due P-1 乙 2026-03-11");
    query.within = 5;
    assert_string_equal(owed_of(d, desk_rules, &query),
                        "milestone_due P-1 甲 2026-03-01!|milestone_due P-1 乙 2026-03-11|"
                        "report_next P-1 2026-03-02 2026-03-15");
}

static void nothing_is_owed_before_the_regulation(void **state) {
    desk *d = *state;
    running(d);
    give(d, "INSERT INTO milestone (pilot, title, due_on) VALUES ('P-1', '甲', '2020-03-01')");
    assert_string_equal(owed(d, "2023-12-17"), "");
    assert_string_equal(only(d, "milestone_due", "2023-12-18"), "P-1 甲 2020-03-01!");
}

/* ---- duties of other kinds ---- */

static void a_day_that_cannot_be_told_is_listed_last_with_what_is_missing(void **state) {
    desk *d = *state;
    onex_duties duties;
    onex_rules *rules = set_load(
        SETS_LAW "field \"pilot\" \"shown_on\" { title = \"展示日\", type = \"date\", supplied_by = \"二级学院\" }\n"
                 "duty \"show\" { title = \"展示\", cite = \"第九条\", who = \"academic_affairs\", due = "
                 "fact.shown_on, done = false }\n"
                 "duty \"sum\" { title = \"总结\", cite = \"第九条\", who = \"college\", due = year_end(fact.year), "
                 "done = has { \"summary\" } }\n");
    running(d);
    onex_duty_query query = {.as_of = on("2026-03-10"), .within = 1};
    assert_string_equal(owed_of(d, rules, &query), "show P-1  ?");
    query.within = -1;
    assert_string_equal(owed_of(d, rules, &query), "sum P-1  2026-12-31|show P-1  ?");
    assert_int_equal(onex_store_begin(d->store, &d->err), ONEX_OK);
    assert_int_equal(onex_duties_find(&duties, d->store, rules, &query, &d->err), ONEX_OK);
    onex_store_rollback(d->store);
    assert_string_equal(duties.items[1].missing, "展示日");
    assert_false(duties.items[1].overdue);
    onex_duties_clear(&duties);
    onex_rules_close(rules);
}

static void sql_that_writes_or_gives_no_date_is_the_rules_fault(void **state) {
    static const struct {
        const char *sql, *said;
    } cases[] = {
        {"SELECT asked.code, '', 'tomorrow', 0 FROM asked", "school/a.lua:2:6: the SQL gave a due that is no date"},
        {"SELECT NULL, '', '2026-01-01', 0 FROM asked", "school/a.lua:2:6: the SQL gave a row without a code"},
        {"SELECT asked.code FROM asked",
         "school/a.lua:2:6: the SQL must only read and give `code`, `what`, `due` and `done`"},
        {"DELETE FROM pilot WHERE code IN (SELECT code FROM asked)",
         "school/a.lua:2:6: the SQL must only read and give `code`, `what`, `due` and `done`"},
        {"SELECT nowhere, 1, 2, 3 FROM asked", "school/a.lua:2:6: no such column: nowhere"},
    };
    desk *d = *state;
    running(d);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[1000];
        onex_duties duties;
        snprintf(text, sizeof text,
                 SETS_LAW "duty \"x\" { title = \"事\", cite = \"第九条\", who = \"lead\", sql = \"%s\" }\n",
                 cases[i].sql);
        onex_rules *rules = set_load(text);
        onex_duty_query query = {.as_of = on("2026-03-10"), .within = -1};
        assert_int_equal(onex_store_begin(d->store, &d->err), ONEX_OK);
        assert_int_equal(onex_duties_find(&duties, d->store, rules, &query, &d->err), ONEX_E_RULE);
        assert_string_equal(d->err.text, cases[i].said);
        onex_store_rollback(d->store);
        onex_duties_clear(&duties);
        onex_rules_close(rules);
    }
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        DESK_TEST(a_report_is_owed_from_the_first_day_of_its_period),
        DESK_TEST(a_report_is_overdue_on_the_day_after_the_last),
        DESK_TEST(a_report_that_is_in_is_not_owed_and_a_draft_is),
        DESK_TEST(weeks_of_a_break_owe_nothing),
        DESK_TEST(the_period_in_which_a_pilot_ends_owes_no_report),
        DESK_TEST(no_report_is_owed_behind_the_planned_end),
        DESK_TEST(a_milestone_is_owed_until_it_is_done),
        DESK_TEST(only_live_pilots_owe),
        DESK_TEST(the_summary_is_due_on_the_planned_day_else_at_the_years_end),
        DESK_TEST(a_final_account_is_owed_for_this_year_and_the_last),
        DESK_TEST(a_pilot_that_was_not_accepted_owes_no_final_account),
        DESK_TEST(an_appraisal_is_to_be_filed_before_the_call_closes),
        DESK_TEST(an_assessors_certificate_is_shown_sixty_days_before_its_end),
        DESK_TEST(a_waiver_is_shown_sixty_days_before_its_end),
        DESK_TEST(a_lead_in_office_is_named_once),
        DESK_TEST(within_holds_its_last_day_and_never_hides_what_is_overdue),
        DESK_TEST(nothing_is_owed_before_the_regulation),
        DESK_TEST(a_day_that_cannot_be_told_is_listed_last_with_what_is_missing),
        DESK_TEST(sql_that_writes_or_gives_no_date_is_the_rules_fault),
    };
    if (argc > 1 && strcmp(argv[1], "--rule-worker") == 0) return onex_rule_worker_main(argc, argv);
    return cmocka_run_group_tests(tests, desk_load, desk_unload);
}
