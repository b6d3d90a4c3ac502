/* The console at a terminal: Chinese, blocks, pastes, wrong input, interruption, the end, another window, recall. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "terminal.h"

/* ---- typing ---- */

static void chinese_comes_through_in(const place *p, const char *locale) {
    terminal *t = terminal_start(p, locale, "en", NULL);
    terminal_line(t, "('双师'):rep(2, '，')");
    terminal_wait(t, "\n双师，双师\n");
    terminal_line(t, "#'艺术'");
    terminal_wait(t, "\n6\n");
    terminal_wait(t, "> ");
    terminal_type(t, "('好坏\177'):rep(2)\r"); /* the backspace takes one character */
    terminal_wait(t, "\n好好\n");
    terminal_leave(t);
}

static void chinese_comes_through_in_a_locale_of_utf8(void **state) {
    chinese_comes_through_in(*state, "C.UTF-8");
}

static void chinese_comes_through_in_locale_c(void **state) {
    chinese_comes_through_in(*state, "C");
}

static void an_open_block_gets_another_prompt(void **state) {
    terminal *t = terminal_start(*state, "C", "en", NULL);
    terminal_line(t, "for i = 1, 2 do");
    terminal_wait(t, "... ");
    terminal_type(t, "print('line ' .. i)\r");
    terminal_wait(t, "... ");
    terminal_type(t, "end\r");
    terminal_wait(t, "\nline 1\nline 2\n");
    terminal_leave(t);
}

static void two_empty_lines_give_an_open_block_up(void **state) {
    terminal *t = terminal_start(*state, "C", "en", NULL);
    terminal_line(t, "for i = 1, 2 do");
    terminal_wait(t, "... ");
    terminal_type(t, "\r");
    terminal_wait(t, "... ");
    terminal_type(t, "\r");
    terminal_wait(t, "'for' of line 1 is never closed");
    terminal_line(t, "6 * 7");
    terminal_wait(t, "\n42\n");
    terminal_leave(t);
}

static void a_paste_of_many_lines_is_one_block(void **state) {
    terminal *t = terminal_start(*state, "C.UTF-8", "en", NULL);
    terminal_wait(t, "read-only> ");
    terminal_type(t,
                  "\033[200~local sum = 0\nfor i = 1, 10 do\n\n\tsum = sum + i\nend\nprint('和 ' .. sum)\033[201~\r");
    terminal_wait(t, "\n和 55\n");
    terminal_leave(t);
}

static void a_paste_of_expressions_is_taken_line_by_line(void **state) {
    terminal *t = terminal_start(*state, "C.UTF-8", "en", NULL);
    terminal_wait(t, "read-only> ");
    terminal_type(t, "\033[200~n = 20\nn + 1\n.as-of 2026-12-01\n'和' .. n\n\033[201~\r");
    terminal_wait(t, "\n21\n");
    terminal_wait(t, "2026-12-01\n");
    terminal_wait(t, "和20\n");
    terminal_leave(t);
}

static void what_is_below_a_failed_line_of_a_paste_comes_back_with_it(void **state) {
    terminal *t = terminal_start(*state, "C.UTF-8", "en", NULL);
    terminal_wait(t, "read-only> ");
    terminal_type(t, "\033[200~n = 20\nprint（n）\nprint(n + 1)\nprint(n + 2)\n\033[201~\r");
    terminal_wait(t, "2 lines below were not evaluated; the up key brings them back with this one\n");
    terminal_wait(t, "read-only> ");
    assert_null(strstr(t->seen, "\n21\n"));
    terminal_type(t, "\033[A\r");
    terminal_wait(t, "\n20\n21\n22\n");
    terminal_leave(t);
}

static void bytes_that_are_no_text_spoil_no_later_line(void **state) {
    terminal *t = terminal_start(*state, "C.UTF-8", "en", NULL);
    const char *const broken[] = {"\xFF\xD6\r", "'\xD6\xD0'\r", "\xE9\x87\r"}; /* the second: GB18030 */
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        terminal_wait(t, "read-only> ");
        terminal_type(t, broken[i]);
        terminal_wait(t, "that is not UTF-8 text; set the terminal's encoding to UTF-8\n");
    }
    terminal_wait(t, "read-only> ");
    terminal_type(t, "\xE4");         /* the rest never comes */
    terminal_wait(t, "\xEF\xBF\xBD"); /* read: what is not, the terminal takes back at Ctrl-C */
    terminal_type(t, "\003");
    terminal_wait(t, "^C\n");
    terminal_line(t, "'里' .. '外'");
    terminal_wait(t, "\n里外\n");
    terminal_leave(t);
}

