/* Rule tests: the values that a case gives become overrides, its rows go into a scratch database; then the same judge as
 * always says what holds. */
#include "engine/ruletest.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/internal.h"
#include "engine/judge.h"
#include "engine/ruletest_rows.h"

/* What a case gives, by index. */
typedef struct givens {
    bool *fact_set, *verdict_set, *tally_set;
    bool *facts_asked, *rules_asked; /* that the case expects something of */
    onex_value *facts;
    onex_verdict *verdicts;
    onex_tallies *tallies;
    onex_setting *settings;
    int nsettings;
} givens;

static void givens_clear(givens *g) {
    free(g->fact_set);
    free(g->verdict_set);
    free(g->tally_set);
    free(g->facts_asked);
    free(g->rules_asked);
    free(g->facts);
    free(g->verdicts);
    free(g->tallies);
    free(g->settings);
}

static bool givens_make(givens *g, const onex_program *p, const onex_test *test) {
    size_t facts = (size_t)p->nfacts + 1, rules = (size_t)p->nrules + 1;
    g->fact_set = calloc(facts, sizeof *g->fact_set);
    g->facts = calloc(facts, sizeof *g->facts);
    g->verdict_set = calloc(rules, sizeof *g->verdict_set);
    g->verdicts = calloc(rules, sizeof *g->verdicts);
    g->tally_set = calloc(rules, sizeof *g->tally_set);
    g->tallies = calloc(rules, sizeof *g->tallies);
    g->facts_asked = calloc(facts, sizeof *g->facts_asked);
    g->rules_asked = calloc(rules, sizeof *g->rules_asked);
    g->settings = calloc((size_t)test->ngiven + 1, sizeof *g->settings);
    if (!g->fact_set || !g->facts || !g->verdict_set || !g->verdicts || !g->tally_set || !g->tallies || !g->settings || !g->facts_asked ||
        !g->rules_asked)
        return false;
    for (int i = 0; i < test->nexpect; i++) *(test->expect[i].rule >= 0 ? &g->rules_asked[test->expect[i].rule] : &g->facts_asked[test->expect[i].fact]) = true;
    for (int i = 0; i < test->ngiven; i++) {
        const onex_given *given = &test->given[i];
        if (given->is_tally) {
            g->tally_set[given->rule] = true;
            g->tallies[given->rule].known = true;
            memcpy(g->tallies[given->rule].counts, given->counts, sizeof given->counts);
        } else if (given->rule >= 0) {
            g->verdict_set[given->rule] = true;
            g->verdicts[given->rule] = given->verdict;
        } else if (given->fact >= 0) {
            g->fact_set[given->fact] = true;
            g->facts[given->fact] = given->value;
        } else {
            g->settings[g->nsettings++] = (onex_setting){.param = given->param, .reading = given->reading, .value = given->value, .option = given->option,
                                                         .text = ""};
        }
    }
    return true;
}

typedef struct running {
    onex_judge *judge;
    const onex_test *test;
    onex_buffer message;
    const onex_ruletest_watch *watch; /* NULL: nothing is noted */
    bool seen; /* the subject was there */
    int rule;  /* its verdict alone is asked for; -1: what the case expects is held against what holds */
    onex_verdict verdict;
} running;

/* "; 5/11, threshold 50%" */
static void say_measure(running *run, onex_view *view, int rule, onex_error *err) {
    onex_check_row row;
    if (onex_judge_row(run->judge, view, rule, &row, err)) return;
    if (row.measured.known || row.threshold.known)
        onex_buffer_printf(&run->message, onex_tr("; measured %s, threshold %s", "；实测 %s，阈值 %s"), row.measured.known ? row.measured.text : "?",
                           row.threshold.known ? row.threshold.text : "?");
    for (int i = 0; i < row.nmissing; i++)
        onex_buffer_printf(&run->message, "%s%s", i ? ", " : onex_tr("; missing ", "；缺少 "), row.missing[i].fact);
    if (row.error) onex_buffer_printf(&run->message, "; %s", row.error);
}

