/* Which files belong to a rule set, which are refused, and what the set's hash depends on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ruledir.h"

static onex_rule_folder folder;

static const char *read_folder(ruledir *d) {
    static char told[4096];
    onex_rule_folder_clear(&folder);
    onex_problems_clear(&d->problems);
    assert_int_equal(
        onex_rule_folder_read(&folder, d->path, d->options.colleges, d->options.ncolleges, &d->problems, &d->err),
        ONEX_OK);
    size_t used = 0;
    told[0] = '\0';
    for (int i = 0; i < d->problems.count; i++)
        used += (size_t)snprintf(told + used, sizeof told - used, "%s%s: %s", i ? "\n" : "",
                                 d->problems.items[i].at.file, d->problems.items[i].message);
    return told;
}

static int finish(void **state) {
    onex_rule_folder_clear(&folder);
    return ruledir_remove(state);
}

static void files_are_read_in_the_order_of_their_paths(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/b.lua", "b");
    ruledir_file(d, "school/a.lua",
                 "\xEF\xBB\xBF"
                 "a");
    ruledir_file(d, "school/tests/t.lua", "t");
    ruledir_file(d, "README.md", "x");
    assert_string_equal(read_folder(d), "");
    assert_int_equal(folder.nfiles, 3);
    assert_string_equal(folder.files[0].path, "school/a.lua");
    assert_string_equal(folder.files[0].text, "a");
    assert_string_equal(folder.files[1].path, "school/b.lua");
    assert_true(folder.files[2].test);
    assert_ptr_equal(onex_rule_folder_find(&folder, "school/b.lua"), &folder.files[1]);
    assert_null(onex_rule_folder_find(&folder, "school/c.lua"));
}

static void hidden_files_and_copies_of_editors_are_passed_over(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/.a.lua", "a");
    ruledir_file(d, "school/a.lua~", "a");
    ruledir_file(d, "school/.git/x", "a");
    assert_string_equal(read_folder(d), "");
    assert_int_equal(folder.nfiles, 0);
}

static void what_nothing_reads_is_an_error(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/notes.txt", "a");
    ruledir_file(d, "school/more/a.lua", "a");
    ruledir_file(d, "school/tests/deep/a.lua", "a");
    ruledir_file(d, "colleges/a.lua", "a");
    assert_string_equal(read_folder(d),
                        "colleges/a.lua: not a college's folder; nothing reads this\nschool/more: nothing reads this\n"
                        "school/notes.txt: nothing reads this\nschool/tests/deep: nothing reads this");
}

static void links_and_pipes_are_errors(void **state) {
    ruledir *d = *state;
    char path[300];
    snprintf(path, sizeof path, "%s/school/a.lua", d->path);
    assert_int_equal(symlink("/etc/hostname", path), 0);
    snprintf(path, sizeof path, "%s/school/b.lua", d->path);
    assert_int_equal(mkfifo(path, 0600), 0);
    snprintf(path, sizeof path, "%s/school/tests", d->path);
    assert_int_equal(symlink("/etc", path), 0);
    assert_string_equal(read_folder(d),
                        "school/a.lua: a link; only regular files are read\nschool/b.lua: not a regular file\n"
                        "school/tests: a link; only regular files are read");
}

static void a_folder_of_no_college_in_the_database_is_an_error(void **state) {
    ruledir *d = *state;
    const char *codes[] = {"art", "music"};
    ruledir_file(d, "colleges/art/.keep", "");
    ruledir_file(d, "colleges/musik/.keep", "");
    assert_string_equal(read_folder(d), "");
    d->options.colleges = codes;
    d->options.ncolleges = 2;
    assert_string_equal(read_folder(d), "colleges/musik: no college 'musik' in the database");
    assert_string_equal(d->problems.items[0].hint, "nearest: 'music'");
}

static void a_file_of_64_kb_is_read_and_one_more_byte_is_not(void **state) {
    ruledir *d = *state;
    char *text = malloc(ONEX_RULE_FILE_MAX + 8);
    memset(text, ' ', ONEX_RULE_FILE_MAX + 8);
    ruledir_bytes(d, "school/a.lua", text, ONEX_RULE_FILE_MAX);
    assert_string_equal(read_folder(d), "");
    assert_int_equal(folder.files[0].len, ONEX_RULE_FILE_MAX);
    ruledir_bytes(d, "school/a.lua", text, ONEX_RULE_FILE_MAX + 1);
    assert_string_equal(read_folder(d), "school/a.lua: longer than 64 kB");
    memcpy(text, "\xEF\xBB\xBF", 3);
    ruledir_bytes(d, "school/a.lua", text, ONEX_RULE_FILE_MAX + 3);
    assert_string_equal(read_folder(d), "");
    ruledir_bytes(d, "school/a.lua", text, ONEX_RULE_FILE_MAX + 4);
    assert_string_equal(read_folder(d), "school/a.lua: longer than 64 kB");
    free(text);
}

static void what_is_not_utf8_is_told_with_its_line(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/a.lua", "x\n\xD6\xD0");
    assert_string_equal(read_folder(d), "school/a.lua: the file is not UTF-8 text");
    assert_int_equal(d->problems.items[0].at.line, 2);
    assert_null(folder.files[0].text);
}

static void the_hash_depends_on_paths_and_bytes_and_nothing_else(void **state) {
    ruledir *d = *state;
    char first[ONEX_SHA256_TEXT], second[ONEX_SHA256_TEXT];
    ruledir_file(d, "school/a.lua", "x");
    ruledir_file(d, "school/tests/t.lua", "y");
    read_folder(d);
    memcpy(first, folder.hash, sizeof first);
    ruledir_file(d, "README.md", "changed");
    ruledir_file(d, "school/a.lua", "x");
    read_folder(d);
    assert_string_equal(folder.hash, first);
    ruledir_file(d, "school/tests/t.lua", "z");
    read_folder(d);
    memcpy(second, folder.hash, sizeof second);
    assert_string_not_equal(second, first);
    ruledir_file(d, "school/tests/t.lua", "y");
    ruledir_file(d, "school/b.lua", "");
    read_folder(d);
    assert_string_not_equal(folder.hash, first);
}

static void no_folder_is_not_found(void **state) {
    ruledir *d = *state;
    assert_int_equal(onex_rule_folder_read(&folder, "/nowhere/rules", NULL, 0, &d->problems, &d->err),
                     ONEX_E_NOT_FOUND);
    assert_string_equal(d->err.text, "no rules folder '/nowhere/rules'");
    char school[300];
    snprintf(school, sizeof school, "%s/school", d->path);
    assert_int_equal(onex_rule_folder_read(&folder, school, NULL, 0, &d->problems, &d->err), ONEX_E_NOT_FOUND);
}

static void each_college_is_a_layer_behind_the_schools(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "colleges/art/a.lua", "tighten \"x\" { compute = function() end }");
    ruledir_file(d, "colleges/dance/b.lua", "param \"y\" { }");
    ruledir_file(d, "school/a.lua", "param \"x\" { compute = function() end }");
    assert_int_equal(ruledir_read(d), ONEX_OK);
    assert_string_equal(ruledir_told(d), "");
    assert_int_equal(d->front.raw.ndecls, 3);
    assert_null(d->front.raw.decls[0].college);
    assert_string_equal(d->front.raw.decls[1].college, "art");
    assert_string_equal(d->front.raw.decls[1].word, "tighten");
    assert_string_equal(d->front.raw.decls[2].college, "dance");
    assert_ptr_not_equal(onex_front_worker(&d->front, "art"), onex_front_worker(&d->front, NULL));
    assert_null(onex_front_worker(&d->front, "dance")); /* it has no functions to call */
    assert_null(onex_front_worker(&d->front, "nobody"));
}

