/* Lint, tests and impact one after another, on the set as it is loaded once. Waiting for the next save is cmd_watch.c's. */
#include "cli/watch_round.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/impact_page.h"
#include "cli/lint_page.h"
#include "cli/sheet.h"
#include "engine/impact.h"
#include "engine/ruleset.h"
#include "engine/ruletest.h"

enum { ROWS_MOST = 8 }; /* of an impact, or failed tests */

/* ---- what was told before ---- */

static void texts_clear(onex_texts *t) {
    for (int i = 0; i < t->n; i++) free(t->items[i]);
    free(t->items);
    *t = (onex_texts){0};
}

static bool texts_have(const onex_texts *t, const char *text) {
    for (int i = 0; i < t->n; i++)
        if (strcmp(t->items[i], text) == 0) return true;
    return false;
}

/* Takes the text, which is malloc'd. */
static onex_status texts_add(onex_texts *t, char *text, onex_error *err) {
    if (text && t->n == t->cap) {
        int cap = t->cap ? t->cap * 2 : 16;
        char **grown = realloc(t->items, (size_t)cap * sizeof *grown);
        if (grown) {
            t->items = grown;
            t->cap = cap;
        }
    }
    if (!text || t->n == t->cap) {
        free(text);
        return onex_no_memory(err);
    }
    t->items[t->n++] = text;
    return ONEX_OK;
}

/* ---- telling ---- */

static void label(const onex_watching *w, onex_buffer *b, const char *name) {
    onex_style_put(w->cli, b, ONEX_STYLE_BOLD, name);
    onex_buffer_text(b, "  ");
}

static onex_status put(const onex_watching *w, onex_buffer *b, onex_error *err) {
    onex_status status = onex_cli_write(w->cli, b, err);
    onex_buffer_clear(b);
    onex_cli_flush(w->cli);
    return status;
}

/* ---- lint ---- */

static char *key_of(const onex_problem *p) {
    onex_buffer b = {0};
    onex_buffer_printf(&b, "%s %s %s", p->code, p->at.file ? p->at.file : "", p->message);
    if (b.failed) onex_buffer_clear(&b);
    return b.data;
}

/* Errors in full; of warnings those that the round before did not have. */
static onex_status tell_lint(onex_watching *w, const onex_problems *problems, onex_error *err) {
    onex_texts now = {0};
    onex_buffer b = {0};
    onex_status status = ONEX_OK;
    int again = 0;
    for (int i = 0; i < problems->count && !status; i++) {
        const onex_problem *p = &problems->items[i];
        char *key = p->warning ? key_of(p) : NULL;
        bool known = key && texts_have(&w->warnings, key);
        again += known;
        if (!known) onex_problem_print(p, &b);
        if (p->warning) status = texts_add(&now, key, err);
    }
    onex_lint_counts counts = onex_lint_count(problems, NULL);
    label(w, &b, onex_tr("lint:  ", "检查："));
    onex_lint_counts_put(&b, &counts);
    if (again) onex_buffer_printf(&b, onex_tr(" (%d as before)", "（其中 %d 条与上次相同）"), again);
    onex_buffer_char(&b, '\n');
    if (!status) status = put(w, &b, err);
    onex_buffer_clear(&b);
    if (!counts.errors) { /* while nothing loads, what was known stays known */
        texts_clear(&w->warnings);
        w->warnings = now;
    } else
        texts_clear(&now);
    return status;
}

/* ---- tests ---- */

typedef struct testing {
    onex_watching *w;
    onex_texts now;
    onex_buffer out;
    long passed, failed, again;
} testing;

/* A failure: its reasons once, and not more than fit on a screen. */
static void failure_put(testing *t, const onex_ruletest_result *result, bool known) {
    const onex_decl *decl = &result->test->decl;
    if (t->failed > ROWS_MOST) return;
    onex_buffer_printf(&t->out, "%s/%s:%d: ", t->w->dir, decl->at.file ? decl->at.file : "", decl->at.line);
    onex_style_put(t->w->cli, &t->out, ONEX_STYLE_BAD, onex_tr("failed", "未通过"));
    onex_buffer_printf(&t->out, " %s\n", decl->name);
    for (const char *at = known ? NULL : result->message; at && *at;) {
        int len = (int)strcspn(at, "\n");
        onex_buffer_printf(&t->out, "  %.*s\n", len, at);
        at += len + (at[len] == '\n');
    }
}

