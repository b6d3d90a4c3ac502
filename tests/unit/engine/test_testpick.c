/* Which rules and tests a path stands for. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>

#include "engine/testpick.h"
#include "sets.h"

#define HEAD(code) "local_rules { college = \"" code "\", document = \"细则\", effective = \"2026-01-01\", under = \"第二十六条\" }\n"
#define TEST(name, more, expect) "test \"" name "\" { as_of = \"2026-06-01\"," more " expect = { " expect " } }\n"

static const onex_rules_text files[] = {
#define FILE_OF(path, text) {path, text, sizeof(text) - 1}
    FILE_OF("colleges/art/10.lua", HEAD("art") "tighten \"floor\" { value = \"60%\", cite = \"细则第一条\", reason = \"x\" }\n"
                                             "condition \"own\" { title = \"自\", cite = \"细则第二条\", joins = \"all_well\", requires = at_least(fact.total, 2) }\n"),
    FILE_OF("colleges/art/tests/10.lua", HEAD("art") TEST("art share", "given = { dual = 6, total = 10 },", "share_ok = \"met\"")),
    FILE_OF("colleges/music/tests/10.lua", HEAD("music") TEST("music share", "given = { dual = 5, total = 10 },", "share_ok = \"met\"")),
    FILE_OF("school/01.lua", SETS_LAW
            "field \"pilot\" \"dual\" { title = \"双\", type = \"int\" }\nfield \"pilot\" \"total\" { title = \"总\", type = \"int\" }\n"
            "param \"floor\" { title = \"限\", cite = \"第七条\", value = \"50%\", college_may = \"raise\" }\n"),
    FILE_OF("school/02.lua", "derive \"share\" { title = \"比\", unit = \"share\", value = ratio(fact.dual, fact.total) }\n"
                            "condition \"share_ok\" { title = \"达标\", cite = \"第七条\", requires = at_least(fact.share, param.floor) }\n"
                            "outcome \"all_well\" { title = \"都好\", cite = \"第七条\", college_may = \"add\", all = { condition.share_ok } }\n"),
    FILE_OF("school/03.lua", "condition \"large\" { title = \"大\", cite = \"第八条\", requires = above(fact.total, 9) }\n"),
    FILE_OF("school/tests/02.lua", TEST("share worked out", "given = { dual = 5, total = 10 },", "share_ok = \"met\"")
                                  TEST("share given", "given = { share = \"50/100\" },", "share_ok = \"met\"") TEST("outcome", "given = { dual = 1, total = 10 },", "all_well = \"unmet\"")),
    FILE_OF("school/tests/03.lua", TEST("large", "given = { total = 10 },", "large = \"met\"")),
};

static onex_rules *load(void) {
    onex_rules *rules = NULL;
    onex_problems problems = {0};
    onex_error err = {0};
    onex_rules_options options = {.dir = "test", .files = files, .nfiles = sizeof files / sizeof *files, .worker = "/proc/self/exe", .with_tests = true};
    if (onex_rules_load(&rules, &options, &problems, &err)) fail_msg("%s: %s", err.text, problems.count ? problems.items[0].message : "");
    onex_problems_clear(&problems);
    return rules;
}

static char told[512];

static const char *names(const bool *marked, int n, const onex_decl *(*decl)(const onex_program *, int), const onex_program *p) {
    told[0] = '\0';
    for (int i = 0; i < n; i++)
        if (marked[i]) snprintf(told + strlen(told), sizeof told - strlen(told), "%s%s", *told ? ", " : "", decl(p, i)->name);
    return told;
}

static const onex_decl *test_decl(const onex_program *p, int i) { return &p->tests[i].decl; }
static const onex_decl *rule_decl(const onex_program *p, int i) { return &p->rules[i].decl; }

static const char *tests_of(const char *path) {
    onex_rules *rules = load();
    const onex_program *p = onex_rules_program(rules);
    onex_error err = {0};
    bool *marked = calloc((size_t)p->ntests + 1, 1);
    assert_int_equal(onex_testpick_tests(p, path, marked, &err), ONEX_OK);
    names(marked, p->ntests, test_decl, p);
    free(marked);
    onex_rules_close(rules);
    return told;
}

static const char *rules_of(const char *path, const char *pattern) {
    onex_rules *rules = load();
    const onex_program *p = onex_rules_program(rules);
    onex_error err = {0};
    regex_t regex;
    bool *marked = calloc((size_t)p->nrules + 1, 1);
    assert_int_equal(onex_testpick_rules(p, path, marked, &err), ONEX_OK);
    if (pattern) {
        assert_int_equal(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
        onex_testpick_match(p, &regex, marked);
        regfree(&regex);
    }
    names(marked, p->nrules, rule_decl, p);
    free(marked);
    onex_rules_close(rules);
    return told;
}

static void a_test_file_is_one_in_a_folder_tests(void **state) {
    (void)state;
    assert_true(onex_testpick_is_test("school/tests/02.lua"));
    assert_true(onex_testpick_is_test("colleges/art/tests"));
    assert_false(onex_testpick_is_test("school/02.lua"));
    assert_false(onex_testpick_is_test("colleges/tests2/10.lua"));
    assert_false(onex_testpick_is_test("school/mytests.lua"));
}

static void a_rule_file_stands_for_the_tests_that_rest_on_it(void **state) {
    (void)state;
    assert_string_equal(tests_of("school/03.lua"), "large");
    assert_string_equal(tests_of("school/02.lua"), "share worked out, share given, outcome, art share, music share");
    assert_string_equal(tests_of("school/tests/03.lua"), "large");
}

static void what_a_test_gives_is_not_rested_on(void **state) {
    (void)state;
    assert_string_equal(tests_of("school/01.lua"), "share worked out, share given, outcome, large, art share, music share"); /* the threshold */
}

static void a_college_file_stands_for_that_college_alone(void **state) {
    (void)state;
    assert_string_equal(tests_of("colleges/art/10.lua"), "art share");
    assert_string_equal(tests_of("colleges/art"), "art share");
}

static void rules_are_those_of_the_file_and_those_that_use_it(void **state) {
    (void)state;
    assert_string_equal(rules_of("school/03.lua", NULL), "large");
    assert_string_equal(rules_of("school/02.lua", NULL), "share_ok, all_well");
    assert_string_equal(rules_of("colleges/art/10.lua", NULL), "share_ok, own");
    assert_string_equal(rules_of("school/tests/03.lua", NULL), "large");
    assert_string_equal(rules_of(NULL, NULL), "share_ok, all_well, large, own");
}

static void names_and_titles_choose_an_outcome_with_its_members(void **state) {
    (void)state;
    assert_string_equal(rules_of(NULL, "^large$"), "large");
    assert_string_equal(rules_of(NULL, "达标"), "share_ok");
    assert_string_equal(rules_of(NULL, "all_well"), "share_ok, all_well, own");
    assert_string_equal(rules_of("school/03.lua", "share"), "");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_test_file_is_one_in_a_folder_tests),
    cmocka_unit_test(a_rule_file_stands_for_the_tests_that_rest_on_it),
    cmocka_unit_test(what_a_test_gives_is_not_rested_on),
    cmocka_unit_test(a_college_file_stands_for_that_college_alone),
    cmocka_unit_test(rules_are_those_of_the_file_and_those_that_use_it),
    cmocka_unit_test(names_and_titles_choose_an_outcome_with_its_members),
};

SETS_MAIN(tests)
