/* Compute functions called in the worker: arguments, results, words on values, errors, and a worker that dies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "ruledir.h"
#include "rules/compute.h"

static onex_program program;
static onex_fact fact;

/* Loads a derive with the function, of the given type; it takes `ninputs` arguments. */
static void load(ruledir *d, const char *function, onex_type_kind type, int ninputs) {
    char text[2000];
    snprintf(text, sizeof text, "derive \"d\" { inputs = { }, compute = %s }", function);
    const onex_raw_decl *decl = ruledir_one(d, text);
    fact = (onex_fact){.source = ONEX_FACT_COMPUTE, .type = {.kind = type, .scale = 1}, .ninputs = ninputs};
    fact.decl.at = decl->name_at;
    fact.compute = (int)ruledir_get(decl->body, "compute")->integer;
}

static onex_value call_rows(ruledir *d, const onex_value *args, int n, onex_value *out) {
    assert_int_equal(onex_worker_call(onex_front_worker(&d->front, NULL), &program, &fact, NULL, args, n, out, &d->err), ONEX_OK);
    return out[0];
}

static onex_value call(ruledir *d, const onex_value *args) {
    onex_value out;
    return call_rows(d, args, 1, &out);
}

static int finish(void **state) {
    onex_arena_clear(&program.arena);
    return ruledir_remove(state);
}

static onex_value text(const char *s) {
    static onex_text texts[8];
    static int next;
    onex_text *t = &texts[next++ % 8];
    *t = (onex_text){s, s, (uint32_t)strlen(s), (uint32_t)strlen(s)};
    return onex_v_text(t);
}

static onex_day day(const char *iso) {
    onex_day out = 0;
    assert_true(onex_day_parse_iso(iso, strlen(iso), &out));
    return out;
}

static void numbers_go_in_and_come_out_whole(void **state) {
    load(*state, "function(a, b) return a * b end", ONEX_T_NUMBER, 2);
    onex_value args[] = {onex_v_int(120050), onex_v_int(-3)};
    assert_int_equal(call(*state, args).n, -360150);
    onex_value fraction[] = {onex_v_fraction(10, 5), onex_v_int(7)};
    assert_int_equal(call(*state, fraction).n, 14);
}

static void many_rows_are_called_in_order(void **state) {
    enum { ROWS = 1000 };
    load(*state, "function(a) return a + 1 end", ONEX_T_NUMBER, 1);
    onex_value args[ROWS], out[ROWS];
    for (int i = 0; i < ROWS; i++) args[i] = i == 500 ? onex_v_unknown() : onex_v_int(i);
    call_rows(*state, args, ROWS, out);
    for (int i = 0; i < ROWS; i++) {
        assert_int_equal(out[i].kind, i == 500 ? ONEX_V_UNKNOWN : ONEX_V_NUMBER);
        if (i != 500) assert_int_equal(out[i].n, i + 1);
    }
}

static void an_unknown_argument_makes_the_result_unknown_and_an_error_stays_one(void **state) {
    load(*state, "function(a, b) error(\"called\") end", ONEX_T_NUMBER, 2);
    onex_value unknown[] = {onex_v_int(1), onex_v_unknown()};
    assert_int_equal(call(*state, unknown).kind, ONEX_V_UNKNOWN);
    onex_value failed[] = {onex_v_unknown(), onex_v_error("why")};
    assert_string_equal(call(*state, failed).error, "why");
}

static void texts_dates_and_booleans_cross(void **state) {
    ruledir *d = *state;
    load(d, "function(a, b, c) return a .. b .. tostring(c) end", ONEX_T_TEXT, 3);
    onex_value args[] = {text("双师"), onex_v_date(day("2026-03-01")), onex_v_bool(1)};
    onex_value got = call(d, args);
    assert_int_equal(got.kind, ONEX_V_TEXT);
    assert_string_equal(got.text->raw, "双师2026-03-01true");
    assert_int_equal(got.text->raw_len, 20);
    load(d, "function(a) return a == \"x\" end", ONEX_T_BOOL, 1);
    onex_value x = text("x");
    assert_true(onex_v_true(call(d, &x)));
    load(d, "function(a) return days_after(a, 30) end", ONEX_T_DATE, 1);
    onex_value date = onex_v_date(day("2024-02-01"));
    assert_int_equal(call(d, &date).n, day("2024-03-02"));
}

static void nil_is_unknown(void **state) {
    load(*state, "function() end", ONEX_T_NUMBER, 0);
    assert_int_equal(call(*state, NULL).kind, ONEX_V_UNKNOWN);
}

