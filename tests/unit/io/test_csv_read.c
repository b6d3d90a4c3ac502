/* The reader of CSV: records, the numbers of their rows, and what is refused where. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "io/source.h"

static onex_source *open_bytes(const char *data, size_t len, bool tsv) {
    onex_decoded text = {malloc(len + 1), len, false, ""};
    onex_source *source = NULL;
    onex_error err = {0};
    assert_non_null(text.data);
    memcpy(text.data, data, len);
    assert_int_equal(onex_csv_open(&source, &text, tsv, &err), ONEX_OK);
    return source;
}

/* All records as "ROW[a|b]" and a fault as "!ROW.FIELD". */
static void expect_bytes(const char *data, size_t len, bool tsv, const char *expected) {
    onex_source *source = open_bytes(data, len, tsv);
    onex_record record;
    onex_fault fault;
    onex_buffer b = {0};
    onex_source_step step;
    onex_buffer_text(&b, "");
    while ((step = source->next(source, &record, &fault)) == ONEX_SOURCE_RECORD) {
        onex_buffer_printf(&b, "%ld[", record.row);
        for (int i = 0; i < record.nfields; i++) {
            if (i) onex_buffer_char(&b, '|');
            onex_buffer_put(&b, record.fields[i].text, record.fields[i].len);
        }
        onex_buffer_char(&b, ']');
    }
    if (step == ONEX_SOURCE_FAULT) onex_buffer_printf(&b, "!%ld.%d", fault.row, fault.field);
    assert_string_equal(b.data, expected);
    onex_buffer_clear(&b);
    source->close(source);
}

#define EXPECT(text, expected) expect_bytes(text, sizeof(text) - 1, false, expected)

static void lf_crlf_and_cr_end_a_row(void **state) {
    (void)state;
    EXPECT("a,b\n1,2\n", "1[a|b]2[1|2]");
    EXPECT("a,b\r\n1,2\r\n", "1[a|b]2[1|2]");
    EXPECT("a,b\r1,2\r", "1[a|b]2[1|2]");
    EXPECT("a,b\n1,2", "1[a|b]2[1|2]");
}

static void an_empty_file_has_no_rows(void **state) {
    (void)state;
    EXPECT("", "");
    EXPECT("\n\r\n  \n", "");
}

static void blank_rows_are_passed_over_and_counted(void **state) {
    (void)state;
    EXPECT("a,b\n\n,\n \xE3\x80\x80,\t\n1,2\n", "1[a|b]5[1|2]");
}

static void a_record_with_line_breaks_is_one_row(void **state) {
    (void)state;
    EXPECT("a,b\n\"x\ny\r\nz\",2\n3,4\n", "1[a|b]2[x\ny\r\nz|2]3[3|4]");
}

static void quotes_hold_commas_and_quotes(void **state) {
    (void)state;
    EXPECT("\"a,b\",\"say \"\"yes\"\"\",\"\"\n", "1[a,b|say \"yes\"|]");
    EXPECT("x,5\"\n", "1[x|5\"]");
}

static void an_empty_last_cell_is_a_cell(void **state) {
    (void)state;
    EXPECT("a,b\n1,\n", "1[a|b]2[1|]");
    EXPECT("a,b\n1,", "1[a|b]2[1|]");
}

static void an_open_quote_names_the_row_where_it_opens(void **state) {
    (void)state;
    EXPECT("a,b\n1,\"x\n2,y\n3,z\n", "1[a|b]!2.1");
}

static void text_after_a_closing_quote_is_refused(void **state) {
    (void)state;
    EXPECT("a,b\n\"1\"x,2\n", "1[a|b]!2.0");
}

static void a_nul_is_refused_where_it_stands(void **state) {
    (void)state;
    EXPECT("a,b\n1,x\0y\n", "1[a|b]!2.1");
    EXPECT("a,b\n1,\"x\0y\"\n", "1[a|b]!2.1");
}

static void tabs_and_semicolons_are_seen_in_the_header(void **state) {
    (void)state;
    EXPECT("a\tb\n1,5\t2\n", "1[a|b]2[1,5|2]");
    EXPECT("a;b\n1,5;2\n", "1[a|b]2[1,5|2]");
    EXPECT("a,b;c\n1,2;3\n", "1[a|b;c]2[1|2;3]");
    EXPECT("code\nx;y\n", "1[code]2[x;y]");
    EXPECT("\ncode\nx\ty\n", "2[code]3[x\ty]");
}