static void a_beginners_words_are_understood(void **state) {
    terminal *t = terminal_start(*state, "C.UTF-8", "zh", NULL);
    terminal_wait(t, "只读> ");
    terminal_type(t, "P-2027-02\r");
    terminal_wait(t, "“P-2027-02”是试点项目的代码；写法：.pilot P-2027-02");
    terminal_type(t, "select * from pilot\r");
    terminal_wait(t, "SQL 查询的写法：.sql select ...");
    terminal_type(t, "帮助\r");
    terminal_wait(t, "\n命令\n");
    terminal_type(t, "退出\r");
    assert_int_equal(terminal_end(t), 0);
}

static void a_database_that_is_moved_or_replaced_is_noticed(void **state) {
    const place *p = *state;
    char here[300], away[300];
    snprintf(here, sizeof here, "%s/onex.db", p->path);
    snprintf(away, sizeof away, "%s/away.db", p->path);
    terminal *t = terminal_start(p, "C.UTF-8", "en", "--write");
    terminal_wait(t, "writing> ");
    terminal_type(t, "onex.pilot('P-2027-02').state\r");
    terminal_wait(t, "\nappraised\n");
    assert_int_equal(rename(here, away), 0);
    terminal_type(t, "1 + 1\r");
    terminal_wait(t, "onex.db' is not there any more (moved, renamed or removed); put it back to go on\n");
    assert_int_equal(rename(away, here), 0);
    terminal_type(t, "onex.insert('office', { code = 'it', name = 'x' })\r");
    terminal_wait(t, "the file of the database is there again\n");
    terminal_wait(t, "office: new 1\n");
    assert_int_equal(rename(here, away), 0);
    char copy[700];
    snprintf(copy, sizeof copy, "cp '%s' '%s'", away, here);
    assert_int_equal(system(copy), 0);
    terminal_type(t, ".commit\r");
    terminal_wait(t, "the file of the database was replaced; the new one is open now\n");
    terminal_wait(t, "what was not committed has been undone\n");
    terminal_wait(t, "nothing to commit\n");
    terminal_leave(t);
}

static void lines_pasted_without_brackets_are_lines_typed_fast(void **state) {
    terminal *t = terminal_start(*state, "C", "en", NULL);
    terminal_wait(t, "read-only> ");
    terminal_type(t, "for i = 1, 2 do\rprint('n' .. i)\rend\r1 + 1\r");
    terminal_wait(t, "\nn1\nn2\n");
    terminal_wait(t, "\n2\n");
    terminal_leave(t);
}

static void full_width_typing_is_told_and_mended(void **state) {
    terminal *t = terminal_start(*state, "C", "zh", NULL);
    terminal_wait(t, "只读> ");
    terminal_type(t, "('好' .. '人'）：rep(2)\r");
    terminal_wait(t, "“）”是全角字符；请输入半角的 )");
    terminal_wait(t, "\n               ^^^^\n"); /* under the cells of ）： */
    terminal_wait(t, "提示：按 ↑ 键取改好的行\n");
    terminal_wait(t, "只读> ");
    terminal_type(t, "'其他'\r"); /* a line typed next is a line of its own */
    terminal_wait(t, "\n其他\n");
    terminal_wait(t, "只读> ");
    terminal_type(t, "\033[A\033[A");
    terminal_wait(t, "('好' .. '人'):rep(2)");
    terminal_type(t, "\r");
    terminal_wait(t, "\n好人好人\n");
    terminal_leave(t);
}

static void no_words_of_lua_unless_asked_for(void **state) {
    terminal *t = terminal_start(*state, "C", "en", NULL);
    terminal_line(t, "nothing.here");
    terminal_wait(t, "'nothing' has no value: it was not found, or never given one");
    terminal_wait(t, "read-only> ");
    assert_null(strstr(t->seen, "attempt to index"));
    assert_null(strstr(t->seen, "traceback"));
    terminal_type(t, ".wtf\r");
    terminal_wait(t, "attempt to index a nil value (global 'nothing')");
    terminal_wait(t, "stack traceback:");
    terminal_leave(t);
}

