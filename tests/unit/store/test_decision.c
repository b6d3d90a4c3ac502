/* Decisions and waivers as rows: numbered, only added, found again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "store/decision.h"
#include "store/ruleset.h"
#include "unit/store/place.h"

static const char hash[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/* A college and two pilots, in an open transaction. */
static onex_store *open_with_pilots(place *p) {
    onex_store *store = place_create(p);
    assert_ok(onex_store_begin(store, &p->err), p);
    PUT(p, store, "college", "art", "学院");
    PUT(p, store, "evaluation_org", "O", "组织");
    PUT(p, store, "certificate", "X", "证书", "O");
    const onex_entity *entity = onex_entity_find("pilot");
    onex_table *table = NULL;
    assert_ok(onex_table_open(&table, store, entity, &p->err), p);
    for (int i = 1; i <= 2; i++) {
        onex_cell row[16] = {{0}};
        row[onex_entity_column(entity, "code")] = place_text(i == 1 ? "P-1" : "P-2");
        row[onex_entity_column(entity, "year")] = onex_cell_int(2025 + i);
        row[onex_entity_column(entity, "college")] = place_text("art");
        row[onex_entity_column(entity, "certificate")] = place_text("X");
        row[onex_entity_column(entity, "state")] = place_text("running");
        assert_ok(onex_table_insert(table, row, 2, &p->err), p);
    }
    onex_table_close(table);
    assert_ok(onex_ruleset_store(store, hash, NULL, 0, 2, &p->err), p);
    return store;
}

static void decide(place *p, onex_store *store, int64_t number, const char *pilot, const char *from, const char *to,
                   const char *grounds) {
    onex_decision d = {.number = number,
                       .event = 2,
                       .after_event = 1,
                       .kind = ONEX_PILOT,
                       .subject = pilot,
                       .act = "step",
                       .actor = "art",
                       .decided_on = "2026-03-01",
                       .from_state = from,
                       .to_state = to,
                       .stamps = "[]",
                       .ruleset = hash,
                       .grounds = grounds,
                       .facts_hash = hash};
    assert_ok(onex_decision_insert(store, &d, &p->err), p);
}

static void waive(place *p, onex_store *store, int64_t number) {
    onex_decision d = {.number = number,
                       .event = 2,
                       .after_event = 1,
                       .waiver = true,
                       .kind = ONEX_PILOT,
                       .subject = "P-2",
                       .act = "ample",
                       .actor = "leading_group",
                       .document = "1号",
                       .reason = "因故",
                       .decided_on = "2026-03-01",
                       .ruleset = hash,
                       .grounds = "{}",
                       .facts_hash = hash};
    onex_waiver w = {ONEX_PILOT, "P-2", "ample", number, "因故", "leading_group", "1号", "2026-03-01", NULL};
    assert_ok(onex_decision_insert(store, &d, &p->err), p);
    assert_ok(onex_waiver_insert(store, &w, &p->err), p);
}

static void numbers_begin_with_one_and_go_on(void **state) {
    place *p = *state;
    onex_store *store = open_with_pilots(p);
    int64_t number;
    assert_ok(onex_decision_next(store, &number, &p->err), p);
    assert_int_equal(number, 1);
    decide(p, store, 1, "P-1", "running", "exited", "{}");
    assert_ok(onex_decision_next(store, &number, &p->err), p);
    assert_int_equal(number, 2);
    onex_store_close(store);
}

static void the_last_transition_is_the_pilots_own_and_no_waiver(void **state) {
    place *p = *state;
    onex_store *store = open_with_pilots(p);
    onex_arena arena = {0};
    onex_decision last;
    assert_ok(onex_decision_last(&last, store, "P-1", &arena, &p->err), p);
    assert_int_equal(last.number, 0);
    decide(p, store, 1, "P-1", "running", "summarised", "{}");
    decide(p, store, 2, "P-1", "summarised", "inspected", "{}");
    waive(p, store, 3);
    assert_ok(onex_decision_last(&last, store, "P-1", &arena, &p->err), p);
    assert_int_equal(last.number, 2);
    assert_string_equal(last.from_state, "summarised");
    assert_null(last.document);
    assert_ok(onex_decision_last(&last, store, "P-2", &arena, &p->err), p);
    assert_int_equal(last.number, 0);
    onex_arena_clear(&arena);
    onex_store_close(store);
}