static void a_tsv_has_tabs_even_if_its_header_has_a_comma(void **state) {
    (void)state;
    expect_bytes("a,x\tb\n1\t2\n", 10, true, "1[a,x|b]2[1|2]");
}

static void a_cell_of_one_mebibyte_fits_and_one_more_byte_is_too_long(void **state) {
    (void)state;
    for (size_t more = 0; more < 2; more++) {
        size_t len = ONEX_FIELD_MAX + more;
        char *text = malloc(len);
        assert_non_null(text);
        memset(text, 'x', len);
        onex_source *source = open_bytes(text, len, false);
        onex_record record;
        onex_fault fault;
        assert_int_equal(source->next(source, &record, &fault), ONEX_SOURCE_RECORD);
        assert_int_equal(record.fields[0].len, ONEX_FIELD_MAX);
        assert_int_equal(record.fields[0].too_long, more == 1);
        source->close(source);
        free(text);
    }
}

static void as_many_cells_as_a_spreadsheet_has_and_no_more(void **state) {
    (void)state;
    for (int more = 0; more < 2; more++) {
        size_t cells = ONEX_FIELDS_MAX + (size_t)more;
        char *text = malloc(cells);
        assert_non_null(text);
        memset(text, ',', cells);
        text[0] = 'x';
        onex_source *source = open_bytes(text, cells, false);
        onex_record record;
        onex_fault fault;
        assert_int_equal(source->next(source, &record, &fault), more ? ONEX_SOURCE_FAULT : ONEX_SOURCE_RECORD);
        if (!more) assert_int_equal(record.nfields, ONEX_FIELDS_MAX);
        source->close(source);
        free(text);
    }
}

static void broken_text_is_told_at_its_cell_after_the_rows_before_it(void **state) {
    (void)state;
    char *data = malloc(16);
    assert_non_null(data);
    memcpy(data, "a,b\n1,2\n3,xy", 12);
    onex_decoded text = {data, 12, true, "0xFF (UTF-8)"};
    onex_source *source = NULL;
    onex_error err = {0};
    onex_record record;
    onex_fault fault;
    assert_int_equal(onex_csv_open(&source, &text, false, &err), ONEX_OK);
    assert_int_equal(source->next(source, &record, &fault), ONEX_SOURCE_RECORD);
    assert_int_equal(source->next(source, &record, &fault), ONEX_SOURCE_RECORD);
    assert_int_equal(source->next(source, &record, &fault), ONEX_SOURCE_FAULT);
    assert_int_equal(fault.row, 3);
    assert_int_equal(fault.field, 1);
    assert_string_equal(fault.value, "xy");
    assert_non_null(strstr(fault.message, "0xFF (UTF-8)"));
    assert_int_equal(source->next(source, &record, &fault), ONEX_SOURCE_END);
    source->close(source);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lf_crlf_and_cr_end_a_row),
        cmocka_unit_test(an_empty_file_has_no_rows),
        cmocka_unit_test(blank_rows_are_passed_over_and_counted),
        cmocka_unit_test(a_record_with_line_breaks_is_one_row),
        cmocka_unit_test(quotes_hold_commas_and_quotes),
        cmocka_unit_test(an_empty_last_cell_is_a_cell),
        cmocka_unit_test(an_open_quote_names_the_row_where_it_opens),
        cmocka_unit_test(text_after_a_closing_quote_is_refused),
        cmocka_unit_test(a_nul_is_refused_where_it_stands),
        cmocka_unit_test(tabs_and_semicolons_are_seen_in_the_header),
        cmocka_unit_test(a_tsv_has_tabs_even_if_its_header_has_a_comma),
        cmocka_unit_test(a_cell_of_one_mebibyte_fits_and_one_more_byte_is_too_long),
        cmocka_unit_test(as_many_cells_as_a_spreadsheet_has_and_no_more),
        cmocka_unit_test(broken_text_is_told_at_its_cell_after_the_rows_before_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