static void a_float_that_is_whole_is_a_number_and_another_is_an_error(void **state) {
    ruledir *d = *state;
    load(d, "function(a) return a / 2 end", ONEX_T_NUMBER, 1);
    onex_value even = onex_v_int(8), odd = onex_v_int(7);
    assert_int_equal(call(d, &even).n, 4);
    onex_value got = call(d, &odd);
    assert_int_equal(got.kind, ONEX_V_ERROR);
    assert_string_equal(got.error, "school/a.lua:1: compute gave a number that is not whole");
    load(d, "function() return 0/0 end", ONEX_T_NUMBER, 0);
    assert_int_equal(call(d, NULL).kind, ONEX_V_ERROR);
    load(d, "function() return 2^63 end", ONEX_T_NUMBER, 0);
    assert_int_equal(call(d, NULL).kind, ONEX_V_ERROR);
}

static void a_share_is_refused(void **state) {
    load(*state, "function(a) return 1 end", ONEX_T_NUMBER, 1);
    onex_value share = onex_v_fraction(5, 10);
    assert_string_equal(call(*state, &share).error, "school/a.lua:1: compute takes whole numbers only");
}

static void a_result_of_another_type_is_an_error(void **state) {
    ruledir *d = *state;
    load(d, "function() return \"x\" end", ONEX_T_NUMBER, 0);
    assert_string_equal(call(d, NULL).error, "school/a.lua:1: compute must give a whole number, or nil");
    load(d, "function() return 1 end", ONEX_T_TEXT, 0);
    assert_int_equal(call(d, NULL).kind, ONEX_V_ERROR);
    load(d, "function() return \"2026-02-30\" end", ONEX_T_DATE, 0);
    assert_int_equal(call(d, NULL).kind, ONEX_V_ERROR);
    load(d, "function() return {} end", ONEX_T_TEXT, 0);
    assert_string_equal(call(d, NULL).error, "school/a.lua:1: compute gave a table");
    load(d, "function() return \"a\\27b\" end", ONEX_T_TEXT, 0);
    assert_int_equal(call(d, NULL).kind, ONEX_V_ERROR);
}

static void a_text_of_64_kb_fits_and_one_more_byte_does_not(void **state) {
    ruledir *d = *state;
    load(d, "function(n) return (\"x\"):rep(n) end", ONEX_T_TEXT, 1);
    onex_value fits = onex_v_int(65536), long_one = onex_v_int(65537);
    assert_int_equal(call(d, &fits).text->raw_len, 65536);
    assert_int_equal(call(d, &long_one).kind, ONEX_V_ERROR);
}

static void a_list_comes_as_a_table_of_tables_with_blanks_as_nil(void **state) {
    ruledir *d = *state;
    const char *names[] = {"amount", "on"};
    onex_value cells[] = {onex_v_int(100), onex_v_date(day("2026-01-02")), onex_v_unknown(),
                          onex_v_date(day("2026-01-01"))};
    onex_list list = {.nrows = 2, .ncolumns = 2, .names = names, .cells = cells};
    onex_value arg = {.kind = ONEX_V_LIST, .list = &list};
    load(d,
         "function(rows) local s = \"\" for i, r in ipairs(rows) do s = s .. i .. tostring(r.amount) .. r.on end "
         "return s end",
         ONEX_T_TEXT, 1);
    assert_string_equal(call(d, &arg).text->raw, "11002026-01-022nil2026-01-01");
    list.nrows = 0;
    assert_string_equal(call(d, &arg).text->raw, "");
}

static void words_work_on_values(void **state) {
    ruledir *d = *state;
    load(d,
         "function(a) return table.concat({ days_after(a, -1), days_between(a, \"2026-03-11\"), year_of(a), "
         "year_end(2024), "
         "day_of(2026, \"06-30\"), least(3, 1, 2), greatest(\"2026-01-01\", a) }, \" \") end",
         ONEX_T_TEXT, 1);
    onex_value arg = onex_v_date(day("2026-03-01"));
    assert_string_equal(call(d, &arg).text->raw, "2026-02-28 10 2026 2024-12-31 2026-06-30 1 2026-03-01");
}

