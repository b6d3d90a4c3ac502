/* What doctor finds of a database that was changed behind the program's back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "engine/decide.h"
#include "engine/doctor.h"
#include "unit/engine/importing.h"
#include "unit/engine/procedure.h"

static onex_rules *rules;
static onex_doctor doctor;

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
    onex_doctor_clear(&doctor);
    return school_remove(state);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, school_make, teardown)

static void decide(school *s, const char *pilot, const char *transition, const char *actor, const char *on) {
    onex_decide_result result;
    onex_decide_options options = {.pilot = pilot, .transition = transition, .actor = actor, .document = "1号"};
    assert_true(onex_day_parse_iso(on, strlen(on), &options.day));
    assert_ok(onex_decide(&result, s->store, rules, &options, &s->place->err), s->place);
    onex_decide_result_clear(&result);
}

/* P-1 was left, P-2 appraised and withdrawn. */
static void decided(school *s) {
    s->options.initial = true;
    decide(s, "P-1", "leave", "art", "2026-02-02");
    decide(s, "P-2", "appraise", "music", "2026-02-03");
    decide(s, "P-2", "withdraw", "music", "2026-02-04");
}

/* The texts of what is damaged, of one kind, one a line. */
static const char *damage(school *s, const char *what) {
    static char text[2000];
    *text = '\0';
    onex_doctor_clear(&doctor);
    assert_ok(onex_doctor_database(&doctor, s->store, &s->place->err), s->place);
    for (int i = 0; i < doctor.count; i++) {
        const onex_doctor_item *item = &doctor.items[i];
        if (item->level != ONEX_DOCTOR_DAMAGE || strcmp(item->what, what) != 0) continue;
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", *text ? "\n" : "", item->text);
    }
    return text;
}

static void a_sound_database_has_no_damage(void **state) {
    school *s = *state;
    decided(s);
    assert_string_equal(damage(s, "states"), "");
    assert_int_equal(doctor.damaged, 0);
}

static void a_state_that_decisions_do_not_give_is_found(void **state) {
    school *s = *state;
    decided(s);
    ask(s, "UPDATE pilot SET state = 'running', ended_on = NULL WHERE code = 'P-1'");
    assert_string_equal(damage(s, "states"), "pilot 'P-1': 'state' is 'running', but decision 1 gave 'exited'\n"
                                             "pilot 'P-1': 'ended_on' is blank, but decision 1 gave '2026-02-02'");
    assert_int_equal(doctor.damaged, 2);
}

static void a_stamped_date_that_was_changed_is_found(void **state) {
    school *s = *state;
    decided(s);
    ask(s, "UPDATE pilot SET ended_on = '2026-02-05' WHERE code = 'P-2'");
    assert_string_equal(damage(s, "states"),
                        "pilot 'P-2': 'ended_on' is '2026-02-05', but decision 3 gave '2026-02-04'");
}

static void a_date_that_no_decision_wrote_is_left_alone(void **state) {
    school *s = *state;
    decided(s);
    ask(s, "UPDATE pilot SET approved_on = '2025-02-05' WHERE code = 'P-2'");
    assert_string_equal(damage(s, "states"), "");
}

static void a_decision_that_was_changed_is_found_by_log_and_states(void **state) {
    school *s = *state;
    decided(s);
    ask(s, "UPDATE decision SET to_state = 'declared' WHERE number = 2");
    assert_string_equal(damage(s, "states"),
                        "pilot 'P-2': decision 3 starts from 'appraised', but decision 2 led to 'declared'");
    assert_string_not_equal(damage(s, "log"), "");
}

static void a_decision_that_is_gone_is_found(void **state) {
    school *s = *state;
    decided(s);
    ask(s, "DELETE FROM decision WHERE number = 3");
    assert_string_equal(damage(s, "states"), "pilot 'P-2': 'state' is 'withdrawn', but decision 2 gave 'appraised'");
    assert_string_not_equal(damage(s, "log"), "");
}

static void decisions_out_of_time_are_found(void **state) {
    school *s = *state;
    decided(s);
    ask(s, "UPDATE decision SET decided_on = '2026-02-05' WHERE number = 2");
    assert_string_equal(damage(s, "states"),
                        "pilot 'P-2': decision 3 of 2026-02-04 comes after decision 2 of 2026-02-05");
}

static void a_reference_to_nothing_is_found(void **state) {
    school *s = *state;
    ask(s, "PRAGMA foreign_keys = OFF");
    ask(s, "UPDATE pilot SET college = 'gone' WHERE code = 'P-2'");
    assert_string_equal(damage(s, "references"), "a row of table 'pilot' refers to one that is not there");
}

static void rules_that_do_not_load_are_damage(void **state) {
    school *s = *state;
    assert_ok(onex_doctor_rules(&doctor, s->store, NULL, "the rules cannot be loaded", &s->place->err), s->place);
    assert_int_equal(doctor.damaged, 1);
    assert_string_equal(doctor.items[0].text, "the rules cannot be loaded");
}

static void rows_that_the_rules_forgot_are_named_and_no_damage(void **state) {
    school *s = *state;
    s->options.initial = true;
    assert_taken(s, "attestation.csv",
                 "subject_kind,subject,topic,assessed_on,verdict,assessed_by\n"
                 "pilot,P-1,praised,2026-02-01,met,组\npilot,P-1,scolded,2026-02-01,met,组\n");
    assert_ok(onex_doctor_rules(&doctor, s->store, rules, NULL, &s->place->err), s->place);
    assert_int_equal(doctor.damaged, 0);
    assert_int_equal(doctor.count, 2);
    assert_string_equal(doctor.items[1].text,
                        "attestation of pilot 'P-1': the rules have no topic 'scolded'; the row is kept and ignored");
}

static void a_worker_can_be_confined(void **state) {
    school *s = *state;
    assert_ok(onex_doctor_sandbox(&doctor, "/proc/self/exe", false, &s->place->err), s->place);
    assert_int_equal(doctor.damaged, 0);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        TEST(a_sound_database_has_no_damage),
        TEST(a_state_that_decisions_do_not_give_is_found),
        TEST(a_stamped_date_that_was_changed_is_found),
        TEST(a_date_that_no_decision_wrote_is_left_alone),
        TEST(a_decision_that_was_changed_is_found_by_log_and_states),
        TEST(a_decision_that_is_gone_is_found),
        TEST(decisions_out_of_time_are_found),
        TEST(a_reference_to_nothing_is_found),
        TEST(rules_that_do_not_load_are_damage),
        TEST(rows_that_the_rules_forgot_are_named_and_no_damage),
        TEST(a_worker_can_be_confined),
    };
    if (argc > 1 && strcmp(argv[1], "--rule-worker") == 0) return onex_rule_worker_main(argc, argv);
    return cmocka_run_group_tests(tests, load, unload);
}
