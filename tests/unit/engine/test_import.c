/* Imports that go through: what is taken, updated, left alone, and recorded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/engine/importing.h"

static void a_folder_is_one_import_with_one_event(void **state) {
    school *s = *state;
    assert_string_equal(ask(s, "SELECT count(*) FROM event WHERE kind = 'import'"), "1");
    assert_string_equal(ask(s, "SELECT group_concat(DISTINCT inserted_by_event) FROM person"), "2");
    assert_string_equal(ask(s, "SELECT json_extract(payload, '$.files[0].name') FROM event WHERE number = 2"),
                        "certificate.csv");
    assert_string_equal(ask(s, "SELECT length(json_extract(payload, '$.files[0].sha256')) FROM event WHERE number = 2"),
                        "64");
    assert_string_equal(ask(s, "SELECT json_extract(payload, '$.files[0].new') FROM event WHERE number = 2"), "2");
}

static void the_same_file_again_changes_nothing_and_writes_no_event(void **state) {
    school *s = *state;
    assert_taken(s, "person.csv", "code,name,kind,college\nT1,甲,staff,art\nS2, 丁 ,学生,\n");
    assert_counts(s, "person", 0, 0, 2, 0);
    assert_int_equal(s->result.event, 0);
    assert_string_equal(ask(s, "SELECT max(number) FROM event"), "2");
}

static void a_changed_value_updates_and_is_recorded_old_and_new(void **state) {
    school *s = *state;
    assert_taken(s, "course.csv", "code,credits,name\nK1,2,课程\n");
    assert_counts(s, "course", 0, 1, 0, 0);
    assert_string_equal(ask(s, "SELECT credits FROM course"), "20");
    assert_string_equal(ask(s, "SELECT table_name || row_key || column_name || old_value || new_value FROM change"),
                        "course[\"K1\"]credits1520");
}

static void a_blank_sets_null_and_a_column_that_is_not_there_keeps_its_value(void **state) {
    school *s = *state;
    assert_taken(s, "course.csv", "code,name\nK1,新名\n");
    assert_string_equal(ask(s, "SELECT credits FROM course"), "15");
    assert_taken(s, "course.csv", "code,credits\nK1,\n");
    assert_string_equal(ask(s, "SELECT credits FROM course"), "NULL");
    assert_string_equal(ask(s, "SELECT name FROM course"), "新名");
}

static void a_dry_run_counts_and_writes_nothing(void **state) {
    school *s = *state;
    s->options.dry_run = true;
    assert_taken(s, "college.csv", "code,name\nart,改名\ndance,舞蹈学院\n");
    assert_counts(s, "college", 1, 1, 0, 0);
    assert_string_equal(ask(s, "SELECT count(*) FROM college WHERE name = '改名' OR code = 'dance'"), "0");
}

static void chinese_headers_and_words_are_taken(void **state) {
    school *s = *state;
    assert_taken(s, "报名.csv",
                 "项目编号,人员编号,等级,自愿确认日期,遴选成绩,入选\nP-1,S1,初级,2026年1月6日,86.125,是\n");
    assert_string_equal(ask(s, "SELECT level || voluntary_on || rank_score || selected FROM registration"),
                        "elementary2026-01-06861251");
}

static void a_date_is_written_in_three_ways(void **state) {
    school *s = *state;
    assert_taken(s, "milestone.csv", "pilot,title,due_on\nP-2,a,2026-03-01\nP-2,b,2026/3/1\nP-2,c,2026年3月1日\n");
    assert_string_equal(ask(s, "SELECT count(*) FROM milestone WHERE due_on = '2026-03-01'"), "3");
}

static void the_table_is_found_by_the_header_when_the_name_says_nothing(void **state) {
    school *s = *state;
    assert_taken(s, "各系人员.csv", "code,name,kind\nS9,戊,student\n");
    assert_counts(s, "person", 1, 0, 0, 0);
}

static void the_table_may_be_named(void **state) {
    school *s = *state;
    s->options.table = "职能部门";
    assert_taken(s, "x.csv", "code,name\nfinance_assets,财务处\n");
    assert_counts(s, "office", 1, 0, 0, 0);
}

static void a_gb18030_file_and_a_tsv_are_taken(void **state) {
    school *s = *state;
    put_bytes(s, "college.csv", "code,name\ndance,\xCE\xE8\xB5\xB8\xD1\xA7\xD4\xBA\n", 25);
    put_file(s, "office.tsv", "code\tname\nstudent_affairs\t学工部\n");
    assert_int_equal(import_files(s), ONEX_OK);
    assert_string_equal(ask(s, "SELECT name FROM college WHERE code = 'dance'"), "舞蹈学院");
    assert_string_equal(ask(s, "SELECT name FROM office"), "学工部");
}

static void hidden_files_are_passed_over_and_others_are_named(void **state) {
    school *s = *state;
    put_file(s, ".college.csv", "nonsense");
    put_file(s, "~$college.csv", "nonsense");
    put_file(s, "readme.txt", "nonsense");
    assert_taken(s, "office.csv", "code,name\nx,y\n");
    assert_int_equal(s->result.nnotes, 1);
    assert_non_null(strstr(s->result.notes[0], "readme.txt"));
}

static void the_guard_of_an_export_is_taken_off(void **state) {
    school *s = *state;
    assert_taken(s, "office.csv", "code,name\na,'=1+1\nb,''x\nc,'x\n");
    assert_string_equal(ask(s, "SELECT group_concat(name) FROM office"), "=1+1,'x,'x");
}

static void text_is_trimmed_composed_and_keeps_its_line_feeds(void **state) {
    school *s = *state;
    assert_taken(s, "office.csv", "code,name\na,\" e\xCC\x81 \"\n");
    assert_string_equal(ask(s, "SELECT name FROM office"), "\xC3\xA9");
    assert_taken(s, "pilot.csv", "code,content\nP-2,\"a\r\nb\n\tc\"\n");
    assert_string_equal(ask(s, "SELECT content FROM pilot WHERE code = 'P-2'"), "a\nb\n\tc");
}

static void references_are_settled_after_all_files(void **state) {
    school *s = *state;
    put_file(s, "course.csv", "code,name,major\nK9,课程,M9\n");
    put_file(s, "major.csv", "code,name,college\nM9,专业,dance\n");
    put_file(s, "z.csv", "code,name\ndance,舞蹈学院\n");
    assert_int_equal(import_files(s), ONEX_E_DATA); /* z.csv fits several tables */
    put_file(s, "course.csv", "code,name,major\nK9,课程,M9\n");
    put_file(s, "major.csv", "code,name,college\nM9,专业,dance\n");
    put_file(s, "二级学院.csv", "code,name\ndance,舞蹈学院\n");
    assert_int_equal(import_files(s), ONEX_OK);
}

