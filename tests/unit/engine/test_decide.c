/* Transitions: each reason of a refusal alone, what is written when there is none, and what a dismissal changes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "engine/decide.h"
#include "store/log.h"
#include "unit/engine/importing.h"
#include "unit/engine/procedure.h"

static onex_decide_result result;
static onex_rules *rules;

static int load(void **state) {
    (void)state;
    rules = procedure_load();
    return 0;
}

static int unload(void **state) {
    (void)state;
    onex_rules_close(rules);
    return 0;
}

static int teardown(void **state) {
    onex_decide_result_clear(&result);
    onex_lang_set(ONEX_LANG_EN);
    return school_remove(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, school_make, teardown)

static onex_day day(const char *text) {
    onex_day d = ONEX_DAY_NONE;
    assert_true(onex_day_parse_iso(text, strlen(text), &d));
    return d;
}

static onex_status decide_with(school *s, const char *pilot, const char *transition, const char *actor, const char *on,
                               const char *document) {
    onex_decide_options options = {.pilot = pilot,
                                   .transition = transition,
                                   .actor = actor,
                                   .day = day(on),
                                   .document = document,
                                   .reason = "测试"};
    onex_decide_result_clear(&result);
    return onex_decide(&result, s->store, rules, &options, &s->place->err);
}

static void assert_decided(school *s, const char *pilot, const char *transition, const char *actor, const char *on) {
    if (decide_with(s, pilot, transition, actor, on, "1号") != ONEX_OK) fail_msg("%s", s->place->err.text);
}

static void assert_not(school *s, onex_status status, const char *text) {
    assert_string_equal(s->place->err.text, text);
    assert_int_equal(s->place->err.code, status);
    assert_string_equal(ask(s, "SELECT count(*) FROM decision"), "0");
    assert_string_equal(ask(s, "SELECT count(*) FROM event WHERE kind = 'decide'"), "0");
    assert_string_equal(ask(s, "SELECT count(*) FROM ruleset"), "0");
}

/* ---- done ---- */

static void a_step_writes_state_date_decision_and_event(void **state) {
    school *s = *state;
    assert_taken(s, "summary.csv", "pilot,submitted_on\nP-1,2026-02-01\n");
    assert_decided(s, "P-1", "summarise", "art", "2026-02-02");
    assert_decided(s, "P-1", "not_accept", "leading_group", "2026-02-03");
    assert_int_equal(result.decision, 2);
    assert_string_equal(result.from, "summarised");
    assert_string_equal(result.to, "not_accepted");
    assert_string_equal(ask(s, "SELECT state || ' ' || ended_on FROM pilot WHERE code = 'P-1'"),
                        "not_accepted 2026-02-03");
    assert_string_equal(
        ask(s, "SELECT act || ' ' || actor || ' ' || document || ' ' || reason || ' ' || decided_on || ' ' ||"
               " from_state || ' ' || to_state || ' ' || stamps FROM decision WHERE number = 2"),
        "not_accept leading_group 1号 测试 2026-02-03 summarised not_accepted [\"ended_on\"]");
    assert_string_equal(ask(s, "SELECT event - after_event FROM decision WHERE number = 2"), "1");
    assert_string_equal(ask(s, "SELECT kind || ' ' || subject || ' ' || actor FROM event ORDER BY number DESC LIMIT 1"),
                        "decide P-1 leading_group");
    assert_string_equal(ask(s, "SELECT group_concat(column_name || ':' || coalesce(old_value, '') || '>' || new_value)"
                               " FROM change WHERE event = (SELECT max(number) FROM event)"),
                        "state:summarised>not_accepted,ended_on:>2026-02-03");
    assert_string_equal(ask(s, "SELECT count(*) FROM ruleset_file"), "1");
}

