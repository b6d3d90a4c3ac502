/* Statements found in the text of a rule file, and texts written so that Lua reads them back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "rules/edit.h"

static const char *const keys[] = {"value", "cite", "reason", NULL};

/* Looks for `tighten "x"` on the line; what was found is copied into `out`. */
static bool find(const char *text, int line, onex_edit_span *span, char *out, size_t size) {
    onex_edit edit;
    onex_error err = {0};
    assert_int_equal(onex_edit_open(&edit, text, strlen(text), &err), ONEX_OK);
    bool found = onex_edit_find(&edit, "tighten", "x", line, keys, span);
    snprintf(out, size, "%.*s", found ? (int)(span->to - span->from) : 0, text + (found ? span->from : 0));
    if (found && span->extra) snprintf(out, size, "%s", span->extra);
    onex_edit_close(&edit);
    return found;
}

static void a_statement_is_found_from_its_word_to_its_brace(void **state) {
    (void)state;
    onex_edit_span span;
    char out[200];
    assert_true(find("-- a\ntighten \"x\" { value = { [\"2026-01-01\"] = 1 } } -- b\n", 2, &span, out, sizeof out));
    assert_string_equal(out, "tighten \"x\" { value = { [\"2026-01-01\"] = 1 } }");
    assert_int_equal(span.line, 2);
    assert_false(span.comments);
    assert_null(span.extra);
}

static void braces_in_texts_do_not_count(void **state) {
    (void)state;
    onex_edit_span span;
    char out[200];
    assert_true(find("tighten \"x\" { reason = \"}\", cite = [[}]] }", 1, &span, out, sizeof out));
    assert_string_equal(out, "tighten \"x\" { reason = \"}\", cite = [[}]] }");
}

static void a_byte_order_mark_is_counted(void **state) {
    (void)state;
    onex_edit_span span;
    char out[200];
    assert_true(find("\xEF\xBB\xBFtighten \"x\" {}", 1, &span, out, sizeof out));
    assert_string_equal(out, "tighten \"x\" {}");
}

static void what_is_written_otherwise_is_not_found(void **state) {
    (void)state;
    onex_edit_span span;
    char out[200];
    static const char *const texts[] = {"tighten(\"x\") {}", "relax \"x\" {}", "local t = \"x\"", "tighten \"y\" {}",
                                        "\ntighten \"x\" {}", "tighten \"x\" (a)"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) assert_false(find(texts[i], 1, &span, out, sizeof out));
}

static void a_comment_inside_is_told_one_behind_is_not(void **state) {
    (void)state;
    onex_edit_span span;
    char out[200];
    assert_true(find("tighten \"x\" { value = 1, -- why\n}", 1, &span, out, sizeof out));
    assert_true(span.comments);
    assert_true(find("tighten \"x\" { reason = \"a -- b\" } -- why", 1, &span, out, sizeof out));
    assert_false(span.comments);
}

static void a_key_that_is_not_known_is_told_but_not_one_deeper_inside(void **state) {
    (void)state;
    onex_edit_span span;
    char out[200];
    assert_true(find("tighten \"x\" { value = { note = 1 }, cite = \"note = 1\", note = 2 }", 1, &span, out, sizeof out));
    assert_string_equal(out, "note");
    assert_true(find("tighten \"x\" { value = { note = 1 }; cite = 1 }", 1, &span, out, sizeof out));
    assert_null(span.extra);
}

static void the_head_gives_document_and_day_where_they_are_plain(void **state) {
    (void)state;
    onex_edit edit;
    onex_edit_head head;
    onex_error err = {0};
    const char *text = "-- a\nlocal_rules { document = \"甲\", effective = '2026-01-01' } -- b";
    assert_int_equal(onex_edit_open(&edit, text, strlen(text), &err), ONEX_OK);
    assert_true(onex_edit_find_head(&edit, &head));
    assert_string_equal(head.document, "甲");
    assert_string_equal(head.effective, "2026-01-01");
    assert_true(head.alone);
    onex_edit_close(&edit);
    text = "local_rules { document = NO, effective = \"a\" .. \"b\" } tighten \"x\" {}";
    assert_int_equal(onex_edit_open(&edit, text, strlen(text), &err), ONEX_OK);
    assert_true(onex_edit_find_head(&edit, &head));
    assert_null(head.document);
    assert_null(head.effective);
    assert_false(head.alone);
    onex_edit_close(&edit);
    text = "-- local_rules { document = \"甲\" }";
    assert_int_equal(onex_edit_open(&edit, text, strlen(text), &err), ONEX_OK);
    assert_false(onex_edit_find_head(&edit, &head));
    onex_edit_close(&edit);
}

static void a_file_that_cannot_be_read_is_refused(void **state) {
    (void)state;
    onex_edit edit;
    onex_error err = {0};
    assert_int_equal(onex_edit_open(&edit, "tighten \"x", 10, &err), ONEX_E_RULE);
    onex_edit_close(&edit);
}

static void quotes_and_backslashes_are_escaped(void **state) {
    (void)state;
    onex_buffer b = {0};
    onex_lua_text_put(&b, "a\"b\\c'd]]中");
    assert_string_equal(b.data, "\"a\\\"b\\\\c'd]]中\"");
    onex_buffer_clear(&b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_statement_is_found_from_its_word_to_its_brace),
        cmocka_unit_test(braces_in_texts_do_not_count),
        cmocka_unit_test(a_byte_order_mark_is_counted),
        cmocka_unit_test(what_is_written_otherwise_is_not_found),
        cmocka_unit_test(a_comment_inside_is_told_one_behind_is_not),
        cmocka_unit_test(a_key_that_is_not_known_is_told_but_not_one_deeper_inside),
        cmocka_unit_test(the_head_gives_document_and_day_where_they_are_plain),
        cmocka_unit_test(a_file_that_cannot_be_read_is_refused),
        cmocka_unit_test(quotes_and_backslashes_are_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