static void a_code_under_another_pilot_moves_its_row(void **state) {
    school *s = *state;
    assert_taken(s, "training.csv", "code,pilot,audience,starts_on\nX,P-1,student,2026-02-01\n");
    assert_taken(s, "training.csv", "code,pilot,audience,starts_on\nX,P-2,student,2026-02-01\n");
    assert_counts(s, "training", 0, 1, 0, 0);
    assert_string_equal(ask(s, "SELECT pilot FROM training"), "P-2");
}

static void two_pilots_may_exchange_what_is_unique(void **state) {
    school *s = *state;
    assert_taken(s, "pilot.csv", "code,year,college,certificate\nP-3,2026,music,X2\n");
    assert_taken(s, "pilot.csv", "code,year,college,certificate\nP-2,2026,music,X2\nP-3,2026,music,X1\n");
    assert_counts(s, "pilot", 0, 2, 0, 0);
    assert_string_equal(ask(s, "SELECT group_concat(code || certificate) FROM pilot WHERE code > 'P-1'"),
                        "P-2X2,P-3X1");
    assert_string_equal(ask(s, "SELECT inserted_by_event FROM pilot WHERE code = 'P-2'"), "2");
}

static void a_blank_in_a_key_equals_a_blank(void **state) {
    school *s = *state;
    const char *text = "body,college,role,post,person,from_on,to_on\nleading_group,,head,president,T1,2025-01-01,\n";
    assert_taken(s, "seat.csv", text);
    assert_taken(s, "seat.csv", text);
    assert_counts(s, "seat", 0, 0, 1, 0);
}

