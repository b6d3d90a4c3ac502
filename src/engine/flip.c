/* Judging day after day: on each day the rules that can have changed, held against what they said before. */
#include "engine/flip.h"

#include <stdlib.h>
#include <string.h>

#include "engine/flip_cause.h"
#include "engine/flip_days.h"
#include "engine/flip_table.h"
#include "engine/judge.h"

typedef struct walk {
    onex_flips *out;
    const onex_flip_query *query;
    const onex_program *program;
    onex_store *store;
    onex_rules *rules;
    onex_judge *judge;
    onex_flip_days days;
    onex_flip_table table;
    onex_day day;                      /* being judged */
    bool *asked, kinds[ONEX_SUBJECTS]; /* on it: rules, and kinds of which some are */
    char *pilot;                       /* whose rows suffice; NULL: all */
} walk;

static bool wanted(const walk *w, const onex_view *view) {
    const onex_subject_ref *of = w->query->of;
    const char *college = onex_view_college(view);
    if (w->query->college && (!college || strcmp(college, w->query->college) != 0)) return false;
    return !of || (of->kind == onex_view_kind(view) && strcmp(of->code, onex_view_code(view)) == 0);
}

static onex_status add(walk *w, const onex_flip_subject *subject, int rule, onex_verdict from, onex_verdict to,
                       onex_error *err) {
    onex_flips *out = w->out;
    if (out->count == out->cap) {
        int cap = out->cap ? out->cap * 2 : 64;
        onex_flip *items = realloc(out->items, (size_t)cap * sizeof *items);
        if (!items) return onex_no_memory(err);
        out->items = items;
        out->cap = cap;
    }
    const char *college = subject->college;
    onex_flip *flip = &out->items[out->count];
    *flip = (onex_flip){.on = w->day, .subject = subject->kind, .rule = rule, .from = from, .to = to};
    flip->code = onex_arena_text(&out->arena, subject->code, strlen(subject->code));
    flip->college = college ? onex_arena_text(&out->arena, college, strlen(college)) : NULL;
    if (!flip->code || (college && !flip->college)) return onex_no_memory(err);
    out->count++;
    return ONEX_OK;
}

static onex_status compare(walk *w, onex_view *view, onex_error *err) {
    onex_subject kind = onex_view_kind(view);
    onex_status status = ONEX_OK;
    if (!wanted(w, view)) return ONEX_OK;
    onex_flip_subject *subject = onex_flip_table_at(&w->table, kind, onex_view_code(view), onex_view_college(view));
    if (!subject) return onex_no_memory(err);
    for (int r = 0; r < w->program->nrules && !status; r++) {
        if (!w->asked[r] || !onex_judge_applies(w->judge, view, r)) continue;
        unsigned char *before = onex_flip_verdict(&w->table, subject, r);
        onex_verdict now = onex_judge_verdict(w->judge, view, r);
        if (*before != now && w->day > w->query->as_of) status = add(w, subject, r, (onex_verdict)*before, now, err);
        *before = (unsigned char)now;
    }
    return status;
}

static onex_status look(void *ctx, onex_view *view, onex_error *err) {
    walk *w = ctx;
    onex_status status = w->kinds[onex_view_kind(view)] ? compare(w, view, err) : ONEX_OK;
    for (onex_subject k = ONEX_EXAM; onex_view_kind(view) == ONEX_PILOT && k < ONEX_SUBJECTS && !status; k++) {
        int n = 0;
        onex_view **kids = w->kinds[k] ? onex_view_children(view, k, &n) : NULL;
        if (w->kinds[k] && !kids) return onex_no_memory(err);
        for (int i = 0; i < n && !status; i++) status = compare(w, kids[i], err);
    }
    return status;
}

static onex_status judge_day(walk *w, onex_error *err) {
    onex_judge_options options = {
        .rules = w->rules, .store = w->store, .day = w->day, .asked = w->asked, .only_pilot = w->pilot};
    onex_status status = onex_judge_open(&w->judge, &options, err);
    onex_world *world = status ? NULL : onex_judge_world(w->judge);
    if (!status && w->kinds[ONEX_SCHOOL]) status = onex_world_each(world, ONEX_SCHOOL, look, w, err);
    if (!status && w->kinds[ONEX_COLLEGE]) status = onex_world_each(world, ONEX_COLLEGE, look, w, err);
    bool pilots = false;
    for (int k = ONEX_PILOT; k < ONEX_SUBJECTS; k++) pilots = pilots || w->kinds[k];
    if (!status && pilots) status = onex_world_each(world, ONEX_PILOT, look, w, err);
    if (!status) status = onex_judge_lost(w->judge, err);
    onex_judge_close(w->judge);
    w->judge = NULL;
    w->out->judged++;
    if (w->query->progress) w->query->progress(w->query->ctx, w->out->judged);
    return status;
}

/* Marks the rules that can change on the day: on the first those that can on any. */
static bool ask(walk *w) {
    bool any = false;
    int at = w->day - w->days.first;
    memset(w->kinds, 0, sizeof w->kinds);
    for (int r = 0; r < w->program->nrules; r++) {
        w->asked[r] = w->query->every_day || (at >= 0 && w->days.rules[r][at]);
        for (int i = 0; at < 0 && i < w->days.ndays && !w->asked[r]; i++) w->asked[r] = w->days.rules[r][i];
        if (w->asked[r]) any = w->kinds[w->program->rules[r].applies] = true;
    }
    return any;
}

static int in_order(const void *a, const void *b) {
    const onex_flip *x = a, *y = b;
    if (x->on != y->on) return x->on < y->on ? -1 : 1;
    if (x->subject != y->subject) return x->subject < y->subject ? -1 : 1;
    int c = strcmp(x->code, y->code);
    return c ? c : (x->rule > y->rule) - (x->rule < y->rule);
}

static onex_status walk_days(walk *w, onex_error *err) {
    onex_status status = ONEX_OK;
    for (w->day = w->query->as_of; w->day - w->query->as_of <= w->query->days && !status; w->day++)
        if (ask(w)) status = judge_day(w, err);
    if (!status && w->out->count) qsort(w->out->items, (size_t)w->out->count, sizeof *w->out->items, in_order);
    for (int from = 0, to; from < w->out->count && !status; from = to) {
        for (to = from + 1; to < w->out->count && w->out->items[to].on == w->out->items[from].on;) to++;
        status = onex_flip_cause(w->out, from, to, w->store, w->rules, err);
    }
    return status;
}

onex_status onex_flips_find(onex_flips *out, onex_store *store, onex_rules *rules, const onex_flip_query *query,
                            onex_error *err) {
    const onex_program *program = onex_rules_program(rules);
    walk w = {.out = out, .query = query, .program = program, .store = store, .rules = rules};
    *out = (onex_flips){0};
    w.asked = calloc((size_t)program->nrules + 1, sizeof *w.asked);
    onex_status status = w.asked && onex_flip_table_init(&w.table, program) ? ONEX_OK : onex_no_memory(err);
    if (!status) status = onex_flip_days_find(&w.days, store, program, query->as_of + 1, query->days, err);
    if (!status && query->of) status = onex_subject_pilot(store, query->of->kind, query->of->code, &w.pilot, err);
    if (!status && query->days > 0) status = walk_days(&w, err);
    onex_flip_days_clear(&w.days);
    onex_flip_table_clear(&w.table);
    free(w.asked);
    free(w.pilot);
    return status;
}

void onex_flips_clear(onex_flips *flips) {
    free(flips->items);
    onex_arena_clear(&flips->arena);
    *flips = (onex_flips){0};
}
