/* Conditions on cells: the short way says what the walk down the tree says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "expr/decide.h"

static onex_node cell(int slot, int depth) {
    onex_node node = {.op = ONEX_OP_ROW, .type = {.kind = ONEX_T_NUMBER, .scale = 1}};
    node.u.column.slot = node.u.column.raw_slot = slot;
    node.u.column.depth = depth;
    return node;
}

/* The decision of a comparison, which must be the same both ways. */
static onex_truth both(onex_op op, onex_node *a, onex_node *b, const onex_frame *frame, onex_quick way) {
    const onex_scope scope = {0};
    onex_node *kids[] = {a, b};
    onex_node node = {.op = op, .nkids = b ? 2 : 1, .kids = kids, .type = {.kind = ONEX_T_BOOL}};
    onex_truth walked = onex_expr_decide(&scope, &node, frame).truth;
    onex_quicken(&node);
    assert_int_equal(node.quick, way);
    assert_int_equal(onex_expr_decide(&scope, &node, frame).truth, walked);
    return walked;
}

static onex_truth against_literal(onex_op op, onex_value value, int64_t with) {
    onex_value cells[] = {onex_v_unknown(), value};
    onex_frame frame = {.cells = cells};
    onex_node a = cell(1, 0), b = {.op = ONEX_OP_LITERAL, .u.literal = onex_v_int(with)};
    return both(op, &a, &b, &frame, ONEX_QUICK_LITERAL);
}

static void a_cell_under_at_and_over_a_literal(void **state) {
    (void)state;
    for (int n = 4; n <= 6; n++) {
        assert_int_equal(against_literal(ONEX_OP_GE, onex_v_int(n), 5), n >= 5);
        assert_int_equal(against_literal(ONEX_OP_LE, onex_v_int(n), 5), n <= 5);
        assert_int_equal(against_literal(ONEX_OP_LT, onex_v_int(n), 5), n < 5);
        assert_int_equal(against_literal(ONEX_OP_GT, onex_v_int(n), 5), n > 5);
        assert_int_equal(against_literal(ONEX_OP_EQ, onex_v_int(n), 5), n == 5);
        assert_int_equal(against_literal(ONEX_OP_NE, onex_v_int(n), 5), n != 5);
    }
    assert_int_equal(against_literal(ONEX_OP_GE, onex_v_fraction(9, 2), 5), ONEX_NO);
    assert_int_equal(against_literal(ONEX_OP_GE, onex_v_unknown(), 5), ONEX_OPEN);
    assert_int_equal(against_literal(ONEX_OP_GE, onex_v_error("too large"), 5), ONEX_FAILED);
}

static void a_cell_against_one_of_the_enclosing_row(void **state) {
    (void)state;
    for (int n = 4; n <= 6; n++) {
        onex_value outer_cells[] = {onex_v_int(5)}, cells[] = {onex_v_int(n)};
        onex_frame outer = {.cells = outer_cells}, frame = {.cells = cells, .outer = &outer};
        onex_node a = cell(0, 0), b = cell(0, 1);
        assert_int_equal(both(ONEX_OP_LE, &a, &b, &frame, ONEX_QUICK_OUTER), n <= 5);
        outer_cells[0] = onex_v_unknown();
        assert_int_equal(both(ONEX_OP_LE, &a, &b, &frame, ONEX_QUICK_OUTER), ONEX_OPEN);
    }
}

static void a_cell_that_is_known_or_not(void **state) {
    (void)state;
    onex_value cells[] = {onex_v_unknown(), onex_v_int(0)};
    onex_frame frame = {.cells = cells};
    onex_node blank = cell(0, 0), zero = cell(1, 0);
    assert_int_equal(both(ONEX_OP_KNOWN, &blank, NULL, &frame, ONEX_QUICK_KNOWN), ONEX_NO);
    assert_int_equal(both(ONEX_OP_KNOWN, &zero, NULL, &frame, ONEX_QUICK_KNOWN), ONEX_YES);
}

static void the_first_failure_says_more_than_a_blank_but_not_more_than_no(void **state) {
    (void)state;
    const onex_scope scope = {0};
    onex_node kid[] = {{.op = ONEX_OP_LITERAL, .u.literal = onex_v_unknown()}, {.op = ONEX_OP_LITERAL, .u.literal = onex_v_error("first")},
                       {.op = ONEX_OP_LITERAL, .u.literal = onex_v_error("second")}, {.op = ONEX_OP_LITERAL, .u.literal = onex_v_bool(0)}};
    onex_node *kids[] = {&kid[0], &kid[1], &kid[2], &kid[3]};
    onex_node all = {.op = ONEX_OP_ALL, .nkids = 3, .kids = kids};
    onex_decision d = onex_expr_decide(&scope, &all, NULL);
    assert_int_equal(d.truth, ONEX_FAILED);
    assert_string_equal(d.error, "first");
    all.nkids = 4;
    assert_int_equal(onex_expr_decide(&scope, &all, NULL).truth, ONEX_NO);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cell_under_at_and_over_a_literal),
        cmocka_unit_test(a_cell_against_one_of_the_enclosing_row),
        cmocka_unit_test(a_cell_that_is_known_or_not),
        cmocka_unit_test(the_first_failure_says_more_than_a_blank_but_not_more_than_no),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
