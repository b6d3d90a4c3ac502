/* What an ordinary import may not change of a pilot, and change requests that allow it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/engine/importing.h"

#define REQUEST "code,pilot,field,reason,requested_on,decision,decided_on\n"

static void a_new_pilot_is_a_draft_without_stamped_dates(void **state) {
    school *s = *state;
    assert_refused(s, "pilot.csv",
                   "code,year,college,certificate,state,approved_on\nP-3,2027,art,X1,approved,2026-01-01\n",
                   "pilot:2:state=approved pilot:2:approved_on=2026-01-01");
    assert_taken(s, "pilot.csv",
                 "code,year,college,certificate,state,approved_on\nP-3,2027,art,X1,草稿,\nP-4,2027,art,X2,,\n");
    assert_string_equal(ask(s, "SELECT group_concat(state) FROM pilot WHERE year = 2027"), "draft,draft");
}

static void state_and_stamped_dates_change_by_an_initial_import_only(void **state) {
    school *s = *state;
    assert_refused(s, "pilot.csv", "code,state,started_on\nP-1,summarised,\n",
                   "pilot:2:state=summarised pilot:2:started_on=");
    assert_taken(s, "pilot.csv", "code,state,started_on\nP-1,running,2026/1/7\n");
    assert_counts(s, "pilot", 0, 0, 1, 0);
    s->options.initial = true;
    assert_taken(s, "pilot.csv", "code,state,started_on\nP-1,summarised,\n");
}

static void a_blank_state_is_no_state(void **state) {
    school *s = *state;
    s->options.initial = true;
    assert_refused(s, "pilot.csv", "code,state\nP-1,\n", "pilot:2:state=");
}

static void a_staffed_pilot_keeps_year_college_and_certificate(void **state) {
    school *s = *state;
    assert_refused(s, "pilot.csv", "code,year,college,certificate\nP-1,2027,music,X2\n",
                   "pilot:2:year=2027 pilot:2:college=music pilot:2:certificate=X2");
    assert_taken(s, "pilot.csv", "code,year,college,certificate\nP-2,2027,art,X2\n");
}

static void before_it_is_staffed_a_pilot_is_free(void **state) {
    school *s = *state;
    assert_taken(s, "pilot.csv", "code,content,due_on\nP-2,新内容,2026-12-01\n");
    assert_taken(s, "pilot_lead.csv", "pilot,person,from_on\nP-2,T1,2026-01-01\n");
    assert_taken(s, "milestone.csv", "pilot,title,due_on\nP-2,a,2026-12-01\n");
}

static void content_schedule_and_leads_of_a_staffed_pilot_need_a_request(void **state) {
    school *s = *state;
    put_file(s, "pilot.csv", "code,content,due_on\nP-1,新内容,2026-12-01\n");
    put_file(s, "pilot_lead.csv", "pilot,person,from_on,to_on\nP-1,T1,2026-01-01,2026-02-01\nP-1,T2,2026-02-01,\n");
    put_file(s, "milestone.csv", "pilot,title,due_on\nP-1,启动,2026-03-01\nP-1,新,2026-03-01\n");
    assert_int_equal(import_files(s), ONEX_E_DATA);
    assert_string_equal(
        s->told.data,
        "milestone:2:due_on=2026-03-01 milestone:3:due_on=2026-03-01 pilot:2:due_on=2026-12-01 pilot:2:content=新内容 "
        "pilot_lead:2:to_on=2026-02-01 pilot_lead:3:person=T2");
    assert_taken(s, "milestone.csv", "pilot,title,due_on,done_on\nP-1,启动,2026-02-01,2026-01-30\n");
}

static void one_request_covers_one_import(void **state) {
    school *s = *state;
    const char *change = "pilot,person,from_on,to_on\nP-1,T1,2026-01-01,2026-02-01\nP-1,T2,2026-02-01,\n";
    assert_taken(s, "change_request.csv", REQUEST "R1,P-1,lead,工作需要,2026-02-01,approved,2026-02-02\n");
    assert_taken(s, "pilot_lead.csv", change);
    assert_string_equal(ask(s, "SELECT json_extract(payload, '$.change_requests[0]') FROM event ORDER BY number DESC"),
                        "R1");
    assert_taken(s, "pilot_lead.csv", change);
    assert_counts(s, "pilot_lead", 0, 0, 2, 0);
    assert_refused(s, "pilot_lead.csv", "pilot,person,from_on,to_on\nP-1,T2,2026-02-01,2026-03-01\n",
                   "pilot_lead:2:to_on=2026-03-01");
}

static void a_request_is_for_its_own_field_and_pilot(void **state) {
    school *s = *state;
    assert_taken(s, "change_request.csv",
                 REQUEST
                 "R1,P-1,schedule,x,2026-02-01,approved,2026-02-02\nR2,P-2,content,x,2026-02-01,approved,2026-02-02\n");
    assert_refused(s, "pilot.csv", "code,content,due_on\nP-1,新,2026-12-01\n", "pilot:2:content=新");
    assert_taken(s, "pilot.csv", "code,due_on\nP-1,2026-12-01\n");
}

static void a_request_is_approved_by_the_day_of_the_import(void **state) {
    school *s = *state;
    const char *change = "code,due_on\nP-1,2026-12-01\n";
    assert_taken(
        s, "change_request.csv",
        REQUEST "R1,P-1,schedule,x,2026-02-01,approved,2026-03-02\nR2,P-1,schedule,x,2026-02-01,rejected,2026-02-02\n");
    assert_refused(s, "pilot.csv", change, "pilot:2:due_on=2026-12-01"); /* as of 2026-03-01 */
    onex_day_from(2026, 3, 2, &s->options.as_of);
    assert_taken(s, "pilot.csv", change);
}

static void a_request_must_have_been_there_before(void **state) {
    school *s = *state;
    put_file(s, "change_request.csv", REQUEST "R1,P-1,schedule,x,2026-02-01,approved,2026-02-02\n");
    assert_refused(s, "pilot.csv", "code,due_on\nP-1,2026-12-01\n", "pilot:2:due_on=2026-12-01");
}

static void an_initial_import_needs_no_request(void **state) {
    school *s = *state;
    s->options.initial = true;
    assert_taken(s, "pilot.csv", "code,content\nP-1,新内容\n");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(a_new_pilot_is_a_draft_without_stamped_dates),
        SCHOOL_TEST(state_and_stamped_dates_change_by_an_initial_import_only),
        SCHOOL_TEST(a_blank_state_is_no_state),
        SCHOOL_TEST(a_staffed_pilot_keeps_year_college_and_certificate),
        SCHOOL_TEST(before_it_is_staffed_a_pilot_is_free),
        SCHOOL_TEST(content_schedule_and_leads_of_a_staffed_pilot_need_a_request),
        SCHOOL_TEST(one_request_covers_one_import),
        SCHOOL_TEST(a_request_is_for_its_own_field_and_pilot),
        SCHOOL_TEST(a_request_is_approved_by_the_day_of_the_import),
        SCHOOL_TEST(a_request_must_have_been_there_before),
        SCHOOL_TEST(an_initial_import_needs_no_request),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