static void tab_completes_codes_and_chinese_titles(void **state) {
    terminal *t = terminal_start(*state, "C", "en", NULL);
    terminal_wait(t, "read-only> ");
    terminal_type(t, "onex.pilot('P-2027-0\t");
    terminal_wait(t, "P-2027-06");
    terminal_type(t, "2\t).code:rep(2, '+')\r");
    terminal_wait(t, "\nP-2027-02+P-2027-02\n");
    terminal_wait(t, "read-only> ");
    terminal_type(t, ".param 双师型教师占比下\t\r");
    terminal_wait(t, "\ndual_floor 双师型教师占比下限\n");
    terminal_leave(t);
}

/* ---- interruption and the end ---- */

static void ctrl_c_clears_the_line(void **state) {
    terminal *t = terminal_start(*state, "C", "en", NULL);
    terminal_wait(t, "read-only> ");
    terminal_type(t, "print('never ' .. 1)\003");
    terminal_wait(t, "^C");
    terminal_line(t, "print('after ' .. 2)");
    terminal_wait(t, "\nafter 2\n");
    assert_null(strstr(t->seen, "never 1"));
    terminal_leave(t);
}

static void ctrl_c_drops_an_open_block(void **state) {
    terminal *t = terminal_start(*state, "C", "en", NULL);
    terminal_line(t, "for i = 1, 2 do");
    terminal_wait(t, "... ");
    terminal_type(t, "\003");
    terminal_line(t, "print('after ' .. 2)");
    terminal_wait(t, "\nafter 2\n");
    terminal_leave(t);
}

static void ctrl_c_stops(const place *p, const char *line) {
    terminal *t = terminal_start(p, "C", "en", NULL);
    terminal_line(t, "kept = 'still here'");
    terminal_line(t, line);
    terminal_wait(t, "\nbegun\n");
    terminal_type(t, "\003");
    terminal_wait(t, "interrupted");
    terminal_line(t, "kept");
    terminal_wait(t, "\nstill here\n");
    terminal_leave(t);
}

static void ctrl_c_stops_a_loop_without_end(void **state) {
    ctrl_c_stops(*state, "print('begun') while true do end");
}

static void ctrl_c_stops_a_loop_behind_pcall(void **state) {
    ctrl_c_stops(*state, "print('begun') while true do pcall(function() while true do end end) end");
}

static void ctrl_c_stops_calls_of_onex(void **state) {
    ctrl_c_stops(*state,
                 "print('begun') while true do for p in onex.pilots() do pcall(p.check, p, 'may_declare') end end");
}

static void ctrl_c_stops_a_query(void **state) {
    ctrl_c_stops(*state,
                 "print('begun') for r in onex.query('WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
                 "SELECT max(x) FROM n') do end");
}

/* Ctrl-C may come before the function is entered: then the line is typed again. */
static void what_does_not_come_back_ends_the_program_and_says_so(void **state) {
    static const char said[] = "did not stop; the program ends, and nothing uncommitted stays";
    terminal *t = terminal_start(*state, "C", "en", NULL);
    terminal_line(t, "text, pattern = ('a'):rep(9999), ('.-'):rep(50) .. 'b'");
    do {
        terminal_line(t, "print('begun') string.find(text, pattern)");
        terminal_wait(t, "\nbegun\n");
        terminal_type(t, "\003");
        while (!strstr(t->seen + t->from, said) && !strstr(t->seen + t->from, "interrupted"))
            assert_true(terminal_read(t));
    } while (strstr(t->seen + t->from, "interrupted"));
    assert_int_equal(terminal_end(t), 130);
}

static void ctrl_d_inside_a_block_drops_it_and_stays(void **state) {
    terminal *t = terminal_start(*state, "C", "en", NULL);
    terminal_line(t, "for i = 1, 2 do");
    terminal_wait(t, "... ");
    terminal_type(t, "\004");
    terminal_line(t, "6 * 7");
    terminal_wait(t, "\n42\n");
    terminal_leave(t);
}

static void os_exit_gives_its_code(void **state) {
    terminal *t = terminal_start(*state, "C", "en", NULL);
    terminal_line(t, "os.exit(5)");
    assert_int_equal(terminal_end(t), 5);
}

