/* The world: opening its sources, showing the school, the colleges, the pilots one after the other. */
#include "facts/world.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "facts/internal.h"

/* ---- what trees ask of a view ---- */

static const onex_value *ask_fact(void *ctx, int fact, onex_value *room) { return onex_view_look_fact(ctx, fact, room); }
static bool ask_blank(void *ctx, int fact) { return onex_view_fact_blank(ctx, fact); }
static const onex_value *ask_param(void *ctx, int param, onex_value *room) {
    *room = *onex_view_look_param(ctx, param);
    return room;
}
static bool ask_member(void *ctx, int set, const onex_text *text) { return onex_view_member(ctx, set, text); }
static int ask_option(void *ctx, int reading) { return onex_view_option(ctx, reading); }

static onex_value ask_relation(void *ctx, const onex_relation *relation, const onex_frame *frame) {
    return onex_view_relation(ctx, relation, frame);
}

static onex_verdict ask_verdict(void *ctx, int rule) {
    onex_view *view = ctx;
    const onex_world_hooks *hooks = &view->world->options.hooks;
    onex_view *at = onex_view_at(view, view->world->program->rules[rule].applies);
    return at && hooks->verdict ? hooks->verdict(hooks->ctx, at, rule) : ONEX_UNKNOWN;
}

static onex_tallies ask_children(void *ctx, int rule) {
    onex_view *view = ctx;
    const onex_world_hooks *hooks = &view->world->options.hooks;
    return hooks->children ? hooks->children(hooks->ctx, view, rule) : (onex_tallies){.known = false};
}

/* ---- opening ---- */

static onex_status allocate(onex_world *w, onex_error *err) {
    const onex_program *p = w->program;
    size_t facts = (size_t)p->nfacts + 1, rules = (size_t)p->nrules + 1;
    w->plans = calloc((size_t)p->nrelations + 1, sizeof *w->plans);
    w->params_seen = calloc((size_t)p->nparams + 1, sizeof *w->params_seen);
    w->relations_needed = calloc((size_t)p->nrelations + 1, sizeof(bool));
    w->facts_needed = calloc(facts, sizeof(bool));
    w->rules_needed = calloc(rules, sizeof(bool));
    w->tallied = calloc(rules, sizeof(bool));
    w->fact_slot = calloc(facts, sizeof(int));
    w->fact_raw_slot = calloc(facts, sizeof(int));
    w->fact_local = calloc(facts, sizeof(int));
    w->sql = calloc((size_t)p->nblocks + 1, sizeof *w->sql);
    w->texts = onex_texts_new();
    if (!w->plans || !w->params_seen || !w->relations_needed || !w->facts_needed || !w->rules_needed || !w->tallied || !w->fact_slot || !w->fact_raw_slot || !w->fact_local ||
        !w->sql || !w->texts)
        return onex_no_memory(err);
    for (int i = 0; i < p->nfacts; i++) {
        w->fact_slot[i] = w->fact_raw_slot[i] = -1;
        w->fact_local[i] = w->nlocal[p->facts[i].subject]++;
    }
    return ONEX_OK;
}

/* Whether any transition is recorded: only then do states need more than their column. */
static onex_status find_decisions(onex_world *w, onex_error *err) {
    sqlite3_stmt *stmt;
    if (sqlite3_prepare_v2(onex_store_db(w->store), "SELECT 1 FROM decision WHERE kind = 'transition' LIMIT 1", -1, &stmt, NULL) != SQLITE_OK)
        return onex_store_fail(w->store, err, "decision");
    int rc = sqlite3_step(stmt);
    sqlite3_finalize(stmt);
    for (int i = 0; i < w->nsources; i++) w->sources[i]->decided = rc == SQLITE_ROW;
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? ONEX_OK : onex_store_fail(w->store, err, "decision");
}

static onex_status open_sources(onex_world *w, onex_error *err) {
    for (int i = 0; i < w->nsources; i++) {
        onex_source *s = w->sources[i];
        if (!s->used || s->entity->pseudo || s->group == ONEX_GROUP_PILOT) continue;
        s->piecemeal = s->group == ONEX_GROUP_LOOKUP && w->options.only_pilot;
        onex_status status = s->piecemeal ? onex_source_ready(s, w->options.day, w->texts, err)
                                          : onex_source_open(s, w->store, w->options.day, w->texts, NULL, err);
        if (!status && !s->piecemeal) status = onex_source_load(s, w->store, err);
        if (status) return status;
    }
    if (w->periods_needed) return onex_periods_open(w, err);
    return ONEX_OK;
}

