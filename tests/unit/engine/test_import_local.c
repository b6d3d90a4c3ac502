/* Attestations and attributes: held to their subject and to the rules in force. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/engine/importing.h"

static onex_rule rules[] = {
    {.decl = {.name = "facilities", .title = "设施"}, .kind = ONEX_ATTESTATION, .applies = ONEX_PILOT},
    {.decl = {.name = "coercion", .title = "强制"},
     .kind = ONEX_ATTESTATION,
     .applies = ONEX_PILOT,
     .as_trigger = true},
    {.decl = {.name = "institution", .title = "制度"}, .kind = ONEX_ATTESTATION, .applies = ONEX_SCHOOL},
};
static onex_fact facts[] = {
    {.decl = {.name = "studio", .title = "工作室"},
     .subject = ONEX_PILOT,
     .source = ONEX_FACT_FIELD,
     .type = {.kind = ONEX_T_BOOL}},
    {.decl = {.name = "rent", .title = "租金"},
     .subject = ONEX_PILOT,
     .source = ONEX_FACT_FIELD,
     .type = {.kind = ONEX_T_NUMBER, .scale = 100}},
    {.decl = {.name = "opened", .title = "启用"},
     .subject = ONEX_PILOT,
     .source = ONEX_FACT_FIELD,
     .type = {.kind = ONEX_T_DATE}},
    {.decl = {.name = "seats", .title = "座位"},
     .subject = ONEX_COLLEGE,
     .source = ONEX_FACT_FIELD,
     .type = {.kind = ONEX_T_NUMBER, .scale = 1}},
    {.decl = {.name = "year", .title = "年度"},
     .subject = ONEX_PILOT,
     .source = ONEX_FACT_COLUMN,
     .type = {.kind = ONEX_T_NUMBER, .scale = 1}},
};
static const onex_program program = {.rules = rules, .nrules = 3, .facts = facts, .nfacts = 5};

static int times_asked;

static onex_status rules_in_force(void *ctx, const onex_program **out, onex_error *err) {
    (void)err;
    times_asked++;
    *out = ctx;
    return ONEX_OK;
}

static onex_status rules_that_do_not_load(void *ctx, const onex_program **out, onex_error *err) {
    (void)ctx;
    *out = NULL;
    return onex_fail(err, ONEX_E_RULE, "rules do not load");
}

static int local_make(void **state) {
    if (school_make(state)) return -1;
    school *s = *state;
    times_asked = 0;
    s->options.program = rules_in_force;
    s->options.ctx = (void *)(uintptr_t)&program;
    return 0;
}
#define LOCAL_TEST(name) cmocka_unit_test_setup_teardown(name, local_make, school_remove)

#define ATTESTATION "subject_kind,subject,topic,assessed_on,verdict,assessed_by\n"
#define ATTRIBUTE "subject_kind,subject,name,value,recorded_on,recorded_by\n"

static void an_attestation_is_of_a_topic_of_its_kind_of_subject(void **state) {
    school *s = *state;
    assert_taken(s, "attestation.csv",
                 ATTESTATION "pilot,P-1,facilities,2026-01-01,met,x\n学校,school,institution,2026-01-01,符合,x\n");
    assert_refused(s, "attestation.csv",
                   ATTESTATION "pilot,P-1,institution,2026-01-01,met,x\npilot,P-1,coercion,2026-01-01,met,x\n"
                               "pilot,P-1,facilites,2026-01-01,met,x\npilot,P-1,设施,2026-01-01,met,x\n",
                   "attestation:2:topic=institution attestation:3:topic=coercion attestation:4:topic=facilites "
                   "attestation:5:topic=设施");
    assert_non_null(strstr(s->result.problems[2].message, "'facilities'"));
    assert_non_null(strstr(s->result.problems[3].message, "'facilities'"));
}

static void the_subject_must_be_there(void **state) {
    school *s = *state;
    assert_refused(s, "attestation.csv",
                   ATTESTATION "pilot,P-9,facilities,2026-01-01,met,x\nschool,art,institution,2026-01-01,met,x\n",
                   "attestation:2:subject=P-9 attestation:3:subject=art");
    assert_refused(s, "attribute.csv", ATTRIBUTE "college,dance,seats,5,2026-01-01,x\n", "attribute:2:subject=dance");
}

static void a_subject_may_come_with_the_same_call(void **state) {
    school *s = *state;
    put_file(s, "pilot.csv", "code,year,college,certificate\nP-8,2028,art,X1\n");
    assert_taken(s, "attestation.csv", ATTESTATION "pilot,P-8,facilities,2026-01-01,met,x\n");
}

static void a_registration_is_named_by_pilot_person_and_level(void **state) {
    school *s = *state;
    assert_taken(s, "registration.csv", "pilot,person,level\nP-1,S1,初级\n");
    s->options.initial = true; /* no topic of a registration: a warning */
    assert_refused(s, "attestation.csv",
                   ATTESTATION
                   "registration,P-1/S1/elementary,x,2026-01-01,met,x\nregistration,P-1/S1,x,2026-01-01,met,x\n"
                   "registration,P-1/S2/elementary,x,2026-01-01,met,x\n",
                   "~attestation:2:topic=x attestation:3:subject=P-1/S1 attestation:4:subject=P-1/S2/elementary");
}