static void being_terminated_leaves_the_terminal_as_it_was(void **state) {
    terminal *t = terminal_start(*state, "C", "en", NULL);
    struct termios mode;
    int slave = open(ptsname(t->fd), O_RDWR | O_NOCTTY);
    assert_true(slave >= 0);
    terminal_wait(t, "read-only> ");
    kill(t->pid, SIGTERM);
    int status;
    assert_int_equal(waitpid(t->pid, &status, 0), t->pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 143);
    assert_int_equal(tcgetattr(slave, &mode), 0);
    assert_true(mode.c_lflag & ICANON && mode.c_lflag & ECHO);
    close(slave);
    close(t->fd);
    free(t);
}

static void a_terminal_that_goes_away_ends_the_session(void **state) {
    terminal *t = terminal_start(*state, "C", "en", NULL);
    int status;
    terminal_wait(t, "read-only> ");
    close(t->fd);
    assert_int_equal(waitpid(t->pid, &status, 0), t->pid);
    free(t);
}

/* ---- writing ---- */

static void what_a_line_wrote_is_shown_and_committed_on_demand(void **state) {
    terminal *t = terminal_start(*state, "C", "en", "--write");
    terminal_wait(t, "writing> ");
    terminal_type(t, "onex.insert('office', { code = 'it', name = '信息中心' })\r");
    terminal_wait(t, "written, not yet committed");
    terminal_wait(t, "office: new 1\n");
    terminal_wait(t, "writing uncommitted> ");
    terminal_type(t, "onex.update('office', { code = 'it' }, { name = '网信中心' })\r");
    terminal_wait(t, "office: updated 1\n  it: name 信息中心 -> 网信中心\n");
    terminal_wait(t, "writing uncommitted> ");
    terminal_type(t, "onex.insert('office', { code = 'x', name = 'x' }) nothing.here()\r"); /* undone alone */
    terminal_wait(t, "'nothing' has no value");
    terminal_wait(t, "writing uncommitted> ");
    terminal_type(t, ".commit\r");
    terminal_wait(t, "committed:\noffice: new 1, updated 1\n");
    terminal_wait(t, "writing> ");
    terminal_type(t, "onex.delete('office', { code = 'it' }, 'no more')\r");
    terminal_wait(t, "office: deleted 1\n");
    terminal_wait(t, "writing uncommitted> ");
    terminal_type(t, ".rollback\r");
    terminal_wait(t, "undone: nothing was kept");
    terminal_wait(t, "writing> ");
    terminal_type(t, ".sql SELECT code, name FROM office WHERE code IN ('it', 'x')\r");
    terminal_wait(t, "it    网信中心\n");
    terminal_leave(t);
}

static void the_end_undoes_what_was_not_committed_and_says_so(void **state) {
    terminal *t = terminal_start(*state, "C", "en", "--write");
    terminal_wait(t, "writing> ");
    terminal_type(t, "onex.insert('office', { code = 'gone', name = 'x' })\r");
    terminal_wait(t, "uncommitted> ");
    terminal_type(t, "\004");
    terminal_wait(t, "what was not committed has been undone");
    assert_int_equal(terminal_end(t), 0);
    t = terminal_start(*state, "C", "en", NULL);
    terminal_line(t, "onex.query \"SELECT count(*) AS n FROM office WHERE code = 'gone'\"");
    terminal_wait(t, "\nn\n0\n");
    terminal_leave(t);
}

static void interrupting_a_line_undoes_what_it_wrote(void **state) {
    terminal *t = terminal_start(*state, "C", "en", "--write");
    terminal_wait(t, "writing> ");
    terminal_type(t, "onex.insert('office', { code = 'half', name = 'x' }) print('begun') while true do end\r");
    terminal_wait(t, "\nbegun\n");
    terminal_type(t, "\003");
    terminal_wait(t, "interrupted");
    terminal_wait(t, "writing> "); /* nothing is open */
    terminal_type(t, "\004");
    assert_int_equal(terminal_end(t), 0);
}

static void ctrl_c_ends_the_wait_for_another_writer(void **state) {
    terminal *first = terminal_start(*state, "C", "en", "--write");
    terminal_wait(first, "writing> ");
    terminal_type(first, "onex.insert('office', { code = 'one', name = 'x' })\r");
    terminal_wait(first, "uncommitted> ");
    terminal *second = terminal_start(*state, "C", "en", "--write");
    terminal_wait(second, "writing> ");
    terminal_type(second, "print('begun') onex.insert('office', { code = 'two', name = 'x' })\r");
    terminal_wait(second, "\nbegun\n");
    terminal_type(second, "\003");
    terminal_wait(second, "interrupted");
    terminal_leave(second);
    terminal_type(first, "\004");
    terminal_wait(first, "has been undone");
    assert_int_equal(terminal_end(first), 0);
}

