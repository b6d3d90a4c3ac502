/* What is missing in an unknown verdict: the stored facts that are unknown, reached through the subexpressions that
 * are. */
#include <stdlib.h>
#include <string.h>

#include "engine/internal.h"

void onex_missing_clear(onex_missing_list *list) {
    free(list->items);
    *list = (onex_missing_list){0};
}

void onex_missing_add(onex_missing_list *list, const char *fact, const char *title, const char *supplied_by) {
    int at = 0;
    while (at < list->count && strcmp(list->items[at].fact, fact) < 0) at++;
    if (at < list->count && !strcmp(list->items[at].fact, fact)) return;
    if (list->count == list->cap) {
        int cap = list->cap ? list->cap * 2 : 8;
        onex_missing *items = realloc(list->items, (size_t)cap * sizeof *items);
        if (!items) {
            list->failed = true;
            return;
        }
        list->items = items;
        list->cap = cap;
    }
    memmove(list->items + at + 1, list->items + at, (size_t)(list->count - at) * sizeof *list->items);
    list->items[at] = (onex_missing){.fact = fact, .title = title, .supplied_by = supplied_by};
    list->count++;
}

typedef struct reach {
    onex_judge *judge;
    onex_view *view;
    onex_missing_list *list;
} reach;

static bool reach_node(reach *r, const onex_node *node);

static bool reach_fact(reach *r, int index) {
    const onex_fact *fact = &r->judge->program->facts[index];
    onex_view *at = onex_view_at(r->view, fact->subject);
    if (!at || onex_v_known(onex_view_fact(at, index))) return false;
    reach inner = {r->judge, at, r->list};
    bool found = fact->provided && reach_node(&inner, fact->provided);
    if (fact->source == ONEX_FACT_DERIVE) found |= reach_node(&inner, fact->value);
    if (fact->source == ONEX_FACT_COMPUTE)
        for (int i = 0; i < fact->ninputs; i++) found |= reach_node(&inner, fact->inputs[i]);
    if (!found) onex_missing_add(r->list, fact->decl.name, fact->decl.title, fact->supplied_by);
    return true;
}

/* Facts that a relation's trees read and that are unknown. */
static bool reach_rows(reach *r, const onex_node *node) {
    bool found = false;
    if (!node || node->op == ONEX_OP_KNOWN || node->op == ONEX_OP_BLANK) return false;
    if (node->op == ONEX_OP_FACT) return reach_fact(r, node->u.index);
    if (node->op == ONEX_OP_RELATION) {
        const onex_relation *rel = node->u.relation;
        const onex_node *trees[] = {rel->where, rel->take, rel->by, rel->upto};
        for (size_t i = 0; i < sizeof trees / sizeof *trees; i++) found |= reach_rows(r, trees[i]);
        for (int i = 0; i < rel->nmatch; i++) found |= reach_rows(r, rel->match[i].value);
        for (int i = 0; i < rel->ndistinct; i++) found |= reach_rows(r, rel->distinct[i]);
        for (int i = 0; i < rel->ntake; i++) found |= reach_rows(r, rel->take_values[i]);
        return found;
    }
    for (int i = node->op == ONEX_OP_OTHERWISE ? 1 : 0; i < node->nkids; i++) found |= reach_rows(r, node->kids[i]);
    return found;
}

static bool reach_rule(reach *r, int rule) {
    onex_missing_of_rule(r->judge, r->view, rule, r->list);
    return onex_judge_verdict(r->judge, r->view, rule) == ONEX_UNKNOWN;
}

static bool reach_children(reach *r, int rule) {
    if (onex_view_kind(r->view) < ONEX_PILOT) {
        const onex_count *count = onex_judge_count(r->judge, r->view, rule);
        for (int i = 0; count && i < count->missing.count; i++)
            onex_missing_add(r->list, count->missing.items[i].fact, count->missing.items[i].title,
                             count->missing.items[i].supplied_by);
        return count && count->tallies.counts[ONEX_UNKNOWN];
    }
    int n;
    bool found = false;
    onex_view **kids = onex_view_children(r->view, r->judge->program->rules[rule].applies, &n);
    for (int i = 0; kids && i < n; i++) {
        reach inner = {r->judge, kids[i], r->list};
        if (onex_judge_verdict(r->judge, kids[i], rule) == ONEX_UNKNOWN) found |= reach_rule(&inner, rule);
    }
    return found;
}

