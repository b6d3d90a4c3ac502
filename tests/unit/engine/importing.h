/* A small school to import into: a folder of files, a database, and what an import told. Included after cmocka. */
#ifndef ONEX_TESTS_ENGINE_IMPORTING_H
#define ONEX_TESTS_ENGINE_IMPORTING_H

#include <sqlite3.h>

#include "base/buffer.h"
#include "engine/import.h"
#include "unit/store/place.h"

typedef struct school {
    place *place;
    onex_store *store;
    char files[300]; /* the folder of the files to import */
    onex_import_options options;
    onex_import_result result;
    onex_buffer told; /* "FILE:ROW:COLUMN=VALUE" of each error, a warning with '~' before it, parted by spaces */
} school;

static inline void put_bytes(school *s, const char *name, const char *data, size_t len) {
    char path[600];
    snprintf(path, sizeof path, "%s/%s", s->files, name);
    place_write_file(path, data, len);
}

static inline void put_file(school *s, const char *name, const char *text) {
    put_bytes(s, name, text, strlen(text));
}

static inline void remove_files(school *s) {
    DIR *dir = opendir(s->files);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        char path[700];
        snprintf(path, sizeof path, "%s/%s", s->files, entry->d_name);
        unlink(path);
    }
    if (dir) closedir(dir);
}

static inline void tell(school *s) {
    s->told.len = 0;
    onex_buffer_text(&s->told, "");
    for (int i = 0; i < s->result.nproblems; i++) {
        const onex_import_problem *p = &s->result.problems[i];
        const char *name = p->file ? strrchr(p->file, '/') + 1 : "?";
        onex_buffer_printf(&s->told, "%s%s%.*s:%ld", s->told.len ? " " : "", p->warning ? "~" : "",
                           (int)strcspn(name, "."), name, p->row);
        if (p->column) onex_buffer_printf(&s->told, ":%s", p->column);
        if (p->value) onex_buffer_printf(&s->told, "=%s", p->value);
    }
}

/* Imports the folder; the files are gone afterwards. */
static inline onex_status import_files(school *s) {
    const char *const paths[] = {s->files};
    s->options.paths = paths;
    s->options.npaths = 1;
    onex_import_result_clear(&s->result);
    onex_status status = onex_import(&s->result, s->store, &s->options, &s->place->err);
    tell(s);
    remove_files(s);
    return status;
}

static inline onex_status import_text(school *s, const char *name, const char *text) {
    put_file(s, name, text);
    return import_files(s);
}

#define assert_taken(s, name, rows)                                                                          \
    do {                                                                                                     \
        if (import_text(s, name, rows) != ONEX_OK) fail_msg("%s: %s", (s)->place->err.text, (s)->told.data); \
    } while (0)

#define assert_refused(s, name, rows, expected)                    \
    do {                                                           \
        assert_int_equal(import_text(s, name, rows), ONEX_E_DATA); \
        assert_string_equal((s)->told.data, expected);             \
    } while (0)

/* The first cell that a query gives, as text, in a buffer that the next call overwrites; "NULL" for one. */
static inline const char *ask(school *s, const char *sql) {
    static char answer[4000];
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(sqlite3_prepare_v2(onex_store_db(s->store), sql, -1, &stmt, NULL), SQLITE_OK);
    int step = sqlite3_step(stmt);
    const char *text = step == SQLITE_ROW ? (const char *)sqlite3_column_text(stmt, 0) : "no row";
    snprintf(answer, sizeof answer, "%s", text ? text : "NULL");
    sqlite3_finalize(stmt);
    return answer;
}

static inline const onex_import_counts *counts_of(school *s, const char *table) {
    return &s->result.counts[onex_entity_find(table) - onex_entities];
}

#define assert_counts(s, table, n, u, same, wrong)              \
    do {                                                        \
        assert_int_equal(counts_of(s, table)->created, n);      \
        assert_int_equal(counts_of(s, table)->updated, u);      \
        assert_int_equal(counts_of(s, table)->unchanged, same); \
        assert_int_equal(counts_of(s, table)->rejected, wrong); \
    } while (0)

static inline int school_make(void **state) {
    if (place_make(state)) return -1;
    school *s = calloc(1, sizeof *s);
    if (!s) return -1;
    s->place = *state;
    *state = s;
    s->store = place_create(s->place);
    snprintf(s->files, sizeof s->files, "%s/files", s->place->folder);
    mkdir(s->files, 0700);
    s->options.actor = "tester";
    onex_day_from(2026, 3, 1, &s->options.as_of);
    put_file(s, "college.csv", "code,name\nart,艺术设计学院\nmusic,音乐学院\n");
    put_file(s, "person.csv",
             "code,name,kind,college\nT1,甲,staff,art\nT2,乙,教职工,art\nS1,丙,学生,art\nS2,丁,student,\n");
    put_file(s, "evaluation_org.csv", "code,name\nO1,组织\n");
    put_file(s, "certificate.csv", "code,name,evaluation_org\nX1,界面设计,O1\nX2,游戏设计,O1\n");
    put_file(s, "major.csv", "code,name,college\nM1,环境艺术设计,art\n");
    put_file(s, "course.csv", "code,name,major,credits\nK1,课程,M1,1.5\n");
    put_file(s, "pilot.csv",
             "code,year,college,certificate,state,started_on,content\n"
             "P-1,2026,art,X1,running,2026-01-07,内容\nP-2,2026,music,X1,draft,,\n");
    put_file(s, "pilot_lead.csv", "pilot,person,from_on,to_on\nP-1,T1,2026-01-01,\n");
    put_file(s, "milestone.csv", "pilot,title,due_on\nP-1,启动,2026-02-01\n");
    put_file(s, "contract.csv",
             "code,pilot,party,evaluation_org,amount,signed_on\nH1,P-1,协作单位,O1,12000,2026-01-10\n");
    s->options.initial = true;
    onex_status status = import_files(s);
    s->options.initial = false;
    if (status) print_error("%s\n%s\n", s->place->err.text, s->told.data);
    return status ? -1 : 0;
}

static inline int school_remove(void **state) {
    school *s = *state;
    onex_import_result_clear(&s->result);
    onex_buffer_clear(&s->told);
    onex_store_close(s->store);
    remove_files(s);
    rmdir(s->files);
    *state = s->place;
    free(s);
    return place_remove(state);
}

#define SCHOOL_TEST(name) cmocka_unit_test_setup_teardown(name, school_make, school_remove)

#endif
