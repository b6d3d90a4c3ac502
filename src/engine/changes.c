/* Two walks side by side: the rows of a check, and the recorded verdicts, both by subject kind and code. Nothing but
 * one subject's verdicts is held. What becomes of a change is left to the caller. */
#include "engine/changes.h"

#include <stdlib.h>
#include <string.h>

struct onex_changes {
    onex_store *store;
    const onex_program *program;
    const onex_question *question;
    int64_t upto;
    onex_change_fn fn;
    void *ctx;
    onex_subject kind;       /* whose recorded verdicts are walked */
    onex_recorded *recorded; /* NULL: none of this kind yet */
    const char *subject;     /* where that walk stands; NULL: at its end */
    onex_recorded_verdict *verdicts;
    int nverdicts;
    char *code; /* of the last row; NULL: none of this kind yet */
    bool here;  /* the walk stands on it */
};

onex_status onex_changes_open(onex_changes **out, onex_store *store, const onex_program *program,
                              const onex_question *question, int64_t upto, onex_change_fn fn, void *ctx,
                              onex_error *err) {
    onex_changes *c = calloc(1, sizeof *c);
    *out = c;
    if (!c) return onex_no_memory(err);
    *c = (onex_changes){.store = store,
                        .program = program,
                        .question = question,
                        .upto = upto,
                        .fn = fn,
                        .ctx = ctx,
                        .kind = ONEX_SUBJECTS};
    return ONEX_OK;
}

void onex_changes_close(onex_changes *c) {
    if (!c) return;
    onex_recorded_close(c->recorded);
    free(c->code);
    free(c);
}

static onex_status step(onex_changes *c, onex_error *err) {
    return onex_recorded_next(c->recorded, &c->subject, &c->verdicts, &c->nverdicts, err);
}

/* Whether a recorded subject that the check has no row of is among those asked about. */
static onex_status is_asked(onex_changes *c, bool *asked, onex_error *err) {
    const onex_question *q = c->question;
    *asked = q->nsubjects == 0;
    for (int i = 0; i < q->nsubjects; i++)
        if (q->subjects[i].kind == c->kind && !strcmp(q->subjects[i].code, c->subject)) *asked = true;
    if (!*asked || !q->college) return ONEX_OK;
    bool then = false;
    for (int i = 0; i < c->nverdicts; i++)
        if (c->verdicts[i].college && !strcmp(c->verdicts[i].college, q->college)) then = true;
    *asked = then;
    if (!then) return ONEX_OK;
    char *now = NULL;
    onex_status status = onex_subject_college(c->store, c->kind, c->subject, &now, err);
    if (!status && now) *asked = !strcmp(now, q->college);
    free(now);
    return status;
}

/* Tells of the verdicts of the subject at hand that no row was found for. */
static onex_status tell_gone(onex_changes *c, onex_error *err) {
    bool asked = true;
    onex_status status = c->here ? ONEX_OK : is_asked(c, &asked, err);
    for (int i = 0; asked && i < c->nverdicts && !status; i++) {
        const onex_recorded_verdict *v = &c->verdicts[i];
        if (v->seen || v->verdict == ONEX_VERDICTS || !onex_question_asks(c->question, v->rule)) continue;
        status =
            c->fn(c->ctx,
                  &(onex_verdict_change){
                      .kind = c->kind, .code = c->subject, .rule = v->rule, .from = v->verdict, .to = ONEX_VERDICTS},
                  err);
    }
    return status;
}

/* Moves the walk on until it stands on `code` or behind it; NULL: to its end. */
static onex_status walk_to(onex_changes *c, const char *code, onex_error *err) {
    onex_status status = ONEX_OK;
    while (!status && c->subject && (!code || strcmp(c->subject, code) < 0)) {
        status = tell_gone(c, err);
        c->here = false;
        if (!status) status = step(c, err);
    }
    c->here = !status && c->subject && code && !strcmp(c->subject, code);
    return status;
}

/* The walk over the kind's verdicts; those of one subject only where one is asked for, which is found by the key; none
 * where subjects of other kinds are. */
static onex_status open_kind(onex_changes *c, onex_subject kind, onex_error *err) {
    const onex_question *q = c->question;
    const char *only = NULL;
    int asked = 0;
    for (int i = 0; i < q->nsubjects; i++) {
        if (q->subjects[i].kind != kind) continue;
        only = q->subjects[i].code;
        asked++;
    }
    onex_recorded_close(c->recorded);
    c->recorded = NULL;
    c->subject = NULL;
    free(c->code);
    c->code = NULL;
    c->here = false;
    c->kind = kind;
    if (q->nsubjects && !asked) return ONEX_OK;
    onex_status status = onex_recorded_open(&c->recorded, c->store, kind, asked == 1 ? only : NULL, c->upto, err);
    return status ? status : step(c, err);
}

/* Ends the kind at hand and those between it and `kind`, and stands at the beginning of that one. */
static onex_status walk_to_kind(onex_changes *c, onex_subject kind, onex_error *err) {
    onex_status status = ONEX_OK;
    int from = c->kind == ONEX_SUBJECTS ? 0 : (int)c->kind + 1;
    if (c->kind != ONEX_SUBJECTS) status = walk_to(c, NULL, err);
    for (int k = from; k <= (int)kind && k < ONEX_SUBJECTS && !status; k++) {
        status = open_kind(c, (onex_subject)k, err);
        if (!status && k < (int)kind) status = walk_to(c, NULL, err);
    }
    return status;
}

static int by_rule(const void *name, const void *item) {
    return strcmp(name, ((const onex_recorded_verdict *)item)->rule);
}

onex_status onex_changes_row(onex_changes *c, const onex_check_row *row, bool *changed, onex_error *err) {
    onex_status status = c->kind == row->subject ? ONEX_OK : walk_to_kind(c, row->subject, err);
    *changed = false;
    if (!status && (!c->code || strcmp(c->code, row->code) != 0)) {
        free(c->code);
        c->code = strdup(row->code);
        status = c->code ? walk_to(c, row->code, err) : onex_no_memory(err);
    }
    if (status) return status;
    const char *rule = c->program->rules[row->rule].decl.name;
    onex_recorded_verdict *found = NULL;
    if (c->here) found = bsearch(rule, c->verdicts, (size_t)c->nverdicts, sizeof *c->verdicts, by_rule);
    if (found) found->seen = true;
    onex_verdict from = found ? found->verdict : ONEX_VERDICTS;
    if (from == row->verdict) return ONEX_OK;
    *changed = true;
    return c->fn(
        c->ctx,
        &(onex_verdict_change){
            .kind = row->subject, .code = row->code, .rule = rule, .from = from, .to = row->verdict, .row = row},
        err);
}

onex_status onex_changes_end(onex_changes *c, onex_error *err) {
    return walk_to_kind(c, ONEX_SUBJECTS, err);
}
