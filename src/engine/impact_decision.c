/* Standing decisions under two rule sets: a need of the transition, or what it forbids, that holds on one side only.
 * Both are judged on the day asked, not on the decision's own; that is replay's part. */
#include <stdlib.h>
#include <string.h>

#include "engine/impact_side.h"
#include "store/decision.h"

typedef struct act {
    int64_t number;
    const char *pilot, *name;
    bool undone;
} act;

typedef struct standing {
    onex_impact *impact;
    const onex_program *before, *after;
    const onex_side *was, *is;
    act *acts;
    int count, cap;
} standing;

static onex_status on_decision(void *ctx, const onex_decision *decision, onex_error *err) {
    standing *s = ctx;
    onex_arena *arena = &s->impact->arena;
    if (s->count == s->cap) {
        int cap = s->cap ? s->cap * 2 : 64;
        act *grown = realloc(s->acts, (size_t)cap * sizeof *grown);
        if (!grown) return onex_no_memory(err);
        s->acts = grown;
        s->cap = cap;
    }
    act a = {.number = decision->number};
    a.pilot = onex_arena_text(arena, decision->subject, strlen(decision->subject));
    a.name = onex_arena_text(arena, decision->act, strlen(decision->act));
    if (!a.pilot || !a.name) return onex_no_memory(err);
    s->acts[s->count++] = a;
    return ONEX_OK;
}

static const onex_transition *transition(const onex_program *p, const char *name) {
    int index = onex_program_transition(p, name);
    return index < 0 ? NULL : &p->transitions[index];
}

/* A transition back takes the one before it with it: neither a proposal that was dismissed nor its end stands. */
static void mark_undone(standing *s) {
    for (int i = 0; i < s->count; i++) {
        const onex_transition *t = transition(s->before, s->acts[i].name);
        if (!t || t->to) continue;
        for (int k = i - 1; k >= 0; k--) {
            if (s->acts[k].undone || strcmp(s->acts[k].pilot, s->acts[i].pilot) != 0) continue;
            s->acts[k].undone = s->acts[i].undone = true;
            break;
        }
    }
}

static bool names_rule(const onex_program *p, const int *rules, int count, const char *name) {
    for (int i = 0; i < count; i++)
        if (!strcmp(p->rules[rules[i]].decl.name, name)) return true;
    return false;
}

static bool asks_about(const onex_program *p, const onex_transition *t, const char *rule) {
    return t && (names_rule(p, t->needs, t->nneeds, rule) || names_rule(p, t->forbids, t->nforbids, rule));
}

/* The subject of the rule's kind that the pilot belongs to. */
static const char *subject_of(const onex_impact_subject *pilot, onex_subject kind) {
    return kind == ONEX_PILOT ? pilot->code : kind == ONEX_COLLEGE ? pilot->college : "school";
}

/* Whether what the transition asks of that rule holds; true where it asks nothing. */
static bool holds(const onex_program *p, const onex_side *side, const onex_transition *t, const char *rule,
                  const onex_impact_subject *pilot) {
    int index = onex_program_rule_of(p, NULL, rule);
    if (!t || index < 0) return true;
    onex_subject kind = p->rules[index].applies;
    unsigned char v = onex_side_verdict(side, kind, subject_of(pilot, kind), rule);
    if (names_rule(p, t->forbids, t->nforbids, rule) && v == ONEX_HIT) return false;
    if (!names_rule(p, t->needs, t->nneeds, rule)) return true;
    return v == ONEX_MET || v == ONEX_DEVIATES || v == ONEX_EXCUSED || v == ONEX_HIT;
}

static onex_status look_at(standing *s, const act *a, const onex_impact_subject *pilot, const char *rule,
                           onex_error *err) {
    onex_impact *impact = s->impact;
    bool held = holds(s->before, s->was, transition(s->before, a->name), rule, pilot);
    bool now = holds(s->after, s->is, transition(s->after, a->name), rule, pilot);
    if (held == now) return ONEX_OK;
    if (impact->ndecisions == impact->decisions_cap) {
        int cap = impact->decisions_cap ? impact->decisions_cap * 2 : 16;
        onex_impact_decision *grown = realloc(impact->decisions, (size_t)cap * sizeof *grown);
        if (!grown) return onex_no_memory(err);
        impact->decisions = grown;
        impact->decisions_cap = cap;
    }
    impact->decisions[impact->ndecisions++] = (onex_impact_decision){a->number, a->pilot, a->name, rule, held, now};
    return ONEX_OK;
}

/* The rules that the transition names in `p`; those that `other` names too are passed over. */
static onex_status look_at_rules(standing *s, const act *a, const onex_impact_subject *pilot, const onex_program *p,
                                 const onex_program *other, onex_error *err) {
    const onex_transition *t = transition(p, a->name);
    onex_status status = ONEX_OK;
    for (int i = 0; t && i < t->nneeds + t->nforbids && !status; i++) {
        const char *rule = p->rules[i < t->nneeds ? t->needs[i] : t->forbids[i - t->nneeds]].decl.name;
        bool again = i >= t->nneeds && names_rule(p, t->needs, t->nneeds, rule);
        if (other && asks_about(other, transition(other, a->name), rule)) again = true;
        if (!again) status = look_at(s, a, pilot, rule, err);
    }
    return status;
}

onex_status onex_impact_decisions(onex_impact *impact, onex_store *store, const onex_impact_options *options,
                                  const onex_side *before, const onex_side *after, onex_error *err) {
    standing s = {.impact = impact,
                  .before = onex_rules_program(options->before),
                  .after = onex_rules_program(options->after),
                  .was = before,
                  .is = after};
    onex_status status = onex_decision_each(store, &(onex_decision_query){.transitions = true}, on_decision, &s, err);
    if (!status) mark_undone(&s);
    for (int i = 0; i < s.count && !status; i++) {
        const onex_impact_subject *pilot = onex_side_subject(after, ONEX_PILOT, s.acts[i].pilot);
        if (!pilot) pilot = onex_side_subject(before, ONEX_PILOT, s.acts[i].pilot);
        if (!pilot || s.acts[i].undone) continue;
        status = look_at_rules(&s, &s.acts[i], pilot, s.before, NULL, err);
        if (!status) status = look_at_rules(&s, &s.acts[i], pilot, s.after, s.before, err);
    }
    free(s.acts);
    return status;
}