static void grounds_hold_the_needs_and_what_they_rest_on(void **state) {
    school *s = *state;
    assert_taken(s, "milestone.csv", "pilot,title,due_on\nP-2,启动,2026-02-01\n");
    assert_decided(s, "P-2", "appraise", "music", "2026-02-02");
    assert_decided(s, "P-2", "declare", "music", "2026-02-02");
    assert_string_equal(
        ask(s, "SELECT json_extract(grounds, '$.needs[0].rule') || json_extract(grounds, '$.needs[0].verdict')"
               " || json_array_length(grounds, '$.rests_on') FROM decision WHERE number = 2"),
        "may_declaremet2");
}

static void everything_that_was_written_fits_the_log(void **state) {
    school *s = *state;
    onex_log_check check;
    assert_decided(s, "P-2", "appraise", "music", "2026-02-02");
    assert_int_equal(onex_log_verify(&check, s->store, 0, NULL, &s->place->err), ONEX_OK);
    assert_int_equal(check.bad, 0);
}

static void deviates_fulfils_a_need(void **state) {
    school *s = *state;
    s->options.initial = true;
    assert_taken(s, "pilot.csv", "code,state\nP-2,declared\n");
    assert_decided(s, "P-2", "recommend", "academic_affairs", "2026-02-02");
    assert_int_equal(result.guards.items[0].row.verdict, ONEX_DEVIATES);
}

static void a_date_that_is_there_is_written_over(void **state) {
    school *s = *state;
    s->options.initial = true;
    assert_taken(s, "pilot.csv", "code,state,started_on\nP-1,staffed,2026-01-07\n");
    assert_decided(s, "P-1", "start", "art", "2026-03-01");
    assert_string_equal(ask(s, "SELECT started_on FROM pilot WHERE code = 'P-1'"), "2026-03-01");
}

/* ---- refused ---- */

static void a_need_that_is_unmet_refuses(void **state) {
    school *s = *state;
    assert_int_equal(decide_with(s, "P-1", "summarise", "art", "2026-02-02", NULL), ONEX_E_REFUSED);
    assert_not(s, ONEX_E_REFUSED, "'summarise' of pilot 'P-1' on 2026-02-02 is refused: needs 'summary_in' (unmet)");
    assert_int_equal(result.guards.nfailed, 1);
}

static void a_need_that_is_unknown_refuses(void **state) {
    school *s = *state;
    s->options.initial = true;
    assert_taken(s, "pilot.csv", "code,state\nP-1,inspected\n");
    assert_int_equal(decide_with(s, "P-1", "accept", "leading_group", "2026-02-02", NULL), ONEX_E_REFUSED);
    assert_not(s, ONEX_E_REFUSED, "'accept' of pilot 'P-1' on 2026-02-02 is refused: needs 'praised' (unknown)");
    assert_string_equal(result.guards.items[0].row.missing[0].supplied_by, "领导小组");
}

static void a_guard_is_judged_as_of_the_day_of_the_act(void **state) {
    school *s = *state;
    assert_taken(s, "summary.csv", "pilot,submitted_on\nP-1,2026-02-10\n");
    assert_int_equal(decide_with(s, "P-1", "summarise", "art", "2026-02-09", NULL), ONEX_E_REFUSED);
    assert_decided(s, "P-1", "summarise", "art", "2026-02-10");
}

static void the_wrong_state_names_what_is_possible(void **state) {
    school *s = *state;
    assert_int_equal(decide_with(s, "P-2", "declare", "music", "2026-02-02", NULL), ONEX_E_REFUSED);
    assert_not(s, ONEX_E_REFUSED,
               "'declare' of pilot 'P-2' on 2026-02-02 is refused: the pilot's state is 'draft'; 'declare' starts from "
               "appraised; possible now: appraise (music), withdraw (music)");
    assert_int_equal(result.guards.count, 0);
}

static void the_wrong_actor_is_told_who_may(void **state) {
    school *s = *state;
    assert_int_equal(decide_with(s, "P-2", "appraise", "art", "2026-02-02", NULL), ONEX_E_REFUSED);
    assert_not(s, ONEX_E_REFUSED,
               "'appraise' of pilot 'P-2' on 2026-02-02 is refused: 'appraise' is done by the pilot's own college "
               "'music', not by 'art'");
    assert_int_equal(decide_with(s, "P-2", "appraise", "leading_group", "2026-02-02", NULL), ONEX_E_REFUSED);
}

