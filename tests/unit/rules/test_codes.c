/* The table of codes has every code that the source gives, and no other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "rules/codes.h"

static int number_of(const char *code) {
    for (int i = 0; onex_codes[i].code; i++)
        if (strncmp(onex_codes[i].code, code, 5) == 0) return i;
    return -1;
}

static bool is_code(const char *at) {
    if (at[0] != '"' || !strchr("EWN", at[1]) || at[2] != '0' || strspn(at + 2, "0123456789") != 4) return false;
    return at[6] == '"';
}

/* Marks the codes that the file names. */
static void read_source(const char *path, bool used[100]) {
    char line[1024];
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file))
        for (const char *at = line; *at; at++) {
            if (!is_code(at)) continue;
            int found = number_of(at + 1);
            if (found < 0) fail_msg("%s: %.5s is not in the table", path, at + 1);
            used[found] = true;
        }
    fclose(file);
}

static void every_code_is_in_the_table_and_every_entry_is_used(void **state) {
    (void)state;
    bool used[100] = {false};
    glob_t sources;
    assert_int_equal(glob("src/rules/*.[ch]", 0, NULL, &sources), 0);
    assert_true(sources.gl_pathc > 10);
    for (size_t i = 0; i < sources.gl_pathc; i++)
        if (strcmp(sources.gl_pathv[i], "src/rules/codes.c") != 0) read_source(sources.gl_pathv[i], used);
    globfree(&sources);
    for (int i = 0; onex_codes[i].code; i++)
        if (!used[i]) fail_msg("nothing gives %s", onex_codes[i].code);
}

/* By their numbers; an error before the warning of the same number. */
static void the_table_rises(void **state) {
    (void)state;
    for (int i = 1; onex_codes[i].code; i++) {
        const char *a = onex_codes[i - 1].code, *b = onex_codes[i].code;
        int order = strcmp(a + 1, b + 1);
        assert_true(order < 0 || (order == 0 && *a < *b));
    }
}

static void each_code_is_told_in_both_languages(void **state) {
    (void)state;
    for (int i = 0; onex_codes[i].code; i++) {
        assert_true(*onex_codes[i].en && *onex_codes[i].zh);
        assert_true((unsigned char)onex_codes[i].zh[0] > 0x7F || strchr(onex_codes[i].zh, '"') == NULL);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_is_in_the_table_and_every_entry_is_used),
        cmocka_unit_test(the_table_rises),
        cmocka_unit_test(each_code_is_told_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
