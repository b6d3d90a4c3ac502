/* Cells between text and value. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/cell.h"

static onex_arena arena;

static int forget(void **state) {
    (void)state;
    onex_arena_clear(&arena);
    return 0;
}

static onex_cell_status read_cell(onex_cell *out, const char *table, const char *column, const char *text,
                                  char *message) {
    const onex_entity *entity = onex_entity_find(table);
    int at = onex_entity_column(entity, column);
    assert_true(at >= 0);
    return onex_cell_read(out, entity, at, text, strlen(text), &arena, message);
}

static void expect(const char *table, const char *column, const char *text, const char *stored) {
    onex_cell cell;
    char message[ONEX_CELL_MESSAGE] = "";
    onex_buffer b = {0};
    assert_int_equal(read_cell(&cell, table, column, text, message), ONEX_CELL_GOOD);
    onex_buffer_text(&b, cell.kind == ONEX_CELL_NULL ? "NULL" : "");
    onex_stored_put(&b, &cell);
    assert_string_equal(b.data, stored);
    onex_buffer_clear(&b);
}

static void expect_wrong(const char *table, const char *column, const char *text, const char *words) {
    onex_cell cell;
    char message[ONEX_CELL_MESSAGE] = "";
    assert_int_equal(read_cell(&cell, table, column, text, message), ONEX_CELL_BAD);
    if (!strstr(message, words)) fail_msg("'%s' lacks '%s'", message, words);
}

static void numbers_are_scaled_by_their_unit(void **state) {
    (void)state;
    expect("allocation", "amount", "1234.5", "123450");
    expect("allocation", "amount", "0", "0");
    expect("course", "credits", "1.5", "15");
    expect("registration", "rank_score", "86.125", "86125");
    expect("plan_quota", "quota", "0", "0");
    expect("budget_adjustment", "delta", "-0.01", "-1");
}

static void the_largest_amount_fits_and_the_next_does_not(void **state) {
    (void)state;
    expect("allocation", "amount", "92233720368547758.07", "9223372036854775807");
    expect_wrong("allocation", "amount", "92233720368547758.08", "too large");
}

static void a_year_has_four_digits_at_most(void **state) {
    (void)state;
    expect("call", "year", "9999", "9999");
    expect_wrong("call", "year", "10000", "9999");
    expect_wrong("call", "year", "0", "above 0");
}

static void a_blank_is_null_also_where_it_is_ideographic(void **state) {
    (void)state;
    expect("course", "credits", "", "NULL");
    expect("course", "credits", " \xE3\x80\x80\t", "NULL");
    expect("person", "name", "  ", "NULL");
}

static void words_are_codes_or_chinese(void **state) {
    (void)state;
    expect("person", "kind", "staff", "staff");
    expect("person", "kind", " 社会人员 ", "external");
    expect_wrong("person", "kind", "Staff", "student");
}

static void days_exist(void **state) {
    (void)state;
    expect("call", "opens_on", "2024-02-29", "2024-02-29");
    expect("call", "opens_on", "2024/2/9", "2024-02-09");
    expect("call", "opens_on", "2024年12月31日", "2024-12-31");
    expect_wrong("call", "opens_on", "2023-02-29", "2023-02-29");
    expect_wrong("call", "opens_on", "45352", "no date"); /* a serial number of a spreadsheet */
    expect_wrong("call", "opens_on", "2024-2-9 00:00", "no date");
}

static void the_guard_comes_off_text_only(void **state) {
    (void)state;
    expect("office", "name", "'=1+1", "=1+1");
    expect("office", "name", "''", "'");
    expect("office", "name", "'", "'");
    expect_wrong("allocation", "amount", "'-5", "no number");
}

static void a_message_shows_what_cannot_be_seen(void **state) {
    (void)state;
    char shown[ONEX_SHOWN];
    assert_string_equal(onex_cell_shown("a\xE2\x80\x8B\x01", 5, shown), "a<U+200B><U+0001>");
}

static void a_message_shows_the_beginning_of_a_long_text(void **state) {
    (void)state;
    char text[3 * 100 + 1] = "", shown[ONEX_SHOWN];
    for (int i = 0; i < 100; i++) strcat(text, "长");
    onex_cell_shown(text, strlen(text), shown);
    assert_true(strlen(shown) == 60 * 3 + 3);
    assert_string_equal(shown + 60 * 3, "…");
}

static void a_key_is_a_json_array(void **state) {
    (void)state;
    const onex_entity *entity = onex_entity_find("final_account");
    onex_cell row[8] = {{0}};
    onex_buffer b = {0};
    row[onex_entity_column(entity, "college")] = onex_cell_text("a\"b", 3);
    row[onex_entity_column(entity, "year")] = onex_cell_int(2026);
    onex_key_put(&b, entity, row);
    assert_string_equal(b.data, "[\"a\\\"b\",2026]");
    onex_buffer_clear(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_scaled_by_their_unit),
        cmocka_unit_test(the_largest_amount_fits_and_the_next_does_not),
        cmocka_unit_test(a_year_has_four_digits_at_most),
        cmocka_unit_test(a_blank_is_null_also_where_it_is_ideographic),
        cmocka_unit_test(words_are_codes_or_chinese),
        cmocka_unit_test(days_exist),
        cmocka_unit_test(the_guard_comes_off_text_only),
        cmocka_unit_test(a_message_shows_what_cannot_be_seen),
        cmocka_unit_test(a_message_shows_the_beginning_of_a_long_text),
        cmocka_unit_test(a_key_is_a_json_array),
    };
    return cmocka_run_group_tests(tests, NULL, forget);
}