static void a_word_that_is_no_actor_is_a_wrong_word(void **state) {
    school *s = *state;
    assert_int_equal(decide_with(s, "P-2", "appraise", "tester", "2026-02-02", NULL), ONEX_E_USAGE);
    assert_not(
        s, ONEX_E_USAGE,
        "nobody who acts is called 'tester'; say a college's code, academic_affairs, leading_group or commission");
    assert_int_equal(decide_with(s, "P-2", "appraise", "musik", "2026-02-02", NULL), ONEX_E_USAGE);
    assert_not(s, ONEX_E_USAGE, "nobody who acts is called 'musik'; nearest: 'music'");
}

static void a_blank_document_is_none(void **state) {
    school *s = *state;
    s->options.initial = true;
    assert_taken(s, "pilot.csv", "code,state\nP-2,recommended\n");
    const char *const blanks[] = {NULL, "", " \t", "\xe3\x80\x80"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
        if (i == 2) continue;
        assert_int_equal(decide_with(s, "P-2", "approve", "commission", "2026-02-02", blanks[i]), ONEX_E_REFUSED);
        assert_not(s, ONEX_E_REFUSED,
                   "'approve' of pilot 'P-2' on 2026-02-02 is refused: 'approve' needs the number of its document: "
                   "--document NO");
    }
}

static void a_document_holds_no_control_characters(void **state) {
    school *s = *state;
    assert_int_equal(decide_with(s, "P-2", "appraise", "music", "2026-02-02", "1\t号"), ONEX_E_USAGE);
    assert_not(s, ONEX_E_USAGE, "the document's number holds a control character");
    assert_int_equal(decide_with(s, "P-2", "appraise", "music", "2026-02-02", "\xff"), ONEX_E_USAGE);
}

static void a_day_before_the_last_act_is_refused_the_same_day_is_not(void **state) {
    school *s = *state;
    assert_decided(s, "P-2", "appraise", "music", "2026-02-02");
    assert_int_equal(decide_with(s, "P-2", "withdraw", "music", "2026-02-01", NULL), ONEX_E_REFUSED);
    assert_string_equal(
        s->place->err.text,
        "'withdraw' of pilot 'P-2' on 2026-02-01 is refused: 2026-02-01 is before the pilot's last act: "
        "'appraise' on 2026-02-02 (decision 1)");
    assert_decided(s, "P-2", "withdraw", "music", "2026-02-02");
}

static void there_is_no_such_pilot_or_transition(void **state) {
    school *s = *state;
    assert_int_equal(decide_with(s, "P-3", "appraise", "music", "2026-02-02", NULL), ONEX_E_NOT_FOUND);
    assert_not(s, ONEX_E_NOT_FOUND, "no pilot 'P-3'; nearest: 'P-1', 'P-2'");
    assert_int_equal(decide_with(s, "P-2", "apraise", "music", "2026-02-02", NULL), ONEX_E_NOT_FOUND);
    assert_not(s, ONEX_E_NOT_FOUND, "no transition 'apraise'; nearest: 'appraise', '步骤appraise'");
    assert_int_equal(decide_with(s, "P-2", "步骤appraise", "music", "2026-02-02", NULL), ONEX_OK);
}

static void a_transition_that_has_ended_is_none(void **state) {
    school *s = *state;
    assert_int_equal(decide_with(s, "P-2", "renamed", "music", "2026-01-01", NULL), ONEX_E_NOT_FOUND);
    assert_not(s, ONEX_E_NOT_FOUND, "transition 'renamed' is not in force on 2026-01-01");
    assert_int_equal(decide_with(s, "P-2", "renamed", "music", "2025-12-31", NULL), ONEX_OK);
}

