/* Runs every file of tests/hostile as the only file of a rules folder, and every file of tests/hostile/compute as the body
 * of a compute. Its first line says what must be told of it: one of several texts, or `nothing`. Whatever it does, this
 * process stays well, no other is left behind, and the next folder loads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <dirent.h>
#include <errno.h>
#include <sys/wait.h>

#include "base/text.h"
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

/* Reads a file of tests/hostile; what its first line expects goes to `expected`. */
static size_t read_hostile(const char *path, char *text, size_t size, char expected[300]) {
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t len = fread(text, 1, size - 1, file);
    text[len] = '\0';
    fclose(file);
    if (sscanf(text, "-- expect: %299[^\n]", expected) != 1) fail_msg("%s: the first line says nothing", path);
    return len;
}

/* A worker uses all the time it gets, so only on a busy machine do 3 s of the clock pass before any other limit is met. */
static void check_told(const char *path, const char *told, const char *expected) {
    bool nothing = told_any("nothing", expected);
    bool fits = told_any(told, expected) || (*told == '\0' && nothing) || (!nothing && strstr(told, "stopped after 3 s"));
    if (!fits) fail_msg("%s: expected \"%s\", told: %s", path, expected, *told ? told : "nothing");
    for (const char *c = told; *c; c++)
        if ((unsigned char)*c < 0x20 && *c != '\n') fail_msg("%s: a control character got through", path);
    size_t bad;
    if (!onex_text_valid(told, strlen(told), &bad)) fail_msg("%s: told what is not UTF-8", path);
}

/* No process is left behind. */
static void check_nobody_left(const char *path) {
    if (waitpid(-1, NULL, WNOHANG) != -1 || errno != ECHILD) fail_msg("%s: a process is left behind", path);
}

static void run_hostile(ruledir *d, const char *path) {
    static char text[ONEX_RULE_FILE_MAX + 1];
    char expected[300];
    size_t len = read_hostile(path, text, sizeof text, expected);
    ruledir_bytes(d, "school/a.lua", text, len);
    assert_int_equal(ruledir_read(d), ONEX_OK);
    check_told(path, ruledir_told(d), expected);
    onex_front_clear(&d->front);
    check_nobody_left(path);
}

/* The file is the body of a compute; beside it stands another, which goes on in a new worker when that one died. */
static void run_hostile_compute(ruledir *d, const char *path) {
    static char text[ONEX_RULE_FILE_MAX + 1], rules[2 * ONEX_RULE_FILE_MAX];
    char expected[300];
    onex_rules *loaded = NULL;
    onex_value four = onex_v_int(4), out, fine;
    read_hostile(path, text, sizeof text, expected);
    snprintf(rules, sizeof rules,
             "regulation { title = \"办法\", document = \"1号\", effective = \"2023-01-01\", articles = 30,\n"
             "  interpreted_by = \"教务处\", clauses = { } }\n"
             "field \"pilot\" \"total\" { title = \"总数\", type = \"int\" }\n"
             "derive \"fine\" { title = \"善\", inputs = { fact.total }, type = \"int\", compute = function(n) return n end }\n"
             "derive \"evil\" { title = \"恶\", inputs = { fact.total }, type = \"int\", compute = function(n)\n%s\nend }\n",
             text);
    ruledir_file(d, "school/a.lua", rules);
    onex_status status = onex_rules_load(&loaded, &d->options, &d->problems, &d->err);
    if (status != ONEX_OK) fail_msg("%s: %s", path, ruledir_told(d));
    const onex_program *program = onex_rules_program(loaded);
    int evil_fact = onex_program_fact(program, ONEX_PILOT, "evil"), fine_fact = onex_program_fact(program, ONEX_PILOT, "fine");
    assert_int_equal(onex_rules_compute(loaded, evil_fact, &four, 1, &out, &d->err), ONEX_OK);
    check_told(path, out.kind == ONEX_V_ERROR ? out.error : "", expected);
    assert_int_equal(onex_rules_compute(loaded, fine_fact, &four, 1, &fine, &d->err), ONEX_OK);
    if (fine.kind != ONEX_V_NUMBER || fine.n != 4) fail_msg("%s: another compute of the layer does not go on", path);
    onex_rules_close(loaded);
    onex_problems_clear(&d->problems);
    check_nobody_left(path);
}

/* Each file of the folder; gives how many there are. */
static int each_hostile(ruledir *d, const char *folder, void (*run)(ruledir *, const char *)) {
    struct dirent **names;
    int n = scandir(folder, &names, NULL, alphasort), ran = 0;
    assert_true(n > 0);
    for (int i = 0; i < n; i++) {
        char path[300];
        size_t len = strlen(names[i]->d_name);
        snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
        free(names[i]);
        if (len <= 4 || strcmp(path + strlen(path) - 4, ".lua") != 0) continue;
        run(d, path);
        ran++;
    }
    free(names);
    return ran;
}

static void every_hostile_file_ends_as_it_says(void **state) {
    ruledir_limits.cpu_ms = 500; /* enough for those that end by themselves */
    int ran = each_hostile(*state, "tests/hostile", run_hostile);
    ruledir_limits.cpu_ms = 1000;
    assert_true(ran >= 150);
    ruledir_one(*state, "param \"x\" { title = \"still well\", value = 1 }");
}

static void every_hostile_compute_ends_as_it_says_and_no_other_with_it(void **state) {
    assert_true(each_hostile(*state, "tests/hostile/compute", run_hostile_compute) >= 35);
}

static void a_stopped_file_is_named_and_the_set_is_not_complete(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/0.lua", "param \"x\" { value = 1 }");
    assert_string_equal(ruledir_wrong(d, "while true do end"),
                        "0:0 E0108 stopped after 1 s of CPU; its rules were not evaluated");
    assert_string_equal(d->problems.items[0].at.file, "rules/school/a.lua");
    assert_false(d->front.complete);
}

static void many_stopped_layers_end_the_load(void **state) {
    ruledir *d = *state;
    for (int i = 0; i < 40; i++) {
        char path[60];
        snprintf(path, sizeof path, "colleges/c%02d/a.lua", i);
        ruledir_file(d, path, "local t = {} while true do t[#t + 1] = {} end");
    }
    assert_int_equal(ruledir_read(d), ONEX_OK);
    assert_false(d->front.complete);
    assert_int_equal(d->problems.errors, 11);
    assert_string_equal(d->problems.items[9].message, "10 layers were stopped; those behind this one were not run");
    assert_string_equal(d->problems.items[9].at.file, "rules/colleges/c09/a.lua");
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
    RULEDIR_TEST(every_hostile_compute_ends_as_it_says_and_no_other_with_it),
    RULEDIR_TEST(a_stopped_file_is_named_and_the_set_is_not_complete),
    RULEDIR_TEST(many_stopped_layers_end_the_load),
    RULEDIR_TEST(a_long_chain_of_operators_is_read_in_time),
    RULEDIR_TEST(a_worker_that_is_no_worker_is_told),
};
RULEDIR_MAIN(tests)
