/* Comparing sets: a change of meaning is told key by key, a change of writing is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "engine/diff.h"
#include "unit/engine/sets.h"

/* "~kind name key: from>to" of each key that differs, "+kind name", "-kind name". */
static const char *told(const char *a, const char *b) {
    static char text[2000];
    onex_rules *was = set_load(a), *is = set_load(b);
    onex_diff diff;
    onex_error err = {0};
    assert_int_equal(onex_diff_make(&diff, was, is, &err), ONEX_OK);
    text[0] = 0;
    for (int i = 0; i < diff.ndeclarations; i++) {
        const onex_diff_declaration *d = &diff.declarations[i];
        size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s%c%s %s", i ? "; " : "", "+-~"[d->way], d -> kind, d -> name);
        for (int k = 0; k < d->nkeys && d->way == ONEX_DIFF_CHANGED; k++) {
            used = strlen(text);
            snprintf(text + used, sizeof text - used, " %s: %s>%s", d->keys[k].key,
                     d->keys[k].from ? d->keys[k].from : "", d->keys[k].to ? d->keys[k].to : "");
        }
    }
    onex_diff_clear(&diff);
    onex_rules_close(was);
    onex_rules_close(is);
    return text;
}

static void the_same_set_differs_in_nothing(void **state) {
    (void)state;
    assert_string_equal(told(SETS_FLOOR("1"), SETS_FLOOR("1")), "");
}

static void comments_and_spaces_are_no_difference(void **state) {
    (void)state;
    assert_string_equal(told(SETS_FLOOR("1"), "-- a\n" SETS_FLOOR(" 1 ")), "");
}

static void a_value_is_told_old_and_new(void **state) {
    (void)state;
    assert_string_equal(told(SETS_FLOOR("1"), SETS_FLOOR("2")), "~param floor value: 1>2");
}

static void a_dated_value_is_told_with_its_days(void **state) {
    (void)state;
    assert_string_equal(told(SETS_FLOOR("1"), SETS_FLOOR("{ [\"2023-12-18\"] = 1, [\"2026-01-01\"] = 2 }")),
                        "~param floor value: 1>2023-12-18: 1, 2026-01-01: 2");
}

#define RULE(name, keys) "condition \"" name "\" { title = \"" name "\", cite = \"第九条\", " keys " }\n"

static void a_tree_is_told_as_a_sentence(void **state) {
    (void)state;
    assert_string_equal(told(SETS_LAW RULE("a", "requires = at_least(fact.year, 2024)"),
                             SETS_LAW RULE("a", "requires = above(fact.year, 2024)")),
                        "~condition a requires: year is at least 2024>year is above 2024");
}

static void a_key_that_one_side_lacks_is_told(void **state) {
    (void)state;
    assert_string_equal(told(SETS_LAW RULE("a", "requires = at_least(fact.year, 1), valid_to = \"2030-01-01\""),
                             SETS_LAW RULE("a", "requires = at_least(fact.year, 1), note = \"新\"")),
                        "~condition a note: >新 valid_to: 2030-01-01>");
}

static void added_come_in_their_order_and_removed_after_them(void **state) {
    (void)state;
    assert_string_equal(told(SETS_LAW RULE("a", "requires = at_least(fact.year, 1)"),
                             SETS_LAW RULE("c", "requires = at_least(fact.year, 1)")
                                 RULE("b", "requires = at_least(fact.year, 1)")),
                        "+condition c; +condition b; -condition a");
}

static void another_kind_of_the_same_name_is_another_declaration(void **state) {
    (void)state;
    assert_string_equal(told(SETS_LAW RULE("a", "requires = at_least(fact.year, 1)"), SETS_LAW
                             "trigger \"a\" { title = \"a\", cite = \"第九条\", when = at_least(fact.year, 1) }\n"),
                        "+trigger a; -condition a");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(the_same_set_differs_in_nothing),
    cmocka_unit_test(comments_and_spaces_are_no_difference),
    cmocka_unit_test(a_value_is_told_old_and_new),
    cmocka_unit_test(a_dated_value_is_told_with_its_days),
    cmocka_unit_test(a_tree_is_told_as_a_sentence),
    cmocka_unit_test(a_key_that_one_side_lacks_is_told),
    cmocka_unit_test(added_come_in_their_order_and_removed_after_them),
    cmocka_unit_test(another_kind_of_the_same_name_is_another_declaration),
};

SETS_MAIN(tests)