static void the_reasons_come_in_chinese_too(void **state) {
    school *s = *state;
    onex_lang_set(ONEX_LANG_ZH);
    assert_int_equal(decide_with(s, "P-2", "declare", "leading_group", "2026-02-02", NULL), ONEX_E_REFUSED);
    assert_string_equal(result.refusals[0], "项目状态为“草稿 draft”；“declare”须从以下状态办理：已论证 "
                                            "appraised；现在可办：appraise（music）、withdraw（music）");
    assert_string_equal(result.refusals[1], "“declare”由项目所属学院“music”办理，不由“leading_group”办理");
}

static void a_stored_state_that_decisions_do_not_give_stops_the_next_act(void **state) {
    school *s = *state;
    assert_decided(s, "P-2", "appraise", "music", "2026-02-02");
    ask(s, "UPDATE pilot SET state = 'approved' WHERE code = 'P-2'");
    assert_int_equal(decide_with(s, "P-2", "staff", "music", "2026-02-02", NULL), ONEX_E_DATA);
    assert_string_equal(s->place->err.text,
                        "the stored state 'approved' of pilot 'P-2' is not what decision 1 gave; see onex doctor");
}

/* ---- revocation ---- */

static void to_summarised(school *s) {
    s->options.initial = true;
    assert_taken(s, "pilot.csv", "code,state\nP-1,summarised\n");
    s->options.initial = false;
}

static void uphold(school *s, const char *code) {
    char text[200];
    snprintf(text, sizeof text,
             "code,pilot,ground,reported_on,status,decided_on\n%s,P-1,fund_misuse,2026-02-01,upheld,2026-02-02\n",
             code);
    assert_taken(s, "incident.csv", text);
}

static void dismissed(school *s) {
    assert_decided(s, "P-1", "propose_revocation", "leading_group", "2026-02-03");
    assert_decided(s, "P-1", "dismiss", "leading_group", "2026-02-04");
}

static void a_hit_forbids_and_a_clear_does_not(void **state) {
    school *s = *state;
    to_summarised(s);
    uphold(s, "I-1");
    assert_int_equal(decide_with(s, "P-1", "inspect", "leading_group", "2026-02-02", NULL), ONEX_E_REFUSED);
    assert_not(s, ONEX_E_REFUSED, "'inspect' of pilot 'P-1' on 2026-02-02 is refused: forbidden by 'revocation' (hit)");
    assert_decided(s, "P-1", "inspect", "leading_group", "2026-02-01"); /* not upheld by then */
}

static void a_proposal_needs_a_hit(void **state) {
    school *s = *state;
    assert_int_equal(decide_with(s, "P-1", "propose_revocation", "leading_group", "2026-02-03", NULL), ONEX_E_REFUSED);
    assert_not(s, ONEX_E_REFUSED,
               "'propose_revocation' of pilot 'P-1' on 2026-02-03 is refused: needs 'revocation' (clear)");
}

static void a_dismissal_goes_back_and_names_what_it_undoes(void **state) {
    school *s = *state;
    to_summarised(s);
    uphold(s, "I-1");
    dismissed(s);
    assert_string_equal(result.to, "summarised");
    assert_string_equal(ask(s, "SELECT json_extract(grounds, '$.undoes') FROM decision WHERE number = 2"), "1");
    assert_string_equal(ask(s,
                            "SELECT json_extract(grounds, '$.hits[0].rule') || json_extract(grounds, '$.hits[0].facts')"
                            " FROM decision WHERE number = 1"),
                        "misuse{\"incidents\":[\"I-1\"]}");
}

static void the_same_facts_forbid_no_longer_after_a_dismissal(void **state) {
    school *s = *state;
    to_summarised(s);
    uphold(s, "I-1");
    dismissed(s);
    assert_decided(s, "P-1", "inspect", "leading_group", "2026-02-05");
    assert_true(result.guards.items[0].dismissed);
}

