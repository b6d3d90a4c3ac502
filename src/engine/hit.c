/* The facts behind triggers. Thresholds are none: a trigger is the same as before while what it measures is. */
#include "engine/hit.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "expr/walk.h"

typedef struct telling {
    onex_view *view;
    const onex_program *program;
    onex_buffer facts;
    bool *told; /* by fact */
    int parts;  /* counts of rows and verdicts that stand in the trigger itself */
    bool first;
} telling;

/* A value exactly: a share as counted (12/24), money in fen, a date in ISO. */
static void put_value(onex_buffer *b, onex_value v) {
    char day[ONEX_DAY_TEXT];
    switch (v.kind) {
    case ONEX_V_BOOL: onex_buffer_text(b, v.n ? "true" : "false"); return;
    case ONEX_V_NUMBER:
        if (v.d == 1)
            onex_buffer_printf(b, "%" PRId64, v.n);
        else
            onex_buffer_printf(b, "\"%" PRId64 "/%" PRId64 "\"", v.n, v.d);
        return;
    case ONEX_V_DATE: onex_buffer_json_text(b, onex_day_text((onex_day)v.n, day)); return;
    case ONEX_V_TEXT: onex_buffer_json_text(b, v.text->raw); return;
    default: onex_buffer_text(b, "null");
    }
}

static void put_name(telling *t, const char *name) {
    if (!t->first) onex_buffer_char(&t->facts, ',');
    t->first = false;
    onex_buffer_json_text(&t->facts, name);
    onex_buffer_char(&t->facts, ':');
}

/* What stands in the trigger without a name of its own gets the number of its place. */
static void put_part(telling *t, onex_value v) {
    char name[24];
    snprintf(name, sizeof name, "#%d", ++t->parts);
    put_name(t, name);
    put_value(&t->facts, v);
}

static void on_node(void *ctx, const onex_node *node) {
    telling *t = ctx;
    if (node->op == ONEX_OP_FACT) {
        const onex_fact *fact = &t->program->facts[node->u.index];
        onex_view *at = onex_view_at(t->view, fact->subject);
        if (t->told[node->u.index] || !at) return;
        t->told[node->u.index] = true;
        put_name(t, fact->decl.name);
        put_value(&t->facts, onex_view_fact(at, node->u.index));
        return;
    }
    bool counts = node->op == ONEX_OP_RELATION && !node->u.relation->outer;
    if (counts || node->op == ONEX_OP_MET || node->op == ONEX_OP_EVERY || node->op == ONEX_OP_TALLY)
        put_part(t, onex_view_eval(t->view, node));
}

/* ---- incidents ---- */

typedef struct codes {
    const char **items;
    int count, cap;
    bool failed;
} codes;

static void on_code(void *ctx, const char *code) {
    codes *c = ctx;
    if (c->count == c->cap) {
        int cap = c->cap ? c->cap * 2 : 8;
        const char **items = realloc(c->items, (size_t)cap * sizeof *items);
        if (!items) {
            c->failed = true;
            return;
        }
        c->items = items;
        c->cap = cap;
    }
    c->items[c->count++] = code;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void put_incidents(telling *t, const char *ground) {
    codes c = {0};
    onex_view_upheld(t->view, ground, on_code, &c);
    if (c.count) qsort(c.items, (size_t)c.count, sizeof *c.items, by_text);
    put_name(t, "incidents");
    onex_buffer_char(&t->facts, '[');
    for (int i = 0; i < c.count; i++) {
        if (i) onex_buffer_char(&t->facts, ',');
        onex_buffer_json_text(&t->facts, c.items[i]);
    }
    onex_buffer_char(&t->facts, ']');
    if (c.failed) t->facts.failed = true;
    free(c.items);
}

/* ---- gathering ---- */

static onex_status add_hit(onex_hits *hits, telling *t, const onex_rule *rule, onex_error *err) {
    if (hits->count == hits->cap) { /* the arena keeps the smaller arrays until it is cleared */
        int cap = hits->cap ? hits->cap * 2 : 8;
        onex_hit *grown = onex_arena_alloc(&hits->arena, (size_t)cap * sizeof *grown);
        if (!grown) return onex_no_memory(err);
        if (hits->count) memcpy(grown, hits->items, (size_t)hits->count * sizeof *grown);
        hits->items = grown;
        hits->cap = cap;
    }
    onex_hit *hit = &hits->items[hits->count];
    hit->rule = rule->decl.name;
    hit->facts = t->facts.failed ? NULL : onex_arena_text(&hits->arena, t->facts.data, t->facts.len);
    if (!hit->facts) return onex_no_memory(err);
    onex_sha256(hit->facts, t->facts.len, hit->facts_hash);
    hits->count++;
    return ONEX_OK;
}

static onex_status tell(onex_hits *hits, onex_judge *judge, onex_view *view, const onex_rule *rule, onex_error *err) {
    telling t = {.program = onex_judge_program(judge), .first = true};
    t.view = onex_view_at(view, rule->applies);
    t.told = calloc((size_t)t.program->nfacts + 1, sizeof *t.told);
    if (!t.told) return onex_no_memory(err);
    onex_buffer_char(&t.facts, '{');
    onex_rule_walk(rule, on_node, &t);
    if (rule->kind == ONEX_ATTESTATION) put_incidents(&t, rule->ground);
    onex_buffer_char(&t.facts, '}');
    onex_status status = add_hit(hits, &t, rule, err);
    onex_buffer_clear(&t.facts);
    free(t.told);
    return status;
}

onex_status onex_hits_of(onex_hits *hits, onex_judge *judge, onex_view *view, int index, onex_error *err) {
    const onex_rule *rule = &onex_judge_program(judge)->rules[index];
    if (onex_judge_verdict(judge, view, index) != ONEX_HIT) return ONEX_OK;
    for (int i = 0; i < hits->count; i++)
        if (!strcmp(hits->items[i].rule, rule->decl.name)) return ONEX_OK;
    if (rule->kind != ONEX_OUTCOME) return tell(hits, judge, view, rule, err);
    onex_status status = ONEX_OK;
    for (int i = 0; i < rule->nmembers && !status; i++) status = onex_hits_of(hits, judge, view, rule->members[i], err);
    return status;
}

void onex_hits_clear(onex_hits *hits) {
    onex_arena_clear(&hits->arena);
    *hits = (onex_hits){0};
}
