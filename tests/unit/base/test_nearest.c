/* The nearest names to a mistyped one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"

static void a_distance_counts_insertions_deletions_changes_and_swaps(void **state) {
    (void)state;
    assert_int_equal(onex_text_distance("", ""), 0);
    assert_int_equal(onex_text_distance("", "abc"), 3);
    assert_int_equal(onex_text_distance("check", "chek"), 1);
    assert_int_equal(onex_text_distance("check", "chekc"), 1);
    assert_int_equal(onex_text_distance("check", "chack"), 1);
    assert_int_equal(onex_text_distance("双师型", "双型"), 1);
    assert_int_equal(onex_text_distance("ca", "abc"), 3);
}

static void a_part_of_a_chinese_name_is_near_to_it(void **state) {
    (void)state;
    char buf[128];
    onex_nearest n;
    onex_nearest_init(&n, "负责");
    onex_nearest_offer(&n, "项目负责人恰为一名");
    onex_nearest_offer(&n, "双师型教师占比");
    onex_nearest_offer(&n, "负责人");
    assert_string_equal(onex_nearest_text(&n, buf, sizeof buf), "'负责人', '项目负责人恰为一名'");
    onex_nearest_init(&n, "人");
    onex_nearest_offer(&n, "项目负责人");
    assert_string_equal(onex_nearest_text(&n, buf, sizeof buf), "");
    onex_nearest_init(&n, "lead");
    onex_nearest_offer(&n, "lead_is_in_office");
    assert_string_equal(onex_nearest_text(&n, buf, sizeof buf), "");
}

static void the_nearest_come_first_and_no_more_than_three(void **state) {
    (void)state;
    onex_nearest n;
    char buf[64];
    onex_nearest_init(&n, "team_dual");
    const char *names[] = {"team_duel2", "pass_rate", "team_dual_", "team_deal", "team_dua", "team_duxxx"};
    for (int i = 0; i < 6; i++) onex_nearest_offer(&n, names[i]);
    assert_string_equal(onex_nearest_text(&n, buf, sizeof buf), "'team_dual_', 'team_deal', 'team_dua'");
}

static void exactly_a_third_may_differ_and_no_more(void **state) {
    (void)state;
    onex_nearest n;
    char buf[64];
    onex_nearest_init(&n, "abcdef");
    onex_nearest_offer(&n, "abcxxx");
    assert_string_equal(onex_nearest_text(&n, buf, sizeof buf), "");
    onex_nearest_offer(&n, "abcdxx");
    assert_string_equal(onex_nearest_text(&n, buf, sizeof buf), "'abcdxx'");
}

static void a_name_offered_twice_is_named_once(void **state) {
    (void)state;
    onex_nearest n;
    char buf[64];
    onex_nearest_init(&n, "pilto");
    onex_nearest_offer(&n, "pilot");
    onex_nearest_offer(&n, "pilot");
    assert_string_equal(onex_nearest_text(&n, buf, sizeof buf), "'pilot'");
}

static void a_small_buffer_holds_whole_names_only(void **state) {
    (void)state;
    onex_nearest n;
    char buf[10];
    onex_nearest_init(&n, "pilots");
    onex_nearest_offer(&n, "pilot");
    onex_nearest_offer(&n, "pilotss");
    assert_string_equal(onex_nearest_text(&n, buf, sizeof buf), "'pilot'");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_distance_counts_insertions_deletions_changes_and_swaps),
        cmocka_unit_test(a_part_of_a_chinese_name_is_near_to_it),
        cmocka_unit_test(the_nearest_come_first_and_no_more_than_three),
        cmocka_unit_test(exactly_a_third_may_differ_and_no_more),
        cmocka_unit_test(a_name_offered_twice_is_named_once),
        cmocka_unit_test(a_small_buffer_holds_whole_names_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
