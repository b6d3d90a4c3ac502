/* Bounds of numbers over tallies: arithmetic, comparison, what cannot be told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "expr/range.h"

static onex_value number(int64_t n) { return onex_v_int(n); }
static onex_range range(int64_t low, int64_t high) { return (onex_range){number(low), number(high)}; }

static onex_tallies counts;
static onex_tallies children(void *ctx, int rule) {
    (void)ctx;
    (void)rule;
    return counts;
}

static onex_node tally(onex_tally_key key) { return (onex_node){.op = ONEX_OP_TALLY, .u.tally = {.rule = 0, .key = key}}; }
static onex_node literal(onex_value v) { return (onex_node){.op = ONEX_OP_LITERAL, .u.literal = v}; }

static onex_range of(onex_op op, onex_node a, onex_node b) {
    onex_scope scope = {.children = children};
    onex_node *kids[] = {&a, &b};
    onex_node node = {.op = op, .nkids = 2, .kids = kids};
    return onex_range_of(&scope, &node, NULL);
}

static void three_to_five(void) {
    counts = (onex_tallies){.known = true};
    counts.counts[ONEX_MET] = 3;
    counts.counts[ONEX_UNMET] = 1;
    counts.counts[ONEX_UNKNOWN] = 2;
}

static void between(onex_range r, int64_t low, int64_t high) {
    assert_true(onex_v_known(r.low) && onex_v_known(r.high));
    assert_int_equal(onex_value_compare(r.low, number(low)), 0);
    assert_int_equal(onex_value_compare(r.high, number(high)), 0);
}

static void arithmetic_keeps_the_bounds(void **state) {
    (void)state;
    three_to_five();
    between(of(ONEX_OP_ADD, tally(ONEX_TALLY_MET), literal(number(1))), 4, 6);
    between(of(ONEX_OP_SUB, literal(number(10)), tally(ONEX_TALLY_MET)), 5, 7);
    between(of(ONEX_OP_MUL, literal(number(-2)), tally(ONEX_TALLY_MET)), -10, -6);
    between(of(ONEX_OP_LEAST, tally(ONEX_TALLY_MET), literal(number(4))), 3, 4);
    between(of(ONEX_OP_GREATEST, tally(ONEX_TALLY_MET), literal(number(4))), 4, 5);
    between(of(ONEX_OP_ADD, tally(ONEX_TALLY_MET), tally(ONEX_TALLY_UNMET)), 4, 8);
    between(of(ONEX_OP_ADD, tally(ONEX_TALLY_TOTAL), tally(ONEX_TALLY_UNKNOWN)), 8, 8);
}

static void a_ratio_whose_denominator_may_be_zero_is_unknown(void **state) {
    (void)state;
    three_to_five();
    onex_range share = of(ONEX_OP_RATIO, tally(ONEX_TALLY_MET), tally(ONEX_TALLY_TOTAL));
    assert_int_equal(onex_value_compare(share.low, onex_v_fraction(1, 2)), 0);
    assert_int_equal(onex_value_compare(share.high, onex_v_fraction(5, 6)), 0);
    counts.counts[ONEX_UNMET] = 0;
    assert_false(onex_v_known(of(ONEX_OP_RATIO, literal(number(1)), tally(ONEX_TALLY_UNMET)).low));
}

static void a_comparison_is_told_where_all_values_agree(void **state) {
    (void)state;
    assert_true(onex_v_true(onex_range_compare(ONEX_OP_GE, range(3, 5), range(1, 3))));
    assert_true(onex_v_false(onex_range_compare(ONEX_OP_GT, range(1, 3), range(3, 5))));
    assert_false(onex_v_known(onex_range_compare(ONEX_OP_GT, range(3, 5), range(1, 3))));
    assert_true(onex_v_true(onex_range_compare(ONEX_OP_LE, range(1, 3), range(3, 5))));
    assert_true(onex_v_false(onex_range_compare(ONEX_OP_LT, range(3, 5), range(1, 3))));
    assert_false(onex_v_known(onex_range_compare(ONEX_OP_LE, range(3, 5), range(1, 3))));
}

static void equal_is_told_of_one_number_and_of_ranges_apart(void **state) {
    (void)state;
    assert_true(onex_v_true(onex_range_compare(ONEX_OP_EQ, range(3, 3), range(3, 3))));
    assert_true(onex_v_false(onex_range_compare(ONEX_OP_NE, range(3, 3), range(3, 3))));
    assert_true(onex_v_false(onex_range_compare(ONEX_OP_EQ, range(1, 2), range(3, 4))));
    assert_true(onex_v_true(onex_range_compare(ONEX_OP_NE, range(5, 6), range(3, 4))));
    assert_false(onex_v_known(onex_range_compare(ONEX_OP_EQ, range(1, 3), range(3, 4))));
    assert_false(onex_v_known(onex_range_compare(ONEX_OP_NE, range(1, 9), range(3, 3))));
}

static void what_is_not_known_stays_so_and_an_error_goes_first(void **state) {
    (void)state;
    three_to_five();
    onex_range unknown = of(ONEX_OP_ADD, tally(ONEX_TALLY_MET), literal(onex_v_unknown()));
    onex_range failed = of(ONEX_OP_ADD, literal(onex_v_error("broken")), tally(ONEX_TALLY_MET));
    assert_int_equal(unknown.low.kind, ONEX_V_UNKNOWN);
    assert_int_equal(failed.low.kind, ONEX_V_ERROR);
    assert_int_equal(onex_range_compare(ONEX_OP_GE, unknown, failed).kind, ONEX_V_ERROR);
    assert_int_equal(of(ONEX_OP_MUL, tally(ONEX_TALLY_MET), literal(number(INT64_MAX))).low.kind, ONEX_V_ERROR);
    counts.known = false;
    assert_false(onex_v_known(of(ONEX_OP_ADD, tally(ONEX_TALLY_MET), literal(number(1))).low));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arithmetic_keeps_the_bounds),
        cmocka_unit_test(a_ratio_whose_denominator_may_be_zero_is_unknown),
        cmocka_unit_test(a_comparison_is_told_where_all_values_agree),
        cmocka_unit_test(equal_is_told_of_one_number_and_of_ranges_apart),
        cmocka_unit_test(what_is_not_known_stays_so_and_an_error_goes_first),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
