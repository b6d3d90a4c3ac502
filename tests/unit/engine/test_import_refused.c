/* Imports that are refused: nothing is written, and each error names file, row, column and value. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/engine/importing.h"

/* ---- cells ---- */

static void wrong_cells_are_all_told_in_one_go(void **state) {
    school *s = *state;
    put_file(s, "person.csv", "code,name,kind,college\nT3,,teacher,nowhere\nT/4,戊,staff,art\n");
    put_file(s, "milestone.csv", "pilot,title,due_on\nP-2,a,2023-02-30\nP-9,b,2026-01-01\nP-2,c,01.02.2026\n");
    assert_int_equal(import_files(s), ONEX_E_DATA);
    assert_string_equal(s->told.data,
                        "milestone:2:due_on=2023-02-30 milestone:3:pilot=P-9 milestone:4:due_on=01.02.2026 "
                        "person:2:name= person:2:kind=teacher person:2:college=nowhere person:3:code=T/4");
    assert_string_equal(ask(s, "SELECT count(*) FROM milestone"), "1");
    assert_string_equal(ask(s, "SELECT max(number) FROM event"), "2");
    assert_string_equal(s->place->err.text, "7 errors; nothing was written");
}

static void numbers_are_ascii_digits_and_nothing_else(void **state) {
    school *s = *state;
    static const char *const wrong[] = {"1e3",   "NaN",  "-5", "+5", "1 000", "\"1,000\"", "１２",
                                        "1.234", "0x10", ".5", "5.", "--5",   "1.2.3",     "99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char text[200];
        snprintf(text, sizeof text, "year,total,document\n2026,%s,文\n", wrong[i]);
        assert_int_equal(import_text(s, "school_budget.csv", text), ONEX_E_DATA);
        assert_int_equal(s->result.nerrors, 1);
        assert_string_equal(s->result.problems[0].column, "total");
    }
    assert_taken(s, "school_budget.csv", "year,total,document\n2026,1234.5,文\n2027,007.25,文\n");
    assert_string_equal(ask(s, "SELECT group_concat(total) FROM school_budget"), "123450,725");
}

static void decimals_are_as_many_as_the_unit_holds(void **state) {
    school *s = *state;
    assert_refused(s, "course.csv", "code,credits\nK1,1.25\n", "course:2:credits=1.25");
    assert_taken(s, "course.csv", "code,credits\nK1,1.5\n");
    assert_refused(s, "registration.csv", "pilot,person,level,rank_score\nP-1,S1,初级,1.2345\n",
                   "registration:2:rank_score=1.2345");
    assert_refused(s, "plan_quota.csv", "pilot,level,quota\nP-1,初级,1.0\n", "plan_quota:2:quota=1.0");
}

static void a_bool_is_one_of_six_words(void **state) {
    school *s = *state;
    assert_refused(s, "major.csv", "code,national_team\nM1,yes\n", "major:2:national_team=yes");
    assert_refused(s, "major.csv", "code,national_team\nM1,2\n", "major:2:national_team=2");
    assert_taken(s, "major.csv", "code,national_team\nM1,否\n");
}

static void amounts_of_expenses_are_above_zero(void **state) {
    school *s = *state;
    const char *head = "code,pilot,head,amount,spent_on\n";
    char text[200];
    snprintf(text, sizeof text, "%sE1,P-1,设备,0,2026-02-01\n", head);
    assert_refused(s, "expense.csv", text, "expense:2:amount=0");
    snprintf(text, sizeof text, "%sE1,P-1,设备,0.01,2026-02-01\n", head);
    assert_taken(s, "expense.csv", text);
    assert_taken(s, "charge.csv", "code,pilot,person,kind,amount,charged_on\nC1,P-1,S1,exam,0,2026-02-01\n");
    assert_taken(s, "budget_adjustment.csv", "code,pilot,head,delta\nB1,P-1,设备,-50\n");
}

static void control_and_invisible_characters_are_refused(void **state) {
    school *s = *state;
    assert_refused(s, "office.csv", "code,name\na\xE2\x80\x8B,x\n", "office:2:code=a\xE2\x80\x8B");
    assert_refused(s, "office.csv", "code,name\na,x\x07y\n", "office:2:name=x\x07y");
    assert_refused(s, "office.csv", "code,name\n\"a\nb\",x\n", "office:2:code=a\nb");
    assert_taken(s, "office.csv", "code,name\na,x\xE2\x80\x8By\n");
}