static onex_status on_case(void *ctx, const onex_ruletest_result *result, onex_error *err) {
    testing *t = ctx;
    const onex_decl *decl = &result->test->decl;
    if (result->ok) {
        t->passed++;
        return ONEX_OK;
    }
    onex_buffer key = {0};
    onex_buffer_printf(&key, "%s %s", decl->at.file ? decl->at.file : "", decl->name);
    if (key.failed) onex_buffer_clear(&key);
    bool known = key.data && texts_have(&t->w->failures, key.data);
    t->failed++;
    t->again += known;
    failure_put(t, result, known);
    return texts_add(&t->now, key.data, err);
}

static onex_status run_tests(onex_watching *w, onex_rules *rules, bool *good, onex_error *err) {
    testing t = {.w = w};
    onex_status status = onex_ruletest_run(rules, NULL, NULL, NULL, on_case, &t, err);
    if (t.failed > ROWS_MOST)
        onex_buffer_printf(&t.out, onex_tr("  and %ld more; onex test shows all\n", "  另有 %ld 项；onex test 显示全部\n"),
                           t.failed - ROWS_MOST);
    label(w, &t.out, onex_tr("test:  ", "测试："));
    onex_buffer_printf(&t.out, onex_tr("%ld passed, %ld failed", "%ld 项通过，%ld 项未通过"), t.passed, t.failed);
    if (t.again) onex_buffer_printf(&t.out, onex_tr(" (%ld as before)", "（其中 %ld 项与上次相同）"), t.again);
    if (w->failures.n > t.again)
        onex_buffer_printf(&t.out, onex_tr(" (%ld no longer)", "（%ld 项不再失败）"), w->failures.n - t.again);
    onex_buffer_char(&t.out, '\n');
    if (!status) status = put(w, &t.out, err);
    onex_buffer_clear(&t.out);
    texts_clear(&w->failures);
    w->failures = t.now;
    if (t.failed) *good = false;
    return status;
}

/* ---- impact ---- */

/* The set to hold the folder against: the published one, else what the folder was when watching began, which *rules
 * becomes when there is none yet (and is then NULL). */
static onex_status find_before(onex_watching *w, onex_store *store, onex_rules **rules, onex_error *err) {
    char hash[ONEX_SHA256_TEXT] = "";
    onex_status status = onex_ruleset_in_force(store, hash, err);
    if (status || (w->before && strcmp(hash, w->before_hash) == 0)) return status;
    onex_rules_close(w->before);
    w->before = NULL;
    memcpy(w->before_hash, hash, sizeof hash);
    if (hash[0]) return onex_cli_rules_other(w->cli, store, hash, NULL, false, &w->before, err);
    w->before = *rules;
    *rules = NULL;
    return ONEX_OK;
}

/* Whether the changes are those of the round before; they are kept for the next. */
static bool changes_known(onex_watching *w, const onex_impact *impact, onex_status *status, onex_error *err) {
    onex_buffer b = {0};
    onex_buffer_text(&b, w->before_hash);
    for (int i = 0; i < impact->nchanges; i++) {
        const onex_impact_change *c = &impact->changes[i];
        onex_buffer_printf(&b, "\n%s %s %s %d %d %s %s", onex_subject_code(c->kind), c->code, c->rule, (int)c->from, (int)c->to,
                           c->after.measured, c->after.threshold);
    }
    if (b.failed) {
        onex_buffer_clear(&b);
        *status = onex_no_memory(err);
        return false;
    }
    bool known = w->changes && strcmp(w->changes, b.data) == 0;
    free(w->changes);
    w->changes = b.data;
    return known;
}

