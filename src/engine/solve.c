/* Conditions turned into values: each member of an `all`, one of an `any`, down to facts. How a comparison of numbers is
 * met is place.c's. */
#include "engine/solve.h"

#include <string.h>

#include "engine/solve_inner.h"

/* ---- values of a fact ---- */

const onex_text *onex_solve_text(onex_imagined *s, const char *text) {
    size_t len = strlen(text);
    onex_text *t = onex_arena_alloc(&s->arena, sizeof *t);
    char *copy = onex_arena_text(&s->arena, text, len);
    if (!t || !copy) {
        s->failed = true;
        return NULL;
    }
    *t = (onex_text){.raw = copy, .folded = copy, .raw_len = (uint32_t)len, .folded_len = (uint32_t)len};
    return t;
}

/* A text that the fact may hold and that is none of the two (NULL: need not differ). */
static onex_value other_text(onex_imagined *s, const onex_fact *fact, const onex_text *than) {
    static const char *const texts[] = {"其他", "另一个"};
    const onex_word *words = fact->column ? fact->column->words : NULL;
    for (; words && words->code; words++) {
        const onex_text *text = onex_solve_text(s, words->code);
        if (text && (!than || !onex_text_equal(text, than, true))) return onex_v_text(text);
    }
    for (int i = 0; i < 2; i++) {
        const onex_text *text = onex_solve_text(s, texts[i]);
        if (text && (!than || !onex_text_equal(text, than, false))) return onex_v_text(text);
    }
    return onex_v_unknown();
}

onex_value onex_solve_default(onex_imagined *s, int index, int64_t amount) {
    const onex_fact *fact = &s->program->facts[index];
    switch (fact->type.kind) {
    case ONEX_T_BOOL: return onex_v_bool(0);
    case ONEX_T_NUMBER: return fact->type.share ? onex_v_fraction(amount > 100 ? 100 : amount, 100) : onex_v_int(amount * fact->type.scale);
    case ONEX_T_DATE: return onex_v_date(s->day);
    case ONEX_T_TEXT: return other_text(s, fact, NULL);
    default: return onex_v_unknown();
    }
}

/* ---- conditions ---- */

/* All kids so; what one needs may stand in the way of another, so the other order is tried as well. */
static bool want_each(onex_imagined *s, const onex_node *node, bool wanted) {
    int mark = s->nputs;
    for (int order = 0; order < 2; order++) {
        int done = 0;
        while (done < node->nkids && onex_solve_want(s, node->kids[order ? node->nkids - 1 - done : done], wanted)) done++;
        if (done == node->nkids) return true;
        onex_imagined_back(s, mark);
    }
    return false;
}

static bool want_one(onex_imagined *s, const onex_node *node, bool wanted) {
    for (int i = 0; i < node->nkids; i++)
        if (onex_solve_want(s, node->kids[i], wanted)) return true;
    return false;
}

static int open_fact(onex_imagined *s, const onex_node *node) {
    return node->op == ONEX_OP_FACT && onex_imagined_fact_open(s, node->u.index) ? node->u.index : -1;
}

/* Texts and yes-or-no facts that are to be equal, or not. */
static bool want_equal(onex_imagined *s, const onex_node *node, bool equal) {
    for (int side = 0; side < 2; side++) {
        int fact = open_fact(s, node->kids[side]), other = open_fact(s, node->kids[1 - side]);
        if (fact < 0) continue;
        if (other >= 0 && !onex_imagined_fact(s, other, onex_solve_default(s, other, 0))) return false;
        onex_value v = onex_imagined_eval(s, node->kids[1 - side]);
        if (v.kind == ONEX_V_BOOL) return onex_imagined_fact(s, fact, onex_v_bool(equal ? v.n != 0 : v.n == 0));
        if (v.kind != ONEX_V_TEXT) return false;
        return onex_imagined_fact(s, fact, equal ? v : other_text(s, &s->program->facts[fact], v.text));
    }
    return false;
}

static bool want_member(onex_imagined *s, const onex_node *node, bool in) {
    const onex_set *set = &s->program->sets[node->u.index];
    int fact = open_fact(s, node->kids[0]), mark = s->nputs;
    if (fact < 0) return false;
    const onex_word *words = s->program->facts[fact].column ? s->program->facts[fact].column->words : NULL;
    for (int i = 0; i < set->nmembers && in; i++) {
        if (!onex_set_holds(set, s->college, s->day, set->members[i])) continue;
        return onex_imagined_fact(s, fact, onex_v_text(set->members[i]));
    }
    for (; words && words->code && !in; words++) {
        const onex_text *text = onex_solve_text(s, words->code);
        if (text && !onex_set_holds(set, s->college, s->day, text)) return onex_imagined_fact(s, fact, onex_v_text(text));
    }
    if (in) return false;
    const onex_text *text = onex_solve_text(s, "其他");
    if (text && !onex_set_holds(set, s->college, s->day, text) && onex_imagined_fact(s, fact, onex_v_text(text))) return true;
    onex_imagined_back(s, mark);
    return false;
}

