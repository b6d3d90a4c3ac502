/* What was typed and is kept: where, which blocks, and how they come back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "repl/history.h"
#include "unit/store/place.h"

/* ---- where ---- */

static void each_database_has_its_file(void **state) {
    place *p = *state;
    place_write_file(p->db, "", 0);
    char *one = onex_history_path(p->db, "/state", "/h"), *same = onex_history_path(p->db, "/state", NULL);
    char *other = onex_history_path(p->folder, "/state", "/h");
    assert_non_null(one);
    assert_int_equal(strncmp(one, "/state/onex/history-", 20), 0);
    assert_string_equal(one, same);
    assert_string_not_equal(one, other);
    free(one);
    free(same);
    free(other);
}

static void without_a_state_folder_it_is_below_the_home(void **state) {
    place *p = *state;
    char *path = onex_history_path(p->folder, "", "/h");
    assert_int_equal(strncmp(path, "/h/.local/state/onex/history-", 29), 0);
    free(path);
}

static void without_a_home_none_is_kept(void **state) {
    place *p = *state;
    assert_null(onex_history_path(p->folder, NULL, NULL));
    assert_null(onex_history_path(p->folder, "relative", ""));
}

/* ---- which ---- */

static onex_store *with_people(place *p) {
    onex_store *store = place_create(p);
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "college", "art", "艺术学院");
    PUT(p, store, "person", "S1", "欧阳 文", "student", "art");
    PUT(p, store, "person", "T-20", "Li", "staff", "art");
    assert_ok(onex_store_commit(store, &p->err), p);
    return store;
}

static const onex_buffer none;

static void a_name_that_was_never_committed_is_kept_nowhere(void **state) {
    onex_store *store = with_people(*state);
    onex_buffer secrets = {0};
    onex_history_learn(&secrets, "onex.insert('college', { code = 'x', name = '舞蹈学院' })");
    assert_int_equal(secrets.len, 0);
    onex_history_learn(&secrets, "onex.insert('person', { code = 'N9', name = '张三丰', sex = 'x' })");
    assert_false(onex_history_keeps(store, "x = '张三丰'", &secrets));
    assert_false(onex_history_keeps(store, "x = 'n9'", &secrets));
    assert_true(onex_history_keeps(store, ".sql SELECT * FROM person", &secrets));
    assert_true(onex_history_keeps(store, "x = 1", &secrets));
    onex_buffer_clear(&secrets);
    onex_store_close(store);
}

static void blocks_without_persons_are_kept(void **state) {
    onex_store *store = with_people(*state);
    assert_true(onex_history_keeps(store, "p = onex.pilot \"P-2027-02\"", &none));
    assert_true(onex_history_keeps(store, ".sql SELECT * FROM person WHERE kind = 'student'", &none));
    assert_true(onex_history_keeps(store, "onex.insert('office', { code = 'it', name = '信息中心' })", &none));
    onex_store_close(store);
}

static void a_name_is_not_kept(void **state) {
    onex_store *store = with_people(*state);
    assert_false(onex_history_keeps(store, ".sql SELECT * FROM person WHERE name = '欧阳 文'", &none));
    assert_false(onex_history_keeps(store, "x = 1 -- 问过欧阳文了", &none)); /* blanks aside */
    onex_store_close(store);
}

static void a_code_is_not_kept_but_a_longer_word_is(void **state) {
    onex_store *store = with_people(*state);
    assert_false(onex_history_keeps(store, "f('S1')", &none));
    assert_false(onex_history_keeps(store, "f('T-20')", &none));
    assert_false(onex_history_keeps(store, "f('t-20')", &none));
    assert_true(onex_history_keeps(store, "f('S12', 'XS1')", &none));
    onex_store_close(store);
}