static void words_that_build_expressions_are_errors(void **state) {
    ruledir *d = *state;
    load(d, "function() return at_least(1, 2) end", ONEX_T_BOOL, 0);
    assert_string_equal(call(d, NULL).error,
                        "school/a.lua:1: 'at_least' builds an expression; it cannot stand in a compute");
    load(d, "function() return fact.x end", ONEX_T_BOOL, 0);
    assert_string_equal(call(d, NULL).error,
                        "school/a.lua:1: 'fact' cannot stand in a compute; it sees its arguments alone");
    load(d, "function() param \"x\" { } end", ONEX_T_BOOL, 0);
    assert_int_equal(call(d, NULL).kind, ONEX_V_ERROR);
    load(d, "function() counter = 1 end", ONEX_T_BOOL, 0);
    assert_int_equal(call(d, NULL).kind, ONEX_V_ERROR);
}

static void an_error_in_one_row_leaves_the_others_alone(void **state) {
    ruledir *d = *state;
    load(d, "function(a)\n local t = nil\n if a == 2 then return t.x end return a end", ONEX_T_NUMBER, 1);
    onex_value args[] = {onex_v_int(1), onex_v_int(2), onex_v_int(3)}, out[3];
    call_rows(d, args, 3, out);
    assert_int_equal(out[0].n, 1);
    assert_string_equal(out[1].error, "school/a.lua:3: 't' is an empty value (nil) and has no parts");
    assert_int_equal(out[2].n, 3);
}

static void a_compute_without_end_is_an_error_and_so_is_every_later_one(void **state) {
    ruledir *d = *state;
    load(d, "function(a) while a == 1 do pcall(error) end return a end", ONEX_T_NUMBER, 1);
    onex_value fine = onex_v_int(2), endless = onex_v_int(1);
    assert_int_equal(call(d, &fine).n, 2);
    assert_string_equal(call(d, &endless).error, "school/a.lua:1: stopped after 1 s of CPU");
    assert_string_equal(call(d, &fine).error, "school/a.lua:1: stopped after 1 s of CPU");
}

static void a_compute_that_wants_all_memory_is_an_error(void **state) {
    ruledir *d = *state;
    load(d, "function() pcall(string.rep, \"x\", 1e9) return 1 end", ONEX_T_NUMBER, 0);
    assert_string_equal(call(d, NULL).error, "school/a.lua:1: stopped when it wanted more than 32 MB of memory");
}

static void a_pattern_without_end_is_killed(void **state) {
    load(*state, "function() return (\"a\"):rep(300000):find(\".-.-.-b\") end", ONEX_T_NUMBER, 0);
    assert_string_equal(call(*state, NULL).error, "school/a.lua:1: stopped after 1 s of CPU");
}

#define COMPUTE_TEST(f) cmocka_unit_test_setup_teardown(f, ruledir_make, finish)
/* Each message stays below its limit; together they do not. */
static void slow_computes_end_before_they_are_many(void **state) {
    ruledir *d = *state;
    load(d, "function(a) for i = 1, 4000000 do end return a end", ONEX_T_NUMBER, 1);
    onex_value one = onex_v_int(1), got = one;
    int calls = 0;
    while (got.kind == ONEX_V_NUMBER && calls++ < 1000) got = call(d, &one);
    assert_true(calls < 1000);
    assert_int_equal(got.kind, ONEX_V_ERROR);
    assert_non_null(strstr(got.error, "s of CPU"));
}

static const struct CMUnitTest tests[] = {
    COMPUTE_TEST(numbers_go_in_and_come_out_whole),
    COMPUTE_TEST(many_rows_are_called_in_order),
    COMPUTE_TEST(an_unknown_argument_makes_the_result_unknown_and_an_error_stays_one),
    COMPUTE_TEST(texts_dates_and_booleans_cross),
    COMPUTE_TEST(nil_is_unknown),
    COMPUTE_TEST(a_float_that_is_whole_is_a_number_and_another_is_an_error),
    COMPUTE_TEST(a_share_is_refused),
    COMPUTE_TEST(a_result_of_another_type_is_an_error),
    COMPUTE_TEST(a_text_of_64_kb_fits_and_one_more_byte_does_not),
    COMPUTE_TEST(a_list_comes_as_a_table_of_tables_with_blanks_as_nil),
    COMPUTE_TEST(words_work_on_values),
    COMPUTE_TEST(words_that_build_expressions_are_errors),
    COMPUTE_TEST(an_error_in_one_row_leaves_the_others_alone),
    COMPUTE_TEST(a_compute_without_end_is_an_error_and_so_is_every_later_one),
    COMPUTE_TEST(a_compute_that_wants_all_memory_is_an_error),
    COMPUTE_TEST(a_pattern_without_end_is_killed),
    COMPUTE_TEST(slow_computes_end_before_they_are_many),
};
RULEDIR_MAIN(tests)