/* ---- the window, the past ---- */

static void another_window_size_loses_nothing(void **state) {
    terminal *t = terminal_start(*state, "C", "en", NULL);
    struct winsize narrow = {.ws_row = 12, .ws_col = 40};
    terminal_wait(t, "read-only> ");
    terminal_type(t, "#'一二三四五六七八九十一二三四五六七八九十");
    assert_int_equal(ioctl(t->fd, TIOCSWINSZ, &narrow), 0);
    terminal_type(t, "一二三四五六七八九十一二三四五六七八九十'\r");
    terminal_wait(t, "\n120\n");
    terminal_leave(t);
}

static void what_was_typed_is_recalled_in_the_next_session_but_no_person(void **state) {
    terminal *t = terminal_start(*state, "C", "en", NULL);
    terminal_line(t, "for i = 1, 1 do");
    terminal_wait(t, "... ");
    terminal_type(t, "print('re' .. 'called') end\r");
    terminal_wait(t, "\nrecalled\n");
    terminal_line(t, "print('T001' .. '!')"); /* a person's code */
    terminal_wait(t, "\nT001!\n");
    terminal_line(t, "print('严' .. '杰') -- 严杰"); /* a person's name */
    terminal_wait(t, "\n严杰\n");
    terminal_line(t, "print('11010519491231002' .. 'X')");
    terminal_wait(t, "\n11010519491231002X\n");
    terminal_leave(t);
    t = terminal_start(*state, "C", "en", NULL);
    terminal_wait(t, "read-only> ");
    terminal_type(t, "\033[A\r");
    terminal_wait(t, "\nrecalled\n");
    terminal_leave(t);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chinese_comes_through_in_a_locale_of_utf8),
        cmocka_unit_test(chinese_comes_through_in_locale_c),
        cmocka_unit_test(an_open_block_gets_another_prompt),
        cmocka_unit_test(two_empty_lines_give_an_open_block_up),
        cmocka_unit_test(a_paste_of_many_lines_is_one_block),
        cmocka_unit_test(a_paste_of_expressions_is_taken_line_by_line),
        cmocka_unit_test(what_is_below_a_failed_line_of_a_paste_comes_back_with_it),
        cmocka_unit_test(bytes_that_are_no_text_spoil_no_later_line),
        cmocka_unit_test(a_beginners_words_are_understood),
        cmocka_unit_test(a_database_that_is_moved_or_replaced_is_noticed),
        cmocka_unit_test(lines_pasted_without_brackets_are_lines_typed_fast),
        cmocka_unit_test(full_width_typing_is_told_and_mended),
        cmocka_unit_test(no_words_of_lua_unless_asked_for),
        cmocka_unit_test(tab_completes_codes_and_chinese_titles),
        cmocka_unit_test(ctrl_c_clears_the_line),
        cmocka_unit_test(ctrl_c_drops_an_open_block),
        cmocka_unit_test(ctrl_c_stops_a_loop_without_end),
        cmocka_unit_test(ctrl_c_stops_a_loop_behind_pcall),
        cmocka_unit_test(ctrl_c_stops_calls_of_onex),
        cmocka_unit_test(ctrl_c_stops_a_query),
        cmocka_unit_test(what_does_not_come_back_ends_the_program_and_says_so),
        cmocka_unit_test(ctrl_d_inside_a_block_drops_it_and_stays),
        cmocka_unit_test(os_exit_gives_its_code),
        cmocka_unit_test(being_terminated_leaves_the_terminal_as_it_was),
        cmocka_unit_test(a_terminal_that_goes_away_ends_the_session),
        cmocka_unit_test(what_a_line_wrote_is_shown_and_committed_on_demand),
        cmocka_unit_test(the_end_undoes_what_was_not_committed_and_says_so),
        cmocka_unit_test(interrupting_a_line_undoes_what_it_wrote),
        cmocka_unit_test(ctrl_c_ends_the_wait_for_another_writer),
        cmocka_unit_test(another_window_size_loses_nothing),
        cmocka_unit_test(what_was_typed_is_recalled_in_the_next_session_but_no_person),
    };
    return cmocka_run_group_tests(tests, place_make, place_remove);
}
