/* The migrated schema: equal to db/schema.sql and to the descriptors. With --print it writes the schema. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <sqlite3.h>

#include "store/handle.h"
#include "unit/store/place.h"

/* All statements of a database's schema in the order in which they were made. */
static char *schema_text(sqlite3 *db) {
    onex_buffer text = {0};
    sqlite3_stmt *stmt = NULL;
    onex_buffer_text(
        &text, "-- Made from a migrated database by 'make schema'; a test compares it. Edit db/migrations instead.\n");
    sqlite3_prepare_v2(db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid", -1, &stmt, NULL);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        onex_buffer_printf(&text, "\n%s;\n", (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    return text.data;
}

static void the_schema_file_is_that_of_a_migrated_database(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    char *expected = schema_text(onex_store_db(store));
    FILE *f = fopen("db/schema.sql", "rb");
    assert_non_null(f);
    onex_buffer found = {0};
    char piece[4096];
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;) onex_buffer_put(&found, piece, n);
    fclose(f);
    assert_string_equal(found.data, expected);
    onex_buffer_clear(&found);
    free(expected);
    onex_store_close(store);
}

/* "name TYPE notnull" of each column of a table. */
static char *columns_of(sqlite3 *db, const char *table, bool constraints) {
    onex_buffer text = {0};
    sqlite3_stmt *stmt = NULL;
    sqlite3_prepare_v2(db, "SELECT name, type, \"notnull\" FROM pragma_table_info(?) ORDER BY cid", -1, &stmt, NULL);
    sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        onex_buffer_printf(&text, "%s %s%s\n", (const char *)sqlite3_column_text(stmt, 0),
                           (const char *)sqlite3_column_text(stmt, 1),
                           constraints && sqlite3_column_int(stmt, 2) ? " NOT NULL" : "");
    sqlite3_finalize(stmt);
    return text.data;
}

static char *described_columns(const onex_entity *e) {
    onex_buffer text = {0};
    for (int c = 0; c < e->ncolumns; c++)
        onex_buffer_printf(&text, "%s %s%s\n", e->columns[c].name,
                           onex_sql_is_text(&e->columns[c]) ? "TEXT" : "INTEGER",
                           e->columns[c].required ? " NOT NULL" : "");
    onex_buffer_text(&text, "inserted_by_event INTEGER\n");
    return text.data;
}

static void every_table_has_the_columns_of_its_descriptor(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    for (int i = 0; i < onex_nentities; i++) {
        char *stored = columns_of(onex_store_db(store), onex_entities[i].name, true),
             *described = described_columns(&onex_entities[i]);
        assert_string_equal(stored, described);
        free(stored);
        free(described);
    }
    onex_store_close(store);
}

static void every_table_is_strict(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    int64_t loose = -1;
    assert_ok(
        onex_sql_int(
            store,
            "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite%'",
            &loose, &p->err),
        p);
    assert_int_equal(loose, 0);
    onex_store_close(store);
}

static void every_reference_is_a_foreign_key_and_every_word_is_checked(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    sqlite3_stmt *keys = NULL, *sql = NULL;
    sqlite3_prepare_v2(onex_store_db(store),
                       "SELECT count(*) FROM pragma_foreign_key_list(?) WHERE \"from\" = ? AND \"table\" = ?", -1,
                       &keys, NULL);
    sqlite3_prepare_v2(onex_store_db(store), "SELECT instr(sql, ?) FROM sqlite_schema WHERE name = ?", -1, &sql, NULL);
    for (int i = 0; i < onex_nentities; i++)
        for (int c = 0; c < onex_entities[i].ncolumns; c++) {
            const onex_column *col = &onex_entities[i].columns[c];
            onex_sql_bind_text(keys, 1, onex_entities[i].name);
            onex_sql_bind_text(keys, 2, col->name);
            onex_sql_bind_text(keys, 3, col->ref ? col->ref : "");
            assert_int_equal(sqlite3_step(keys), SQLITE_ROW);
            assert_int_equal(sqlite3_column_int(keys, 0), col->ref != NULL);
            sqlite3_reset(keys);
            for (const onex_word *w = col->words; w && w->code; w++) {
                char check[128];
                snprintf(check, sizeof check, "%s = '%s'", col->name, w->code);
                onex_sql_bind_text(sql, 1, check);
                onex_sql_bind_text(sql, 2, onex_entities[i].name);
                assert_int_equal(sqlite3_step(sql), SQLITE_ROW);
                assert_true(sqlite3_column_int(sql, 0) > 0);
                sqlite3_reset(sql);
            }
        }
    sqlite3_finalize(keys);
    sqlite3_finalize(sql);
    onex_store_close(store);
}

static void a_scratch_database_has_the_same_columns_and_takes_any_row(void **state) {
    place *p = *state;
    onex_store *store = place_create(p), *scratch = NULL;
    assert_ok(onex_store_scratch(&scratch, &p->err), p);
    const char *own[] = {"meta", "decision", "waiver"};
    for (int i = 0; i < onex_nentities + 3; i++) {
        const char *table = i < onex_nentities ? onex_entities[i].name : own[i - onex_nentities];
        char *stored = columns_of(onex_store_db(store), table, false),
             *made = columns_of(onex_store_db(scratch), table, false);
        assert_string_equal(made, stored);
        free(stored);
        free(made);
    }
    assert_ok(onex_sql_run(scratch, "INSERT INTO team_member (pilot, dual_qualified) VALUES ('test', 1), ('test', 1)",
                           &p->err),
              p);
    onex_store_close(scratch);
    onex_store_close(store);
}

static int print_schema(void) {
    onex_error err;
    onex_store *store = NULL;
    place *p = NULL;
    if (place_make((void **)&p) != 0) return 1;
    if (onex_store_open(&store, p->db, ONEX_STORE_CREATE, NULL, &err) != ONEX_OK) return 1;
    char *text = schema_text(onex_store_db(store));
    fputs(text, stdout);
    free(text);
    onex_store_close(store);
    return place_remove((void **)&p);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_schema_file_is_that_of_a_migrated_database, place_make, place_remove),
        cmocka_unit_test_setup_teardown(every_table_has_the_columns_of_its_descriptor, place_make, place_remove),
        cmocka_unit_test_setup_teardown(every_table_is_strict, place_make, place_remove),
        cmocka_unit_test_setup_teardown(every_reference_is_a_foreign_key_and_every_word_is_checked, place_make,
                                        place_remove),
        cmocka_unit_test_setup_teardown(a_scratch_database_has_the_same_columns_and_takes_any_row, place_make,
                                        place_remove),
    };
    if (argc > 1 && strcmp(argv[1], "--print") == 0) return print_schema();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
