/* Evaluation of trees: three values, exact shares, tallies, dates. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "expr/eval.h"

/* What the trees below ask of: fact 0 and 1, param 0, rule 0, and the children's verdicts. */
typedef struct world {
    onex_value facts[2];
    onex_value param;
    onex_verdict verdict;
    onex_tallies tallies;
} world;

static const onex_value *fact(void *ctx, int index, onex_value *room) {
    (void)room;
    return &((world *)ctx)->facts[index];
}
static bool fact_blank(void *ctx, int index) { return !onex_v_known(((world *)ctx)->facts[index]); }
static const onex_value *param(void *ctx, int index, onex_value *room) {
    *room = index == 0 ? ((world *)ctx)->param : onex_v_unknown();
    return room;
}
static onex_verdict verdict(void *ctx, int index) { return index == 0 ? ((world *)ctx)->verdict : ONEX_UNKNOWN; }
static onex_tallies children(void *ctx, int index) { return index == 0 ? ((world *)ctx)->tallies : (onex_tallies){.known = false}; }

static onex_value eval(world *w, const onex_node *node) {
    onex_scope scope = {.ctx = w, .fact = fact, .fact_blank = fact_blank, .param = param, .verdict = verdict, .children = children};
    onex_day_from(2026, 11, 16, &scope.day);
    return onex_expr_eval(&scope, node, NULL);
}

static onex_node fact_node(int index) { return (onex_node){.op = ONEX_OP_FACT, .type = {.kind = ONEX_T_NUMBER, .scale = 1}, .u.index = index}; }
static onex_node literal(onex_value v) { return (onex_node){.op = ONEX_OP_LITERAL, .u.literal = v}; }

static onex_value binary(world *w, onex_op op, onex_node a, onex_node b) {
    onex_node *kids[] = {&a, &b};
    onex_node node = {.op = op, .nkids = 2, .kids = kids};
    return eval(w, &node);
}

/* at_least/below(ratio(passed, examined), share) */
static onex_value rate(onex_op op, int64_t passed, int64_t examined, int64_t percent) {
    world w = {.facts = {onex_v_int(passed), onex_v_int(examined)}};
    onex_node a = fact_node(0), b = fact_node(1);
    onex_node *parts[] = {&a, &b};
    onex_node ratio = {.op = ONEX_OP_RATIO, .nkids = 2, .kids = parts};
    return binary(&w, op, ratio, literal(onex_v_fraction(percent, 100)));
}

static void exactly_sixty_percent_does_not_fire(void **state) {
    (void)state;
    assert_true(onex_v_false(rate(ONEX_OP_LT, 3, 5, 60)));
    assert_true(onex_v_false(rate(ONEX_OP_LT, 60, 100, 60)));
    assert_true(onex_v_true(rate(ONEX_OP_LT, 59, 100, 60)));
    assert_true(onex_v_false(rate(ONEX_OP_LT, 61, 100, 60)));
}

static void rates_that_print_as_the_line_but_lie_below_fire(void **state) {
    (void)state;
    assert_true(onex_v_true(rate(ONEX_OP_LT, 25, 42, 60)));
    assert_true(onex_v_true(rate(ONEX_OP_LT, 241, 402, 60)));
    assert_true(onex_v_false(rate(ONEX_OP_GE, 26, 29, 90)));
    assert_true(onex_v_false(rate(ONEX_OP_GE, 188, 209, 90)));
    assert_true(onex_v_true(rate(ONEX_OP_GE, 9, 10, 90)));
    assert_true(onex_v_true(rate(ONEX_OP_GE, 18, 20, 90)));
}

static void a_ratio_over_zero_is_unknown(void **state) {
    (void)state;
    assert_false(onex_v_known(rate(ONEX_OP_LT, 0, 0, 60)));
    assert_true(onex_v_true(rate(ONEX_OP_LT, 0, 1, 60)));
}

static void a_ratio_keeps_its_integers_as_counted(void **state) {
    (void)state;
    world w = {.facts = {onex_v_int(5), onex_v_int(10)}};
    onex_value v = binary(&w, ONEX_OP_RATIO, fact_node(0), fact_node(1));
    assert_int_equal(v.n, 5);
    assert_int_equal(v.d, 10);
}

static void a_false_member_decides_beside_an_unknown_one(void **state) {
    (void)state;
    world w = {0};
    onex_node yes = literal(onex_v_bool(1)), no = literal(onex_v_bool(0)), unknown = literal(onex_v_unknown());
    onex_node *mixed[] = {&unknown, &no, &yes};
    onex_node all = {.op = ONEX_OP_ALL, .nkids = 3, .kids = mixed}, any = {.op = ONEX_OP_ANY, .nkids = 3, .kids = mixed};
    assert_true(onex_v_false(eval(&w, &all)));
    assert_true(onex_v_true(eval(&w, &any)));
    onex_node *open[] = {&unknown, &yes};
    onex_node all_open = {.op = ONEX_OP_ALL, .nkids = 2, .kids = open};
    assert_false(onex_v_known(eval(&w, &all_open)));
}

static void an_error_says_more_than_a_blank(void **state) {
    (void)state;
    world w = {0};
    onex_node unknown = literal(onex_v_unknown()), error = literal(onex_v_error("broken"));
    onex_node *kids[] = {&unknown, &error};
    onex_node all = {.op = ONEX_OP_ALL, .nkids = 2, .kids = kids};
    assert_int_equal(eval(&w, &all).kind, ONEX_V_ERROR);
}

