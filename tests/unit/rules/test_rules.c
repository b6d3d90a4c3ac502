/* A rules folder from its files to a checked program and its computes: all of it, or nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ruledir.h"

static onex_rules *rules;

static onex_status load(ruledir *d) {
    onex_rules_close(rules);
    onex_problems_clear(&d->problems);
    return onex_rules_load(&rules, &d->options, &d->problems, &d->err);
}

static int finish(void **state) {
    onex_rules_close(rules);
    rules = NULL;
    return ruledir_remove(state);
}

static const char *const set =
    "regulation { title = \"办法\", document = \"1号\", effective = \"2023-01-01\", articles = 30,\n"
    "  interpreted_by = \"教务处\", clauses = { } }\n"
    "field \"pilot\" \"total\" { title = \"总数\", type = \"int\" }\n"
    "derive \"twice\" { title = \"两倍\", inputs = { fact.total }, type = \"int\", compute = function(n) return 2 * n "
    "end }\n"
    "condition \"enough\" { title = \"足够\", cite = \"第七条\", requires = at_least(fact.twice, 10) }\n";

static void a_set_is_loaded_and_its_computes_run(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/a.lua", set);
    if (load(d) != ONEX_OK) fail_msg("%s: %s", d->err.text, d->problems.count ? d->problems.items[0].message : "");
    const onex_program *program = onex_rules_program(rules);
    assert_int_equal(strlen(program->hash), 64);
    assert_int_equal(program->nfiles, 1);
    assert_string_equal(program->files[0], "school/a.lua");
    assert_true(onex_program_rule(program, "足够") >= 0);
    int fact = onex_program_fact(program, ONEX_PILOT, "twice");
    onex_value args[] = {onex_v_int(4), onex_v_unknown()}, out[2];
    assert_int_equal(onex_rules_compute(rules, fact, args, 2, out, &d->err), ONEX_OK);
    assert_int_equal(out[0].n, 8);
    assert_int_equal(out[1].kind, ONEX_V_UNKNOWN);
}

/* Adds facts bomb0 to bomb<n - 1>, whose functions want all memory. */
static void load_bombs(ruledir *d, int n) {
    char text[2000];
    size_t used = (size_t)snprintf(text, sizeof text, "%s", "local function bomb() local t = {} while true do t[#t + 1] = {} end end\n");
    for (int i = 0; i < n; i++)
        used += (size_t)snprintf(text + used, sizeof text - used,
                                 "derive \"bomb%d\" { title = \"炸%d\", inputs = { fact.total }, type = \"int\", compute = bomb }\n", i, i);
    ruledir_file(d, "school/a.lua", set);
    ruledir_file(d, "school/b.lua", text);
    if (load(d) != ONEX_OK) fail_msg("%s: %s", d->err.text, d->problems.count ? d->problems.items[0].message : "");
}

static onex_value compute(ruledir *d, const char *name) {
    onex_value four = onex_v_int(4), out;
    int fact = onex_program_fact(onex_rules_program(rules), ONEX_PILOT, name);
    assert_int_equal(onex_rules_compute(rules, fact, &four, 1, &out, &d->err), ONEX_OK);
    return out;
}

static void a_function_that_was_stopped_leaves_the_others_alone(void **state) {
    ruledir *d = *state;
    load_bombs(d, 2);
    for (int i = 0; i < 2; i++) { /* the second time it is not called any more */
        assert_string_equal(compute(d, "bomb0").error, "school/b.lua:2: stopped when it wanted more than 32 MB of memory");
        assert_int_equal(compute(d, "twice").n, 8);
    }
    assert_string_equal(compute(d, "bomb1").error, "school/b.lua:3: stopped when it wanted more than 32 MB of memory");
    assert_int_equal(compute(d, "twice").n, 8);
}

static void a_layer_of_nothing_but_such_functions_is_given_up(void **state) {
    ruledir *d = *state;
    load_bombs(d, 4);
    assert_int_equal(compute(d, "bomb0").kind, ONEX_V_ERROR);
    assert_int_equal(compute(d, "bomb1").kind, ONEX_V_ERROR);
    assert_int_equal(compute(d, "bomb2").kind, ONEX_V_ERROR);
    assert_int_equal(compute(d, "twice").n, 8);
    assert_int_equal(compute(d, "bomb3").kind, ONEX_V_ERROR);
    assert_string_equal(compute(d, "twice").error, "school/a.lua:4: stopped when it wanted more than 32 MB of memory");
}

static void one_bad_file_refuses_the_set_and_every_mistake_is_told(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/a.lua", set);
    ruledir_file(d, "school/b.lua",
                 "condition \"x\" { title = \"甲\", cite = \"第七条\", requires = at_least(fact.totl, foo) }\n"
                 "condition \"y\" { title = \"乙\", cite = \"第九十条\", requires = at_least(fact.total, 1) }\n");
    assert_int_equal(load(d), ONEX_E_RULE);
    assert_null(rules);
    assert_int_equal(d->problems.errors, 3);
    for (int i = 0; i < d->problems.count; i++) assert_non_null(d->problems.items[i].source_line);
}

static void an_unreadable_file_is_the_only_mistake(void **state) {
    ruledir *d = *state;
    ruledir_file(d, "school/a.lua", set);
    ruledir_file(d, "school/b.lua", "outcome \"o\" { title = \"丙\", cite = \"第七条\", all = { condition.z } }");
    ruledir_file(d, "school/c.lua", "condition \"z\" { title = \"丁\"， }");
    assert_int_equal(load(d), ONEX_E_RULE);
    assert_string_equal(ruledir_told(d), "1:28 E0103 '，' is full-width; write ','");
}

static void the_hash_covers_tests_whether_they_are_loaded_or_not(void **state) {
    ruledir *d = *state;
    char hash[65];
    ruledir_file(d, "school/a.lua", set);
    ruledir_file(d, "school/tests/a.lua",
                 "test \"t\" { as_of = \"2026-01-01\", given = { twice = 10 }, expect = { enough = \"met\" } }");
    assert_int_equal(load(d), ONEX_OK);
    assert_int_equal(onex_rules_program(rules)->ntests, 0);
    memcpy(hash, onex_rules_program(rules)->hash, sizeof hash);
    d->options.with_tests = true;
    assert_int_equal(load(d), ONEX_OK);
    assert_int_equal(onex_rules_program(rules)->ntests, 1);
    assert_string_equal(onex_rules_program(rules)->hash, hash);
}

#define RULES_TEST(f) cmocka_unit_test_setup_teardown(f, ruledir_make, finish)
static const struct CMUnitTest tests[] = {
    RULES_TEST(a_set_is_loaded_and_its_computes_run),
    RULES_TEST(a_function_that_was_stopped_leaves_the_others_alone),
    RULES_TEST(a_layer_of_nothing_but_such_functions_is_given_up),
    RULES_TEST(one_bad_file_refuses_the_set_and_every_mistake_is_told),
    RULES_TEST(an_unreadable_file_is_the_only_mistake),
    RULES_TEST(the_hash_covers_tests_whether_they_are_loaded_or_not),
};
RULEDIR_MAIN(tests)
