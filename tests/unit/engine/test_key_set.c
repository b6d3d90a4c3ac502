/* The set of row keys. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/key_set.h"

static void a_key_is_added_once(void **state) {
    (void)state;
    onex_key_set set = {0};
    bool added;
    assert_false(onex_key_set_has(&set, onex_key_of_text("a", 1)));
    assert_true(onex_key_set_add(&set, onex_key_of_text("a", 1), &added));
    assert_true(added);
    assert_true(onex_key_set_add(&set, onex_key_of_text("a", 1), &added));
    assert_false(added);
    assert_true(onex_key_set_has(&set, onex_key_of_text("a", 1)));
    assert_false(onex_key_set_has(&set, onex_key_of_text("b", 1)));
    onex_key_set_clear(&set);
}

static void many_keys_stay_apart(void **state) {
    (void)state;
    onex_key_set set = {0};
    char text[16];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 100000; i++) {
            bool added;
            int len = snprintf(text, sizeof text, "S%07d", i);
            assert_true(onex_key_set_add(&set, onex_key_of_text(text, (size_t)len), &added));
            assert_int_equal(added, round == 0);
        }
    assert_int_equal(set.count, 100000);
    onex_key_set_clear(&set);
}

static void the_parts_of_a_key_do_not_run_together(void **state) {
    (void)state;
    const onex_entity *entity = onex_entity_find("pilot_major");
    onex_cell one[2] = {onex_cell_text("ab", 2), onex_cell_text("c", 1)},
              other[2] = {onex_cell_text("a", 1), onex_cell_text("bc", 2)};
    onex_key p = onex_key_of_row(entity, one), q = onex_key_of_row(entity, other);
    assert_memory_not_equal(&p, &q, sizeof p);
}

static void a_row_of_one_key_column_has_the_key_of_its_text(void **state) {
    (void)state;
    const onex_entity *entity = onex_entity_find("office");
    onex_cell row[2] = {onex_cell_text("a", 1), onex_cell_text("x", 1)};
    onex_key p = onex_key_of_row(entity, row), q = onex_key_of_text("a", 1);
    assert_memory_equal(&p, &q, sizeof p);
}

static void a_blank_is_no_empty_text(void **state) {
    (void)state;
    const onex_entity *entity = onex_entity_find("office");
    onex_cell blank[2] = {onex_cell_null(), onex_cell_null()};
    onex_key p = onex_key_of_row(entity, blank), q = onex_key_of_text("", 0);
    assert_memory_not_equal(&p, &q, sizeof p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_is_added_once),
        cmocka_unit_test(many_keys_stay_apart),
        cmocka_unit_test(the_parts_of_a_key_do_not_run_together),
        cmocka_unit_test(a_row_of_one_key_column_has_the_key_of_its_text),
        cmocka_unit_test(a_blank_is_no_empty_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
