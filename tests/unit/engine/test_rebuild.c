/* The rows as they stood: random imports and deletes, with a copy of all rows after each; what is rebuilt from the
 * record must be that copy. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/delete.h"
#include "store/rebuild.h"
#include "unit/engine/importing.h"

enum { STEPS = 60 };

static uint32_t seed;

static unsigned below(unsigned n) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 16) % n;
}

/* All rows of sections 1-8 as text, with the event that inserted each. */
static char *all_rows(onex_store *store) {
    onex_buffer b = {0};
    for (int i = 0; i < onex_nentities; i++) {
        char sql[128];
        sqlite3_stmt *stmt = NULL;
        snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY 1, 2, 3, inserted_by_event", onex_entities[i].name);
        if (onex_entities[i].ncolumns < 3)
            snprintf(sql, sizeof sql, "SELECT * FROM %s ORDER BY 1, 2", onex_entities[i].name);
        assert_int_equal(sqlite3_prepare_v2(onex_store_db(store), sql, -1, &stmt, NULL), SQLITE_OK);
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            onex_buffer_text(&b, onex_entities[i].name);
            for (int c = 0; c < sqlite3_column_count(stmt); c++) {
                const char *text = (const char *)sqlite3_column_text(stmt, c);
                onex_buffer_printf(&b, "|%s", text ? text : "NULL");
            }
            onex_buffer_char(&b, '\n');
        }
        sqlite3_finalize(stmt);
    }
    assert_false(b.failed);
    return b.data;
}

static void random_import(school *s) {
    char text[400], more[400];
    switch (below(6)) {
    case 0:
        snprintf(text, sizeof text, "code,name,major,credits\nK%u,课程%u,M1,%u.5\nK%u,课,M1,\n", below(4), below(3),
                 below(9), 4 + below(3));
        put_file(s, "course.csv", text);
        break;
    case 1:
        snprintf(text, sizeof text, "body,college,role,post,person,from_on,to_on\n%s,head,president,T1,2025-01-01,%s\n",
                 below(2) ? "leading_group," : "working_group,art", below(2) ? "" : "2026-05-01");
        put_file(s, "seat.csv", text);
        break;
    case 2: /* two pilots exchange what must be unique */
        s->options.initial = true;
        snprintf(
            text, sizeof text,
            "code,year,college,certificate,state,content\nP-2,2026,music,X%u,draft,%u\nP-3,2026,music,X%u,draft,\n",
            1 + (seed & 1), below(3), 2 - (seed & 1));
        snprintf(more, sizeof more,
                 "code,year,college,certificate,state,content\nP-2,2026,music,X2,draft,内容\n"
                 "P-3,2026,music,X1,%s,\n",
                 below(2) ? "draft" : "appraised");
        put_file(s, "pilot.csv", below(2) ? text : more);
        break;
    case 3:
        snprintf(text, sizeof text, "pilot,title,due_on,done_on\nP-2,节点 '%u',2026-0%u-01,%s\n", below(3),
                 1 + below(9), below(2) ? "" : "2026-03-01");
        put_file(s, "milestone.csv", text);
        break;
    case 4:
        snprintf(text, sizeof text, "code,name,kind,college\nS%u,学生%u,student,%s\nT2,乙%u,staff,art\n", 3 + below(3),
                 below(4), below(2) ? "music" : "", below(3));
        put_file(s, "person.csv", text);
        break;
    default:
        snprintf(text, sizeof text, "year,document,opens_on,closes_on\n202%u,文号%u,2026-01-0%u,2026-02-01\n", below(4),
                 below(2), 1 + below(5));
        put_file(s, "call.csv", text);
    }
    onex_status status = import_files(s);
    s->options.initial = false;
    if (status != ONEX_OK && status != ONEX_E_DATA) fail_msg("%s", s->place->err.text);
}

static void random_delete(school *s) {
    char key[64];
    const char *keys[6] = {key};
    const char *table = "course";
    int n = 1;
    switch (below(5)) {
    case 0: snprintf(key, sizeof key, "K%u", below(7)); break;
    case 1:
        table = "seat";
        n = 6;
        keys[0] = "leading_group";
        keys[1] = "";
        keys[2] = "head";
        keys[3] = "president";
        keys[4] = "T1";
        keys[5] = "2025-01-01";
        break;
    case 2:
        table = "milestone";
        n = 2;
        keys[0] = "P-2";
        keys[1] = key;
        snprintf(key, sizeof key, "节点 '%u'", below(3));
        break;
    case 3:
        table = "person";
        snprintf(key, sizeof key, "S%u", 3 + below(3));
        break;
    default: table = below(2) ? "pilot" : "call"; snprintf(key, sizeof key, "%s", *table == 'p' ? "P-3" : "2021");
    }
    onex_delete_options options = {.entity = onex_entity_find(table),
                                   .keys = keys,
                                   .nkeys = n,
                                   .reason = "录入有误",
                                   .actor = "tester",
                                   .as_of = s->options.as_of};
    int64_t event;
    onex_status status = onex_delete(s->store, &options, &event, &s->place->err);
    if (status != ONEX_OK && status != ONEX_E_DATA && status != ONEX_E_NOT_FOUND) fail_msg("%s", s->place->err.text);
}

