/* Opening a database: what is made, what is refused and how it is said, what is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "store/handle.h"
#include "store/lock.h"
#include "store/migrate.h"
#include "unit/store/place.h"

static void assert_refused(place *p, onex_store_mode mode, onex_status status, const char *text) {
    onex_store *store = NULL;
    assert_int_equal(onex_store_open(&store, p->db, mode, NULL, &p->err), status);
    assert_null(store);
    if (!strstr(p->err.text, text)) fail_msg("'%s' lacks '%s'", p->err.text, text);
}

static void a_new_database_carries_our_number_and_version(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    int64_t n;
    assert_ok(onex_sql_int(store, "PRAGMA application_id", &n, &p->err), p);
    assert_int_equal(n, ONEX_APPLICATION_ID);
    assert_ok(onex_sql_int(store, "PRAGMA user_version", &n, &p->err), p);
    assert_int_equal(n, onex_migrations[onex_nmigrations - 1].version);
    onex_store_close(store);
}

static void a_writer_is_tuned_to_keep_what_it_commits(void **state) {
    place *p = *state;
    onex_store_close(place_create(p));
    onex_store *store = place_open(p, ONEX_STORE_WRITE);
    int64_t n;
    const struct {
        const char *sql;
        int value;
    } cases[] = {{"PRAGMA synchronous", 2},
                 {"PRAGMA foreign_keys", 1},
                 {"PRAGMA cell_size_check", 1},
                 {"PRAGMA trusted_schema", 0},
                 {"SELECT journal_mode = 'truncate' FROM pragma_journal_mode", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_ok(onex_sql_int(store, cases[i].sql, &n, &p->err), p);
        assert_int_equal(n, cases[i].value);
    }
    assert_int_equal(onex_sql_run(store, "SELECT \"no such column\" FROM college", &p->err), ONEX_E_INTERNAL);
    assert_null(strstr(p->err.text, "SELECT"));
    onex_store_close(store);
}

static void without_a_database_init_is_named(void **state) {
    place *p = *state;
    assert_refused(p, ONEX_STORE_READ, ONEX_E_NOT_FOUND, "onex init");
    assert_refused(p, ONEX_STORE_WRITE, ONEX_E_NOT_FOUND, "no database '");
    char lock[320];
    snprintf(lock, sizeof lock, "%s.lock", p->db);
    assert_int_not_equal(access(lock, F_OK), 0);
}

static void a_database_that_is_there_is_not_made_again(void **state) {
    place *p = *state;
    onex_store_close(place_create(p));
    assert_refused(p, ONEX_STORE_CREATE, ONEX_E_DATA, "already");
}

static void a_file_of_someone_else_is_left_as_it_is(void **state) {
    place *p = *state;
    char text[4096];
    memset(text, 'x', sizeof text);
    place_write_file(p->db, text, sizeof text);
    assert_refused(p, ONEX_STORE_READ, ONEX_E_DATA, "not a database of onex");
    assert_refused(p, ONEX_STORE_WRITE, ONEX_E_DATA, "not a database of onex");
    assert_refused(p, ONEX_STORE_CREATE, ONEX_E_DATA, "already");
    struct stat st;
    assert_int_equal(stat(p->db, &st), 0);
    assert_int_equal(st.st_size, sizeof text);
}

static void a_database_of_another_program_is_refused(void **state) {
    place *p = *state;
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(p->db, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t (a)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_refused(p, ONEX_STORE_READ, ONEX_E_DATA, "another program");
    assert_refused(p, ONEX_STORE_WRITE, ONEX_E_DATA, "another program");
}

static void a_newer_schema_is_refused_naming_both_versions(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    assert_ok(onex_sql_run(store, "PRAGMA user_version = 4711", &p->err), p);
    onex_store_close(store);
    assert_refused(p, ONEX_STORE_READ, ONEX_E_DATA,
                   "has version 4711 of the schema, this program knows 1; use a newer onex");
    assert_refused(p, ONEX_STORE_WRITE, ONEX_E_DATA, "4711");
}

static void a_truncated_file_is_damaged(void **state) {
    place *p = *state;
    onex_store_close(place_create(p));
    struct stat st;
    assert_int_equal(stat(p->db, &st), 0);
    assert_int_equal(truncate(p->db, st.st_size / 2), 0);
    assert_refused(p, ONEX_STORE_READ, ONEX_E_DATA, "damaged; restore a backup");
    assert_refused(p, ONEX_STORE_WRITE, ONEX_E_DATA, "damaged");
}

static void an_empty_file_is_no_database_but_one_may_be_made_of_it(void **state) {
    place *p = *state;
    place_write_file(p->db, "", 0);
    assert_refused(p, ONEX_STORE_READ, ONEX_E_DATA, "empty file");
    onex_store_close(place_create(p));
    onex_store_close(place_open(p, ONEX_STORE_READ));
}

static void a_folder_or_pipe_in_its_place_is_refused(void **state) {
    place *p = *state;
    assert_int_equal(mkdir(p->db, 0700), 0);
    assert_refused(p, ONEX_STORE_READ, ONEX_E_DATA, "is a folder");
    assert_refused(p, ONEX_STORE_CREATE, ONEX_E_DATA, "is a folder");
    rmdir(p->db);
    assert_int_equal(mkfifo(p->db, 0600), 0);
    assert_refused(p, ONEX_STORE_READ, ONEX_E_DATA, "no regular file");
}

static void what_is_made_but_never_committed_leaves_nothing(void **state) {
    place *p = *state;
    onex_store *store = NULL;
    assert_ok(onex_store_open(&store, p->db, ONEX_STORE_CREATE, NULL, &p->err), p);
    onex_store_close(store);
    assert_int_not_equal(access(p->db, F_OK), 0);
    onex_store_close(place_create(p));
}

static void a_read_only_file_is_read_and_not_written(void **state) {
    place *p = *state;
    onex_store_close(place_create(p));
    chmod(p->db, 0400);
    chmod(p->folder, 0500);
    onex_store *store = place_open(p, ONEX_STORE_READ);
    assert_ok(onex_store_begin(store, &p->err), p);
    int64_t n;
    assert_ok(onex_sql_int(store, "SELECT count(*) FROM event", &n, &p->err), p);
    assert_int_equal(n, 1);
    assert_int_equal(onex_sql_run(store, "INSERT INTO meta VALUES ('a', 'b')", &p->err), ONEX_E_DATA);
    assert_non_null(strstr(p->err.text, "read-only"));
    onex_store_close(store);
    chmod(p->folder, 0700);
    if (geteuid() != 0) assert_refused(p, ONEX_STORE_WRITE, ONEX_E_DATA, "read-only");
}

static void a_second_writer_is_told_who_holds_the_lock(void **state) {
    place *p = *state;
    onex_store *first = place_create(p);
    onex_lock_set_patience(0);
    char holder[96];
    snprintf(holder, sizeof holder, "is being written by another onex (process %ld); try again later", (long)getpid());
    assert_refused(p, ONEX_STORE_WRITE, ONEX_E_DATA, holder);
    onex_store_close(place_open(p, ONEX_STORE_READ));
    onex_store_close(first);
    onex_store_close(place_open(p, ONEX_STORE_WRITE));
    onex_lock_set_patience(10000);
}

/* Ends a writer between the journal and the commit, as kill -9 does, and puts what it left at `to`. */
static void interrupt_a_writer(place *p, onex_store *store) {
    char journal[320], saved_db[320], saved_journal[320], command[1400];
    snprintf(journal, sizeof journal, "%s-journal", p->db);
    snprintf(saved_db, sizeof saved_db, "%s.kept", p->db);
    snprintf(saved_journal, sizeof saved_journal, "%s.kept-journal", p->db);
    assert_ok(onex_store_begin(store, &p->err), p);
    assert_ok(onex_sql_run(store, "PRAGMA cache_size = 1; PRAGMA cache_spill = 1", &p->err), p);
    for (int i = 0; i < 400; i++) {
        char code[32];
        snprintf(code, sizeof code, "C%04d", i);
        PUT(p, store, "college", code,
            "a name that is long enough to fill a page after some rows of it have been written");
    }
    snprintf(command, sizeof command, "cp '%s' '%s' && cp '%s' '%s'", p->db, saved_db, journal, saved_journal);
    assert_int_equal(system(command), 0);
    onex_store_rollback(store);
    onex_store_close(store);
    assert_int_equal(rename(saved_db, p->db), 0);
    assert_int_equal(rename(saved_journal, journal), 0);
}

