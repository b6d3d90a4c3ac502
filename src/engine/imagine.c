/* The imagined subject. What its trees mean is eval.c's; which values to put in is solve.c's. */
#include "engine/imagine.h"

#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 32 }; /* rules are refused at load when they rest on themselves */

/* ---- what trees ask ---- */

static onex_value fact_value(onex_imagined *s, int index) {
    const onex_fact *fact = &s->program->facts[index];
    if (s->fact_set[index]) return s->facts[index];
    if (fact->source != ONEX_FACT_DERIVE || !onex_decl_valid(&fact->decl, s->day) || s->depth >= DEEPEST) return onex_v_unknown();
    s->depth++;
    onex_value v = fact->provided ? onex_imagined_eval(s, fact->provided) : onex_v_bool(1);
    v = onex_v_true(v) ? onex_imagined_eval(s, fact->value) : onex_v_unknown();
    s->depth--;
    return v;
}

static const onex_value *ask_fact(void *ctx, int fact, onex_value *room) {
    *room = fact_value(ctx, fact);
    return room;
}

static bool ask_blank(void *ctx, int fact) {
    const onex_imagined *s = ctx;
    return !s->fact_set[fact] || !onex_v_known(s->facts[fact]);
}

static onex_value ask_relation(void *ctx, const onex_relation *relation, const onex_frame *frame) {
    const onex_imagined *s = ctx;
    return !frame && s->relation_set[relation->id] ? s->relations[relation->id] : onex_v_unknown();
}

static bool ask_member(void *ctx, int set, const onex_text *text) {
    const onex_imagined *s = ctx;
    return onex_set_holds(&s->program->sets[set], s->college, s->day, text);
}

static const onex_value *ask_param(void *ctx, int param, onex_value *room) {
    const onex_imagined *s = ctx;
    onex_in_force in = onex_param_for(&s->program->params[param], s->college, s->day, NULL);
    *room = in.value ? in.value->value : onex_v_unknown();
    return room;
}

int onex_imagined_option_of(const onex_imagined *s, int reading) {
    return s->option_set[reading] ? s->options[reading] : s->program->readings[reading].chosen;
}

static int ask_option(void *ctx, int reading) { return onex_imagined_option_of(ctx, reading); }

static onex_verdict rule_verdict(onex_imagined *s, int index);

static onex_verdict outcome(onex_imagined *s, const onex_rule *rule) {
    bool unknown = false;
    for (int i = 0; i < rule->nmembers; i++) {
        onex_verdict v = rule_verdict(s, rule->members[i]);
        if (v == ONEX_UNMET || v == ONEX_HIT) return v;
        if (v == ONEX_UNKNOWN) unknown = true;
    }
    return unknown ? ONEX_UNKNOWN : rule->as_trigger ? ONEX_CLEAR : ONEX_MET;
}

static onex_verdict rule_verdict(onex_imagined *s, int index) {
    const onex_rule *rule = &s->program->rules[index];
    if (s->verdict_set[index]) return s->verdicts[index];
    if (rule->kind == ONEX_ATTESTATION || s->depth >= DEEPEST) return ONEX_UNKNOWN;
    s->depth++;
    onex_value only = rule->only_if ? onex_imagined_eval(s, rule->only_if) : onex_v_bool(1), v;
    onex_verdict verdict = onex_v_false(only) ? ONEX_NA : ONEX_UNKNOWN;
    if (onex_v_true(only) && rule->kind == ONEX_OUTCOME) verdict = outcome(s, rule);
    if (onex_v_true(only) && rule->kind != ONEX_OUTCOME && onex_v_known(v = onex_imagined_eval(s, rule->expr))) {
        if (rule->kind == ONEX_TRIGGER)
            verdict = v.n ? ONEX_HIT : ONEX_CLEAR;
        else
            verdict = v.n ? ONEX_MET : rule->strength == ONEX_MUST ? ONEX_UNMET : ONEX_DEVIATES;
    }
    s->depth--;
    return verdict;
}

static onex_verdict ask_verdict(void *ctx, int rule) { return rule_verdict(ctx, rule); }

static onex_tallies ask_children(void *ctx, int rule) {
    const onex_imagined *s = ctx;
    return s->tally_set[rule] ? s->tallies[rule] : (onex_tallies){.known = false};
}

onex_value onex_imagined_eval(onex_imagined *s, const onex_node *node) {
    s->scope.ctx = s;
    return onex_expr_eval(&s->scope, node, NULL);
}

/* ---- life ---- */

bool onex_imagined_make(onex_imagined *s, const onex_program *program) {
    size_t facts = (size_t)program->nfacts + 1, rules = (size_t)program->nrules + 1, readings = (size_t)program->nreadings + 1;
    *s = (onex_imagined){.program = program};
    s->fact_set = calloc(facts, sizeof *s->fact_set);
    s->facts = calloc(facts, sizeof *s->facts);
    s->verdict_set = calloc(rules, sizeof *s->verdict_set);
    s->verdicts = calloc(rules, sizeof *s->verdicts);
    s->tally_set = calloc(rules, sizeof *s->tally_set);
    s->tallies = calloc(rules, sizeof *s->tallies);
    s->option_set = calloc(readings, sizeof *s->option_set);
    s->options = calloc(readings, sizeof *s->options);
    s->named = calloc(facts, 1);
    s->relation_set = calloc((size_t)program->nrelations + 1, sizeof *s->relation_set);
    s->relations = calloc((size_t)program->nrelations + 1, sizeof *s->relations);
    return s->named && s->relation_set && s->relations && s->fact_set && s->facts && s->verdict_set && s->verdicts && s->tally_set && s->tallies && s->option_set && s->options;
}

