/* Waivers: who may grant what for how long, and what is written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "engine/waive.h"
#include "engine/why.h"
#include "store/log.h"
#include "unit/engine/importing.h"
#include "unit/engine/procedure.h"

static onex_rules *rules;
static onex_waive_result result;

static int load(void **state) {
    (void)state;
    rules = procedure_load();
    return 0;
}

static int unload(void **state) {
    (void)state;
    onex_rules_close(rules);
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, school_make, school_remove)

static onex_day day(const char *text) {
    onex_day d = ONEX_DAY_NONE;
    if (text) assert_true(onex_day_parse_iso(text, strlen(text), &d));
    return d;
}

static onex_status waive(school *s, const char *rule, const char *by, const char *document, const char *on,
                         const char *until) {
    onex_waive_options o = {.subject = {ONEX_PILOT, "P-1"},
                            .rule = onex_program_rule(onex_rules_program(rules), rule),
                            .reason = "因故",
                            .granted_by = by,
                            .document = document,
                            .day = day(on),
                            .until = day(until)};
    return onex_waive(&result, s->store, rules, &o, &s->place->err);
}

static onex_status on_row(void *ctx, const onex_check_row *row, onex_error *err) {
    (void)err;
    *(onex_verdict *)ctx = row->verdict;
    return ONEX_OK;
}

static const char *verdict_on(school *s, const char *on) {
    onex_verdict verdict = ONEX_VERDICTS;
    const onex_program *program = onex_rules_program(rules);
    bool asked[32] = {false};
    onex_subject_ref subject = {ONEX_PILOT, "P-1"};
    asked[onex_program_rule(program, "ample")] = true;
    onex_check_query query = {.as_of = day(on), .rules = asked, .subjects = &subject, .nsubjects = 1};
    assert_ok(onex_check(s->store, rules, &query, on_row, &verdict, &s->place->err), s->place);
    return onex_verdict_code(verdict);
}

static void assert_none(school *s, onex_status status, const char *text) {
    assert_string_equal(s->place->err.text, text);
    assert_int_equal(s->place->err.code, status);
    assert_string_equal(ask(s, "SELECT (SELECT count(*) FROM decision) + (SELECT count(*) FROM waiver)"), "0");
}

static void a_waiver_excuses_from_its_day_until_its_end(void **state) {
    school *s = *state;
    assert_ok(waive(s, "ample", "academic_affairs", "1号", "2026-03-01", "2026-04-01"), s->place);
    assert_int_equal(result.before, ONEX_DEVIATES);
    assert_string_equal(verdict_on(s, "2026-02-28"), "deviates");
    assert_string_equal(verdict_on(s, "2026-03-01"), "excused");
    assert_string_equal(verdict_on(s, "2026-03-31"), "excused");
    assert_string_equal(verdict_on(s, "2026-04-01"), "deviates");
}

static void what_is_written_fits_the_log(void **state) {
    school *s = *state;
    onex_log_check check;
    assert_ok(waive(s, "ample", "leading_group", " 1号 ", "2026-03-01", NULL), s->place);
    assert_string_equal(ask(s, "SELECT kind || ' ' || act || ' ' || actor || ' ' || document FROM decision"),
                        "waiver ample leading_group 1号");
    assert_string_equal(ask(s, "SELECT json_extract(grounds, '$.row.verdict') FROM decision"), "deviates");
    assert_string_equal(ask(s, "SELECT kind || ' ' || subject FROM event ORDER BY number DESC LIMIT 1"), "waive P-1");
    assert_ok(onex_log_verify(&check, s->store, 0, NULL, &s->place->err), s->place);
    assert_int_equal(check.bad, 0);
}

static void a_later_waiver_replaces_the_one_before(void **state) {
    school *s = *state;
    assert_ok(waive(s, "ample", "leading_group", "1号", "2026-03-01", NULL), s->place);
    assert_ok(waive(s, "ample", "leading_group", "2号", "2026-03-10", "2026-03-20"), s->place);
    assert_int_equal(result.replaces, 1);
    assert_int_equal(result.before, ONEX_EXCUSED);
    assert_string_equal(verdict_on(s, "2026-03-09"), "excused");
    assert_string_equal(verdict_on(s, "2026-03-20"), "deviates");
}

static void what_must_be_cannot_be_waived(void **state) {
    school *s = *state;
    static const char *const others[] = {"planned", "praised", "may_declare", "misuse", "crowded", "revocation"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        char text[200];
        snprintf(text, sizeof text,
                 "rule '%s' cannot be waived; only a condition that asks for something in principle can", others[i]);
        assert_int_equal(waive(s, others[i], "leading_group", "1号", "2026-03-01", NULL), ONEX_E_REFUSED);
        assert_none(s, ONEX_E_REFUSED, text);
    }
}

static void only_two_bodies_may_grant_it(void **state) {
    school *s = *state;
    assert_int_equal(waive(s, "ample", "commission", "1号", "2026-03-01", NULL), ONEX_E_REFUSED);
    assert_none(s, ONEX_E_REFUSED, "a waiver is granted by academic_affairs or leading_group, not by 'commission'");
    assert_int_equal(waive(s, "ample", "art", "1号", "2026-03-01", NULL), ONEX_E_REFUSED);
    assert_int_equal(waive(s, "ample", "nobody", "1号", "2026-03-01", NULL), ONEX_E_USAGE);
}

static void it_needs_a_document(void **state) {
    school *s = *state;
    assert_int_equal(waive(s, "ample", "leading_group", "  ", "2026-03-01", NULL), ONEX_E_REFUSED);
    assert_none(s, ONEX_E_REFUSED, "a waiver needs the number of its document: --document NO");
}

static void it_ends_after_it_begins(void **state) {
    school *s = *state;
    assert_int_equal(waive(s, "ample", "leading_group", "1号", "2026-03-01", "2026-03-01"), ONEX_E_USAGE);
    assert_none(s, ONEX_E_USAGE, "a waiver until 2026-03-01 would end before it begins on 2026-03-01");
    assert_ok(waive(s, "ample", "leading_group", "1号", "2026-03-01", "2026-03-02"), s->place);
}

static const char *told_of_waiver(school *s, const char *on) {
    static char text[500];
    onex_why why;
    onex_subject_ref subject = {ONEX_PILOT, "P-1"};
    *text = '\0';
    assert_ok(onex_why_ask(&why, s->store, rules, day(on), subject,
                           onex_program_rule(onex_rules_program(rules), "ample"), NULL, 0, &s->place->err),
              s->place);
    for (int i = 0; i < why.root->nkids; i++)
        if (why.root->kids[i]->kind == ONEX_REASON_RECORD) snprintf(text, sizeof text, "%s", why.root->kids[i]->title);
    onex_why_clear(&why);
    return text;
}

static void why_tells_the_waiver_and_its_end(void **state) {
    school *s = *state;
    assert_ok(waive(s, "ample", "academic_affairs", "1号", "2026-03-01", "2026-04-01"), s->place);
    assert_string_equal(told_of_waiver(s, "2026-02-28"), "");
    assert_string_equal(told_of_waiver(s, "2026-03-31"),
                        "waiver of 2026-03-01 by academic_affairs (1号): 因故; until 2026-04-01");
    assert_string_equal(told_of_waiver(s, "2026-04-01"),
                        "waiver of 2026-03-01 by academic_affairs (1号): 因故; ended on 2026-04-01, excuses no longer");
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        TEST(a_waiver_excuses_from_its_day_until_its_end),
        TEST(what_is_written_fits_the_log),
        TEST(a_later_waiver_replaces_the_one_before),
        TEST(what_must_be_cannot_be_waived),
        TEST(only_two_bodies_may_grant_it),
        TEST(it_needs_a_document),
        TEST(it_ends_after_it_begins),
        TEST(why_tells_the_waiver_and_its_end),
    };
    if (argc > 1 && strcmp(argv[1], "--rule-worker") == 0) return onex_rule_worker_main(argc, argv);
    return cmocka_run_group_tests(tests, load, unload);
}
