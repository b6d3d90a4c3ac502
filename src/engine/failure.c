/* Why a rule failed: the reason and its place in the rule files, found by following what could not be evaluated down to
 * where it began. What is missing rather than failed is missing.c's. */
#include <stdio.h>
#include <string.h>

#include "engine/internal.h"

static const char *of_node(onex_judge *judge, onex_view *view, const onex_node *node);

/* The reason with its place, kept once as long as the judge. */
static const char *located(onex_judge *judge, onex_place at, const char *reason) {
    char text[1024];
    if (!at.file) return reason;
    snprintf(text, sizeof text, "%s:%d: %s", at.file, at.line, reason);
    for (onex_reason_text *r = judge->reasons; r; r = r->next)
        if (strcmp(r->text, text) == 0) return r->text;
    onex_reason_text *made = onex_arena_alloc(&judge->arena, sizeof *made);
    char *copy = onex_arena_text(&judge->arena, text, strlen(text));
    if (!made || !copy) return reason;
    *made = (onex_reason_text){.text = copy, .next = judge->reasons};
    judge->reasons = made;
    return copy;
}

static const char *of_fact(onex_judge *judge, onex_view *view, int index) {
    const onex_fact *fact = &judge->program->facts[index];
    view = onex_view_at(view, fact->subject);
    onex_value v = view ? onex_view_fact(view, index) : onex_v_unknown();
    if (!view || onex_v_known(v)) return NULL;
    const char *found = fact->provided ? of_node(judge, view, fact->provided) : NULL;
    if (!found && fact->value) found = of_node(judge, view, fact->value);
    for (int i = 0; i < fact->ninputs && !found; i++) found = of_node(judge, view, fact->inputs[i]);
    if (found || v.kind != ONEX_V_ERROR) return found;
    bool placed = fact->source == ONEX_FACT_COMPUTE; /* its errors tell the line */
    return placed ? v.error : located(judge, fact->decl.at, v.error);
}

static const char *of_children(onex_judge *judge, onex_view *view, int rule) {
    if (onex_view_kind(view) < ONEX_PILOT) {
        const onex_count *count = onex_judge_count(judge, view, rule);
        return count ? count->failure : NULL;
    }
    int n;
    const char *found = NULL;
    onex_view **kids = onex_view_children(view, judge->program->rules[rule].applies, &n);
    for (int i = 0; kids && i < n && !found; i++) found = onex_judge_failure(judge, kids[i], rule);
    return found;
}

static const char *of_node(onex_judge *judge, onex_view *view, const onex_node *node) {
    onex_value v = onex_view_eval(view, node);
    const char *found = NULL;
    if (onex_v_known(v)) return NULL;
    switch (node->op) {
    case ONEX_OP_FACT: found = of_fact(judge, view, node->u.index); break;
    case ONEX_OP_MET: found = onex_judge_failure(judge, view, node->u.index); break;
    case ONEX_OP_EVERY: found = of_children(judge, view, node->u.index); break;
    case ONEX_OP_TALLY: found = of_children(judge, view, node->u.tally.rule); break;
    case ONEX_OP_CHOOSE: found = of_node(judge, view, node->kids[onex_view_option(view, node->u.index)]); break;
    default:
        for (int i = 0; i < node->nkids && !found; i++) found = of_node(judge, view, node->kids[i]);
    }
    return found || v.kind != ONEX_V_ERROR ? found : located(judge, node->at, v.error);
}

bool onex_judge_failed(onex_view *view, const onex_rule *rule) {
    return (rule->only_if && onex_view_eval(view, rule->only_if).kind == ONEX_V_ERROR) ||
           (rule->expr && onex_view_eval(view, rule->expr).kind == ONEX_V_ERROR);
}

const char *onex_judge_failure(onex_judge *judge, onex_view *view, int index) {
    const onex_rule *rule = &judge->program->rules[index];
    view = onex_view_at(view, rule->applies);
    if (!view || onex_judge_verdict(judge, view, index) != ONEX_UNKNOWN) return NULL;
    const char *found = rule->only_if ? of_node(judge, view, rule->only_if) : NULL;
    if (!found && rule->expr) found = of_node(judge, view, rule->expr);
    for (int i = 0; i < rule->nmembers && !found; i++) found = onex_judge_failure(judge, view, rule->members[i]);
    return found;
}