static void numbers_as_of_cards_and_telephones_are_not_kept(void **state) {
    onex_store *store = with_people(*state);
    assert_true(onex_history_keeps(store, "x = 12345678901234", &none));   /* 14 */
    assert_false(onex_history_keeps(store, "x = 123456789012345", &none)); /* 15 */
    assert_false(onex_history_keeps(store, "x = '11010519491231002X'", &none));
    assert_false(onex_history_keeps(store, "x = '１１０１０５１９４９１２３１００２X'", &none));
    assert_true(onex_history_keeps(store, "x = 1380013800", &none));   /* 10 */
    assert_false(onex_history_keeps(store, "x = 13800138000", &none)); /* 11 */
    assert_true(onex_history_keeps(store, "x = 23800138000", &none));
    onex_store_close(store);
}

static void writing_persons_is_not_kept_whatever_the_values(void **state) {
    onex_store *store = with_people(*state);
    assert_false(onex_history_keeps(store, "onex.insert(\"person\", { code = 'N1', name = '新人' })", &none));
    assert_false(onex_history_keeps(store, "onex.update('人员', { code = 'N1' }, {})", &none));
    assert_false(onex_history_keeps(store, "onex.insert('registration', { person = 'N1' })", &none));
    onex_store_close(store);
}

static void without_a_database_to_ask_nothing_is_kept(void **state) {
    (void)state;
    assert_false(onex_history_keeps(NULL, "1 + 1", &none));
}

/* ---- the file ---- */

static void join(void *ctx, const char *block) {
    onex_buffer_printf(ctx, "[%s]", block);
}

static void blocks_come_back_whole_and_in_order(void **state) {
    place *p = *state;
    char path[400];
    onex_buffer b = {0};
    struct stat st;
    snprintf(path, sizeof path, "%s/history", p->folder);
    onex_history_add(path, "for i = 1, 2 do\n  print('a\\nb')\nend");
    onex_history_add(path, "双师");
    onex_history_load(path, join, &b);
    assert_string_equal(b.data, "[for i = 1, 2 do\n  print('a\\nb')\nend][双师]");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    onex_buffer_clear(&b);
}

static void no_file_gives_nothing(void **state) {
    place *p = *state;
    char path[400];
    onex_buffer b = {0};
    snprintf(path, sizeof path, "%s/history", p->folder);
    onex_history_load(path, join, &b);
    assert_int_equal(b.len, 0);
}

static void a_damaged_line_is_passed_over(void **state) {
    place *p = *state;
    char path[400];
    onex_buffer b = {0};
    snprintf(path, sizeof path, "%s/history", p->folder);
    place_write_file(path, "a\n\xFF\xFE\n\nb", 7);
    onex_history_load(path, join, &b);
    assert_string_equal(b.data, "[a][b]");
    onex_buffer_clear(&b);
}

static void a_long_file_is_shortened_to_the_newest(void **state) {
    place *p = *state;
    char path[400];
    onex_buffer file = {0}, b = {0};
    struct stat st;
    snprintf(path, sizeof path, "%s/history", p->folder);
    for (int i = 1; i <= 2001; i++) onex_buffer_printf(&file, "x%d\n", i);
    place_write_file(path, file.data, file.len);
    onex_history_load(path, join, &b);
    assert_int_equal(strncmp(b.data, "[x1002][x1003]", 14), 0);
    assert_string_equal(b.data + b.len - 7, "[x2001]");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, 1000 * 6);
    onex_buffer_clear(&file);
    onex_buffer_clear(&b);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(each_database_has_its_file),
        TEST(without_a_state_folder_it_is_below_the_home),
        TEST(without_a_home_none_is_kept),
        TEST(blocks_without_persons_are_kept),
        TEST(a_name_that_was_never_committed_is_kept_nowhere),
        TEST(a_name_is_not_kept),
        TEST(a_code_is_not_kept_but_a_longer_word_is),
        TEST(numbers_as_of_cards_and_telephones_are_not_kept),
        TEST(writing_persons_is_not_kept_whatever_the_values),
        TEST(without_a_database_to_ask_nothing_is_kept),
        TEST(blocks_come_back_whole_and_in_order),
        TEST(no_file_gives_nothing),
        TEST(a_damaged_line_is_passed_over),
        TEST(a_long_file_is_shortened_to_the_newest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
