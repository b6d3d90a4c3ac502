/* Encodings: which one it is, and where it breaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "io/source.h"

static onex_status decode(onex_decoded *out, const char *data, size_t len, const char *encoding) {
    onex_bytes bytes = {malloc(len + 1), len};
    onex_error err = {0};
    assert_non_null(bytes.data);
    memcpy(bytes.data, data, len);
    onex_status status = onex_decode(out, &bytes, encoding, &err);
    onex_bytes_clear(&bytes);
    return status;
}

static void expect(const char *data, size_t len, const char *encoding, const char *text, bool broken) {
    onex_decoded out;
    assert_int_equal(decode(&out, data, len, encoding), ONEX_OK);
    assert_int_equal(out.len, strlen(text));
    assert_memory_equal(out.data, text, out.len);
    assert_int_equal(out.broken, broken);
    free(out.data);
}
#define GOOD(data, text) expect(data, sizeof(data) - 1, NULL, text, false)
#define BROKEN(data, text) expect(data, sizeof(data) - 1, NULL, text, true)

static void utf8_is_taken_with_and_without_a_bom(void **state) {
    (void)state;
    GOOD("二级学院", "二级学院");
    GOOD("\xEF\xBB\xBF二级学院", "二级学院");
    GOOD("", "");
}

static void a_second_bom_stays_in_the_text(void **state) {
    (void)state;
    GOOD("\xEF\xBB\xBF\xEF\xBB\xBFx", "\xEF\xBB\xBFx");
}

static void gb18030_is_recognised_also_its_four_bytes(void **state) {
    (void)state;
    GOOD("\xB6\xFE\xBC\xB6\xD1\xA7\xD4\xBA", "二级学院");
    GOOD("\xB6\xFE\x82\x30\x81\x30", "\xE4\xBA\x8C\xE3\x92\xA3");
}

static void chinese_pairs_that_happen_to_be_valid_utf8_are_gb18030(void **state) {
    (void)state;
    GOOD("art,\xD1\xA7\xD4\xBA\n", "art,学院\n");
    GOOD("\xC1\xAA\xCD\xA8", "联通");
    GOOD("\xEF\xBB\xBF\xD1\xA7\xD4\xBA", "\xD1\xA7\xD4\xBA"); /* its BOM says otherwise */
    GOOD("A\xC2\xB7" "B 25\xC2\xB0", "A·B 25°");                     /* signs of Latin-1 alone */
    GOOD("学\xD1\xA7", "学\xD1\xA7");                               /* one true Chinese character: UTF-8 */
}

static void utf16_is_told_by_its_bom(void **state) {
    (void)state;
    GOOD("\xFF\xFE\x8C\x4E,\0", "二,");
    GOOD("\xFE\xFF\x4E\x8C\0,", "二,");
}

static void a_lone_surrogate_in_utf16_breaks_the_text(void **state) {
    (void)state;
    BROKEN("\xFF\xFE"
           "a\0\x00\xD8"
           "b\0",
           "a");
}

static void a_surrogate_or_an_overlong_form_in_utf8_is_broken(void **state) {
    (void)state;
    BROKEN("\xEF\xBB\xBF"
           "a\xED\xA0\x80",
           "a");
    BROKEN("\xEF\xBB\xBF"
           "a\xC0\xAF",
           "a");
    BROKEN("\xEF\xBB\xBF"
           "a\xF4\x90\x80\x80",
           "a");
}

static void utf8_with_one_wrong_byte_is_not_read_as_gb18030(void **state) {
    (void)state;
    BROKEN("人员编号,姓名,人员类别,所在学院\nS1,王\xE5\xBC,学生,art\n", "人员编号,姓名,人员类别,所在学院\nS1,王");
}

static void bytes_of_neither_encoding_are_broken(void **state) {
    (void)state;
    BROKEN("ab\xFF", "ab");
}

static void a_forced_encoding_holds(void **state) {
    (void)state;
    expect("\xB6\xFE", 2, "gbk", "二", false);
    expect("\xB6\xFE", 2, "utf-8", "", true);
    expect("\x8C\x4E", 2, "utf-16", "二", false);
    expect("\xA4\xA4", 2, "BIG5", "中", false);
}

static void an_unknown_encoding_is_a_wrong_word(void **state) {
    (void)state;
    onex_decoded out;
    assert_int_equal(decode(&out, "a", 1, "klingon"), ONEX_E_USAGE);
    assert_null(out.data);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_is_taken_with_and_without_a_bom),
        cmocka_unit_test(a_second_bom_stays_in_the_text),
        cmocka_unit_test(gb18030_is_recognised_also_its_four_bytes),
        cmocka_unit_test(chinese_pairs_that_happen_to_be_valid_utf8_are_gb18030),
        cmocka_unit_test(utf16_is_told_by_its_bom),
        cmocka_unit_test(a_lone_surrogate_in_utf16_breaks_the_text),
        cmocka_unit_test(a_surrogate_or_an_overlong_form_in_utf8_is_broken),
        cmocka_unit_test(utf8_with_one_wrong_byte_is_not_read_as_gb18030),
        cmocka_unit_test(bytes_of_neither_encoding_are_broken),
        cmocka_unit_test(a_forced_encoding_holds),
        cmocka_unit_test(an_unknown_encoding_is_a_wrong_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