typedef struct history {
    char *rows[2 * STEPS + 8]; /* by event */
    int64_t last;
} history;

static void note(school *s, history *h) {
    char hash[ONEX_SHA256_TEXT];
    int64_t number;
    assert_ok(onex_event_head(s->store, &number, hash, &s->place->err), s->place);
    if (number == h->last) return;
    assert_int_equal(number, h->last + 1);
    h->rows[number] = all_rows(s->store);
    h->last = number;
}

static void play(school *s, history *h, uint32_t from) {
    seed = from;
    h->last = 1; /* the database was made; its rows came with event 2 */
    note(s, h);
    for (int i = 0; i < STEPS; i++) {
        if (below(3))
            random_import(s);
        else
            random_delete(s);
        note(s, h);
    }
    assert_true(h->last > 20);
}

static void forget(history *h) {
    for (int64_t i = 0; i <= h->last; i++) free(h->rows[i]);
}

static void assert_rows(school *s, onex_rebuild *rebuild, int64_t event, const history *h) {
    assert_ok(onex_rebuild_to(rebuild, event, &s->place->err), s->place);
    char *rows = all_rows(onex_rebuild_store(rebuild));
    if (strcmp(rows, h->rows[event]) != 0) fail_msg("after event %d:\n%s\nnot\n%s", (int)event, rows, h->rows[event]);
    free(rows);
}

static void going_back_step_by_step_gives_the_rows_of_each_event(void **state) {
    school *s = *state;
    for (uint32_t from = 1; from <= 3; from++) {
        history h = {0};
        onex_rebuild *rebuild = NULL;
        if (from > 1) {
            *state = s;
            assert_int_equal(school_remove(state), 0);
            assert_int_equal(school_make(state), 0);
            s = *state;
        }
        play(s, &h, from);
        assert_ok(onex_rebuild_open(&rebuild, s->store, &s->place->err), s->place);
        for (int64_t event = h.last; event >= 2; event--) assert_rows(s, rebuild, event, &h);
        onex_rebuild_close(rebuild);
        forget(&h);
    }
}

static void going_back_at_once_gives_the_same(void **state) {
    school *s = *state;
    history h = {0};
    play(s, &h, 77);
    for (int64_t event = 2; event <= h.last; event += 3) {
        onex_rebuild *rebuild = NULL;
        assert_ok(onex_rebuild_open(&rebuild, s->store, &s->place->err), s->place);
        assert_rows(s, rebuild, event, &h);
        onex_rebuild_close(rebuild);
    }
    forget(&h);
}

static void the_database_itself_stays_as_it_is(void **state) {
    school *s = *state;
    history h = {0};
    onex_rebuild *rebuild = NULL;
    play(s, &h, 5);
    assert_ok(onex_rebuild_open(&rebuild, s->store, &s->place->err), s->place);
    assert_rows(s, rebuild, 2, &h);
    onex_rebuild_close(rebuild);
    char *rows = all_rows(s->store);
    assert_string_equal(rows, h.rows[h.last]);
    free(rows);
    forget(&h);
}

static void a_row_whose_record_was_tampered_with_is_damage_and_no_crash(void **state) {
    school *s = *state;
    onex_rebuild *rebuild = NULL;
    assert_taken(s, "course.csv", "code,name,major,credits\nK1,新,M1,2\n");
    assert_int_equal(sqlite3_exec(onex_store_db(s->store), "DELETE FROM course", NULL, NULL, NULL), SQLITE_OK);
    assert_ok(onex_rebuild_open(&rebuild, s->store, &s->place->err), s->place);
    assert_int_equal(onex_rebuild_to(rebuild, 2, &s->place->err), ONEX_E_DATA);
    assert_string_equal(s->place->err.text, "the record does not fit the rows; onex log verify tells from where on");
    onex_rebuild_close(rebuild);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        SCHOOL_TEST(going_back_step_by_step_gives_the_rows_of_each_event),
        SCHOOL_TEST(going_back_at_once_gives_the_same),
        SCHOOL_TEST(the_database_itself_stays_as_it_is),
        SCHOOL_TEST(a_row_whose_record_was_tampered_with_is_damage_and_no_crash),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
