/* Reasons: walks a rule's tree in the view of one subject and keeps what each part says. Words and layout are left to the
 * command line. */
#include "engine/why.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/internal.h"

typedef struct asking {
    onex_why *why;
    onex_judge *judge;
    const onex_program *program;
    onex_subject_ref subject;
    int rule;
    bool found, failed;
    bool *facts_told, *params_told; /* each is told once */
} asking;

static void explain_node(asking *a, onex_view *view, onex_reason *under, const onex_node *node);
static void explain_fact(asking *a, onex_view *view, onex_reason *under, int fact);

/* ---- building ---- */

static const char *keep(asking *a, const char *text) {
    if (!text) return NULL;
    const char *copy = onex_arena_text(&a->why->arena, text, strlen(text));
    if (!copy) a->failed = true;
    return copy;
}

static void *room(asking *a, size_t size) {
    void *p = onex_arena_alloc(&a->why->arena, size);
    if (!p) a->failed = true;
    return p;
}

static onex_reason *add(asking *a, onex_reason *under, onex_reason_kind kind) {
    onex_reason *r = room(a, sizeof *r);
    if (!r) return NULL;
    r->kind = kind;
    if (!under) return a->why->root = r;
    if (under->nkids == under->cap) {
        int cap = under->cap ? under->cap * 2 : 4;
        onex_reason **kids = room(a, (size_t)cap * sizeof(onex_reason *));
        if (!kids) return NULL;
        if (under->nkids) memcpy(kids, under->kids, (size_t)under->nkids * sizeof(onex_reason *));
        under->kids = kids;
        under->cap = cap;
    }
    return under->kids[under->nkids++] = r;
}

static const char *value_text(asking *a, onex_value v, onex_type type) {
    onex_quantity q;
    if (!onex_v_known(v)) return NULL;
    if (v.kind == ONEX_V_BOOL) return v.n ? onex_tr("yes", "是") : onex_tr("no", "否");
    if (v.kind == ONEX_V_TEXT) return keep(a, v.text->raw);
    onex_quantity_of(v, type, &q);
    return q.known ? keep(a, q.text) : NULL;
}

static const char *cites_text(asking *a, const char *const *cites, int ncites) {
    char text[512] = "";
    for (int i = 0; i < ncites; i++) {
        if (i) strncat(text, "、", sizeof text - strlen(text) - 1);
        strncat(text, cites[i], sizeof text - strlen(text) - 1);
    }
    return keep(a, text);
}

/* ---- thresholds, readings, rows, records ---- */

static void explain_param(asking *a, onex_view *view, onex_reason *under, int index) {
    const onex_param *param = &a->program->params[index];
    if (a->params_told[index]) return;
    a->params_told[index] = true;
    onex_reason *r = add(a, under, ONEX_REASON_PARAM);
    if (!r) return;
    onex_dated instead;
    onex_in_force in = onex_view_in_force(view, index, &instead);
    r->name = param->decl.name;
    r->title = param->decl.title;
    r->origin = param->decl.origin;
    r->document = param->decl.document;
    r->cite = cites_text(a, param->decl.cites, param->decl.ncites);
    r->at = in.value && in.value != &instead ? in.value->at : param->decl.at;
    r->value = in.value ? in.value->text : NULL;
    if (in.statement) {
        r->local = &in.statement->local;
        r->origin = r->local->origin;
        r->document = r->local->document;
        r->cite = cites_text(a, r->local->cites, r->local->ncites);
    }
    for (int i = 0; i < a->judge->options.nsettings; i++)
        if (a->judge->options.settings[i].param == index && in.value == &instead) {
            r->value = keep(a, a->judge->options.settings[i].text);
            r->origin = "set";
        }
}

/* What the college has done to a set that is asked about; the school's own members are not told. */
static void explain_set(asking *a, onex_view *view, onex_reason *under, int index) {
    const onex_set *set = &a->program->sets[index];
    for (int i = 0; i < set->nchanges; i++) {
        const onex_set_change *change = &set->changes[i];
        char text[512];
        int used = snprintf(text, sizeof text, "%s", change->reduces ? onex_tr("without", "去掉") : onex_tr("with", "加上"));
        if (!onex_local_holds(&change->local, onex_view_college(view), onex_view_own_day(view))) continue;
        onex_reason *r = add(a, under, ONEX_REASON_PARAM);
        if (!r) return;
        for (int m = 0; m < change->nmembers && used < (int)sizeof text; m++)
            used += snprintf(text + used, sizeof text - (size_t)used, "%s%s", m ? onex_tr(", ", "、") : " ", change->members[m]->raw);
        r->name = set->decl.name;
        r->title = set->decl.title;
        r->value = keep(a, text);
        r->local = &change->local;
        r->origin = change->local.origin;
        r->document = change->local.document;
        r->cite = cites_text(a, change->local.cites, change->local.ncites);
        r->at = change->local.at;
    }
}