static onex_status make_colleges(onex_world *w, onex_error *err) {
    sqlite3_stmt *stmt;
    if (sqlite3_prepare_v2(onex_store_db(w->store), "SELECT code FROM college ORDER BY code", -1, &stmt, NULL) != SQLITE_OK)
        return onex_store_fail(w->store, err, "college");
    int rc, cap = 0;
    onex_status status = ONEX_OK;
    while (!status && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *code = (const char *)sqlite3_column_text(stmt, 0);
        if (w->ncolleges == cap) {
            cap = cap ? cap * 2 : 16;
            onex_view **more = realloc(w->colleges, (size_t)cap * sizeof(onex_view *));
            if (!more) {
                status = onex_no_memory(err);
                break;
            }
            w->colleges = more;
        }
        onex_view *v = code ? onex_view_new(w, &w->arena, ONEX_COLLEGE, code, code, w->school) : NULL;
        if (!v) {
            status = onex_no_memory(err);
            break;
        }
        onex_block *own = w->own[ONEX_COLLEGE]->used ? onex_source_college(w->own[ONEX_COLLEGE], code) : NULL;
        v->own = own && own->nrows ? onex_block_row(own, 0) : NULL;
        w->colleges[w->ncolleges++] = v;
    }
    sqlite3_finalize(stmt);
    return status ? status : rc == SQLITE_DONE ? ONEX_OK : onex_store_fail(w->store, err, "college");
}

/* What failed while values were computed, where no status could be given. */
static onex_status lost(const onex_world *w, onex_error *err) {
    if (!w->status) return onex_texts_failed(w->texts) ? onex_no_memory(err) : ONEX_OK;
    *err = w->error;
    return w->status;
}

onex_status onex_world_open(onex_world **out, const onex_world_options *options, onex_error *err) {
    onex_world *w = calloc(1, sizeof *w);
    *out = w;
    if (!w) return onex_no_memory(err);
    w->options = *options;
    w->program = options->program;
    w->store = options->store;
    w->scope = (onex_scope){.program = w->program, .day = options->day, .fact = ask_fact, .fact_blank = ask_blank, .relation = ask_relation, .member = ask_member,
                            .param = ask_param, .option = ask_option, .verdict = ask_verdict, .children = ask_children};
    onex_status status = allocate(w, err);
    if (!status) status = onex_world_link(w, err);
    if (!status) {
        w->school = onex_view_new(w, &w->arena, ONEX_SCHOOL, "school", NULL, NULL);
        if (!w->school) status = onex_no_memory(err);
    }
    if (!status && w->store) {
        status = onex_source_register(w->store, err);
        if (!status) status = find_decisions(w, err);
        if (!status) status = open_sources(w, err);
        if (!status) status = make_colleges(w, err);
        if (!status) status = onex_sql_facts_run(w, err);
        if (!status) status = onex_waivers_load(w, err);
    }
    if (!status) status = lost(w, err);
    if (!status) return ONEX_OK;
    onex_world_close(w);
    *out = NULL;
    return status;
}

void onex_world_close(onex_world *w) {
    if (!w) return;
    for (int i = 0; i < w->nsources; i++) {
        onex_source_close(w->sources[i]);
        free(w->sources[i]);
    }
    onex_periods_close(w);
    for (int i = 0; i < ONEX_KEYSETS; i++) onex_keyset_clear(&w->keysets[i]);
    free(w->plans);
    free(w->params_seen);
    free(w->relations_needed);
    free(w->facts_needed);
    free(w->rules_needed);
    free(w->tallied);
    free(w->fact_slot);
    free(w->fact_raw_slot);
    free(w->fact_local);
    onex_sql_facts_free(w);
    free(w->sql);
    free(w->colleges);
    free(w->waivers);
    onex_texts_free(w->texts);
    onex_arena_clear(&w->arena);
    onex_arena_clear(&w->pilot_arena);
    free(w);
}

/* ---- pilots ---- */

void onex_world_forget_pilot(onex_world *w) {
    onex_arena_reset(&w->pilot_arena);
    onex_periods_forget(w);
    for (int i = 0; i < w->program->nparams; i++) w->params_seen[i].view = NULL;
}

