/* Guards judged: rows of needs and of what forbids, the facts behind each trigger that is hit, and the hash of all that
 * was read. Whether the act goes ahead is left to decide.c. */
#include "engine/guard.h"

#include <stdlib.h>
#include <string.h>

#include "engine/hit.h"
#include "engine/judge.h"
#include "engine/row_json.h"
#include "store/decision.h"

typedef struct guarding {
    onex_guards *out;
    onex_store *store;
    const onex_program *program;
    const onex_transition *transition;
    onex_judge *judge;
    bool *resting; /* by rule: already among the rows that a guard rests on */
    bool found;
} guarding;

/* ---- rows kept beyond the judge's life ---- */

static const char *keep_text(onex_arena *arena, const char *text, bool *ok) {
    const char *kept = text ? onex_arena_text(arena, text, strlen(text)) : NULL;
    if (text && !kept) *ok = false;
    return kept;
}

static onex_status keep_row(guarding *g, onex_view *view, int rule, onex_check_row *row, onex_error *err) {
    onex_arena *arena = &g->out->arena;
    bool ok = true;
    view = onex_view_at(view, g->program->rules[rule].applies);
    if (!view)
        return onex_fail(err, ONEX_E_RULE, onex_tr("rule '%s' is not about pilots", "规则“%s”与试点项目无关"),
                         g->program->rules[rule].decl.name);
    onex_status status = onex_judge_row(g->judge, view, rule, row, err);
    if (status) return status;
    onex_missing *missing = onex_arena_alloc(arena, ((size_t)row->nmissing + 1) * sizeof *missing);
    if (!missing) return onex_no_memory(err);
    for (int i = 0; i < row->nmissing; i++) missing[i] = row->missing[i]; /* their texts are the program's */
    row->missing = missing;
    row->code = keep_text(arena, row->code, &ok);
    row->college = keep_text(arena, row->college, &ok);
    row->error = keep_text(arena, row->error, &ok);
    return ok ? ONEX_OK : onex_no_memory(err);
}

/* ---- what an outcome rests on ---- */

static void mark_members(guarding *g, int rule, bool *marks) {
    const onex_rule *r = &g->program->rules[rule];
    for (int i = 0; i < r->nmembers; i++) {
        marks[r->members[i]] = true;
        mark_members(g, r->members[i], marks);
    }
}

static onex_status rest_on(guarding *g, onex_view *view, int rule, onex_guard *guard, onex_error *err) {
    int n = g->program->nrules;
    bool *marks = calloc((size_t)n + 1, sizeof *marks);
    if (!marks) return onex_no_memory(err);
    mark_members(g, rule, marks);
    int count = 0;
    for (int i = 0; i < n; i++) count += marks[i];
    onex_check_row *rows = onex_arena_alloc(&g->out->arena, ((size_t)count + 1) * sizeof *rows);
    onex_status status = rows ? ONEX_OK : onex_no_memory(err);
    for (int i = 0; i < n && !status; i++)
        if (marks[i]) status = keep_row(g, view, i, &rows[guard->nrests++], err);
    guard->rests = rows;
    free(marks);
    return status;
}

/* ---- one guard ---- */

static bool fulfilled(const onex_rule *rule, onex_verdict v) {
    bool trigger = rule->kind == ONEX_TRIGGER || rule->as_trigger;
    return trigger ? v == ONEX_HIT : v == ONEX_MET || v == ONEX_DEVIATES || v == ONEX_EXCUSED;
}

/* Whether every trigger that makes the rule hit was hit by the same facts at a proposal that was dismissed. */
static onex_status all_dismissed(guarding *g, onex_view *view, int rule, bool *all, onex_error *err) {
    onex_hits hits = {0};
    onex_status status = onex_hits_of(&hits, g->judge, view, rule, err);
    *all = !status && hits.count > 0;
    for (int i = 0; i < hits.count && !status && *all; i++)
        status = onex_decision_taken_back(g->store, onex_view_code(view), hits.items[i].rule, hits.items[i].facts_hash,
                                          all, err);
    onex_hits_clear(&hits);
    return status;
}

static onex_status judge_guard(guarding *g, onex_view *view, int rule, bool forbids, onex_error *err) {
    onex_guard *guard = &g->out->items[g->out->count++];
    guard->forbids = forbids;
    onex_status status = keep_row(g, view, rule, &guard->row, err);
    if (!status) status = rest_on(g, view, rule, guard, err);
    if (status) return status;
    onex_verdict v = guard->row.verdict;
    if (forbids && v == ONEX_HIT) status = all_dismissed(g, view, rule, &guard->dismissed, err);
    guard->holds = forbids ? v != ONEX_HIT || guard->dismissed : fulfilled(&g->program->rules[rule], v);
    if (!guard->holds) g->out->nfailed++;
    return status;
}

/* ---- the grounds ---- */

static void put_rows(guarding *g, const char *name, bool forbids) {
    onex_buffer *b = &g->out->grounds;
    bool first = true;
    onex_buffer_printf(b, "\"%s\":[", name);
    for (int i = 0; i < g->out->count; i++) {
        if (g->out->items[i].forbids != forbids) continue;
        if (!first) onex_buffer_char(b, ',');
        first = false;
        onex_row_json(b, g->program, &g->out->items[i].row, false);
    }
    onex_buffer_text(b, "],");
}