static void explain_reading(asking *a, onex_view *view, onex_reason *under, int index) {
    const onex_reading *reading = &a->program->readings[index];
    onex_reason *r = add(a, under, ONEX_REASON_READING);
    if (!r) return;
    r->name = reading->decl.name;
    r->title = reading->decl.title;
    r->value = reading->titles[onex_view_option(view, index)];
    r->cite = cites_text(a, reading->decl.cites, reading->decl.ncites);
    r->at = reading->decl.at;
}

typedef struct row_keys {
    asking *a;
    const char **keys[2];
    int count[2], cap[2];
} row_keys;

static void keep_key(void *ctx, const char *key, bool decided) {
    row_keys *k = ctx;
    int which = decided ? 0 : 1;
    if (k->count[which] == k->cap[which]) {
        int cap = k->cap[which] ? k->cap[which] * 2 : 16;
        const char **keys = room(k->a, (size_t)cap * sizeof *keys);
        if (!keys) return;
        if (k->count[which]) memcpy(keys, k->keys[which], (size_t)k->count[which] * sizeof *keys);
        k->keys[which] = keys;
        k->cap[which] = cap;
    }
    k->keys[which][k->count[which]++] = keep(k->a, key);
}

static void explain_rows(asking *a, onex_view *view, onex_reason *under, const onex_relation *relation) {
    onex_reason *r = add(a, under, ONEX_REASON_ROWS);
    row_keys keys = {.a = a};
    if (!r) return;
    r->entity = relation->entity;
    onex_view_rows(view, relation, keep_key, &keys);
    r->keys = keys.keys[0];
    r->nkeys = keys.count[0];
    r->doubtful = keys.keys[1];
    r->ndoubtful = keys.count[1];
}

typedef struct record_to {
    asking *a;
    onex_reason *under;
} record_to;

static void keep_record(void *ctx, const char *text) {
    record_to *to = ctx;
    onex_reason *r = add(to->a, to->under, ONEX_REASON_RECORD);
    if (r) r->title = keep(to->a, text);
}

/* ---- trees ---- */

static void explain_rule(asking *a, onex_view *view, onex_reason *under, int index);

static void explain_children(asking *a, onex_view *view, onex_reason *under, int rule) {
    int n;
    if (onex_view_kind(view) < ONEX_PILOT) return;
    onex_view **kids = onex_view_children(view, a->program->rules[rule].applies, &n);
    for (int i = 0; kids && i < n; i++) {
        onex_verdict v = onex_judge_verdict(a->judge, kids[i], rule);
        if (v == ONEX_UNMET || v == ONEX_HIT || v == ONEX_UNKNOWN || v == ONEX_DEVIATES) explain_rule(a, kids[i], under, rule);
    }
}

/* The sets that a row condition names. */
static void explain_sets(asking *a, onex_view *view, onex_reason *under, const onex_node *node) {
    if (node->op == ONEX_OP_ONE_OF || node->op == ONEX_OP_NONE_OF) explain_set(a, view, under, node->u.index);
    for (int i = 0; i < node->nkids; i++) explain_sets(a, view, under, node->kids[i]);
}

/* What is told beneath a claim or a fact: the facts, thresholds, readings, rows and rules that its tree names. */
static void explain_parts(asking *a, onex_view *view, onex_reason *under, const onex_node *node) {
    switch (node->op) {
    case ONEX_OP_FACT: explain_fact(a, view, under, node->u.index); return;
    case ONEX_OP_PARAM: explain_param(a, view, under, node->u.index); return;
    case ONEX_OP_ONE_OF:
    case ONEX_OP_NONE_OF: explain_set(a, view, under, node->u.index); break;
    case ONEX_OP_RELATION:
        explain_rows(a, view, under, node->u.relation);
        if (node->u.relation->where) explain_sets(a, view, under, node->u.relation->where);
        return;
    case ONEX_OP_MET: explain_rule(a, onex_view_at(view, a->program->rules[node->u.index].applies), under, node->u.index); return;
    case ONEX_OP_EVERY: explain_children(a, view, under, node->u.index); return;
    case ONEX_OP_TALLY: explain_children(a, view, under, node->u.tally.rule); return;
    case ONEX_OP_CHOOSE:
        explain_reading(a, view, under, node->u.index);
        explain_parts(a, view, under, node->kids[onex_view_option(view, node->u.index)]);
        return;
    default: break;
    }
    for (int i = 0; i < node->nkids; i++) explain_parts(a, view, under, node->kids[i]);
}