static void a_waiver_is_a_decision_about_its_subject_but_no_transition(void **state) {
    place *p = *state;
    onex_store *store = open_with_pilots(p);
    int64_t number;
    waive(p, store, 1);
    assert_ok(onex_decision_of(store, ONEX_PILOT, "P-2", &number, &p->err), p);
    assert_int_equal(number, 1);
    assert_ok(onex_decision_of(store, ONEX_COLLEGE, "P-2", &number, &p->err), p);
    assert_int_equal(number, 0);
    assert_ok(onex_decision_of_pilot(store, "P-2", 3, &number, &p->err), p);
    assert_int_equal(number, 0);
    onex_store_close(store);
}

static void a_hit_counts_as_taken_back_only_with_the_same_facts(void **state) {
    place *p = *state;
    onex_store *store = open_with_pilots(p);
    bool found;
    decide(p, store, 1, "P-1", "running", "revocation_proposed", "{\"hits\":[{\"rule\":\"r\",\"facts_hash\":\"f\"}]}");
    assert_ok(onex_decision_taken_back(store, "P-1", "r", "f", &found, &p->err), p);
    assert_false(found);
    decide(p, store, 2, "P-1", "revocation_proposed", "running", "{\"hits\":[],\"undoes\":1}");
    assert_ok(onex_decision_taken_back(store, "P-1", "r", "f", &found, &p->err), p);
    assert_true(found);
    assert_ok(onex_decision_taken_back(store, "P-1", "r", "g", &found, &p->err), p);
    assert_false(found);
    assert_ok(onex_decision_taken_back(store, "P-1", "s", "f", &found, &p->err), p);
    assert_false(found);
    assert_ok(onex_decision_taken_back(store, "P-2", "r", "f", &found, &p->err), p);
    assert_false(found);
    onex_store_close(store);
}

static onex_status count(void *ctx, const onex_decision *decision, onex_error *err) {
    (void)err;
    *(int64_t *)ctx += decision->number;
    return ONEX_OK;
}

static void a_query_chooses_by_number_subject_and_kind(void **state) {
    place *p = *state;
    onex_store *store = open_with_pilots(p);
    decide(p, store, 1, "P-1", "running", "exited", "{}");
    waive(p, store, 2);
    decide(p, store, 4, "P-2", "running", "exited", "{}");
    const struct {
        onex_decision_query query;
        int64_t sum;
    } cases[] = {{{0}, 7},
                 {{.number = 2}, 2},
                 {{.transitions = true}, 5},
                 {{.kind = ONEX_PILOT, .subject = "P-2"}, 6},
                 {{.kind = ONEX_PILOT, .subject = "P-2", .transitions = true}, 4},
                 {{.kind = ONEX_EXAM, .subject = "P-2"}, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t sum = 0;
        assert_ok(onex_decision_each(store, &cases[i].query, count, &sum, &p->err), p);
        assert_int_equal(sum, cases[i].sum);
    }
    onex_store_close(store);
}

static void nothing_is_written_outside_a_transaction(void **state) {
    place *p = *state;
    onex_store *store = open_with_pilots(p);
    onex_store_rollback(store);
    assert_int_equal(onex_decision_insert(store, &(onex_decision){.number = 1}, &p->err), ONEX_E_INTERNAL);
    assert_int_equal(onex_waiver_insert(store, &(onex_waiver){.decision = 1}, &p->err), ONEX_E_INTERNAL);
    onex_store_close(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, place_make, place_remove)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(numbers_begin_with_one_and_go_on),
        TEST(the_last_transition_is_the_pilots_own_and_no_waiver),
        TEST(a_waiver_is_a_decision_about_its_subject_but_no_transition),
        TEST(a_hit_counts_as_taken_back_only_with_the_same_facts),
        TEST(a_query_chooses_by_number_subject_and_kind),
        TEST(nothing_is_written_outside_a_transaction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