static bool reach_node(reach *r, const onex_node *node) {
    if (onex_v_known(onex_view_eval(r->view, node))) return false;
    switch (node->op) {
    case ONEX_OP_FACT: return reach_fact(r, node->u.index);
    case ONEX_OP_RELATION: return reach_rows(r, node);
    case ONEX_OP_MET: return reach_rule(r, node->u.index);
    case ONEX_OP_EVERY: return reach_children(r, node->u.index);
    case ONEX_OP_TALLY: return reach_children(r, node->u.tally.rule);
    case ONEX_OP_CHOOSE: return reach_node(r, node->kids[onex_view_option(r->view, node->u.index)]);
    default: break;
    }
    bool found = false;
    for (int i = 0; i < node->nkids; i++) found |= reach_node(r, node->kids[i]);
    return found;
}

/* The name under which an open case of a ground is missing (Article 18). */
static const char *open_name(const char *ground) {
    static const char *const names[] = {"open_slow_progress", "open_lax_management", "open_fund_misuse",
                                        "open_coercion"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i] + strlen("open_"), ground)) return names[i];
    return "open_other";
}

void onex_missing_of_rule(onex_judge *judge, onex_view *view, int index, onex_missing_list *list) {
    const onex_rule *rule = &judge->program->rules[index];
    view = onex_view_at(view, rule->applies);
    if (!view || onex_judge_verdict(judge, view, index) != ONEX_UNKNOWN) return;
    if (onex_judge_failed(view, rule)) return; /* that is failure.c's */
    reach r = {judge, view, list};
    bool found = false;
    if (rule->only_if && !onex_v_known(onex_view_eval(view, rule->only_if))) {
        found = reach_node(&r, rule->only_if);
    } else if (rule->kind == ONEX_OUTCOME) {
        for (int i = 0; i < rule->nmembers; i++) {
            onex_missing_of_rule(judge, view, rule->members[i], list);
            found |= onex_judge_verdict(judge, view, rule->members[i]) == ONEX_UNKNOWN;
        }
    } else if (rule->kind == ONEX_ATTESTATION && rule->as_trigger) {
        const char *name = open_name(rule->ground);
        int fact = onex_program_fact_of(judge->program, onex_view_college(view), rule->applies, name);
        onex_missing_add(list, name, fact >= 0 ? judge->program->facts[fact].decl.title : rule->decl.title, rule->by);
        found = true;
    } else if (rule->kind == ONEX_ATTESTATION) {
        onex_missing_add(list, rule->decl.name, rule->decl.title, rule->by);
        found = true;
    } else {
        found = reach_node(&r, rule->expr);
    }
    if (!found) onex_missing_add(list, rule->decl.name, rule->decl.title, rule->by);
}

void onex_missing_of_tree(onex_judge *judge, onex_view *view, const onex_node *node, onex_missing_list *list) {
    reach r = {judge, view, list};
    reach_node(&r, node);
}

void onex_judge_suppliers(onex_judge *judge, onex_view *view, int fact, onex_buffer *out) {
    onex_missing_list list = {0};
    reach r = {judge, view, &list};
    reach_fact(&r, fact);
    for (int i = 0; i < list.count; i++) {
        const char *by = list.items[i].supplied_by;
        bool again = !by;
        for (int j = 0; j < i && !again; j++)
            again = list.items[j].supplied_by && strcmp(list.items[j].supplied_by, by) == 0;
        if (!again) onex_buffer_printf(out, "%s%s", out->len ? onex_tr(", ", "、") : "", by);
    }
    out->failed = out->failed || list.failed;
    onex_missing_clear(&list);
}