static void explain_fact(asking *a, onex_view *view, onex_reason *under, int index) {
    const onex_fact *fact = &a->program->facts[index];
    view = onex_view_at(view, fact->subject);
    if (!view) return;
    onex_reason *r = add(a, under, ONEX_REASON_FACT);
    if (!r) return;
    onex_value v = onex_view_fact(view, index);
    r->name = fact->decl.name;
    r->title = fact->decl.title;
    r->value = value_text(a, v, fact->type);
    r->supplied_by = fact->supplied_by;
    r->at = fact->decl.at;
    if (v.kind == ONEX_V_ERROR) r->value = keep(a, v.error);
    if (a->facts_told[index]) return;
    a->facts_told[index] = true;
    if (fact->provided && !onex_v_true(onex_view_eval(view, fact->provided))) {
        explain_node(a, view, r, fact->provided);
        return;
    }
    if (fact->value) explain_parts(a, view, r, fact->value);
    for (int i = 0; i < fact->ninputs; i++) explain_parts(a, view, r, fact->inputs[i]);
}

static void explain_node(asking *a, onex_view *view, onex_reason *under, const onex_node *node) {
    if (node->op == ONEX_OP_MET || node->op == ONEX_OP_EVERY) {
        explain_parts(a, view, under, node);
        return;
    }
    if (node->op == ONEX_OP_CHOOSE) {
        explain_reading(a, view, under, node->u.index);
        explain_node(a, view, under, node->kids[onex_view_option(view, node->u.index)]);
        return;
    }
    onex_reason *r = add(a, under, ONEX_REASON_CLAIM);
    if (!r) return;
    onex_value v = onex_view_eval(view, node);
    r->node = node;
    r->truth = onex_v_known(v) ? v.n != 0 : -1;
    if (node->op == ONEX_OP_ALL || node->op == ONEX_OP_ANY || node->op == ONEX_OP_NO) {
        for (int i = 0; i < node->nkids; i++) explain_node(a, view, r, node->kids[i]);
        return;
    }
    if (node->op >= ONEX_OP_GE && node->op <= ONEX_OP_NE) {
        r->left = value_text(a, onex_view_eval(view, node->kids[0]), node->kids[0]->type);
        r->right = value_text(a, onex_view_eval(view, node->kids[1]), node->kids[1]->type);
    } else if (node->op == ONEX_OP_NONE || node->op == ONEX_OP_ONE_OF || node->op == ONEX_OP_NONE_OF) {
        r->left = value_text(a, onex_view_eval(view, node->kids[0]), node->kids[0]->type);
    }
    explain_parts(a, view, r, node);
}

/* ---- rules ---- */

static bool keep_row(asking *a, onex_view *view, int index, onex_reason *r) {
    onex_error err = {0};
    if (onex_judge_row(a->judge, view, index, &r->row, &err)) return false;
    onex_missing *missing = room(a, ((size_t)r->row.nmissing + 1) * sizeof *missing);
    if (!missing) return false;
    if (r->row.nmissing) memcpy(missing, r->row.missing, (size_t)r->row.nmissing * sizeof *missing);
    r->row.missing = missing;
    r->row.code = keep(a, r->row.code);
    r->row.college = keep(a, r->row.college);
    r->row.error = keep(a, r->row.error);
    return true;
}