void onex_imagined_clear(onex_imagined *s) {
    free(s->fact_set);
    free(s->facts);
    free(s->verdict_set);
    free(s->verdicts);
    free(s->tally_set);
    free(s->tallies);
    free(s->option_set);
    free(s->options);
    free(s->named);
    free(s->relation_set);
    free(s->relations);
    free(s->puts);
    onex_arena_clear(&s->arena);
    *s = (onex_imagined){0};
}

void onex_imagined_reset(onex_imagined *s, onex_subject kind, const char *college, onex_day day) {
    onex_imagined_back(s, 0);
    if (s->kind != kind || s->college != college) memset(s->named, 0, (size_t)s->program->nfacts);
    s->kind = kind;
    s->college = college;
    s->day = day;
    s->scope = (onex_scope){.program = s->program, .day = day, .fact = ask_fact, .fact_blank = ask_blank, .relation = ask_relation, .member = ask_member,
                            .param = ask_param, .option = ask_option, .verdict = ask_verdict, .children = ask_children};
}

/* ---- putting in and taking back ---- */

static bool *set_of(onex_imagined *s, onex_put put) {
    switch (put.kind) {
    case ONEX_PUT_FACT: return &s->fact_set[put.index];
    case ONEX_PUT_VERDICT: return &s->verdict_set[put.index];
    case ONEX_PUT_TALLY: return &s->tally_set[put.index];
    case ONEX_PUT_RELATION: return &s->relation_set[put.index];
    default: return &s->option_set[put.index];
    }
}

static bool take(onex_imagined *s, onex_put put) {
    bool *set = set_of(s, put);
    if (*set) return false;
    if (s->nputs == s->cap) {
        int cap = s->cap ? s->cap * 2 : 32;
        onex_put *puts = realloc(s->puts, (size_t)cap * sizeof *puts);
        if (!puts) {
            s->failed = true;
            return false;
        }
        s->puts = puts;
        s->cap = cap;
    }
    s->puts[s->nputs++] = put;
    return *set = true;
}

bool onex_imagined_names(onex_imagined *s, int fact) {
    const char *name = s->program->facts[fact].decl.name;
    if (!s->named[fact]) s->named[fact] = onex_program_fact_of(s->program, s->college, s->kind, name) == fact ? 1 : 2;
    return s->named[fact] == 1;
}

bool onex_imagined_fact(onex_imagined *s, int fact, onex_value value) {
    if (!onex_imagined_names(s, fact)) return false;
    if (!take(s, (onex_put){ONEX_PUT_FACT, fact})) return false;
    s->facts[fact] = value;
    return true;
}

bool onex_imagined_verdict(onex_imagined *s, int rule, onex_verdict verdict) {
    if (!take(s, (onex_put){ONEX_PUT_VERDICT, rule})) return false;
    s->verdicts[rule] = verdict;
    return true;
}

bool onex_imagined_tally(onex_imagined *s, int rule, const onex_tallies *tallies) {
    if (!take(s, (onex_put){ONEX_PUT_TALLY, rule})) return false;
    s->tallies[rule] = *tallies;
    s->tallies[rule].known = true;
    return true;
}

bool onex_imagined_option(onex_imagined *s, int reading, int option) {
    if (onex_imagined_option_of(s, reading) == option) return true;
    if (!take(s, (onex_put){ONEX_PUT_OPTION, reading})) return false;
    s->options[reading] = option;
    return true;
}

bool onex_imagined_relation(onex_imagined *s, int relation, onex_value value) {
    if (!take(s, (onex_put){ONEX_PUT_RELATION, relation})) return false;
    s->relations[relation] = value;
    return true;
}

void onex_imagined_back(onex_imagined *s, int nputs) {
    while (s->nputs > nputs) *set_of(s, s->puts[--s->nputs]) = false;
}

/* ---- what is open ---- */

bool onex_imagined_fact_open(onex_imagined *s, int index) {
    const onex_fact *fact = &s->program->facts[index];
    if (s->fact_set[index]) return false;
    if (fact->source != ONEX_FACT_DERIVE || s->depth >= DEEPEST) return true;
    s->depth++;
    bool follows = !onex_imagined_open(s, fact->value) &&
                   (onex_v_known(fact_value(s, index)) || fact->value->op == ONEX_OP_RATIO);
    s->depth--;
    return !follows;
}

static bool rule_open(onex_imagined *s, int index) {
    const onex_rule *rule = &s->program->rules[index];
    if (s->verdict_set[index]) return false;
    if (rule->kind == ONEX_ATTESTATION) return true;
    if (s->depth >= DEEPEST) return false;
    s->depth++;
    bool open = (rule->only_if && onex_imagined_open(s, rule->only_if)) || (rule->expr && onex_imagined_open(s, rule->expr));
    for (int i = 0; i < rule->nmembers && !open; i++) open = rule_open(s, rule->members[i]);
    s->depth--;
    return open;
}

bool onex_imagined_open(onex_imagined *s, const onex_node *node) {
    switch (node->op) {
    case ONEX_OP_FACT: return onex_imagined_fact_open(s, node->u.index);
    case ONEX_OP_MET: return rule_open(s, node->u.index);
    case ONEX_OP_RELATION: return !s->relation_set[node->u.relation->id];
    case ONEX_OP_EVERY: return !s->tally_set[node->u.index];
    case ONEX_OP_TALLY: return !s->tally_set[node->u.tally.rule];
    case ONEX_OP_CHOOSE: return onex_imagined_open(s, node->kids[onex_imagined_option_of(s, node->u.index)]);
    default: break;
    }
    for (int i = 0; i < node->nkids; i++)
        if (onex_imagined_open(s, node->kids[i])) return true;
    return false;
}
