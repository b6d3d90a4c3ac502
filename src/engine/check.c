/* Checking: which subjects are shown, and their rows in the order of output. */
#include "engine/check.h"

#include <stdlib.h>
#include <string.h>

#include "engine/judge.h"
#include "engine/spool.h"

typedef struct check {
    const onex_check_query *query;
    onex_judge *judge;
    const onex_program *program;
    bool kinds[ONEX_SUBJECTS]; /* kinds of which some asked rule is */
    bool *needed;              /* by rule: asked, of a kind that is */
    int *rules[ONEX_SUBJECTS]; /* the asked rules of each kind, in rule order */
    int nrules[ONEX_SUBJECTS];
    onex_spool *spools[ONEX_SUBJECTS];
    onex_check_fn fn;
    void *ctx;
} check;

static bool asked(const check *c, int rule) { return !c->query->rules || c->query->rules[rule]; }

static bool wanted(const check *c, const onex_view *view) {
    const onex_check_query *q = c->query;
    const char *college = onex_view_college(view);
    if (q->college && (!college || strcmp(college, q->college))) return false;
    if (!q->nsubjects) return true;
    for (int i = 0; i < q->nsubjects; i++)
        if (q->subjects[i].kind == onex_view_kind(view) && !strcmp(q->subjects[i].code, onex_view_code(view))) return true;
    return false;
}

/* The view's rows, to the caller or into the spool. */
static onex_status rows_of(check *c, onex_view *view, onex_spool *spool, onex_error *err) {
    if (!wanted(c, view)) return ONEX_OK;
    onex_status status = ONEX_OK;
    if (spool) {
        onex_view *college = onex_view_at(view, ONEX_COLLEGE);
        status = onex_spool_subject(spool, onex_view_code(view), college ? onex_view_code(college) : NULL, err);
    }
    for (int i = 0; i < c->nrules[onex_view_kind(view)] && !status; i++) {
        int r = c->rules[onex_view_kind(view)][i];
        if (!onex_judge_applies(c->judge, view, r)) continue;
        onex_check_row row;
        onex_verdict verdict = onex_judge_verdict(c->judge, view, r);
        if (c->query->counts) c->query->counts[verdict]++;
        if (c->query->only && !c->query->only[verdict]) continue;
        status = onex_judge_row(c->judge, view, r, &row, err);
        if (!status) status = spool ? onex_spool_put(spool, &row, err) : c->fn(c->ctx, &row, err);
    }
    return status;
}

static onex_status show(void *ctx, onex_view *view, onex_error *err) { return rows_of(ctx, view, NULL, err); }

static void digest_pilot(check *c, onex_view *pilot) {
    onex_judge_digest(c->judge, pilot, c->query->digest);
    for (onex_subject k = ONEX_EXAM; k < ONEX_SUBJECTS; k++) {
        int n;
        onex_view **kids = onex_view_children_made(pilot, k, &n);
        for (int i = 0; i < n; i++) onex_judge_digest(c->judge, kids[i], c->query->digest);
    }
}

static onex_status show_pilot(void *ctx, onex_view *pilot, onex_error *err) {
    check *c = ctx;
    onex_status status = c->kinds[ONEX_PILOT] ? rows_of(c, pilot, NULL, err) : ONEX_OK;
    for (onex_subject k = ONEX_EXAM; k < ONEX_SUBJECTS && !status; k++) {
        if (!c->kinds[k]) continue;
        int n;
        onex_view **kids = onex_view_children(pilot, k, &n);
        if (!kids) return onex_no_memory(err);
        for (int i = 0; i < n && !status; i++) status = rows_of(c, kids[i], c->spools[k], err);
    }
    if (!status && c->query->digest) digest_pilot(c, pilot);
    return status;
}

/* Colleges and the school come last, for pilots ask for their facts too. */
static onex_status digest_view(void *ctx, onex_view *view, onex_error *err) {
    check *c = ctx;
    (void)err;
    onex_judge_digest(c->judge, view, c->query->digest);
    return ONEX_OK;
}

