/* Rows that wait: given by code whatever order they came in, with all that they hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "engine/spool.h"

typedef struct seen {
    long rows, wrong;
    char last[16];
    char order[256];
} seen;

static onex_status note(void *ctx, const onex_check_row *row, onex_error *err) {
    seen *s = ctx;
    (void)err;
    if (strcmp(row->code, s->last) < 0) s->wrong++;
    snprintf(s->last, sizeof s->last, "%s", row->code);
    if (s->rows++ < 8) snprintf(s->order + strlen(s->order), sizeof s->order - strlen(s->order), "%s:%d ", row->code, row->rule);
    return ONEX_OK;
}

static void put(onex_spool *spool, const char *code, int rows) {
    onex_error err;
    assert_int_equal(onex_spool_subject(spool, code, "dance", &err), ONEX_OK);
    for (int i = 0; i < rows; i++) {
        onex_check_row row = {.rule = i, .verdict = ONEX_MET};
        assert_int_equal(onex_spool_put(spool, &row, &err), ONEX_OK);
    }
}

static void codes_that_come_crosswise_are_given_in_order(void **state) {
    (void)state;
    onex_spool *spool = onex_spool_new(ONEX_EXPENSE);
    onex_error err;
    seen s = {0};
    put(spool, "B", 2);
    put(spool, "D", 1);
    put(spool, "A", 1);
    put(spool, "C", 0);
    put(spool, "E", 1);
    assert_int_equal(onex_spool_give(spool, note, &s, &err), ONEX_OK);
    assert_string_equal(s.order, "A:0 B:0 B:1 D:0 E:0 ");
    onex_spool_free(spool);
}

static void nothing_waits_and_nothing_is_given(void **state) {
    (void)state;
    onex_spool *spool = onex_spool_new(ONEX_EXPENSE);
    onex_error err;
    seen s = {0};
    assert_int_equal(onex_spool_give(spool, note, &s, &err), ONEX_OK);
    assert_int_equal(s.rows, 0);
    onex_spool_free(spool);
}

static onex_status same(void *ctx, const onex_check_row *row, onex_error *err) {
    const onex_check_row *want = ctx;
    (void)err;
    assert_string_equal(row->college, "dance");
    assert_int_equal(row->subject, ONEX_EXPENSE);
    assert_int_equal(row->rule, want->rule);
    assert_int_equal(row->verdict, want->verdict);
    assert_true(row->measured.known && row->measured.has_number && row->measured.number == want->measured.number);
    assert_string_equal(row->measured.text, want->measured.text);
    assert_true(row->threshold.known && !row->threshold.has_number);
    assert_string_equal(row->threshold.text, want->threshold.text);
    assert_ptr_equal(row->param, want->param);
    assert_ptr_equal(row->origin, want->origin);
    assert_null(row->error);
    assert_int_equal(row->nmissing, 2);
    assert_ptr_equal(row->missing[1].fact, want->missing[1].fact);
    return ONEX_OK;
}

static void a_row_comes_back_with_all_that_it_holds(void **state) {
    (void)state;
    onex_spool *spool = onex_spool_new(ONEX_EXPENSE);
    onex_error err;
    const onex_missing missing[] = {{"a", "甲", NULL}, {"b", "乙", "教务处"}};
    onex_check_row row = {.rule = 70000, .verdict = ONEX_UNKNOWN, .param = "floor", .origin = "school", .missing = missing, .nmissing = 2};
    row.measured = (onex_quantity){.number = 0.5, .has_number = true, .known = true};
    memset(row.measured.text, '9', sizeof row.measured.text - 1); /* the longest text there is */
    row.threshold = (onex_quantity){.text = "2026-11-16", .known = true};
    assert_int_equal(onex_spool_subject(spool, "A", "dance", &err), ONEX_OK);
    assert_int_equal(onex_spool_put(spool, &row, &err), ONEX_OK);
    assert_int_equal(onex_spool_give(spool, same, &row, &err), ONEX_OK);
    onex_spool_free(spool);
}

/* More than what stays in memory: 7 stretches of 30 000 subjects, in a file. */
static void very_many_rows_wait_in_a_file(void **state) {
    (void)state;
    onex_spool *spool = onex_spool_new(ONEX_EXPENSE);
    onex_error err;
    seen s = {0};
    for (int stretch = 0; stretch < 7; stretch++)
        for (int i = 0; i < 30000; i++) {
            char code[16];
            snprintf(code, sizeof code, "C%06d", i * 7 + 6 - stretch);
            put(spool, code, 2);
        }
    assert_int_equal(onex_spool_give(spool, note, &s, &err), ONEX_OK);
    assert_int_equal(s.rows, 7 * 30000 * 2);
    assert_int_equal(s.wrong, 0);
    onex_spool_free(spool);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_that_come_crosswise_are_given_in_order),
        cmocka_unit_test(nothing_waits_and_nothing_is_given),
        cmocka_unit_test(a_row_comes_back_with_all_that_it_holds),
        cmocka_unit_test(very_many_rows_wait_in_a_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