static void college_codes_are_names_of_folders(void **state) {
    school *s = *state;
    assert_refused(
        s, "college.csv", "code,name\na/b,x\n.art,x\nart~,x\nschool,x\ncommission,x\n",
        "college:2:code=a/b college:3:code=.art college:4:code=art~ college:5:code=school college:6:code=commission");
    assert_taken(s, "college.csv", "code,name\na.b,x\n~art,x\nschools,x\n");
}

static void a_cell_over_one_mebibyte_is_refused(void **state) {
    school *s = *state;
    onex_buffer b = {0};
    onex_buffer_text(&b, "code,name\na,");
    for (int i = 0; i <= 1 << 20; i++) onex_buffer_char(&b, 'x');
    onex_buffer_text(&b, "\nb,y\n");
    assert_int_equal(import_text(s, "office.csv", b.data), ONEX_E_DATA);
    assert_int_equal(s->result.nerrors, 1);
    assert_int_equal(s->result.problems[0].row, 2);
    onex_buffer_clear(&b);
}

/* ---- headers and files ---- */

static void an_unknown_column_is_told_with_the_nearest(void **state) {
    school *s = *state;
    assert_refused(s, "office.csv", "code,nmae\na,b\n", "office:1:nmae=nmae office:1:name");
    assert_non_null(strstr(s->result.problems[0].message, "'name'"));
}

static void a_column_that_is_there_twice_is_refused(void **state) {
    school *s = *state;
    assert_refused(s, "office.csv", "code,name,名称\na,b,c\n", "office:1:name=名称");
}

static void a_missing_required_column_is_one_error_unless_every_row_updates(void **state) {
    school *s = *state;
    assert_refused(s, "person.csv", "code,name\nT1,新\nT8,新\nT9,新\n", "person:1:kind");
    assert_counts(s, "person", 0, 1, 0, 2);
    assert_taken(s, "person.csv", "code,name\nT1,新\n");
}

static void a_missing_key_column_is_one_error(void **state) {
    school *s = *state;
    assert_refused(s, "person.csv", "name,kind\na,staff\nb,staff\n", "person:1:code");
}

static void cells_beyond_the_header_must_be_blank(void **state) {
    school *s = *state;
    assert_refused(s, "office.csv", "code,name\na,b,\nc,d,x\n", "office:3=x");
    assert_taken(s, "office.csv", "code,name\na,b, ,\n");
    assert_refused(s, "office.csv", "code,,name\nc,x,d\n", "office:2=x");
}

static void a_short_row_has_blanks(void **state) {
    school *s = *state;
    assert_refused(s, "office.csv", "code,name\na\n", "office:2:name");
    assert_taken(s, "course.csv", "code,credits\nK1\n");
}

static void an_empty_file_is_refused(void **state) {
    school *s = *state;
    assert_refused(s, "office.csv", "", "office:1");
    assert_refused(s, "office.csv", "\n \n", "office:1");
    assert_refused(s, "whatever.csv", "", "whatever:1");
}

static void a_file_that_fits_no_table_or_several_names_the_candidates(void **state) {
    school *s = *state;
    assert_refused(s, "x.csv", "code,name\na,b\n", "x:1");
    assert_non_null(strstr(s->result.problems[0].message, "office"));
    assert_refused(s, "x.csv", "pilot,level,quotas\nP-1,初级,5\n", "x:1");
    assert_non_null(strstr(s->result.problems[0].message, "plan_quota"));
}

static void broken_text_is_told_where_it_breaks_with_what_was_wrong_before(void **state) {
    school *s = *state;
    put_bytes(s, "office.csv",
              "\xEF\xBB\xBF"
              "code,name\na,\nb,x\xFFy\n",
              22);
    assert_int_equal(import_files(s), ONEX_E_DATA);
    assert_string_equal(s->told.data, "office:2:name= office:3:name=x");
}

static void an_open_quote_is_told_at_its_row(void **state) {
    school *s = *state;
    assert_refused(s, "office.csv", "code,name\na,b\nc,\"d\ne,f\n", "office:3:name=d\ne,f\n");
}

static void a_nul_is_told_at_its_row(void **state) {
    school *s = *state;
    put_bytes(s, "office.csv", "code,name\na,b\0c\n", 16);
    assert_int_equal(import_files(s), ONEX_E_DATA);
    assert_string_equal(s->told.data, "office:2:name=b");
}