static void a_report_before_the_start_is_warned_of(void **state) {
    school *s = *state;
    assert_taken(s, "report.csv",
                 "pilot,period_start,state\nP-1,2025-12-29,draft\nP-1,2026-01-05,draft\nP-2,2026-01-05,draft\n");
    assert_string_equal(s->told.data, "~report:2:period_start=2025-12-29 ~report:4:period_start=2026-01-05");
    assert_counts(s, "report", 3, 0, 0, 0);
}

static void a_file_with_a_header_only_is_fine(void **state) {
    school *s = *state;
    assert_taken(s, "office.csv", "code,name\r\n");
    assert_counts(s, "office", 0, 0, 0, 0);
}

static void columns_blank_in_header_and_cells_are_ignored(void **state) {
    school *s = *state;
    assert_taken(s, "office.csv", "code,,name,,\na,,b,,\nc,  ,d\n");
    assert_counts(s, "office", 2, 0, 0, 0);
}

static void an_optional_column_that_is_missing_does_not_hide_the_stored_value(void **state) {
    school *s = *state;
    assert_taken(s, "standard_item.csv", "certificate,level,code,title\nX1,初级,E1,任务\n");
    assert_taken(s, "course_mapping.csv", "pilot,level,standard_item,kind,course\nP-1,初级,E1,module,K1\n");
    assert_taken(s, "course_mapping.csv", "pilot,level,standard_item,kind\nP-1,初级,E1,whole_course\n");
    assert_counts(s, "course_mapping", 0, 1, 0, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(a_folder_is_one_import_with_one_event),
        SCHOOL_TEST(the_same_file_again_changes_nothing_and_writes_no_event),
        SCHOOL_TEST(a_changed_value_updates_and_is_recorded_old_and_new),
        SCHOOL_TEST(a_blank_sets_null_and_a_column_that_is_not_there_keeps_its_value),
        SCHOOL_TEST(a_dry_run_counts_and_writes_nothing),
        SCHOOL_TEST(chinese_headers_and_words_are_taken),
        SCHOOL_TEST(a_date_is_written_in_three_ways),
        SCHOOL_TEST(the_table_is_found_by_the_header_when_the_name_says_nothing),
        SCHOOL_TEST(the_table_may_be_named),
        SCHOOL_TEST(a_gb18030_file_and_a_tsv_are_taken),
        SCHOOL_TEST(hidden_files_are_passed_over_and_others_are_named),
        SCHOOL_TEST(the_guard_of_an_export_is_taken_off),
        SCHOOL_TEST(text_is_trimmed_composed_and_keeps_its_line_feeds),
        SCHOOL_TEST(references_are_settled_after_all_files),
        SCHOOL_TEST(a_code_under_another_pilot_moves_its_row),
        SCHOOL_TEST(two_pilots_may_exchange_what_is_unique),
        SCHOOL_TEST(a_blank_in_a_key_equals_a_blank),
        SCHOOL_TEST(a_report_before_the_start_is_warned_of),
        SCHOOL_TEST(a_file_with_a_header_only_is_fine),
        SCHOOL_TEST(columns_blank_in_header_and_cells_are_ignored),
        SCHOOL_TEST(an_optional_column_that_is_missing_does_not_hide_the_stored_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
