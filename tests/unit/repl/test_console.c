/* The console: lines, errors, transactions, what ends it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "unit/repl/desk.h"

#define INSERT "onex.insert('office', { code = 'x', name = 'X' })"

static long offices(place *p) {
    int64_t n = -1;
    onex_store *store = place_open(p, ONEX_STORE_READ);
    assert_ok(onex_table_count(store, onex_entity_find("office"), &n, &p->err), p);
    onex_store_close(store);
    return (long)n;
}

/* ---- lines ---- */

static void an_expression_is_shown_and_kept(void **state) {
    desk *d = desk_open(*state, false, true);
    desk_gives(d, "1 + 1", "2\n");
    desk_gives(d, "_ + 1", "3\n");
    desk_gives(d, "local x = 5", "");
    desk_gives(d, "return 'a', 'b'", "a\nb\n");
    desk_gives(d, "y = 7", "");
    desk_gives(d, "y", "7\n");
    desk_close(d);
}

static void rows_are_shown_as_aligned_tables(void **state) {
    desk *d = desk_open(*state, false, true);
    desk_gives(d, "{ { a = '甲', n = 1 }, { a = 'bbb', n = 22 } }", "a     n\n甲    1\nbbb  22\n");
    desk_gives(d, "onex.query 'SELECT name, code FROM college ORDER BY code'",
               "name      code\n艺术学院  art\n舞蹈学院  dance\n");
    desk_close(d);
}

static void a_line_knows_whether_more_must_come(void **state) {
    desk *d = desk_open(*state, false, true);
    const char *beginnings[] = {"for i = 1, 3 do", "f(", "x = {", "[[ab", "if x then", "return function()"};
    const char *wholes[] = {"1 + 1", "x = ", "end", "f)", ""};
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        assert_true(onex_console_incomplete(d->console, beginnings[i], strlen(beginnings[i])));
    for (size_t i = 2; i < sizeof wholes / sizeof *wholes; i++)
        assert_false(onex_console_incomplete(d->console, wholes[i], strlen(wholes[i])));
    assert_false(onex_console_incomplete(d->console, wholes[0], strlen("x()")));
    desk_close(d);
}

static void errors_have_code_message_and_place(void **state) {
    desk *d = desk_open(*state, false, true);
    desk_fails(d, "local a = {}\nlocal b = a.b.c", ONEX_E_GATE, "'b' is an empty value (nil)");
    assert_string_equal(d->failure.file, "desk");
    assert_int_equal(d->failure.line, 2);
    assert_non_null(strstr(onex_console_trace(d->console), "stack traceback"));
    desk_fails(d, "onex.college('art').nam", ONEX_E_NOT_FOUND, "nearest: 'name'");
    desk_fails(d, "onex.colleges { naem = 1 }", ONEX_E_NOT_FOUND, "nearest: 'name'");
    desk_fails(d, "onex.pilot('P').x", ONEX_E_GATE, "nothing");
    desk_fails(d, "onex.college('art'):check 'x'", ONEX_E_RULE, "no rules here");
    desk_gives(d, "select(2, pcall(function() return onex.nothing end)).code", "1\n");
    desk_close(d);
}

static void memory_that_is_used_up_is_told_as_such(void **state) {
    desk *d = desk_open(*state, false, true);
    desk_fails(d, "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end", ONEX_E_INTERNAL, "memory");
    desk_gives(d, "1", "1\n");
    desk_close(d);
    d = desk_open(*state, true, false);
    desk_fails(d, INSERT " local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end", ONEX_E_INTERNAL, "memory");
    desk_close(d);
    assert_int_equal(offices(*state), 0);
}

static void an_iterator_ends_with_its_line(void **state) {
    desk *d = desk_open(*state, false, true);
    desk_gives(d, "it = onex.colleges()", "");
    desk_fails(d, "it()", ONEX_E_GATE, "ended with its line");
    desk_gives(d, "co = coroutine.wrap(function() for c in onex.colleges() do coroutine.yield(c.code) end end)", "");
    desk_gives(d, "co()", "art\n");
    desk_fails(d, "co()", ONEX_E_GATE, "ended with its line");
    desk_close(d);
}

static void what_is_iterated_over_does_not_see_what_is_written_meanwhile(void **state) {
    desk *d = desk_open(*state, true, false);
    desk_gives(
        d, "n = 0 for c in onex.colleges() do n = n + 1 onex.insert('college', { code = 'c' .. n, name = 'C' }) end",
        "");
    desk_gives(d, "n", "2\n");
    desk_gives(d, "onex.query('SELECT count(*) AS n FROM college')().n", "4\n");
    desk_close(d);
}

static void many_rows_are_given_in_order(void **state) {
    desk *d = desk_open(*state, false, false);
    desk_gives(
        d,
        "sum = 0 for r in onex.query([[WITH RECURSIVE a(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM a LIMIT 200000) "
        "SELECT x, x || 'a' AS t FROM a]]) do sum = sum + 1 assert(r.x == sum) assert(r.t == sum .. 'a') end",
        "");
    desk_close(d);
}

/* ---- transactions ---- */

static void without_write_nothing_is_written(void **state) {
    desk *d = desk_open(*state, false, true);
    desk_fails(d, INSERT, ONEX_E_REFUSED, "only reads");
    assert_int_equal(d->opened[true], 0);
    desk_close(d);
    assert_int_equal(offices(*state), 0);
}