static void overflow_makes_an_error_not_a_number(void **state) {
    (void)state;
    world w = {.facts = {onex_v_int(INT64_MAX), onex_v_int(2)}};
    assert_int_equal(binary(&w, ONEX_OP_MUL, fact_node(0), fact_node(1)).kind, ONEX_V_ERROR);
    assert_int_equal(binary(&w, ONEX_OP_ADD, fact_node(0), fact_node(1)).kind, ONEX_V_ERROR);
}

static onex_value tally_at_least(long met, long unknown, long wanted) {
    world w = {.tallies = {.known = true}};
    w.tallies.counts[ONEX_MET] = met;
    w.tallies.counts[ONEX_UNKNOWN] = unknown;
    onex_node tally = {.op = ONEX_OP_TALLY, .u.tally = {.rule = 0, .key = ONEX_TALLY_MET}};
    return binary(&w, ONEX_OP_GE, tally, literal(onex_v_int(wanted)));
}

static void a_tally_is_told_where_all_its_values_agree(void **state) {
    (void)state;
    assert_true(onex_v_true(tally_at_least(3, 2, 3)));
    assert_false(onex_v_known(tally_at_least(3, 2, 4)));
    assert_false(onex_v_known(tally_at_least(3, 2, 5)));
    assert_true(onex_v_false(tally_at_least(3, 2, 6)));
}

static void every_is_true_of_none_and_false_of_one_unmet(void **state) {
    (void)state;
    world w = {.tallies = {.known = true}};
    onex_node every = {.op = ONEX_OP_EVERY, .u.index = 0};
    w.tallies.counts[ONEX_NA] = 4;
    assert_true(onex_v_true(eval(&w, &every)));
    w.tallies.counts[ONEX_UNKNOWN] = 1;
    assert_false(onex_v_known(eval(&w, &every)));
    w.tallies.counts[ONEX_UNMET] = 1;
    assert_true(onex_v_false(eval(&w, &every)));
}

static void met_counts_excused_and_clear_but_not_deviates(void **state) {
    (void)state;
    onex_node met = {.op = ONEX_OP_MET, .u.index = 0};
    const struct { onex_verdict verdict; int truth; } cases[] = {{ONEX_MET, 1}, {ONEX_EXCUSED, 1}, {ONEX_CLEAR, 1}, {ONEX_UNMET, 0},
                                                               {ONEX_DEVIATES, 0}, {ONEX_HIT, 0}, {ONEX_UNKNOWN, -1}, {ONEX_IDLE, -1}, {ONEX_NA, -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        world w = {.verdict = cases[i].verdict};
        onex_value v = eval(&w, &met);
        assert_int_equal(onex_v_known(v) ? v.n : -1, cases[i].truth);
    }
}

static void days_after_crosses_the_year(void **state) {
    (void)state;
    world w = {0};
    onex_day last, first;
    onex_day_from(2026, 12, 31, &last);
    onex_day_from(2027, 1, 1, &first);
    onex_value v = binary(&w, ONEX_OP_DAYS_AFTER, literal(onex_v_date(last)), literal(onex_v_int(1)));
    assert_int_equal(v.n, first);
    assert_int_equal(binary(&w, ONEX_OP_DAYS_BETWEEN, literal(onex_v_date(last)), literal(onex_v_date(first))).n, 1);
}

static void no_day_lies_beyond_the_calendar(void **state) {
    (void)state;
    world w = {0};
    onex_day first, last;
    onex_day_from(1, 1, 1, &first);
    onex_day_from(9999, 12, 31, &last);
    assert_int_equal(binary(&w, ONEX_OP_DAYS_AFTER, literal(onex_v_date(last)), literal(onex_v_int(0))).n, last);
    assert_int_equal(binary(&w, ONEX_OP_DAYS_AFTER, literal(onex_v_date(first)), literal(onex_v_int(0))).n, first);
    assert_int_equal(binary(&w, ONEX_OP_DAYS_AFTER, literal(onex_v_date(last)), literal(onex_v_int(1))).kind, ONEX_V_ERROR);
    assert_int_equal(binary(&w, ONEX_OP_DAYS_AFTER, literal(onex_v_date(first)), literal(onex_v_int(-1))).kind, ONEX_V_ERROR);
}

static void points_needs_its_number_only_where_the_condition_holds(void **state) {
    (void)state;
    world w = {0};
    assert_int_equal(binary(&w, ONEX_OP_POINTS, literal(onex_v_bool(0)), literal(onex_v_unknown())).n, 0);
    assert_false(onex_v_known(binary(&w, ONEX_OP_POINTS, literal(onex_v_bool(1)), literal(onex_v_unknown()))));
    assert_int_equal(binary(&w, ONEX_OP_POINTS, literal(onex_v_bool(1)), literal(onex_v_int(7))).n, 7);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exactly_sixty_percent_does_not_fire),
        cmocka_unit_test(rates_that_print_as_the_line_but_lie_below_fire),
        cmocka_unit_test(a_ratio_over_zero_is_unknown),
        cmocka_unit_test(a_ratio_keeps_its_integers_as_counted),
        cmocka_unit_test(a_false_member_decides_beside_an_unknown_one),
        cmocka_unit_test(an_error_says_more_than_a_blank),
        cmocka_unit_test(overflow_makes_an_error_not_a_number),
        cmocka_unit_test(a_tally_is_told_where_all_its_values_agree),
        cmocka_unit_test(every_is_true_of_none_and_false_of_one_unmet),
        cmocka_unit_test(met_counts_excused_and_clear_but_not_deviates),
        cmocka_unit_test(days_after_crosses_the_year),
        cmocka_unit_test(no_day_lies_beyond_the_calendar),
        cmocka_unit_test(points_needs_its_number_only_where_the_condition_holds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