static void a_reader_undoes_a_write_that_was_interrupted(void **state) {
    place *p = *state;
    interrupt_a_writer(p, place_create(p));
    onex_store *store = place_open(p, ONEX_STORE_READ);
    int64_t n = -1;
    assert_ok(onex_sql_int(store, "SELECT count(*) FROM college", &n, &p->err), p);
    assert_int_equal(n, 0);
    onex_store_close(store);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_new_database_carries_our_number_and_version, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_writer_is_tuned_to_keep_what_it_commits, place_make, place_remove),
        cmocka_unit_test_setup_teardown(without_a_database_init_is_named, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_database_that_is_there_is_not_made_again, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_file_of_someone_else_is_left_as_it_is, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_database_of_another_program_is_refused, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_newer_schema_is_refused_naming_both_versions, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_truncated_file_is_damaged, place_make, place_remove),
        cmocka_unit_test_setup_teardown(an_empty_file_is_no_database_but_one_may_be_made_of_it, place_make,
                                        place_remove),
        cmocka_unit_test_setup_teardown(a_folder_or_pipe_in_its_place_is_refused, place_make, place_remove),
        cmocka_unit_test_setup_teardown(what_is_made_but_never_committed_leaves_nothing, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_read_only_file_is_read_and_not_written, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_second_writer_is_told_who_holds_the_lock, place_make, place_remove),
        cmocka_unit_test_setup_teardown(a_reader_undoes_a_write_that_was_interrupted, place_make, place_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
