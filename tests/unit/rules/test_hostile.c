/* Runs every file of tests/hostile as the only file of a rules folder. Its first line says what must be told of it: one
 * of several texts, or `nothing`. Whatever it does, this process stays well, and the next folder loads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>

#include "ruledir.h"

static bool told_any(const char *told, const char *texts) {
    char one[200];
    while (*texts) {
        size_t len = strcspn(texts, "|");
        snprintf(one, sizeof one, "%.*s", (int)len, texts);
        if (strstr(told, one)) return true;
        texts += len + (texts[len] == '|');
    }
    return false;
}

static void run_hostile(ruledir *d, const char *name) {
    char path[300], text[ONEX_RULE_FILE_MAX + 1], expected[300];
    snprintf(path, sizeof path, "tests/hostile/%s", name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t len = fread(text, 1, sizeof text - 1, file);
    text[len] = '\0';
    fclose(file);
    if (sscanf(text, "-- expect: %299[^\n]", expected) != 1) fail_msg("%s: the first line says nothing", name);
    const char *told = ruledir_wrong(d, text);
    bool nothing = strcmp(expected, "nothing") == 0;
    if (nothing ? *told != '\0' : !told_any(told, expected))
        fail_msg("%s: expected \"%s\", told: %s", name, expected, *told ? told : "nothing");
    if (!nothing) assert_true(d->problems.errors > 0);
    for (const char *c = told; *c; c++)
        if ((unsigned char)*c < 0x20 && *c != '\n') fail_msg("%s: a control character got through", name);
}

static void every_hostile_file_ends_as_it_says(void **state) {
    struct dirent **names;
    int n = scandir("tests/hostile", &names, NULL, alphasort), ran = 0;
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
        size_t len = strlen(names[i]->d_name);
        if (len > 4 && strcmp(names[i]->d_name + len - 4, ".lua") == 0) {
            run_hostile(*state, names[i]->d_name);
            ran++;
        }
        free(names[i]);
    }
    free(names);
    assert_true(ran >= 25);
    ruledir_one(*state, "param \"x\" { title = \"still well\", value = 1 }");
}

static void a_stopped_file_is_named_and_the_set_is_not_complete(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/0.lua", "param \"x\" { value = 1 }");
    assert_string_equal(ruledir_wrong(d, "while true do end"),
                        "0:0 E0108 stopped after 1 s of CPU; its rules were not evaluated");
    assert_string_equal(d->problems.items[0].at.file, "rules/school/a.lua");
    assert_false(d->front.complete);
}

static void a_long_chain_of_operators_is_read_in_time(void **state) {
    char *text = malloc(ONEX_RULE_FILE_MAX + 1);
    size_t len = (size_t)sprintf(text, "local function f(a) return a");
    while (len < ONEX_RULE_FILE_MAX - 20) len += (size_t)sprintf(text + len, " and a");
    sprintf(text + len, " end");
    assert_string_equal(ruledir_wrong(*state, text), "");
    free(text);
}

static void a_worker_that_is_no_worker_is_told(void **state) {
    ruledir *d = *state;
    d->options.worker = "/bin/false";
    assert_string_equal(ruledir_wrong(d, "param \"x\" { }"),
                        "0:0 E0108 the process that ran it ended (code 1); its rules were not evaluated");
    d->options.worker = "/nowhere/onex";
    assert_int_equal(ruledir_read(d), ONEX_E_INTERNAL);
    assert_string_equal(d->err.text, "cannot start the process that runs rule files: No such file or directory");
}

static const struct CMUnitTest tests[] = {
    RULEDIR_TEST(every_hostile_file_ends_as_it_says),
    RULEDIR_TEST(a_stopped_file_is_named_and_the_set_is_not_complete),
    RULEDIR_TEST(a_long_chain_of_operators_is_read_in_time),
    RULEDIR_TEST(a_worker_that_is_no_worker_is_told),
};
RULEDIR_MAIN(tests)