static void value_text(onex_buffer *out, onex_value v, onex_type type) {
    onex_quantity q;
    onex_quantity_of(v, type, &q);
    if (v.kind == ONEX_V_BOOL)
        onex_buffer_text(out, v.n ? "true" : "false");
    else if (v.kind == ONEX_V_TEXT)
        onex_buffer_text(out, v.text->raw);
    else if (v.kind == ONEX_V_ERROR)
        onex_buffer_text(out, v.error);
    else
        onex_buffer_text(out, q.known ? q.text : "unknown");
}

static bool same_value(onex_value a, onex_value b) {
    if (!onex_v_known(a) || !onex_v_known(b)) return onex_v_known(a) == onex_v_known(b);
    return a.kind == b.kind && onex_value_compare(a, b) == 0;
}

static void new_line(running *run) {
    if (run->message.len) onex_buffer_text(&run->message, "\n");
}

static onex_status expect_verdict(running *run, onex_view *view, const onex_expect *e, onex_error *err) {
    onex_verdict got = onex_judge_verdict(run->judge, view, e->rule);
    if (got == e->verdict) return ONEX_OK;
    new_line(run);
    onex_buffer_printf(&run->message, onex_tr("%s: expected %s, got %s", "%s：期望 %s，实际 %s"), e->name, onex_verdict_code(e->verdict),
                       onex_verdict_code(got));
    onex_view *at = onex_view_at(view, onex_judge_program(run->judge)->rules[e->rule].applies);
    if (at) say_measure(run, at, e->rule, err);
    return err->code;
}

static void expect_fact(running *run, onex_view *view, const onex_expect *e) {
    onex_value got = onex_view_fact(view, e->fact);
    if (same_value(got, e->value)) return;
    new_line(run);
    onex_buffer_printf(&run->message, onex_tr("%s: expected %s, got ", "%s：期望 %s，实际 "), e->name, e->text ? e->text : "unknown");
    value_text(&run->message, got, onex_judge_program(run->judge)->facts[e->fact].type);
}

static onex_status hold(running *run, onex_view *view, onex_error *err) {
    run->seen = true;
    if (run->rule >= 0) {
        run->verdict = onex_judge_verdict(run->judge, view, run->rule);
        if (run->watch && run->watch->fn) run->watch->fn(run->watch->ctx, run->test, run->judge, view);
        return ONEX_OK;
    }
    for (int i = 0; i < run->test->nexpect; i++) {
        const onex_expect *e = &run->test->expect[i];
        if (e->rule >= 0) {
            onex_status status = expect_verdict(run, view, e, err);
            if (status) return status;
        } else {
            expect_fact(run, view, e);
        }
    }
    if (run->watch && run->watch->fn) run->watch->fn(run->watch->ctx, run->test, run->judge, view);
    return ONEX_OK;
}

/* The subject of a case with rows is called `test`; a registration is the first one of the pilot `test`. */
static onex_status find_subject(void *ctx, onex_view *view, onex_error *err) {
    running *run = ctx;
    onex_subject kind = run->test->applies;
    if (run->seen || (kind != ONEX_SCHOOL && strcmp(onex_view_code(view), onex_ruletest_subject(run->test)))) return ONEX_OK;
    if (kind <= ONEX_PILOT) return hold(run, view, err);
    int n;
    onex_view **kids = onex_view_children(view, kind, &n);
    if (!kids) return onex_no_memory(err);
    for (int i = 0; i < n && !run->seen; i++) {
        if (kind != ONEX_REGISTRATION && strcmp(onex_view_code(kids[i]), "test")) continue;
        onex_status status = hold(run, kids[i], err);
        if (status) return status;
    }
    return ONEX_OK;
}

static onex_status on_rows(running *run, onex_error *err) {
    onex_subject group = run->test->applies > ONEX_PILOT ? ONEX_PILOT : run->test->applies;
    onex_status status = onex_world_each(onex_judge_world(run->judge), group, find_subject, run, err);
    if (!status && !run->seen) {
        new_line(run);
        onex_buffer_printf(&run->message, onex_tr("the rows hold no subject called '%s'", "rows 中没有名为 %s 的对象"), onex_ruletest_subject(run->test));
    }
    return status;
}

