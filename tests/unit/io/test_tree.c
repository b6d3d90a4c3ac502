/* Folders copied whole or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "io/tree.h"

static char folder[] = "/tmp/onex-tree-XXXXXX";

static int setup(void **state) {
    (void)state;
    strcpy(folder, "/tmp/onex-tree-XXXXXX");
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int teardown(void **state) {
    (void)state;
    onex_tree_remove(folder);
    return chdir("/");
}

static void put(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static bool there(const char *path) {
    return access(path, F_OK) == 0;
}

static void a_copy_holds_files_and_folders_but_no_hidden_or_backup_names(void **state) {
    (void)state;
    onex_error err = {0};
    mkdir("a", 0777);
    mkdir("a/b", 0777);
    put("a/one.lua", "1");
    put("a/b/two.lua", "2");
    put("a/.hidden", "3");
    put("a/old.lua~", "4");
    assert_int_equal(onex_tree_copy("a", "copy", &err), ONEX_OK);
    assert_true(there("copy/one.lua") && there("copy/b/two.lua"));
    assert_false(there("copy/.hidden") || there("copy/old.lua~"));
}

static void a_link_is_refused_and_leaves_nothing(void **state) {
    (void)state;
    onex_error err = {0};
    mkdir("a", 0777);
    put("a/one.lua", "1");
    assert_int_equal(symlink("/etc/passwd", "a/two.lua"), 0);
    assert_int_equal(onex_tree_copy("a", "copy", &err), ONEX_E_DATA);
    assert_string_equal(err.text, "'a/two.lua' is neither a file nor a folder");
    unlink("a/two.lua");
    unlink("a/one.lua");
    rmdir("a");
    assert_int_equal(chdir("/"), 0);
    assert_int_equal(rmdir(folder), 0); /* empty: no half copy */
}

static void a_folder_that_is_not_there_is_not_found(void **state) {
    (void)state;
    onex_error err = {0};
    assert_int_equal(onex_tree_copy("nowhere", "copy", &err), ONEX_E_NOT_FOUND);
    assert_false(there("copy"));
}

static void folders_above_are_made_and_a_file_in_the_way_is_an_error(void **state) {
    (void)state;
    onex_error err = {0};
    assert_int_equal(onex_tree_make("x/y/z", &err), ONEX_OK);
    assert_int_equal(onex_tree_make("x/y/z", &err), ONEX_OK);
    put("file", "");
    assert_int_equal(onex_tree_make("file/below", &err), ONEX_E_DATA);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_copy_holds_files_and_folders_but_no_hidden_or_backup_names, setup, teardown),
        cmocka_unit_test_setup_teardown(a_link_is_refused_and_leaves_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_folder_that_is_not_there_is_not_found, setup, teardown),
        cmocka_unit_test_setup_teardown(folders_above_are_made_and_a_file_in_the_way_is_an_error, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