static onex_verdict fine(const onex_rule *rule, bool good) {
    bool trigger = rule->kind == ONEX_TRIGGER || rule->as_trigger;
    return good ? (trigger ? ONEX_CLEAR : ONEX_MET) : trigger ? ONEX_HIT : ONEX_UNMET;
}

static bool want_every(onex_imagined *s, int rule, bool good) {
    onex_tallies t = {.known = true};
    t.counts[fine(&s->program->rules[rule], good)] = 1;
    return onex_imagined_tally(s, rule, &t);
}

/* A rule of the subject itself, met or clear; or not. */
static bool want_rule(onex_imagined *s, int index, bool good) {
    const onex_rule *rule = &s->program->rules[index];
    if (s->verdict_set[index]) return (s->verdicts[index] == fine(rule, true)) == good;
    if (rule->kind == ONEX_ATTESTATION) return onex_imagined_verdict(s, index, fine(rule, good));
    if (rule->only_if && !onex_solve_want(s, rule->only_if, true)) return false;
    if (rule->kind != ONEX_OUTCOME) return onex_solve_want(s, rule->expr, rule->kind == ONEX_TRIGGER ? !good : good);
    int done = 0;
    while (done < rule->nmembers && want_rule(s, rule->members[done], good) == good) done++;
    return good ? done == rule->nmembers : done < rule->nmembers;
}

static bool want_blank(onex_imagined *s, const onex_node *kid, bool blank) {
    if (kid->op != ONEX_OP_FACT) return false;
    int fact = kid->u.index;
    if (!onex_imagined_fact_open(s, fact)) return onex_v_known(onex_imagined_eval(s, kid)) != blank;
    return onex_imagined_fact(s, fact, blank ? onex_v_unknown() : onex_solve_default(s, fact, 10));
}

/* Below, at, above: whichever makes the comparison so. */
static bool want_comparison(onex_imagined *s, const onex_node *node, bool wanted) {
    static const int signs[] = {0, 1, -1};
    int mark = s->nputs;
    for (int i = 0; i < 3; i++) {
        if (!onex_solve_place(s, node, signs[i])) continue;
        onex_value v = onex_imagined_eval(s, node);
        if (onex_v_known(v) && (v.n != 0) == wanted) return true;
        onex_imagined_back(s, mark);
    }
    return false;
}

static bool want(onex_imagined *s, const onex_node *node, bool wanted) {
    switch (node->op) {
    case ONEX_OP_ALL: return wanted ? want_each(s, node, true) : want_one(s, node, false);
    case ONEX_OP_ANY: return wanted ? want_one(s, node, true) : want_each(s, node, false);
    case ONEX_OP_NO: return onex_solve_want(s, node->kids[0], !wanted);
    case ONEX_OP_CHOOSE: return onex_solve_want(s, node->kids[onex_imagined_option_of(s, node->u.index)], wanted);
    case ONEX_OP_OTHERWISE: return onex_solve_want(s, node->kids[0], wanted);
    case ONEX_OP_FACT: return onex_imagined_fact(s, node->u.index, onex_v_bool(wanted));
    case ONEX_OP_RELATION: return onex_imagined_relation(s, node->u.relation->id, onex_v_bool(wanted));
    case ONEX_OP_EVERY: return want_every(s, node->u.index, wanted);
    case ONEX_OP_MET: return want_rule(s, node->u.index, wanted);
    case ONEX_OP_ONE_OF: return want_member(s, node, wanted);
    case ONEX_OP_NONE_OF: return want_member(s, node, !wanted);
    case ONEX_OP_EQ:
    case ONEX_OP_NE:
        if (!onex_solve_is_threshold(node)) return want_equal(s, node, (node->op == ONEX_OP_EQ) == wanted);
        return want_comparison(s, node, wanted);
    default: return onex_solve_is_threshold(node) && want_comparison(s, node, wanted);
    }
}

bool onex_solve_want(onex_imagined *s, const onex_node *node, bool wanted) {
    if (node->op == ONEX_OP_BLANK || node->op == ONEX_OP_KNOWN)
        return want_blank(s, node->kids[0], (node->op == ONEX_OP_BLANK) == wanted);
    onex_value v = onex_imagined_eval(s, node);
    if (!onex_imagined_open(s, node)) return onex_v_known(v) && (v.n != 0) == wanted;
    int mark = s->nputs;
    if (want(s, node, wanted)) {
        v = onex_imagined_eval(s, node);
        if (onex_v_known(v) && (v.n != 0) == wanted) return true;
    }
    onex_imagined_back(s, mark);
    return false;
}