static void another_incident_forbids_again(void **state) {
    school *s = *state;
    to_summarised(s);
    uphold(s, "I-1");
    dismissed(s);
    uphold(s, "I-2");
    assert_int_equal(decide_with(s, "P-1", "inspect", "leading_group", "2026-02-05", NULL), ONEX_E_REFUSED);
    assert_decided(s, "P-1", "propose_revocation", "leading_group", "2026-02-05");
    assert_decided(s, "P-1", "dismiss", "leading_group", "2026-02-05");
    assert_decided(s, "P-1", "inspect", "leading_group", "2026-02-05");
}

static void another_trigger_forbids_whatever_was_dismissed(void **state) {
    school *s = *state;
    to_summarised(s);
    uphold(s, "I-1");
    dismissed(s);
    ask(s, "INSERT INTO milestone (pilot, title, due_on, inserted_by_event) VALUES ('P-1', 'a', '2026-02-01', 1),"
           " ('P-1', 'b', '2026-02-01', 1), ('P-1', 'c', '2026-02-01', 1)");
    assert_int_equal(decide_with(s, "P-1", "inspect", "leading_group", "2026-02-05", NULL), ONEX_E_REFUSED);
}

static void another_count_forbids_again(void **state) {
    school *s = *state;
    to_summarised(s);
    ask(s, "INSERT INTO milestone (pilot, title, due_on, inserted_by_event) VALUES ('P-1', 'a', '2026-02-01', 1),"
           " ('P-1', 'b', '2026-02-01', 1), ('P-1', 'c', '2026-02-01', 1)");
    dismissed(s);
    assert_string_equal(ask(s, "SELECT json_extract(grounds, '$.hits[0].facts') FROM decision WHERE number = 1"),
                        "{\"#1\":4}");
    ask(s, "INSERT INTO milestone (pilot, title, due_on, inserted_by_event) VALUES ('P-1', 'd', '2026-02-01', 1)");
    assert_int_equal(decide_with(s, "P-1", "inspect", "leading_group", "2026-02-05", NULL), ONEX_E_REFUSED);
    ask(s, "DELETE FROM milestone WHERE title = 'd'");
    assert_decided(s, "P-1", "inspect", "leading_group", "2026-02-05");
}

static void a_proposal_that_is_not_dismissed_excuses_nothing(void **state) {
    school *s = *state;
    to_summarised(s);
    uphold(s, "I-1");
    assert_decided(s, "P-1", "propose_revocation", "leading_group", "2026-02-03");
    assert_int_equal(decide_with(s, "P-1", "inspect", "leading_group", "2026-02-05", NULL), ONEX_E_REFUSED);
}

static void a_dismissal_without_a_recorded_proposal_is_refused(void **state) {
    school *s = *state;
    s->options.initial = true;
    assert_taken(s, "pilot.csv", "code,state\nP-1,revocation_proposed\n");
    assert_int_equal(decide_with(s, "P-1", "dismiss", "leading_group", "2026-02-05", "1号"), ONEX_E_REFUSED);
    assert_not(s, ONEX_E_REFUSED,
               "'dismiss' of pilot 'P-1' on 2026-02-05 is refused: 'dismiss' goes back to the state before, and no "
               "transition is recorded that led here");
    assert_decided(s, "P-1", "revoke", "leading_group", "2026-02-05");
}

/* ---- no other door ---- */

static void staffed_by_a_decision(school *s) {
    s->options.initial = true;
    assert_taken(s, "pilot.csv", "code,state\nP-2,approved\n");
    assert_taken(s, "milestone.csv", "pilot,title,due_on\nP-2,启动,2026-02-01\n");
    s->options.initial = false;
    assert_decided(s, "P-2", "staff", "music", "2026-02-02");
}

static void before_it_is_staffed_a_pilot_changes_freely_then_by_request(void **state) {
    school *s = *state;
    staffed_by_a_decision(s);
    assert_refused(s, "milestone.csv", "pilot,title,due_on\nP-2,启动,2026-02-09\n", "milestone:2:due_on=2026-02-09");
    assert_refused(s, "pilot_lead.csv", "pilot,person,from_on\nP-2,T2,2026-02-09\n", "pilot_lead:2:person=T2");
    assert_refused(s, "pilot.csv", "code,content,year\nP-2,新,2027\n", "pilot:2:year=2027 pilot:2:content=新");
}