static void explain_rule(asking *a, onex_view *view, onex_reason *under, int index) {
    const onex_rule *rule = &a->program->rules[index];
    bool others = rule->decl.college && (!view || !onex_view_college(view) || strcmp(rule->decl.college, onex_view_college(view)) != 0);
    if (others && under) return; /* of another college: says nothing here */
    onex_reason *r = view ? add(a, under, ONEX_REASON_RULE) : NULL;
    if (!r) return;
    if (!keep_row(a, view, index, r)) {
        a->failed = true;
        return;
    }
    if (rule->only_if && !onex_v_true(onex_view_eval(view, rule->only_if))) {
        explain_node(a, view, r, rule->only_if);
        return;
    }
    record_to to = {a, r};
    if (r->row.verdict == ONEX_NA) return;
    if (rule->kind == ONEX_ATTESTATION) onex_view_records(view, rule->as_trigger ? rule->ground : rule->decl.name, rule->as_trigger, keep_record, &to);
    if (rule->strength == ONEX_IN_PRINCIPLE && (r->row.verdict == ONEX_EXCUSED || r->row.verdict == ONEX_DEVIATES))
        onex_view_waiver_record(view, rule->decl.name, keep_record, &to);
    for (int i = 0; i < rule->nmembers; i++)
        explain_rule(a, onex_view_at(view, a->program->rules[rule->members[i]].applies), r, rule->members[i]);
    if (rule->expr) explain_node(a, view, r, rule->expr);
}

/* ---- asking ---- */

static onex_status look(void *ctx, onex_view *view, onex_error *err) {
    asking *a = ctx;
    if (a->found) return ONEX_OK;
    int n = 1;
    onex_view **views = &view;
    if (a->subject.kind > ONEX_PILOT) {
        views = onex_view_children(view, a->subject.kind, &n);
        if (!views) return onex_no_memory(err);
    }
    for (int i = 0; i < n && !a->found; i++) {
        if (strcmp(onex_view_code(views[i]), a->subject.code)) continue;
        a->found = true;
        explain_rule(a, views[i], NULL, a->rule);
    }
    return a->failed ? onex_no_memory(err) : ONEX_OK;
}

static onex_status run(asking *a, onex_store *store, onex_rules *rules, onex_day as_of, const onex_judge_options *supposed,
                       const bool *asked, onex_error *err) {
    char *pilot = NULL;
    onex_status status = onex_subject_pilot(store, a->subject.kind, a->subject.code, &pilot, err);
    onex_judge_options options = {.rules = rules, .store = store, .day = as_of, .asked = asked, .only_pilot = pilot, .name_rows = true, .settings = supposed->settings,
                                  .nsettings = supposed->nsettings, .fact_set = supposed->fact_set, .facts = supposed->facts};
    if (!status) status = onex_judge_open(&a->judge, &options, err);
    onex_subject group = a->subject.kind > ONEX_PILOT ? ONEX_PILOT : a->subject.kind;
    if (!status) status = onex_world_each(onex_judge_world(a->judge), group, look, a, err);
    if (!status && !a->found)
        status = onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no %s '%s' on that day", "该日没有%s“%s”"),
                           onex_lang_get() == ONEX_LANG_ZH ? onex_subject_title(a->subject.kind) : onex_subject_code(a->subject.kind), a->subject.code);
    onex_judge_close(a->judge);
    free(pilot);
    return status;
}

onex_status onex_why_suppose(onex_why *why, onex_store *store, onex_rules *rules, onex_day as_of, onex_subject_ref subject, int rule,
                             const onex_judge_options *supposed, onex_error *err) {
    const onex_program *p = onex_rules_program(rules);
    *why = (onex_why){0};
    asking a = {.why = why, .program = p, .subject = subject, .rule = rule};
    bool *asked = calloc((size_t)p->nrules + 1, sizeof *asked);
    a.facts_told = calloc((size_t)p->nfacts + 1, sizeof(bool));
    a.params_told = calloc((size_t)p->nparams + 1, sizeof(bool));
    onex_status status = asked && a.facts_told && a.params_told ? onex_store_begin(store, err) : onex_no_memory(err);
    if (!status) {
        asked[rule] = true;
        status = run(&a, store, rules, as_of, supposed, asked, err);
        onex_store_rollback(store);
    }
    free(asked);
    free(a.facts_told);
    free(a.params_told);
    if (status) onex_why_clear(why);
    return status;
}

onex_status onex_why_ask(onex_why *why, onex_store *store, onex_rules *rules, onex_day as_of, onex_subject_ref subject, int rule,
                         const onex_setting *settings, int nsettings, onex_error *err) {
    onex_judge_options supposed = {.settings = settings, .nsettings = nsettings};
    return onex_why_suppose(why, store, rules, as_of, subject, rule, &supposed, err);
}

void onex_why_clear(onex_why *why) {
    onex_arena_clear(&why->arena);
    why->root = NULL;
}