static onex_status run_case(onex_testbench *bench, const onex_test *test, running *run, onex_error *err) {
    const onex_program *p = onex_rules_program(bench->rules);
    const onex_ruletest_watch nothing = {0}, *watch = run->watch ? run->watch : &nothing;
    givens g = {0};
    onex_status status = givens_make(&g, p, test) ? ONEX_OK : onex_no_memory(err);
    if (!status && test->uses_rows && !bench->scratch) status = onex_store_scratch(&bench->scratch, err);
    if (!status && test->uses_rows) status = onex_store_begin(bench->scratch, err);
    if (!status && test->uses_rows) status = onex_ruletest_fill(bench->scratch, test, err);
    onex_judge_options options = {.rules = bench->rules, .store = test->uses_rows ? bench->scratch : NULL, .day = test->as_of, .asked = g.rules_asked,
                                  .facts_asked = g.facts_asked, .facts_read = watch->facts_read, .rules_read = watch->rules_read,
                                  .settings = g.settings, .nsettings = g.nsettings, .fact_set = g.fact_set, .facts = g.facts, .verdict_set = g.verdict_set,
                                  .verdicts = g.verdicts, .tally_set = g.tally_set, .tallies = g.tallies};
    run->test = test;
    if (!status) status = onex_judge_open(&run->judge, &options, err);
    if (!status && test->uses_rows) status = on_rows(run, err);
    if (!status && !test->uses_rows) {
        onex_view *view = onex_world_imagine(onex_judge_world(run->judge), test->applies, "test", test->test_college);
        status = view ? hold(run, view, err) : onex_no_memory(err);
    }
    if (!status && run->message.failed) status = onex_no_memory(err);
    onex_judge_close(run->judge);
    if (test->uses_rows && bench->scratch) onex_store_rollback(bench->scratch); /* empty again for the next case */
    givens_clear(&g);
    return status;
}

void onex_testbench_clear(onex_testbench *bench) {
    onex_store_close(bench->scratch);
    onex_buffer_clear(&bench->message);
    bench->scratch = NULL;
}

onex_status onex_ruletest_verdict(onex_testbench *bench, const onex_test *test, int rule, const onex_ruletest_watch *watch, onex_verdict *out, onex_error *err) {
    running run = {.rule = rule, .watch = watch, .verdict = ONEX_UNKNOWN};
    onex_status status = run_case(bench, test, &run, err);
    onex_buffer_clear(&run.message);
    *out = run.verdict;
    return status;
}

onex_status onex_ruletest_try(onex_testbench *bench, const onex_test *test, const onex_ruletest_watch *watch, onex_ruletest_result *out, onex_error *err) {
    running run = {.rule = -1, .watch = watch, .message = bench->message};
    run.message.len = 0;
    onex_status status = run_case(bench, test, &run, err);
    bench->message = run.message;
    bool ok = run.message.len == 0;
    *out = (onex_ruletest_result){.test = test, .ok = ok, .message = ok ? NULL : run.message.data};
    return status;
}

static onex_status each_case(onex_rules *rules, const bool *chosen, const regex_t *select, const onex_ruletest_watch *watch, onex_ruletest_fn fn, void *ctx,
                             onex_error *err) {
    const onex_program *p = onex_rules_program(rules);
    onex_testbench bench = {.rules = rules};
    onex_status status = ONEX_OK;
    for (int i = 0; i < p->ntests && !status; i++) {
        const onex_test *test = &p->tests[i];
        onex_ruletest_result result;
        if ((chosen && !chosen[i]) || (select && regexec(select, test->decl.name, 0, NULL, 0))) continue;
        status = onex_ruletest_try(&bench, test, watch, &result, err);
        if (!status) status = fn(ctx, &result, err);
    }
    onex_testbench_clear(&bench);
    return status;
}

onex_status onex_ruletest_run(onex_rules *rules, const bool *chosen, const char *select, const onex_ruletest_watch *watch, onex_ruletest_fn fn, void *ctx,
                              onex_error *err) {
    regex_t regex;
    if (select && regcomp(&regex, select, REG_EXTENDED | REG_NOSUB))
        return onex_fail(err, ONEX_E_USAGE, onex_tr("'%s' is no regular expression", "“%s”不是正则表达式"), select);
    onex_status status = each_case(rules, chosen, select ? &regex : NULL, watch, fn, ctx, err);
    if (select) regfree(&regex);
    return status;
}