static onex_view *college_view(const onex_world *w, const char *code) {
    int low = 0, high = w->ncolleges;
    while (low < high) {
        int middle = (low + high) / 2, c = strcmp(w->colleges[middle]->code, code);
        if (c == 0) return w->colleges[middle];
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* Ends the reading of pilots: a statement that waits at a row would keep temporary tables from being made anew. */
static void close_pilots(onex_world *w) {
    for (int i = 0; i < w->nsources; i++) {
        onex_source *s = w->sources[i];
        if (s->group != ONEX_GROUP_PILOT) continue;
        sqlite3_finalize(s->stmt);
        s->stmt = NULL;
        s->at = NULL;
        s->here = false;
    }
    w->single = false;
}

static onex_status open_pilots(onex_world *w, const char *only, onex_error *err) {
    close_pilots(w);
    for (int i = 0; i < w->nsources; i++) {
        onex_source *s = w->sources[i];
        if (!s->used || s->entity->pseudo || s->group != ONEX_GROUP_PILOT) continue;
        onex_status status = onex_source_open(s, w->store, w->options.day, w->texts, only, err);
        if (status) return status;
    }
    return ONEX_OK;
}

/* Moves every source to the pilot's rows and makes its view. */
static onex_status reach(onex_world *w, const char *code, onex_view **out, onex_error *err) {
    onex_source *own = w->own[ONEX_PILOT];
    for (int i = 0; i < w->nsources; i++) {
        onex_source *s = w->sources[i];
        if (!s->used || s->entity->pseudo || s->group != ONEX_GROUP_PILOT || s == own) continue;
        onex_status status = onex_source_seek(s, w->store, code, err);
        if (status) return status;
        s->here = s->at && strcmp(s->at, code) == 0;
    }
    own->here = true;
    const onex_value *cells = onex_block_row(&own->block, 0);
    const char *college = cells[w->college_slot].text->raw;
    *out = onex_view_new(w, &w->pilot_arena, ONEX_PILOT, code, college, college_view(w, college));
    if (!*out) return onex_no_memory(err);
    (*out)->own = cells;
    return ONEX_OK;
}

static onex_status each_pilot(onex_world *w, onex_view_fn fn, void *ctx, onex_error *err) {
    onex_source *own = w->own[ONEX_PILOT];
    own->used = true;
    onex_status status = open_pilots(w, w->options.only_pilot, err);
    while (!status) {
        onex_world_forget_pilot(w);
        status = onex_source_next(own, w->store, err);
        if (status || own->done) break;
        char *code = onex_arena_text(&w->pilot_arena, own->at, strlen(own->at));
        status = code ? reach(w, code, &w->pilot, err) : onex_no_memory(err);
        if (!status) status = fn(ctx, w->pilot, err);
        if (!status) status = lost(w, err);
    }
    close_pilots(w);
    w->pilot = NULL;
    return status;
}

static bool reads_pilots(const onex_source *s) { return s->used && !s->entity->pseudo && s->group == ONEX_GROUP_PILOT; }

/* Statements for single pilots are prepared once. */
static onex_status open_single(onex_world *w, const char *code, onex_error *err) {
    onex_status status = ONEX_OK;
    if (!w->single) {
        status = open_pilots(w, code, err);
        w->single = !status;
        return status;
    }
    for (int i = 0; i < w->nsources && !status; i++)
        if (reads_pilots(w->sources[i])) status = onex_source_again(w->sources[i], w->store, code, err);
    return status;
}

/* The rows are read: no statement waits any more. */
static void rest_single(onex_world *w) {
    for (int i = 0; i < w->nsources; i++) {
        onex_source *s = w->sources[i];
        if (!reads_pilots(s)) continue;
        s->at = NULL;
        sqlite3_reset(s->stmt);
    }
}

onex_status onex_world_pilot(onex_world *w, const char *code, onex_view **view, onex_error *err) {
    onex_source *own = w->own[ONEX_PILOT];
    *view = w->pilot = NULL;
    own->used = true;
    onex_world_forget_pilot(w);
    onex_status status = open_single(w, code, err);
    if (!status) status = onex_source_next(own, w->store, err);
    if (!status && !own->done) status = reach(w, code, &w->pilot, err);
    if (!status) status = lost(w, err);
    if (status) w->pilot = NULL;
    rest_single(w);
    *view = w->pilot;
    return status;
}

onex_status onex_world_each(onex_world *w, onex_subject kind, onex_view_fn fn, void *ctx, onex_error *err) {
    onex_status status = ONEX_OK;
    if (kind == ONEX_PILOT) return each_pilot(w, fn, ctx, err);
    if (kind == ONEX_SCHOOL) status = fn(ctx, w->school, err);
    for (int i = 0; kind == ONEX_COLLEGE && i < w->ncolleges && !status; i++) status = fn(ctx, w->colleges[i], err);
    return status ? status : lost(w, err);
}

const bool *onex_world_tallied(const onex_world *w) { return w->any_tallied ? w->tallied : NULL; }

/* The day of an event that is imagined: the one given for it. */
static void take_given_day(const onex_world *w, onex_view *view) {
    const char *column = view->kind == ONEX_EXAM ? "held_on" : view->kind == ONEX_EXPENSE ? "spent_on" : NULL;
    const onex_overrides *o = &w->options.overrides;
    for (int i = 0; column && o->fact_set && i < w->program->nfacts; i++) {
        const onex_fact *fact = &w->program->facts[i];
        bool it = fact->source == ONEX_FACT_COLUMN && fact->subject == view->kind && fact->column;
        if (it && strcmp(fact->column->name, column) == 0 && o->fact_set[i] && onex_v_known(o->facts[i]))
            view->own_day = (onex_day)o->facts[i].n;
    }
}

onex_view *onex_world_imagine(onex_world *w, onex_subject kind, const char *code, const char *college) {
    onex_view *parent = w->school;
    if (kind == ONEX_SCHOOL) return w->school;
    for (onex_subject k = ONEX_COLLEGE; k <= kind && parent; k++) {
        if (k > ONEX_PILOT && k != kind) continue;
        parent = onex_view_new(w, &w->arena, k, k == ONEX_COLLEGE && college ? college : code, college, parent);
        if (parent) take_given_day(w, parent);
    }
    return parent;
}