static void rows_are_numbered_as_a_spreadsheet_does(void **state) {
    school *s = *state;
    assert_refused(s, "office.csv", "\r\ncode,name\r\n\r\n\"a\",\"x\r\ny\"\r\n,\r\nb,\r\n", "office:6:name=");
}

static void no_such_file_or_table_is_not_found(void **state) {
    school *s = *state;
    char path[600];
    snprintf(path, sizeof path, "%s/none.csv", s->files);
    const char *const paths[] = {path};
    s->options.paths = paths;
    s->options.npaths = 1;
    onex_import_result_clear(&s->result);
    assert_int_equal(onex_import(&s->result, s->store, &s->options, &s->place->err), ONEX_E_NOT_FOUND);
    s->options.table = "persn";
    assert_int_equal(import_text(s, "x.csv", "code\n"), ONEX_E_NOT_FOUND);
    assert_non_null(strstr(s->place->err.text, "'person'"));
}

/* ---- between rows ---- */

static void a_key_twice_is_an_error_on_the_later_row(void **state) {
    school *s = *state;
    assert_refused(s, "office.csv", "code,name\na,b\nb,c\na,b\n", "office:4:code=a");
    assert_refused(s, "person.csv", "code,name\nT1,x\nT1,y\n", "person:3:code=T1");
    put_file(s, "office.csv", "code,name\na,b\n");
    put_file(s, "职能部门.csv", "code,name\na,b\n");
    assert_int_equal(import_files(s), ONEX_E_DATA);
    assert_string_equal(s->told.data, "职能部门:2:code=a");
}

static void ids_over_2_53_stay_apart(void **state) {
    school *s = *state;
    assert_taken(s, "office.csv", "code,name\n9007199254740992,a\n9007199254740993,b\n007,c\n7,d\n");
    assert_counts(s, "office", 4, 0, 0, 0);
}

static void what_refers_to_a_rejected_row_is_not_told_as_well(void **state) {
    school *s = *state;
    put_file(s, "pilot.csv", "code,year,college,certificate\nP-5,twenty,art,X2\n");
    put_file(s, "plan_quota.csv", "pilot,level,quota\nP-5,初级,5\nP-6,初级,5\n");
    assert_int_equal(import_files(s), ONEX_E_DATA);
    assert_string_equal(s->told.data, "pilot:2:year=twenty plan_quota:3:pilot=P-6");
}

static void pilots_of_one_year_college_and_certificate_clash_on_the_later_row(void **state) {
    school *s = *state;
    assert_refused(s, "pilot.csv", "code,year,college,certificate\nP-5,2026,art,X2\nP-6,2026,art,X2\n",
                   "pilot:3:year=2026");
    assert_non_null(strstr(s->result.problems[0].message, "'P-5'"));
    assert_counts(s, "pilot", 1, 0, 0, 1);
    assert_refused(s, "pilot.csv", "code,year,college,certificate\nP-5,2026,art,X1\n", "pilot:2:year=2026");
}

static void breaks_that_overlap_or_touch_are_refused(void **state) {
    school *s = *state;
    assert_taken(s, "school_break.csv", "from_on,to_on,reason\n2026-01-19,2026-02-23,寒假\n");
    assert_refused(s, "school_break.csv", "from_on,to_on,reason\n2026-02-23,2026-03-02,x\n",
                   "school_break:2:from_on=2026-02-23");
    assert_refused(s, "school_break.csv", "from_on,to_on,reason\n2026-01-05,2026-01-20,x\n",
                   "school_break:2:from_on=2026-01-05");
    assert_refused(s, "school_break.csv", "from_on,to_on,reason\n2026-07-13,2026-07-06,x\n",
                   "school_break:2:to_on=2026-07-06");
    assert_taken(s, "school_break.csv", "from_on,to_on,reason\n2026-02-24,2026-03-02,x\n");
    assert_refused(s, "school_break.csv", "from_on,to_on,reason\n2026-08-10,2026-08-20,x\n2026-08-01,2026-08-11,y\n",
                   "school_break:3:from_on=2026-08-01");
}

static void an_expense_is_paid_under_a_contract_of_its_pilot(void **state) {
    school *s = *state;
    const char *head = "code,pilot,head,amount,spent_on,contract\n";
    char text[200];
    snprintf(text, sizeof text, "%sE1,P-2,设备,5,2026-02-01,H1\n", head);
    assert_refused(s, "expense.csv", text, "expense:2:contract=H1");
    snprintf(text, sizeof text, "%sE1,P-1,设备,5,2026-02-01,H1\n", head);
    assert_taken(s, "expense.csv", text);
    assert_refused(s, "contract.csv", "code,pilot\nH1,P-2\n", "contract:2:pilot=P-2");
    put_file(s, "contract.csv", "code,pilot\nH1,P-2\n");
    snprintf(text, sizeof text, "%sE1,P-2,设备,5,2026-02-01,H1\n", head);
    assert_taken(s, "expense.csv", text);
}

