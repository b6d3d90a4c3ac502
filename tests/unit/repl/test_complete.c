/* What TAB offers, from where the cursor stands. Names of rules are tried at a terminal (test_terminal.c). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "repl/complete.h"
#include "unit/store/place.h"

typedef struct desk {
    place *place;
    onex_console *console;
} desk;

static onex_status open_store(void *ctx, bool write, onex_store **out, onex_error *err) {
    const place *p = ctx;
    return onex_store_open(out, p->db, write ? ONEX_STORE_WRITE : ONEX_STORE_READ, NULL, err);
}

static char *no_modules(void *ctx, const char *script) {
    (void)ctx;
    (void)script;
    return strdup("");
}

static int desk_make(void **state) {
    desk *d = calloc(1, sizeof *d);
    if (!d || place_make((void **)&d->place)) return -1;
    place *p = d->place;
    onex_store *store = place_create(p);
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "college", "art", "艺术学院");
    PUT(p, store, "college", "dance", "舞蹈学院");
    PUT(p, store, "person", "T1", "甲", "staff", "art");
    assert_ok(onex_store_commit(store, &p->err), p);
    onex_store_close(store);
    onex_console_options options = {.host = {.ctx = p, .store = open_store, .modules = no_modules},
                                    .lines = true,
                                    .actor = "tester",
                                    .script = "repl",
                                    .out = stdout};
    assert_ok(onex_console_open(&d->console, &options, &p->err), p);
    *state = d;
    return 0;
}

static int desk_remove(void **state) {
    desk *d = *state;
    onex_console_close(d->console);
    place_remove((void **)&d->place);
    free(d);
    return 0;
}

/* `insert` NULL: nothing is put in. */
static void assert_completed(desk *d, const char *line, size_t start, const char *insert) {
    onex_editor_completion found = {0};
    onex_complete(d->console, NULL, line, &found);
    if (insert) {
        assert_non_null(found.insert.data);
        assert_string_equal(found.insert.data, insert);
        assert_int_equal(found.start, start);
    } else {
        assert_int_equal(found.insert.len, 0);
    }
    onex_buffer_clear(&found.insert);
    onex_buffer_clear(&found.list);
}

static void assert_listed(desk *d, const char *pending, const char *line, const char *name) {
    onex_editor_completion found = {0};
    onex_complete(d->console, pending, line, &found);
    assert_non_null(found.list.data);
    if (!strstr(found.list.data, name)) fail_msg("'%s' is not in:\n%s", name, found.list.data);
    onex_buffer_clear(&found.insert);
    onex_buffer_clear(&found.list);
}

static void a_word_is_completed_from_the_names_of_the_state(void **state) {
    assert_completed(*state, "x = 1 + tonum", 8, "tonumber");
    assert_completed(*state, "func", 0, "function");
    assert_completed(*state, "zzz", 0, NULL);
}

static void members_of_onex_come_from_the_descriptors(void **state) {
    assert_completed(*state, "for p in onex.colle", 14, "college");
    assert_listed(*state, NULL, "for p in onex.colle", "colleges");
    assert_listed(*state, NULL, "onex.csv.", "write");
}

static void methods_stand_behind_a_colon_and_columns_behind_a_point(void **state) {
    assert_completed(*state, "p:chec", 2, "check");
    assert_completed(*state, "p.recomm", 2, "recommended_on");
}

static void behind_something_whole_nothing_is_offered(void **state) {
    assert_completed(*state, "p:check \"may_declare\"", 0, NULL);
    assert_completed(*state, "print(1)", 0, NULL);
    assert_completed(*state, "x = { 1 } ", 0, NULL);
}

static void codes_come_from_the_database(void **state) {
    assert_completed(*state, "onex.college \"da", 14, "dance\"");
    assert_completed(*state, "onex.college('a", 14, "art'");
    assert_completed(*state, "onex.pilots { college = \"d", 25, "dance\"");
}

static void codes_are_found_by_their_chinese_names(void **state) {
    assert_completed(*state, "onex.college \"舞蹈", 14, "dance\"");
    assert_listed(*state, NULL, "onex.college \"学院", "art    艺术学院");
}

static void words_of_a_column_are_offered_behind_its_name(void **state) {
    assert_completed(*state, "onex.pilots { state = 'summ", 23, "summarised'");
    assert_listed(*state, NULL, "onex.pilots { state = 'a", "approved");
}

static void tables_are_found_by_name_and_title(void **state) {
    assert_completed(*state, "p:rows \"team_", 8, "team_member\"");
    assert_completed(*state, "onex.insert('职能", 13, "office'");
}

static void a_statement_of_sql_completes_its_last_word(void **state) {
    assert_completed(*state, ".sql SELECT * FROM evaluation_", 19, "evaluation_org");
    assert_completed(*state, "onex.query \"SELECT standard_rev", 19, "standard_revised_on\"");
}

static void a_command_is_completed_and_so_are_its_words(void **state) {
    assert_completed(*state, ".rollb", 0, ".rollback");
    assert_completed(*state, ".rules re", 7, "reload");
    assert_completed(*state, ".status dan", 8, "dance");
    assert_completed(*state, ".help .whati", 6, ".whatif");
    assert_listed(*state, NULL, ".", ".help");
}

static void the_lines_before_count(void **state) {
    desk *d = *state;
    onex_editor_completion found = {0};
    onex_complete(d->console, "onex.college(\n", "  \"da", &found);
    assert_string_equal(found.insert.data, "dance\"");
    assert_int_equal(found.start, 3);
    onex_buffer_clear(&found.insert);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, desk_make, desk_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_word_is_completed_from_the_names_of_the_state),
        TEST(members_of_onex_come_from_the_descriptors),
        TEST(methods_stand_behind_a_colon_and_columns_behind_a_point),
        TEST(behind_something_whole_nothing_is_offered),
        TEST(codes_come_from_the_database),
        TEST(codes_are_found_by_their_chinese_names),
        TEST(words_of_a_column_are_offered_behind_its_name),
        TEST(tables_are_found_by_name_and_title),
        TEST(a_statement_of_sql_completes_its_last_word),
        TEST(a_command_is_completed_and_so_are_its_words),
        TEST(the_lines_before_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
