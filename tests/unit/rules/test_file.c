/* A set from stored texts: the same checks, order and hash as from a folder; which paths and texts are accepted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ruledir.h"

static const char *const regulation = "regulation { effective = \"2023-12-18\", articles = 27 }\n";

static onex_status take(ruledir *d, const onex_rules_text *files, int n) {
    d->options.dir = "published";
    d->options.files = files;
    d->options.nfiles = n;
    return ruledir_read(d);
}

static onex_rules_text stored(const char *path, const char *text) {
    return (onex_rules_text){path, text, strlen(text)};
}

static const char *place(const ruledir *d) {
    return d->problems.count ? d->problems.items[0].at.file : "";
}

static void a_stored_set_has_the_hash_of_its_folder(void **state) {
    ruledir *d = *state;
    const char *marked = "\xEF\xBB\xBF-- 带标记\n", *test = "test \"t\" { as_of = \"2026-01-01\" }\n";
    ruledir_file(d, "school/a.lua", regulation);
    ruledir_file(d, "school/b.lua", marked);
    ruledir_file(d, "school/tests/a.lua", test);
    assert_int_equal(ruledir_read(d), ONEX_OK);
    char hash[ONEX_SHA256_TEXT];
    memcpy(hash, d->front.folder.hash, sizeof hash);
    const onex_rules_text files[] = {stored("school/tests/a.lua", test), stored("school/b.lua", marked),
                                     stored("school/a.lua", regulation)};
    assert_int_equal(take(d, files, 3), ONEX_OK);
    assert_int_equal(d->problems.count, 0);
    assert_string_equal(d->front.folder.hash, hash);
    assert_string_equal(d->front.folder.files[0].path, "school/a.lua");
    assert_true(d->front.folder.files[2].test);
    assert_int_equal(d->front.raw.ndecls, 1);
}

static void another_text_or_path_gives_another_hash(void **state) {
    ruledir *d = *state;
    char hash[ONEX_SHA256_TEXT];
    assert_int_equal(take(d, &(onex_rules_text){"school/a.lua", "-- x", 4}, 1), ONEX_OK);
    memcpy(hash, d->front.folder.hash, sizeof hash);
    assert_int_equal(take(d, &(onex_rules_text){"school/a.lua", "-- y", 4}, 1), ONEX_OK);
    assert_string_not_equal(d->front.folder.hash, hash);
    assert_int_equal(take(d, &(onex_rules_text){"school/b.lua", "-- x", 4}, 1), ONEX_OK);
    assert_string_not_equal(d->front.folder.hash, hash);
}

static void places_say_that_the_set_is_the_published_one(void **state) {
    ruledir *d = *state;
    const onex_rules_text files[] = {stored("school/07-a.lua", "condition \"x\" { requires = a == b }\n")};
    assert_int_equal(take(d, files, 1), ONEX_OK);
    assert_true(d->problems.count > 0);
    assert_string_equal(place(d), "published:school/07-a.lua");
    assert_non_null(d->problems.items[0].source_line);
}

static void a_path_that_no_folder_has_is_refused(void **state) {
    ruledir *d = *state;
    static const char *const paths[] = {"a.lua",
                                        "school/a.txt",
                                        "school/.lua",
                                        "school/sub/a.lua",
                                        "school/tests/x/a.lua",
                                        "colleges/a.lua",
                                        "colleges//a.lua",
                                        "../school/a.lua",
                                        ""};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        const onex_rules_text file = stored(paths[i], "-- nothing\n");
        assert_int_equal(take(d, &file, 1), ONEX_OK);
        if (d->problems.count != 1) fail_msg("'%s': %d problems", paths[i], d->problems.count);
        assert_string_equal(d->problems.items[0].code, "E0101");
    }
}

static void colleges_are_held_against_the_database(void **state) {
    ruledir *d = *state;
    const char *known[] = {"art", "stage"};
    const onex_rules_text file = stored("colleges/stages/a.lua", "-- nothing\n");
    d->options.colleges = known;
    d->options.ncolleges = 2;
    assert_int_equal(take(d, &file, 1), ONEX_OK);
    assert_int_equal(d->problems.count, 1);
    assert_non_null(strstr(d->problems.items[0].message, "no college 'stages'"));
    assert_non_null(strstr(d->problems.items[0].hint, "stage"));
}

static void a_text_of_64_kilobytes_passes_and_one_more_byte_does_not(void **state) {
    ruledir *d = *state;
    char *text = malloc(ONEX_RULE_FILE_MAX + 1);
    assert_non_null(text);
    memset(text, '-', ONEX_RULE_FILE_MAX + 1);
    onex_rules_text file = {"school/a.lua", text, ONEX_RULE_FILE_MAX};
    assert_int_equal(take(d, &file, 1), ONEX_OK);
    assert_int_equal(d->problems.count, 0);
    file.len++;
    assert_int_equal(take(d, &file, 1), ONEX_OK);
    assert_int_equal(d->problems.count, 1);
    free(text);
}

static void a_text_that_is_no_utf8_is_refused(void **state) {
    ruledir *d = *state;
    const onex_rules_text file = stored("school/a.lua", "-- ok\n-- \xC4\n");
    assert_int_equal(take(d, &file, 1), ONEX_OK);
    assert_string_equal(d->problems.items[0].code, "E0102");
    assert_int_equal(d->problems.items[0].at.line, 2);
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(a_stored_set_has_the_hash_of_its_folder),
    RULEDIR_TEST(another_text_or_path_gives_another_hash),
    RULEDIR_TEST(places_say_that_the_set_is_the_published_one),
    RULEDIR_TEST(a_path_that_no_folder_has_is_refused),
    RULEDIR_TEST(colleges_are_held_against_the_database),
    RULEDIR_TEST(a_text_of_64_kilobytes_passes_and_one_more_byte_does_not),
    RULEDIR_TEST(a_text_that_is_no_utf8_is_refused),
};

RULEDIR_MAIN(tests)
