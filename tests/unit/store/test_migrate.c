/* A database of an older program: read in a copy, upgraded by the first that writes, after a backup. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "store/handle.h"
#include "store/migrate.h"
#include "unit/store/place.h"

/* The program's steps and one more, as a later program has them. */
static onex_migration later[16];
static int nlater;

static int make_later(void **state) {
    (void)state;
    for (nlater = 0; nlater < onex_nmigrations; nlater++) later[nlater] = onex_migrations[nlater];
    later[nlater] =
        (onex_migration){later[nlater - 1].version + 1, "later", "ALTER TABLE college ADD COLUMN motto TEXT"};
    nlater++;
    return 0;
}

static onex_store *open_later(place *p, onex_store_mode mode, char **notice) {
    onex_store *store = NULL;
    assert_ok(onex_store_open_at(&store, p->db, mode, later, nlater, notice, &p->err), p);
    return store;
}

static void a_reader_upgrades_a_copy_and_says_so(void **state) {
    place *p = *state;
    onex_store_close(place_create(p));
    char *notice = NULL;
    int64_t n;
    onex_store *store = open_later(p, ONEX_STORE_READ, &notice);
    assert_non_null(strstr(notice, "version 1 of the schema and was read as version 2"));
    free(notice);
    assert_ok(onex_sql_int(store, "SELECT count(motto) FROM college", &n, &p->err), p);
    assert_int_equal(onex_sql_run(store, "INSERT INTO meta VALUES ('a', 'b')", &p->err), ONEX_E_DATA);
    onex_store_close(store);
    store = place_open(p, ONEX_STORE_READ); /* the file is as it was */
    assert_int_not_equal(onex_sql_int(store, "SELECT count(motto) FROM college", &n, &p->err), ONEX_OK);
    onex_store_close(store);
}

static void a_writer_upgrades_with_an_event_and_keeps_the_old_file(void **state) {
    place *p = *state;
    onex_store_close(place_create(p));
    int64_t n;
    onex_store *store = open_later(p, ONEX_STORE_WRITE, NULL);
    assert_ok(
        onex_sql_int(
            store,
            "SELECT count(*) FROM event WHERE number = 2 AND kind = 'upgrade' AND payload = '{\"from\":1,\"to\":2}'",
            &n, &p->err),
        p);
    assert_int_equal(n, 1);
    assert_ok(onex_event_verify(store, &n, &p->err), p);
    assert_int_equal(n, 0);
    onex_store_close(store);
    onex_store *old = NULL;
    assert_int_equal(onex_store_open(&old, p->db, ONEX_STORE_READ, NULL, &p->err), ONEX_E_DATA);
    assert_non_null(strstr(p->err.text, "version 2"));
    snprintf(p->db, sizeof p->db, "%s/school.db.v1.bak", p->folder);
    old = place_open(p, ONEX_STORE_READ);
    assert_ok(onex_sql_int(old, "SELECT count(*) FROM event", &n, &p->err), p);
    assert_int_equal(n, 1);
    onex_store_close(old);
}

static void a_step_that_fails_leaves_the_old_version(void **state) {
    place *p = *state;
    onex_store_close(place_create(p));
    onex_store *store = NULL;
    later[nlater - 1].sql = "ALTER TABLE college ADD COLUMN motto TEXT; CREATE TABLE college (a)";
    assert_int_equal(onex_store_open_at(&store, p->db, ONEX_STORE_WRITE, later, nlater, NULL, &p->err),
                     ONEX_E_INTERNAL);
    assert_non_null(strstr(p->err.text, "step 'later' of the schema"));
    int64_t n;
    store = place_open(p, ONEX_STORE_WRITE);
    assert_int_not_equal(onex_sql_int(store, "SELECT count(motto) FROM college", &n, &p->err), ONEX_OK);
    assert_ok(onex_sql_int(store, "SELECT count(*) FROM event", &n, &p->err), p);
    assert_int_equal(n, 1);
    onex_store_close(store);
}

static void versions_rise_by_one(void **state) {
    (void)state;
    for (int i = 0; i < onex_nmigrations; i++) assert_int_equal(onex_migrations[i].version, i + 1);
}

static int make(void **state) {
    return place_make(state) || make_later(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_reader_upgrades_a_copy_and_says_so, make, place_remove),
        cmocka_unit_test_setup_teardown(a_writer_upgrades_with_an_event_and_keeps_the_old_file, make, place_remove),
        cmocka_unit_test_setup_teardown(a_step_that_fails_leaves_the_old_version, make, place_remove),
        cmocka_unit_test(versions_rise_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