static onex_status find_rules(check *c, onex_error *err) {
    for (int k = 0; k < ONEX_SUBJECTS; k++) {
        c->rules[k] = malloc(((size_t)c->program->nrules + 1) * sizeof(int));
        if (!c->rules[k]) return onex_no_memory(err);
    }
    for (int r = 0; r < c->program->nrules; r++) {
        onex_subject kind = c->program->rules[r].applies;
        if (!asked(c, r)) continue;
        c->rules[kind][c->nrules[kind]++] = r;
        c->kinds[kind] = true;
    }
    bool named[ONEX_SUBJECTS] = {false};
    for (int i = 0; i < c->query->nsubjects; i++) named[c->query->subjects[i].kind] = true;
    for (int k = 0; k < ONEX_SUBJECTS; k++) c->kinds[k] = c->kinds[k] && (named[k] || c->query->nsubjects == 0);
    c->needed = calloc((size_t)c->program->nrules + 1, sizeof *c->needed);
    if (!c->needed) return onex_no_memory(err);
    for (int r = 0; r < c->program->nrules; r++) c->needed[r] = asked(c, r) && c->kinds[c->program->rules[r].applies];
    return ONEX_OK;
}

static onex_status run(check *c, onex_error *err) {
    onex_world *world = onex_judge_world(c->judge);
    bool pilots = c->kinds[ONEX_PILOT];
    onex_status status = ONEX_OK;
    for (int k = ONEX_EXAM; k < ONEX_SUBJECTS; k++) {
        if (!c->kinds[k]) continue;
        pilots = true;
        c->spools[k] = onex_spool_new((onex_subject)k);
        if (!c->spools[k]) return onex_no_memory(err);
    }
    if (c->kinds[ONEX_SCHOOL]) status = onex_world_each(world, ONEX_SCHOOL, show, c, err);
    if (!status && c->kinds[ONEX_COLLEGE]) status = onex_world_each(world, ONEX_COLLEGE, show, c, err);
    if (!status && pilots) status = onex_world_each(world, ONEX_PILOT, show_pilot, c, err);
    if (!status && c->query->digest) status = onex_world_each(world, ONEX_COLLEGE, digest_view, c, err);
    if (!status && c->query->digest) status = onex_world_each(world, ONEX_SCHOOL, digest_view, c, err);
    for (int k = ONEX_EXAM; k < ONEX_SUBJECTS && !status; k++)
        if (c->spools[k]) status = onex_spool_give(c->spools[k], c->fn, c->ctx, err);
    return status;
}

/* The one pilot whose rows suffice: when every subject asked for is that pilot or belongs to it. NULL: more than one. */
static onex_status one_pilot(onex_store *store, const onex_check_query *query, char **pilot, onex_error *err) {
    *pilot = NULL;
    for (int i = 0; i < query->nsubjects; i++) {
        char *code = NULL;
        onex_status status = onex_subject_pilot(store, query->subjects[i].kind, query->subjects[i].code, &code, err);
        if (status) return status;
        if (*pilot && code && !strcmp(*pilot, code)) {
            free(code);
            continue;
        }
        bool another = *pilot || !code;
        if (another) free(code);
        if (another) free(*pilot);
        *pilot = another ? NULL : code;
        if (another) return ONEX_OK;
    }
    return ONEX_OK;
}

onex_status onex_check_inside(onex_store *store, onex_rules *rules, const onex_check_query *query, onex_check_fn fn, void *ctx, onex_error *err) {
    check c = {.query = query, .program = onex_rules_program(rules), .fn = fn, .ctx = ctx};
    char *pilot = NULL;
    onex_status status = find_rules(&c, err);
    if (!status && query->nsubjects) status = one_pilot(store, query, &pilot, err);
    onex_judge_options options = {.rules = rules, .store = store, .day = query->as_of, .asked = c.needed, .only_pilot = pilot,
                                  .settings = query->settings, .nsettings = query->nsettings};
    if (!status) status = onex_judge_open(&c.judge, &options, err);
    if (!status) status = run(&c, err);
    onex_judge_close(c.judge);
    for (int k = 0; k < ONEX_SUBJECTS; k++) {
        onex_spool_free(c.spools[k]);
        free(c.rules[k]);
    }
    free(c.needed);
    free(pilot);
    return status;
}

onex_status onex_check(onex_store *store, onex_rules *rules, const onex_check_query *query, onex_check_fn fn, void *ctx,
                       onex_error *err) {
    onex_status status = onex_store_begin(store, err);
    if (status) return status;
    status = onex_check_inside(store, rules, query, fn, ctx, err);
    onex_store_rollback(store); /* nothing was written: the end of the snapshot */
    return status;
}