static void a_script_is_committed_whole_or_not_at_all(void **state) {
    desk *d = desk_open(*state, true, false);
    desk_gives(d, INSERT, "");
    desk_close(d);
    assert_int_equal(offices(*state), 0);
    d = desk_open(*state, true, false);
    desk_gives(d, INSERT, "");
    assert_ok(onex_console_commit(d->console, &d->place->err), d->place);
    desk_close(d);
    assert_int_equal(offices(*state), 1);
}

static void the_lock_is_taken_by_the_first_line_that_writes(void **state) {
    desk *d = desk_open(*state, true, true);
    desk_gives(d, "onex.college('art').name", "艺术学院\n");
    assert_int_equal(d->opened[true], 0);
    desk_gives(d, INSERT, "");
    assert_int_equal(d->opened[true], 1);
    assert_true(onex_console_written(d->console));
    onex_console_rollback(d->console);
    assert_false(onex_console_written(d->console));
    desk_gives(d, "onex.query('SELECT count(*) AS n FROM office')().n", "0\n");
    assert_int_equal(d->opened[true], 1);
    desk_close(d);
}

static void a_line_that_fails_undoes_only_itself(void **state) {
    place *p = *state;
    desk *d = desk_open(p, true, true);
    onex_buffer preview = {0};
    desk_fails(d, INSERT " error 'first'", ONEX_E_GATE, "first");
    assert_false(onex_console_written(d->console));
    desk_gives(d, INSERT, "");
    desk_fails(
        d,
        "onex.insert('office', { code = 'y', name = 'Y' }) onex.update('office', 'x', { name = 'Z' }) error 'second'",
        ONEX_E_GATE, "second");
    desk_gives(d, "onex.insert('office', { code = 'z', name = 'Z' })", "");
    onex_console_preview(d->console, true, &preview);
    assert_string_equal(preview.data, "office: new 1\n");
    preview.len = 0;
    onex_console_preview(d->console, false, &preview);
    assert_string_equal(preview.data, "office: new 2\n");
    onex_buffer_clear(&preview);
    assert_ok(onex_console_commit(d->console, &p->err), p);
    assert_false(onex_console_written(d->console));
    desk_gives(d, "for r in onex.query 'SELECT code, name FROM office ORDER BY 1' do print(r.code) end", "");
    desk_close(d);
    assert_int_equal(offices(p), 2);
}

static void what_may_not_be_written_leaves_the_console_reading(void **state) {
    desk *d = desk_open(*state, true, true);
    d->refuse = true;
    desk_fails(d, INSERT, ONEX_E_REFUSED, "not now");
    desk_gives(d, "pcall(onex.insert, 'office', { code = 'x', name = 'X' })", "false\ndesk:1: not now\n");
    desk_gives(d, "onex.college('art').name", "艺术学院\n");
    assert_false(onex_console_written(d->console));
    desk_close(d);
}

static void what_was_written_before_an_act_keeps_its_event_when_a_later_line_fails(void **state) {
    place *p = *state;
    desk *d = desk_open(p, true, true);
    desk_gives(d, INSERT, "");
    desk_fails(d, "onex.export('office', '/no/such/folder/x')", ONEX_E_DATA, "cannot write");
    desk_fails(d, "onex.import('/no/such/file.csv')", ONEX_E_NOT_FOUND, "no");
    assert_ok(onex_console_commit(d->console, &p->err), p);
    desk_gives(d, "onex.query('SELECT count(*) AS n FROM event WHERE kind = ?', 'script')().n", "1\n");
    desk_close(d);
}

/* ---- ends ---- */

static void os_exit_ends_the_console_whatever_holds_it(void **state) {
    desk *d = desk_open(*state, false, true);
    const char *lines[] = {"os.exit(3)", "pcall(os.exit, 3)", "coroutine.wrap(function() pcall(os.exit, 3) end)()",
                           "onex.whatif({}, function() os.exit(3) end)"};
    for (size_t i = 0; i < 3; i++) {
        assert_false(desk_eval(d, lines[i]));
        assert_true(d->failure.exits);
        assert_int_equal(d->failure.exit_code, 3);
    }
    desk_gives(d, "1", "1\n");
    assert_false(d->failure.exits);
    desk_close(d);
}

static desk *interrupted;

static int interrupt_soon(const char *line) {
    onex_console_interrupt(interrupted->console);
    return !desk_eval(interrupted, line);
}

static void an_interrupt_before_a_line_does_not_stop_it(void **state) {
    interrupted = desk_open(*state, false, true);
    assert_false(onex_console_running(interrupted->console));
    assert_false(interrupt_soon("return 1"));
    desk_close(interrupted);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(an_expression_is_shown_and_kept),
        TEST(rows_are_shown_as_aligned_tables),
        TEST(a_line_knows_whether_more_must_come),
        TEST(errors_have_code_message_and_place),
        TEST(memory_that_is_used_up_is_told_as_such),
        TEST(an_iterator_ends_with_its_line),
        TEST(what_is_iterated_over_does_not_see_what_is_written_meanwhile),
        TEST(many_rows_are_given_in_order),
        TEST(without_write_nothing_is_written),
        TEST(a_script_is_committed_whole_or_not_at_all),
        TEST(the_lock_is_taken_by_the_first_line_that_writes),
        TEST(a_line_that_fails_undoes_only_itself),
        TEST(what_may_not_be_written_leaves_the_console_reading),
        TEST(what_was_written_before_an_act_keeps_its_event_when_a_later_line_fails),
        TEST(os_exit_ends_the_console_whatever_holds_it),
        TEST(an_interrupt_before_a_line_does_not_stop_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
