/* Replaying: what is asked for is gone through from the newest to the oldest, so that the rows are taken back once.
 * How a run and a decision are computed again is in replay_run.c and replay_decision.c. */
#include "engine/replay.h"

#include <stdlib.h>
#include <string.h>

#include "engine/replay_work.h"
#include "engine/ruleset.h"
#include "store/grounds.h"
#include "store/rebuild.h"

onex_status onex_replay_note(onex_replaying *r, onex_subject kind, const char *code, const char *rule, const char *then,
                             const char *now, onex_error *err) {
    onex_replayed *item = r->item;
    onex_arena *arena = &r->result->arena;
    if (item->ndiffers == item->cap) {
        int cap = item->cap ? 2 * item->cap : 8;
        onex_replay_difference *more = realloc(item->differs, (size_t)cap * sizeof *more);
        if (!more) return onex_no_memory(err);
        item->differs = more;
        item->cap = cap;
    }
    onex_replay_difference d = {.kind = kind,
                                .code = onex_arena_text(arena, code, strlen(code)),
                                .rule = onex_arena_text(arena, rule, strlen(rule)),
                                .then = then ? onex_arena_text(arena, then, strlen(then)) : NULL,
                                .now = now ? onex_arena_text(arena, now, strlen(now)) : NULL};
    if (!d.code || !d.rule || (then && !d.then) || (now && !d.now)) return onex_no_memory(err);
    item->differs[item->ndiffers++] = d;
    return ONEX_OK;
}

/* ---- what is replayed ---- */

typedef struct gathering {
    onex_replay_result *out;
    const onex_replay_options *options;
} gathering;

static onex_status gather(void *ctx, bool is_run, int64_t number, int64_t event, int64_t after_event, onex_error *err) {
    gathering *g = ctx;
    onex_replay_result *out = g->out;
    if (!g->options->all && (is_run != g->options->run || number != g->options->number)) return ONEX_OK;
    if (out->count == out->cap) {
        int cap = out->cap ? 2 * out->cap : 16;
        onex_replayed *more = realloc(out->items, (size_t)cap * sizeof *more);
        if (!more) return onex_no_memory(err);
        out->items = more;
        out->cap = cap;
    }
    out->items[out->count++] =
        (onex_replayed){.run = is_run, .number = number, .event = event, .after_event = after_event};
    return ONEX_OK;
}

static onex_status find_items(onex_replay_result *out, onex_store *store, const onex_replay_options *o,
                              onex_error *err) {
    gathering g = {out, o};
    onex_status status = onex_replayable_each(store, gather, &g, err);
    if (status || o->all || out->count) return status;
    if (o->run)
        return onex_fail(err, ONEX_E_NOT_FOUND,
                         onex_tr("no run %lld; onex log --kind record lists them",
                                 "没有检查记录 %lld；onex log --kind record 列出全部"),
                         (long long)o->number);
    return onex_fail(err, ONEX_E_NOT_FOUND,
                     onex_tr("no decision %lld; onex log --kind decide lists them",
                             "没有决定 %lld；onex log --kind decide 列出全部"),
                     (long long)o->number);
}

/* ---- one after the other ---- */

typedef struct sets { /* the set that was loaded last: neighbours mostly rest on the same */
    onex_rules *loaded;
    char hash[ONEX_SHA256_TEXT];
} sets;

static onex_status load_rules(sets *s, onex_replaying *r, const onex_replay_options *o, onex_error *err) {
    char hash[ONEX_SHA256_TEXT];
    onex_problems problems = {0};
    r->rules = o->rules;
    r->own_rules = !o->rules;
    if (o->rules) return ONEX_OK;
    onex_status status =
        r->item->run ? onex_replay_run_ruleset(r, hash, err) : onex_replay_decision_ruleset(r, hash, err);
    if (!status && (!s->loaded || strcmp(hash, s->hash) != 0)) {
        onex_rules_close(s->loaded);
        s->loaded = NULL;
        memcpy(s->hash, hash, sizeof hash);
        status = onex_ruleset_load(&s->loaded, r->store, hash,
                                   &(onex_rules_options){.dir = "stored", .worker = o->worker, .unconfined = o->unconfined}, &problems, err);
        if (status == ONEX_E_RULE && problems.count)
            onex_wrap(err, onex_tr("the rule set '%.12s' of that day", "当日的规则集“%.12s”"), hash);
        for (int i = 0; i < problems.count; i++)
            if (strcmp(problems.items[i].code, "W0109") == 0) r->result->unconfined = true;
        onex_problems_clear(&problems);
    }
    r->rules = s->loaded;
    return status;
}

static onex_status replay_all(onex_replay_result *out, onex_store *store, const onex_replay_options *o,
                              onex_rebuild *rebuild, onex_error *err) {
    sets s = {0};
    onex_replaying r = {.store = store, .then = onex_rebuild_store(rebuild), .result = out};
    onex_status status = ONEX_OK;
    for (int i = out->count - 1; i >= 0 && !status; i--) {
        r.item = &out->items[i];
        status = load_rules(&s, &r, o, err);
        if (!status) status = onex_rebuild_to(rebuild, r.item->after_event, err);
        if (!status) status = r.item->run ? onex_replay_run(&r, err) : onex_replay_decision(&r, err);
        r.item->identical = !r.item->ndiffers && !r.item->other_facts;
        if (!r.item->identical) out->ndiffering++;
        if (o->progress) o->progress(o->ctx, out->count - i);
        if (status)
            onex_wrap(err, r.item->run ? onex_tr("run %lld", "检查 %lld") : onex_tr("decision %lld", "决定 %lld"),
                      (long long)r.item->number);
    }
    onex_rules_close(s.loaded);
    return status;
}

onex_status onex_replay(onex_replay_result *out, onex_store *store, const onex_replay_options *options,
                        onex_error *err) {
    onex_rebuild *rebuild = NULL;
    *out = (onex_replay_result){0};
    onex_status status = onex_store_begin(store, err);
    if (status) return status;
    status = find_items(out, store, options, err);
    if (!status) status = onex_rebuild_open(&rebuild, store, err);
    if (!status) status = replay_all(out, store, options, rebuild, err);
    onex_rebuild_close(rebuild);
    onex_store_rollback(store); /* nothing was written: the end of the snapshot */
    return status;
}

void onex_replay_result_clear(onex_replay_result *result) {
    for (int i = 0; i < result->count; i++) free(result->items[i].differs);
    free(result->items);
    onex_arena_clear(&result->arena);
    *result = (onex_replay_result){0};
}
