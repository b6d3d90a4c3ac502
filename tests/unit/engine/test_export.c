/* Export and back: the files of one database fill another with the same rows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/export.h"
#include "unit/engine/importing.h"

static char *exported(school *s, const char *table, const onex_export *how) {
    char *text = NULL;
    size_t len;
    FILE *out = open_memstream(&text, &len);
    assert_non_null(out);
    assert_ok(onex_export_table(out, s->store, onex_entity_find(table), how, &s->place->err), s->place);
    fclose(out);
    return text;
}

static void expect(school *s, const char *table, onex_export how, const char *expected) {
    char *text = exported(s, table, &how);
    assert_string_equal(text, expected);
    free(text);
}

static void csv_has_a_bom_crlf_and_the_order_of_keys(void **state) {
    school *s = *state;
    assert_taken(s, "office.csv", "code,name\nb,\"x,\"\"y\"\"\"\na,'=1\n");
    expect(s, "office", (onex_export){0},
           "\xEF\xBB\xBF"
           "code,name\r\na,'=1\r\nb,\"x,\"\"y\"\"\"\r\n");
}

static void chinese_has_titles_and_words(void **state) {
    school *s = *state;
    assert_taken(s, "registration.csv", "pilot,person,level,rank_score,selected\nP-1,S1,elementary,86.5,1\n");
    expect(s, "registration", (onex_export){.zh = true},
           "\xEF\xBB\xBF项目编号,人员编号,等级,自愿确认日期,遴选成绩,入选\r\nP-1,S1,初级,,86.5,是\r\n");
}

static void numbers_are_not_guarded_and_text_is(void **state) {
    school *s = *state;
    assert_taken(s, "budget_adjustment.csv", "code,pilot,head,delta\n-B1,P-1,设备,-50.25\n");
    expect(s, "budget_adjustment", (onex_export){0},
           "\xEF\xBB\xBF"
           "code,pilot,head,delta,document,approved_on\r\n'-B1,P-1,设备,-50.25,,\r\n");
}

static void json_has_types(void **state) {
    school *s = *state;
    expect(s, "course", (onex_export){.json = true},
           "{\"schema\":\"onex.export/1\",\"table\":\"course\",\"rows\":[\n"
           "{\"code\":\"K1\",\"name\":\"课程\",\"major\":\"M1\",\"credits\":1.5,\"standard_revised_on\":null}]}\n");
}

static void import_back(school *s, bool zh) {
    char folder[600];
    const onex_export how = {.zh = zh};
    onex_store *other = NULL;
    snprintf(folder, sizeof folder, "%s/export", s->place->folder);
    assert_ok(onex_export_folder(folder, s->store, &how, &s->place->err), s->place);
    assert_int_equal(onex_export_folder(folder, s->store, &how, &s->place->err), ONEX_E_DATA); /* not empty now */
    char db[600];
    snprintf(db, sizeof db, "%s/other.db", s->place->folder);
    assert_ok(onex_store_open(&other, db, ONEX_STORE_CREATE, NULL, &s->place->err), s->place);
    onex_store *first = s->store;
    char files[300];
    strcpy(files, s->files);
    snprintf(s->files, sizeof s->files, "%.290s", folder);
    s->store = other;
    s->options.initial = true;
    if (import_files(s)) fail_msg("%s %s", s->place->err.text, s->told.data);
    rmdir(folder);
    strcpy(s->files, files);
    s->store = first;
    for (int i = 0; i < onex_nentities; i++) {
        const onex_export plain = {0};
        char *before = exported(s, onex_entities[i].name, &plain);
        s->store = other;
        char *after = exported(s, onex_entities[i].name, &plain);
        s->store = first;
        assert_string_equal(after, before);
        free(before);
        free(after);
    }
    onex_store_close(other);
    unlink(db);
}

static void fill(school *s) {
    put_file(s, "office.csv", "code,name\na,'=1\nb,\"x\n\ty,\"\"z\"\"\"\nc,''\n");
    put_file(s, "registration.csv", "pilot,person,level,rank_score,selected\nP-1,S1,初级,86.5,1\nP-1,S2,高级,,\n");
    put_file(s, "seat.csv", "body,college,role,post,person,from_on\nleading_group,,head,president,T1,2025-01-01\n");
    put_file(s, "expense.csv",
             "code,pilot,head,amount,spent_on,contract,forms_asset\nE1,P-1,设备,0.01,2026-02-01,H1,0\n");
    assert_int_equal(import_files(s), ONEX_OK);
}

static void a_folder_comes_back_as_the_same_tables(void **state) {
    fill(*state);
    import_back(*state, false);
}

static void a_chinese_folder_comes_back_as_the_same_tables(void **state) {
    fill(*state);
    import_back(*state, true);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(csv_has_a_bom_crlf_and_the_order_of_keys),
        SCHOOL_TEST(chinese_has_titles_and_words),
        SCHOOL_TEST(numbers_are_not_guarded_and_text_is),
        SCHOOL_TEST(json_has_types),
        SCHOOL_TEST(a_folder_comes_back_as_the_same_tables),
        SCHOOL_TEST(a_chinese_folder_comes_back_as_the_same_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