static void put_rests(guarding *g) {
    onex_buffer *b = &g->out->grounds;
    bool first = true;
    onex_buffer_text(b, "\"rests_on\":[");
    for (int i = 0; i < g->out->count; i++)
        for (int k = 0; k < g->out->items[i].nrests; k++) {
            const onex_check_row *row = &g->out->items[i].rests[k];
            if (g->resting[row->rule]) continue;
            g->resting[row->rule] = true;
            if (!first) onex_buffer_char(b, ',');
            first = false;
            onex_row_json(b, g->program, row, false);
        }
    onex_buffer_text(b, "],");
}

static onex_status put_grounds(guarding *g, onex_view *view, onex_error *err) {
    onex_hits hits = {0};
    onex_status status = ONEX_OK;
    for (int i = 0; i < g->transition->nneeds && !status; i++)
        status = onex_hits_of(&hits, g->judge, view, g->transition->needs[i], err);
    for (int i = 0; i < g->transition->nforbids && !status; i++)
        status = onex_hits_of(&hits, g->judge, view, g->transition->forbids[i], err);
    put_rows(g, "needs", false);
    put_rows(g, "forbids", true);
    put_rests(g);
    onex_buffer_text(&g->out->grounds, "\"hits\":[");
    for (int i = 0; i < hits.count; i++)
        onex_buffer_printf(&g->out->grounds, "%s{\"rule\":\"%s\",\"facts_hash\":\"%s\",\"facts\":%s}", i ? "," : "",
                           hits.items[i].rule, hits.items[i].facts_hash, hits.items[i].facts);
    onex_buffer_char(&g->out->grounds, ']');
    onex_hits_clear(&hits);
    return status ? status : g->out->grounds.failed ? onex_no_memory(err) : ONEX_OK;
}

/* The facts of the pilot, its children as far as they were asked for, its college and the school. */
static void digest(guarding *g, onex_view *pilot) {
    onex_digest all;
    onex_digest_init(&all);
    onex_judge_digest(g->judge, pilot, &all);
    for (onex_subject kind = ONEX_EXAM; kind < ONEX_SUBJECTS; kind++) {
        int n;
        onex_view **kids = onex_view_children_made(pilot, kind, &n);
        for (int i = 0; i < n; i++) onex_judge_digest(g->judge, kids[i], &all);
    }
    for (onex_subject kind = ONEX_COLLEGE;; kind = ONEX_SCHOOL) {
        onex_view *view = onex_view_at(pilot, kind);
        if (view) onex_judge_digest(g->judge, view, &all);
        if (kind == ONEX_SCHOOL) break;
    }
    onex_digest_end(&all, g->out->facts_hash);
}

static onex_status on_pilot(void *ctx, onex_view *view, onex_error *err) {
    guarding *g = ctx;
    const onex_transition *t = g->transition;
    g->found = true;
    onex_status status = ONEX_OK;
    for (int i = 0; i < t->nneeds && !status; i++) status = judge_guard(g, view, t->needs[i], false, err);
    for (int i = 0; i < t->nforbids && !status; i++) status = judge_guard(g, view, t->forbids[i], true, err);
    if (!status) status = put_grounds(g, view, err);
    if (!status) digest(g, view);
    return status;
}

onex_status onex_guards_judge(onex_guards *out, onex_store *store, onex_rules *rules, int transition, const char *pilot,
                              onex_day day, onex_error *err) {
    const onex_program *program = onex_rules_program(rules);
    const onex_transition *t = &program->transitions[transition];
    guarding g = {.out = out, .store = store, .program = program, .transition = t};
    *out = (onex_guards){0};
    bool *asked = calloc((size_t)program->nrules + 1, sizeof *asked);
    g.resting = calloc((size_t)program->nrules + 1, sizeof *g.resting);
    out->items = onex_arena_alloc(&out->arena, (size_t)(t->nneeds + t->nforbids + 1) * sizeof *out->items);
    onex_status status = asked && g.resting && out->items ? ONEX_OK : onex_no_memory(err);
    for (int i = 0; i < t->nneeds && !status; i++) asked[t->needs[i]] = true;
    for (int i = 0; i < t->nforbids && !status; i++) asked[t->forbids[i]] = true;
    onex_judge_options options = {.rules = rules, .store = store, .day = day, .asked = asked, .only_pilot = pilot};
    if (!status) status = onex_judge_open(&g.judge, &options, err);
    if (!status) status = onex_world_each(onex_judge_world(g.judge), ONEX_PILOT, on_pilot, &g, err);
    if (!status && !g.found)
        status = onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no pilot '%s'", "没有试点项目“%s”"), pilot);
    onex_judge_close(g.judge);
    free(asked);
    free(g.resting);
    return status;
}

void onex_guards_clear(onex_guards *guards) {
    onex_buffer_clear(&guards->grounds);
    onex_arena_clear(&guards->arena);
    *guards = (onex_guards){0};
}