/* ---- rows as a whole ---- */

static void a_course_is_required_unless_the_training_is_special(void **state) {
    school *s = *state;
    const char *head = "pilot,level,standard_item,kind,course\n";
    char text[200];
    snprintf(text, sizeof text, "%sP-1,初级,E1,module,\n", head);
    assert_refused(s, "course_mapping.csv", text, "course_mapping:2:course=");
    snprintf(text, sizeof text, "%sP-1,初级,E1,special_training,\n", head);
    assert_taken(s, "course_mapping.csv", text);
}

static void an_incident_that_is_not_open_has_its_day_of_decision(void **state) {
    school *s = *state;
    const char *head = "code,pilot,ground,reported_on,status,decided_on\n";
    char text[200];
    snprintf(text, sizeof text, "%sI1,P-1,coercion,2026-02-01,upheld,\n", head);
    assert_refused(s, "incident.csv", text, "incident:2:decided_on=");
    snprintf(text, sizeof text, "%sI1,P-1,coercion,2026-02-01,open,\n", head);
    assert_taken(s, "incident.csv", text);
}

static void a_period_begins_on_a_monday(void **state) {
    school *s = *state;
    assert_refused(s, "report.csv", "pilot,period_start,state\nP-1,2026-01-06,draft\n",
                   "report:2:period_start=2026-01-06");
}

static void the_leading_group_has_no_college(void **state) {
    school *s = *state;
    assert_refused(s, "seat.csv",
                   "body,college,role,post,person,from_on\nleading_group,art,head,president,T1,2025-01-01\n",
                   "seat:2:college=art");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(wrong_cells_are_all_told_in_one_go),
        SCHOOL_TEST(numbers_are_ascii_digits_and_nothing_else),
        SCHOOL_TEST(decimals_are_as_many_as_the_unit_holds),
        SCHOOL_TEST(a_bool_is_one_of_six_words),
        SCHOOL_TEST(amounts_of_expenses_are_above_zero),
        SCHOOL_TEST(control_and_invisible_characters_are_refused),
        SCHOOL_TEST(college_codes_are_names_of_folders),
        SCHOOL_TEST(a_cell_over_one_mebibyte_is_refused),
        SCHOOL_TEST(an_unknown_column_is_told_with_the_nearest),
        SCHOOL_TEST(a_column_that_is_there_twice_is_refused),
        SCHOOL_TEST(a_missing_required_column_is_one_error_unless_every_row_updates),
        SCHOOL_TEST(a_missing_key_column_is_one_error),
        SCHOOL_TEST(cells_beyond_the_header_must_be_blank),
        SCHOOL_TEST(a_short_row_has_blanks),
        SCHOOL_TEST(an_empty_file_is_refused),
        SCHOOL_TEST(a_file_that_fits_no_table_or_several_names_the_candidates),
        SCHOOL_TEST(broken_text_is_told_where_it_breaks_with_what_was_wrong_before),
        SCHOOL_TEST(an_open_quote_is_told_at_its_row),
        SCHOOL_TEST(a_nul_is_told_at_its_row),
        SCHOOL_TEST(rows_are_numbered_as_a_spreadsheet_does),
        SCHOOL_TEST(no_such_file_or_table_is_not_found),
        SCHOOL_TEST(a_key_twice_is_an_error_on_the_later_row),
        SCHOOL_TEST(ids_over_2_53_stay_apart),
        SCHOOL_TEST(what_refers_to_a_rejected_row_is_not_told_as_well),
        SCHOOL_TEST(pilots_of_one_year_college_and_certificate_clash_on_the_later_row),
        SCHOOL_TEST(breaks_that_overlap_or_touch_are_refused),
        SCHOOL_TEST(an_expense_is_paid_under_a_contract_of_its_pilot),
        SCHOOL_TEST(a_course_is_required_unless_the_training_is_special),
        SCHOOL_TEST(an_incident_that_is_not_open_has_its_day_of_decision),
        SCHOOL_TEST(a_period_begins_on_a_monday),
        SCHOOL_TEST(the_leading_group_has_no_college),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