static void tests_are_read_when_asked_for(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/a.lua", "param \"a\" { }");
    ruledir_file(d, "school/tests/s.lua", "test \"s\" { }");
    ruledir_file(d, "school/tests/t.lua", "test \"t\" { }");
    assert_int_equal(ruledir_read(d), ONEX_OK);
    assert_int_equal(d->front.raw.ndecls, 1);
    d->options.with_tests = true;
    assert_int_equal(ruledir_read(d), ONEX_OK);
    assert_int_equal(d->front.raw.ndecls, 3);
    d->options.only = "school/tests/t.lua";
    assert_int_equal(ruledir_read(d), ONEX_OK);
    assert_int_equal(d->front.raw.ndecls, 2);
    assert_string_equal(d->front.raw.decls[1].name, "t");
    d->options.only = "school/tests/";
    assert_int_equal(ruledir_read(d), ONEX_OK);
    assert_int_equal(d->front.raw.ndecls, 3);
    d->options.only = "school/tes";
    assert_int_equal(ruledir_read(d), ONEX_E_NOT_FOUND);
}

#define FOLDER_TEST(f) cmocka_unit_test_setup_teardown(f, ruledir_make, finish)
static const struct CMUnitTest tests[] = {
    FOLDER_TEST(files_are_read_in_the_order_of_their_paths),
    FOLDER_TEST(hidden_files_and_copies_of_editors_are_passed_over),
    FOLDER_TEST(what_nothing_reads_is_an_error),
    FOLDER_TEST(links_and_pipes_are_errors),
    FOLDER_TEST(a_folder_of_no_college_in_the_database_is_an_error),
    FOLDER_TEST(a_file_of_64_kb_is_read_and_one_more_byte_is_not),
    FOLDER_TEST(what_is_not_utf8_is_told_with_its_line),
    FOLDER_TEST(the_hash_depends_on_paths_and_bytes_and_nothing_else),
    FOLDER_TEST(no_folder_is_not_found),
    FOLDER_TEST(each_college_is_a_layer_behind_the_schools),
    FOLDER_TEST(tests_are_read_when_asked_for),
};
RULEDIR_MAIN(tests)