static void a_value_fits_the_type_of_its_field_and_is_stored_in_one_form(void **state) {
    school *s = *state;
    assert_taken(s, "attribute.csv",
                 ATTRIBUTE "pilot,P-1,studio,是,2026-01-01,x\npilot,P-1,rent,0012.50,2026-01-01,x\npilot,P-1,opened,"
                           "2026/1/5,2026-01-01,x\n"
                           "college,art,seats,30,2026-01-01,x\n");
    assert_string_equal(
        ask(s, "SELECT group_concat(name || '=' || value) FROM (SELECT * FROM attribute ORDER BY name)"),
        "opened=2026-01-05,rent=12.5,seats=30,studio=1");
    assert_refused(s, "attribute.csv",
                   ATTRIBUTE "pilot,P-2,studio,maybe,2026-01-01,x\npilot,P-2,rent,-1,2026-01-01,x\npilot,P-2,opened,"
                             "2023-02-30,2026-01-01,x\n"
                             "college,music,seats,1.5,2026-01-01,x\npilot,P-2,year,5,2026-01-01,x\n",
                   "attribute:2:value=maybe attribute:3:value=-1 attribute:4:value=2023-02-30 attribute:5:value=1.5 "
                   "attribute:6:name=year");
}

static void an_initial_import_takes_what_the_rules_lack_and_names_it_once(void **state) {
    school *s = *state;
    s->options.initial = true;
    assert_taken(s, "attestation.csv", ATTESTATION "pilot,P-1,old,2026-01-01,met,x\npilot,P-2,old,2026-01-01,met,x\n");
    assert_string_equal(s->told.data, "~attestation:2:topic=old");
    assert_taken(s, "attribute.csv", ATTRIBUTE "pilot,P-1,rent,viel,2026-01-01,x\n");
    assert_string_equal(s->told.data, "~attribute:2:value=viel");
}

static void what_the_rules_no_longer_have_passes_while_it_stays_as_it_was(void **state) {
    school *s = *state;
    const char *row = ATTESTATION "pilot,P-1,old,2026-01-01,met,x\n";
    s->options.initial = true;
    assert_taken(s, "attestation.csv", row);
    s->options.initial = false;
    assert_taken(s, "attestation.csv", row);
    assert_counts(s, "attestation", 0, 0, 1, 0);
    assert_refused(s, "attestation.csv", ATTESTATION "pilot,P-1,old,2026-01-01,unmet,x\n", "attestation:2:topic=old");
}

static void rules_that_do_not_load_come_after_wrong_data(void **state) {
    school *s = *state;
    s->options.program = rules_that_do_not_load;
    put_file(s, "office.csv", "code,name\na,\n");
    assert_refused(s, "attestation.csv", ATTESTATION "pilot,P-1,facilities,2026-01-01,met,x\n", "office:2:name=");
}

static void rules_are_asked_for_only_where_a_row_needs_them(void **state) {
    school *s = *state;
    s->options.program = rules_that_do_not_load;
    assert_taken(s, "office.csv", "code,name\na,b\n");
    assert_taken(s, "attestation.csv", ATTESTATION);
    assert_int_equal(import_text(s, "attestation.csv", ATTESTATION "pilot,P-1,facilities,2026-01-01,met,x\n"),
                     ONEX_E_RULE);
    s->options.program = rules_in_force;
    assert_taken(s, "attestation.csv",
                 ATTESTATION "pilot,P-1,facilities,2026-01-01,met,x\npilot,P-2,facilities,2026-01-01,met,x\n");
    assert_int_equal(times_asked, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        LOCAL_TEST(an_attestation_is_of_a_topic_of_its_kind_of_subject),
        LOCAL_TEST(the_subject_must_be_there),
        LOCAL_TEST(a_subject_may_come_with_the_same_call),
        LOCAL_TEST(a_registration_is_named_by_pilot_person_and_level),
        LOCAL_TEST(a_value_fits_the_type_of_its_field_and_is_stored_in_one_form),
        LOCAL_TEST(an_initial_import_takes_what_the_rules_lack_and_names_it_once),
        LOCAL_TEST(what_the_rules_no_longer_have_passes_while_it_stays_as_it_was),
        LOCAL_TEST(rules_that_do_not_load_come_after_wrong_data),
        LOCAL_TEST(rules_are_asked_for_only_where_a_row_needs_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
