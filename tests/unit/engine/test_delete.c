/* Delete: by the key, with a reason, on record, and only where nothing refers to the row. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/delete.h"
#include "unit/engine/importing.h"

static onex_status delete_row(school *s, const char *table, int n, const char *const *keys) {
    onex_delete_options options = {.entity = onex_entity_find(table),
                                   .keys = keys,
                                   .nkeys = n,
                                   .reason = "录入有误",
                                   .actor = "tester",
                                   .as_of = s->options.as_of};
    int64_t event = 0;
    return onex_delete(s->store, &options, &event, &s->place->err);
}
#define DELETE(s, table, ...) \
    delete_row(s, table, (int)(sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *)), (const char *[]){__VA_ARGS__})

static void a_row_goes_and_the_record_keeps_it(void **state) {
    school *s = *state;
    assert_ok(DELETE(s, "course", "K1"), s->place);
    assert_string_equal(ask(s, "SELECT count(*) FROM course"), "0");
    assert_string_equal(ask(s, "SELECT kind || payload FROM event ORDER BY number DESC"),
                        "delete{\"table\":\"course\",\"key\":[\"K1\"],\"reason\":\"录入有误\"}");
    assert_string_equal(ask(s, "SELECT group_concat(coalesce(column_name, '*') || '=' || old_value) FROM change"),
                        "code=K1,name=课程,major=M1,credits=15,*=2");
}

static void the_event_names_the_pilot_of_the_row(void **state) {
    school *s = *state;
    assert_taken(s, "milestone.csv", "pilot,title,due_on\nP-2,a,2026-02-01\n");
    assert_ok(DELETE(s, "milestone", "P-2", "a"), s->place);
    assert_string_equal(ask(s, "SELECT subject FROM event ORDER BY number DESC"), "P-2");
}

static void a_blank_of_the_key_is_an_empty_word(void **state) {
    school *s = *state;
    assert_taken(s, "seat.csv", "body,college,role,post,person,from_on\nleading_group,,head,president,T1,2025-01-01\n");
    assert_ok(DELETE(s, "seat", "领导小组", "", "head", "president", "T1", "2025/1/1"), s->place);
}

static void no_such_row_is_not_found(void **state) {
    school *s = *state;
    assert_int_equal(DELETE(s, "course", "K9"), ONEX_E_NOT_FOUND);
    assert_string_equal(s->place->err.text, "no row 'K9' in table 'course'");
}

static void a_key_with_too_few_too_many_or_wrong_words_is_a_wrong_call(void **state) {
    school *s = *state;
    assert_int_equal(DELETE(s, "milestone", "P-1"), ONEX_E_USAGE);
    assert_int_equal(DELETE(s, "course", "K1", "K2"), ONEX_E_USAGE);
    assert_int_equal(DELETE(s, "call", "soon"), ONEX_E_USAGE);
    assert_int_equal(DELETE(s, "course", ""), ONEX_E_USAGE);
}

static void a_row_that_others_refer_to_stays(void **state) {
    school *s = *state;
    assert_int_equal(DELETE(s, "major", "M1"), ONEX_E_DATA);
    assert_non_null(strstr(s->place->err.text, "course.major (1)"));
    assert_string_equal(ask(s, "SELECT count(*) FROM major"), "1");
}

static void attestations_and_attributes_refer_to_their_subject(void **state) {
    school *s = *state;
    s->options.initial = true;
    assert_taken(s, "college.csv", "code,name\ndance,舞蹈\n");
    assert_taken(s, "attribute.csv",
                 "subject_kind,subject,name,value,recorded_on,recorded_by\ncollege,dance,x,1,2026-01-01,y\n");
    assert_int_equal(DELETE(s, "college", "dance"), ONEX_E_DATA);
    assert_ok(DELETE(s, "attribute", "college", "dance", "x"), s->place);
    assert_ok(DELETE(s, "college", "dance"), s->place);
}

static void a_pilot_goes_until_it_is_staffed(void **state) {
    school *s = *state;
    s->options.initial = true;
    assert_taken(s, "pilot.csv",
                 "code,year,college,certificate,state\nP-3,2020,art,X1,approved\nP-4,2021,art,X1,staffed\n");
    assert_ok(DELETE(s, "pilot", "P-3"), s->place);
    assert_int_equal(DELETE(s, "pilot", "P-4"), ONEX_E_DATA);
}

static void a_lead_of_a_staffed_pilot_goes_by_a_request_which_is_then_used(void **state) {
    school *s = *state;
    assert_int_equal(DELETE(s, "pilot_lead", "P-1", "T1", "2026-01-01"), ONEX_E_DATA);
    assert_taken(
        s, "change_request.csv",
        "code,pilot,field,reason,requested_on,decision,decided_on\nR1,P-1,lead,x,2026-02-01,approved,2026-02-02\n");
    assert_ok(DELETE(s, "pilot_lead", "P-1", "T1", "2026-01-01"), s->place);
    assert_refused(s, "pilot_lead.csv", "pilot,person,from_on\nP-1,T2,2026-02-01\n", "pilot_lead:2:person=T2");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(a_row_goes_and_the_record_keeps_it),
        SCHOOL_TEST(the_event_names_the_pilot_of_the_row),
        SCHOOL_TEST(a_blank_of_the_key_is_an_empty_word),
        SCHOOL_TEST(no_such_row_is_not_found),
        SCHOOL_TEST(a_key_with_too_few_too_many_or_wrong_words_is_a_wrong_call),
        SCHOOL_TEST(a_row_that_others_refer_to_stays),
        SCHOOL_TEST(attestations_and_attributes_refer_to_their_subject),
        SCHOOL_TEST(a_pilot_goes_until_it_is_staffed),
        SCHOOL_TEST(a_lead_of_a_staffed_pilot_goes_by_a_request_which_is_then_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
