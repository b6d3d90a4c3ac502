/* Watching a folder: what was saved is told, however an editor saves. Events are there when the call that makes them
 * returns, so nothing here waits; an alarm ends a test that would. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/watch.h"

typedef struct place {
    char dir[256], rules[300];
    onex_watch *watch;
    onex_error err;
} place;

static void at(const place *p, const char *name, char out[600]) {
    snprintf(out, 600, "%s/%s", p->rules, name);
}

static void save(const place *p, const char *name) {
    char path[600];
    at(p, name, path);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("x", file);
    fclose(file);
}

static void folder(const place *p, const char *name) {
    char path[600];
    at(p, name, path);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void move(const place *p, const char *from, const char *to) {
    char a[600], b[600];
    at(p, from, a);
    at(p, to, b);
    assert_int_equal(rename(a, b), 0);
}

static const char *saved(place *p) {
    const char *path;
    assert_int_equal(onex_watch_wait(p->watch, 0, &path, &p->err), ONEX_OK);
    return path;
}

static int make(void **state) {
    place *p = calloc(1, sizeof *p);
    const char *base = getenv("TMPDIR");
    if (!p) return -1;
    snprintf(p->dir, sizeof p->dir, "%s/onex-watch-XXXXXX", base && *base ? base : P_tmpdir);
    if (!mkdtemp(p->dir)) return -1;
    snprintf(p->rules, sizeof p->rules, "%s/rules", p->dir);
    mkdir(p->rules, 0700);
    folder(p, "school");
    save(p, "school/a.lua");
    alarm(20);
    *state = p;
    return onex_watch_open(&p->watch, p->rules, &p->err);
}

static int gone(const char *path, const struct stat *st, int type, struct FTW *walk) {
    (void)st;
    (void)type;
    (void)walk;
    return remove(path);
}

static int clear(void **state) {
    place *p = *state;
    alarm(0);
    onex_watch_close(p->watch);
    nftw(p->dir, gone, 16, FTW_DEPTH | FTW_PHYS);
    free(p);
    return 0;
}

static void a_file_that_is_written(void **state) {
    place *p = *state;
    save(p, "school/a.lua");
    assert_string_equal(saved(p), "school/a.lua");
}

static void a_file_that_is_renamed_into_place(void **state) {
    place *p = *state;
    save(p, "school/temporary");
    move(p, "school/temporary", "school/a.lua");
    assert_string_equal(saved(p), "school/a.lua");
}

static void a_file_that_is_taken_away(void **state) {
    place *p = *state;
    char path[600];
    at(p, "school/a.lua", path);
    assert_int_equal(unlink(path), 0);
    assert_string_equal(saved(p), "school/a.lua");
}

static void what_editors_keep_beside_is_passed_over(void **state) {
    place *p = *state;
    save(p, "school/b.lua");
    save(p, "school/.a.lua.swp");
    save(p, "school/a.lua~");
    assert_string_equal(saved(p), "school/b.lua");
}

static void a_folder_that_is_new(void **state) {
    place *p = *state;
    folder(p, "colleges");
    folder(p, "colleges/art");
    assert_string_equal(saved(p), "colleges");
    save(p, "colleges/art/a.lua");
    assert_string_equal(saved(p), "colleges/art/a.lua");
}

static void a_folder_that_is_renamed(void **state) {
    place *p = *state;
    move(p, "school", "colleges");
    saved(p);
    save(p, "colleges/a.lua");
    assert_string_equal(saved(p), "colleges/a.lua");
}

static void the_folder_itself_replaced(void **state) {
    place *p = *state;
    char old[600], other[600];
    snprintf(old, sizeof old, "%s/old", p->dir);
    snprintf(other, sizeof other, "%s/other", p->dir);
    mkdir(other, 0700);
    assert_int_equal(rename(p->rules, old), 0);
    assert_int_equal(rename(other, p->rules), 0);
    assert_string_equal(saved(p), "");
    folder(p, "school");
    assert_string_equal(saved(p), "school");
    save(p, "school/new.lua");
    assert_string_equal(saved(p), "school/new.lua");
}

static void a_folder_that_comes_later(void **state) {
    place *p = *state;
    char path[600];
    snprintf(path, sizeof path, "%s/later", p->dir);
    onex_watch_close(p->watch);
    assert_int_equal(onex_watch_open(&p->watch, path, &p->err), ONEX_OK);
    mkdir(path, 0700);
    assert_string_equal(saved(p), "");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make, clear)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_file_that_is_written),
        TEST(a_file_that_is_renamed_into_place),
        TEST(a_file_that_is_taken_away),
        TEST(what_editors_keep_beside_is_passed_over),
        TEST(a_folder_that_is_new),
        TEST(a_folder_that_is_renamed),
        TEST(the_folder_itself_replaced),
        TEST(a_folder_that_comes_later),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