static void one_request_covers_one_import(void **state) {
    school *s = *state;
    staffed_by_a_decision(s);
    assert_taken(s, "change_request.csv",
                 "code,pilot,field,reason,requested_on,decision,decided_on\n"
                 "Q-1,P-2,schedule,延期,2026-02-03,approved,2026-02-04\n");
    assert_taken(s, "milestone.csv", "pilot,title,due_on\nP-2,启动,2026-02-09\nP-2,验收,2026-05-09\n");
    assert_refused(s, "milestone.csv", "pilot,title,due_on\nP-2,启动,2026-02-10\n", "milestone:2:due_on=2026-02-10");
}

static void no_import_changes_what_decisions_gave(void **state) {
    school *s = *state;
    staffed_by_a_decision(s);
    for (int initial = 0; initial < 2; initial++) {
        s->options.initial = initial;
        assert_refused(s, "pilot.csv", "code,state\nP-2,running\n", "pilot:2:state=running");
        assert_refused(s, "pilot.csv", "code,started_on\nP-2,2026-01-07\n", "pilot:2:started_on=2026-01-07");
        assert_refused(s, "milestone.csv", "pilot,title,due_on\nP-2,启动,2026-02-09\n",
                       "milestone:2:due_on=2026-02-09");
        assert_taken(s, "pilot.csv", "code,state\nP-2,staffed\n");
        assert_int_equal(s->result.event, 0);
    }
}

static void an_initial_import_may_still_set_the_others(void **state) {
    school *s = *state;
    staffed_by_a_decision(s);
    s->options.initial = true;
    assert_taken(s, "pilot.csv", "code,state\nP-1,summarised\n");
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        TEST(a_step_writes_state_date_decision_and_event),
        TEST(grounds_hold_the_needs_and_what_they_rest_on),
        TEST(everything_that_was_written_fits_the_log),
        TEST(deviates_fulfils_a_need),
        TEST(a_date_that_is_there_is_written_over),
        TEST(a_need_that_is_unmet_refuses),
        TEST(a_need_that_is_unknown_refuses),
        TEST(a_guard_is_judged_as_of_the_day_of_the_act),
        TEST(the_wrong_state_names_what_is_possible),
        TEST(the_wrong_actor_is_told_who_may),
        TEST(a_word_that_is_no_actor_is_a_wrong_word),
        TEST(a_blank_document_is_none),
        TEST(a_document_holds_no_control_characters),
        TEST(a_day_before_the_last_act_is_refused_the_same_day_is_not),
        TEST(there_is_no_such_pilot_or_transition),
        TEST(a_transition_that_has_ended_is_none),
        TEST(the_reasons_come_in_chinese_too),
        TEST(a_stored_state_that_decisions_do_not_give_stops_the_next_act),
        TEST(a_hit_forbids_and_a_clear_does_not),
        TEST(a_proposal_needs_a_hit),
        TEST(a_dismissal_goes_back_and_names_what_it_undoes),
        TEST(the_same_facts_forbid_no_longer_after_a_dismissal),
        TEST(another_incident_forbids_again),
        TEST(another_trigger_forbids_whatever_was_dismissed),
        TEST(another_count_forbids_again),
        TEST(a_proposal_that_is_not_dismissed_excuses_nothing),
        TEST(a_dismissal_without_a_recorded_proposal_is_refused),
        TEST(before_it_is_staffed_a_pilot_changes_freely_then_by_request),
        TEST(one_request_covers_one_import),
        TEST(no_import_changes_what_decisions_gave),
        TEST(an_initial_import_may_still_set_the_others),
    };
    if (argc > 1 && strcmp(argv[1], "--rule-worker") == 0) return onex_rule_worker_main(argc, argv);
    return cmocka_run_group_tests(tests, load, unload);
}