static void against(const onex_watching *w, onex_buffer *b) {
    onex_buffer_printf(b, w->before_hash[0] ? onex_tr(" (against the published set)", "（与已发布的规则集相比）")
                                            : onex_tr(" (against the folder as it was when watching began)", "（与开始监视时的规则相比）"));
}

static onex_status tell_impact(onex_watching *w, const onex_impact *impact, onex_error *err) {
    onex_buffer b = {0};
    onex_status status = ONEX_OK;
    bool known = changes_known(w, impact, &status, err);
    label(w, &b, onex_tr("impact:", "影响："));
    if (impact->nchanges)
        onex_impact_ways_put(&b, impact->ways);
    else
        onex_buffer_text(&b, onex_tr("nothing changes", "没有变化"));
    against(w, &b);
    if (known && impact->nchanges) onex_buffer_text(&b, onex_tr(", as before", "，与上次相同"));
    onex_buffer_char(&b, '\n');
    if (!status) status = put(w, &b, err);
    onex_buffer_clear(&b);
    if (status || known) return status;
    status = onex_impact_first_print(w->cli, impact, ROWS_MOST, err);
    if (!status && impact->nchanges > ROWS_MOST) {
        onex_buffer_printf(&b, onex_tr("  and %d more; onex impact shows all\n", "  另有 %d 项；onex impact 显示全部\n"),
                           impact->nchanges - ROWS_MOST);
        status = put(w, &b, err);
    }
    return status;
}

static onex_status look_at_impact(onex_watching *w, onex_store *store, onex_day as_of, onex_rules **rules, onex_error *err) {
    onex_impact impact = {0};
    onex_status status = onex_store_begin(store, err); /* one snapshot */
    if (!status) status = find_before(w, store, rules, err);
    onex_impact_options options = {.before = w->before, .after = *rules ? *rules : w->before, .as_of = as_of};
    if (!status) status = onex_impact_find(&impact, store, &options, err);
    if (!status) status = tell_impact(w, &impact, err);
    onex_impact_clear(&impact);
    onex_store_rollback(store);
    return status;
}

/* ---- a round ---- */

static onex_status open_store(onex_watching *w, onex_store **store, onex_error *err) {
    *store = NULL;
    if (access(w->cli->db, F_OK) == 0) return onex_cli_open(w->cli, store, err);
    if (w->database_said) return ONEX_OK;
    w->database_said = true;
    onex_cli_note(w->cli,
                  onex_tr("no database '%s': no impact, and names of college folders are not checked",
                          "没有数据库“%s”：不计算影响，也不核对学院文件夹的名称"),
                  w->cli->db);
    return ONEX_OK;
}

static onex_status day_of(onex_watching *w, onex_store *store, onex_day *as_of, onex_error *err) {
    *as_of = w->cli->as_of;
    return *as_of != ONEX_DAY_NONE ? ONEX_OK : onex_cli_today(w->cli, store, as_of, err); /* each round has its own today */
}

onex_status onex_watch_round(onex_watching *w, bool *good, onex_error *err) {
    onex_store *store;
    onex_lint lint = {0};
    onex_day as_of;
    *good = true;
    onex_status status = open_store(w, &store, err);
    if (!status) status = day_of(w, store, &as_of, err);
    if (!status) status = onex_cli_lint(w->cli, store, w->dir, as_of, &lint, err);
    if (!status) status = tell_lint(w, &lint.problems, err);
    if (lint.problems.errors) *good = false;
    if (!status && lint.rules) status = run_tests(w, lint.rules, good, err);
    if (!status && lint.rules && store) status = look_at_impact(w, store, as_of, &lint.rules, err);
    onex_lint_clear(&lint);
    onex_store_close(w->cli->store); /* others may restore or replace it meanwhile */
    w->cli->store = NULL;
    return status;
}

void onex_watching_clear(onex_watching *w) {
    texts_clear(&w->warnings);
    texts_clear(&w->failures);
    free(w->changes);
    onex_rules_close(w->before);
}
