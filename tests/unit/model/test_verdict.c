/* Subjects and verdicts: codes, words, parents. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "model/verdict.h"

static void every_subject_is_found_by_its_code(void **state) {
    (void)state;
    for (int s = 0; s < ONEX_SUBJECTS; s++) {
        assert_int_equal(onex_subject_find(onex_subject_code((onex_subject)s)), s);
        assert_true(onex_subject_title((onex_subject)s)[0] != '\0');
    }
    assert_int_equal(onex_subject_find("person"), ONEX_SUBJECTS);
}

static void parents_lead_up_to_the_school(void **state) {
    (void)state;
    assert_int_equal(onex_subject_parent(ONEX_EXPENSE), ONEX_PILOT);
    assert_int_equal(onex_subject_parent(ONEX_EXAM), ONEX_PILOT);
    assert_int_equal(onex_subject_parent(ONEX_REGISTRATION), ONEX_PILOT);
    assert_int_equal(onex_subject_parent(ONEX_PILOT), ONEX_COLLEGE);
    assert_int_equal(onex_subject_parent(ONEX_COLLEGE), ONEX_SCHOOL);
    assert_int_equal(onex_subject_parent(ONEX_SCHOOL), ONEX_SUBJECTS);
}

static void a_subject_is_within_itself_and_its_parents_only(void **state) {
    (void)state;
    assert_true(onex_subject_within(ONEX_EXAM, ONEX_EXAM));
    assert_true(onex_subject_within(ONEX_EXAM, ONEX_SCHOOL));
    assert_false(onex_subject_within(ONEX_EXAM, ONEX_EXPENSE));
    assert_false(onex_subject_within(ONEX_PILOT, ONEX_EXAM));
    assert_false(onex_subject_within(ONEX_SUBJECTS, ONEX_SCHOOL));
}

static void every_verdict_is_found_by_its_code_and_by_its_word(void **state) {
    (void)state;
    for (int v = 0; v < ONEX_VERDICTS; v++) {
        assert_int_equal(onex_verdict_find(onex_verdict_code((onex_verdict)v)), v);
        onex_lang_set(ONEX_LANG_ZH);
        assert_int_equal(onex_verdict_find(onex_verdict_text((onex_verdict)v)), v);
        onex_lang_set(ONEX_LANG_EN);
    }
    assert_int_equal(onex_verdict_find("passed"), ONEX_VERDICTS);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_subject_is_found_by_its_code),
        cmocka_unit_test(parents_lead_up_to_the_school),
        cmocka_unit_test(a_subject_is_within_itself_and_its_parents_only),
        cmocka_unit_test(every_verdict_is_found_by_its_code_and_by_its_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
