/* Verdicts against the last recorded ones: random checks recorded one after the other, beside a plain table of what
 * each subject and rule had last. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/changes.h"
#include "unit/store/place.h"

enum { KINDS = 3, CODES = 5, RULES = 4, ROUNDS = 300 };

static const onex_subject kinds[KINDS] = {ONEX_COLLEGE, ONEX_PILOT, ONEX_EXPENSE};
static const char *const codes[CODES] = {"A", "A-1", "B", "甲", "甲/乙"}; /* in the order of bytes */

static uint32_t seed = 1;

static unsigned below(unsigned n) {
    seed = seed * 1664525u + 1013904223u;
    return (seed >> 16) % n;
}

/* Rules of each kind, their names not in the order of the program. */
static onex_rule rules[KINDS * RULES];
static char names[KINDS * RULES][16];
static const onex_program program = {.rules = rules, .nrules = KINDS * RULES};

static void make_program(void) {
    for (int i = 0; i < KINDS * RULES; i++) {
        snprintf(names[i], sizeof names[i], "rule_%d", (i * 7) % (KINDS * RULES));
        rules[i] = (onex_rule){.decl = {.name = names[i], .title = names[i]}, .applies = kinds[i / RULES]};
    }
}

typedef struct model {
    onex_verdict last[KINDS][CODES][RULES]; /* ONEX_VERDICTS: null */
    onex_verdict now[KINDS][CODES][RULES];  /* ONEX_VERDICTS: no row */
    bool changed[KINDS][CODES][RULES];
    onex_finding_writer *writer;
    int changes;
} model;

static int kind_at(onex_subject kind) {
    int k = 0;
    while (kinds[k] != kind) k++;
    return k;
}

static onex_status on_change(void *ctx, const onex_verdict_change *c, onex_error *err) {
    model *m = ctx;
    int k = kind_at(c->kind), code = 0, rule = 0;
    while (strcmp(codes[code], c->code) != 0) code++;
    while (strcmp(names[k * RULES + rule], c->rule) != 0) rule++;
    assert_int_equal(c->from, m->last[k][code][rule]);
    assert_int_equal(c->to, m->now[k][code][rule]);
    assert_false(m->changed[k][code][rule]);
    m->changed[k][code][rule] = true;
    m->changes++;
    return onex_finding_put(
        m->writer,
        &(onex_finding){
            .kind = c->kind, .subject = c->code, .rule = c->rule, .from = c->from, .to = c->to, .detail = "{}"},
        err);
}

static void random_world(model *m) {
    for (int k = 0; k < KINDS; k++)
        for (int c = 0; c < CODES; c++) {
            bool there = below(4) > 0;
            for (int r = 0; r < RULES; r++) {
                m->changed[k][c][r] = false;
                m->now[k][c][r] = !there || !below(5) ? ONEX_VERDICTS : (onex_verdict)below(3);
            }
        }
}

static bool asks(const onex_question *q, int k, int c, int r) {
    bool subject = q->nsubjects == 0;
    for (int i = 0; i < q->nsubjects; i++)
        if (q->subjects[i].kind == kinds[k] && !strcmp(q->subjects[i].code, codes[c])) subject = true;
    return subject && onex_question_asks(q, names[k * RULES + r]);
}

/* One check of what the question asks, recorded; then the model holds what was asked. */
static void record(place *p, onex_store *store, model *m, const onex_question *q, int64_t run) {
    onex_changes *changes = NULL;
    int expected = 0;
    m->changes = 0;
    assert_ok(onex_finding_writer_open(&m->writer, store, run, &p->err), p);
    assert_ok(onex_changes_open(&changes, store, &program, q, INT64_MAX, on_change, m, &p->err), p);
    for (int k = 0; k < KINDS; k++)
        for (int c = 0; c < CODES; c++)
            for (int r = 0; r < RULES; r++) {
                if (!asks(q, k, c, r)) continue;
                bool differs = m->now[k][c][r] != m->last[k][c][r], changed = false;
                expected += differs;
                if (m->now[k][c][r] == ONEX_VERDICTS) continue;
                onex_check_row row = {
                    .subject = kinds[k], .code = codes[c], .rule = k * RULES + r, .verdict = m->now[k][c][r]};
                assert_ok(onex_changes_row(changes, &row, &changed, &p->err), p);
                assert_int_equal(changed, differs);
            }
    assert_ok(onex_changes_end(changes, &p->err), p);
    onex_changes_close(changes);
    onex_finding_writer_close(m->writer);
    assert_int_equal(m->changes, expected);
    for (int k = 0; k < KINDS; k++)
        for (int c = 0; c < CODES; c++)
            for (int r = 0; r < RULES; r++)
                if (asks(q, k, c, r)) m->last[k][c][r] = m->now[k][c][r];
}

static void only_what_changed_is_told_whatever_was_asked(void **state) {
    place *p = *state;
    onex_store *store = place_create(p);
    model *m = calloc(1, sizeof *m);
    assert_non_null(m);
    for (int k = 0; k < KINDS; k++)
        for (int c = 0; c < CODES; c++)
            for (int r = 0; r < RULES; r++) m->last[k][c][r] = ONEX_VERDICTS;
    assert_ok(onex_store_begin(store, &p->err), p);
    for (int64_t run = 1; run <= ROUNDS; run++) {
        const char *asked[2] = {names[below(KINDS * RULES)], names[below(KINDS * RULES)]};
        onex_subject_ref subjects[2] = {{kinds[below(KINDS)], codes[below(CODES)]},
                                        {kinds[below(KINDS)], codes[below(CODES)]}};
        onex_question q = {.rules = asked,
                           .nrules = below(2) ? 0 : 1 + (int)below(2),
                           .subjects = subjects,
                           .nsubjects = below(2) ? 0 : 1 + (int)below(2)};
        random_world(m);
        record(p, store, m, &q, run);
    }
    free(m);
    onex_store_close(store);
}

/* ---- questions as JSON ---- */

static void a_question_as_json_is_sorted_and_says_each_once(void **state) {
    (void)state;
    const char *asked[] = {"b", "a", "b"};
    onex_subject_ref subjects[] = {{ONEX_PILOT, "P-02"}, {ONEX_EXPENSE, "E/\"1\""}, {ONEX_PILOT, "P-02"}};
    onex_question q = {.rules = asked, .nrules = 3, .subjects = subjects, .nsubjects = 3, .college = "art"};
    onex_buffer b = {0};
    onex_error err = {0};
    assert_int_equal(onex_question_json(&b, &q, &err), ONEX_OK);
    assert_string_equal(
        b.data, "{\"college\":\"art\",\"rules\":[\"a\",\"b\"],\"subjects\":[\"expense:E/\\\"1\\\"\",\"pilot:P-02\"]}");
    onex_buffer_clear(&b);
}

static void everything_as_json_is_null(void **state) {
    (void)state;
    onex_question q = {0};
    onex_buffer b = {0};
    onex_error err = {0};
    assert_int_equal(onex_question_json(&b, &q, &err), ONEX_OK);
    assert_string_equal(b.data, "{\"college\":null,\"rules\":null,\"subjects\":null}");
    onex_buffer_clear(&b);
}

int main(void) {
    make_program();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_what_changed_is_told_whatever_was_asked, place_make, place_remove),
        cmocka_unit_test(a_question_as_json_is_sorted_and_says_each_once),
        cmocka_unit_test(everything_as_json_is_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
