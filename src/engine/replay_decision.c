/* A decision taken again: the same act by the same actor on the same day, judged on the rows as they stood before it;
 * its guards, what they rest on and the state that it gives against what is recorded. */
#include <stdlib.h>
#include <string.h>

#include "engine/decide.h"
#include "engine/replay_work.h"
#include "engine/waive.h"
#include "store/decision.h"
#include "store/grounds.h"

/* ---- the decision, kept ---- */

typedef struct kept_decision {
    onex_decision d;
    onex_arena *arena;
    bool found;
} kept_decision;

static onex_status keep(void *ctx, const onex_decision *decision, onex_error *err) {
    kept_decision *k = ctx;
    k->d = *decision;
    k->found = true;
    const char **texts[] = {&k->d.subject,    &k->d.act,        &k->d.actor,    &k->d.document, &k->d.reason,
                            &k->d.decided_on, &k->d.from_state, &k->d.to_state, &k->d.ruleset,  &k->d.facts_hash};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        if (!*texts[i]) continue;
        *texts[i] = onex_arena_text(k->arena, *texts[i], strlen(*texts[i]));
        if (!*texts[i]) return onex_no_memory(err);
    }
    return ONEX_OK;
}

static onex_status find(onex_replaying *r, onex_decision *out, onex_error *err) {
    kept_decision k = {.arena = &r->result->arena};
    onex_decision_query query = {.number = r->item->number};
    onex_status status = onex_decision_each(r->store, &query, keep, &k, err);
    if (!status && !k.found)
        status = onex_fail(err, ONEX_E_NOT_FOUND,
                           onex_tr("no decision %lld; onex log --kind decide lists them",
                                   "没有决定 %lld；onex log --kind decide 列出全部"),
                           (long long)r->item->number);
    *out = k.d;
    return status;
}

onex_status onex_replay_decision_ruleset(onex_replaying *r, char hash[ONEX_SHA256_TEXT], onex_error *err) {
    onex_decision d;
    onex_status status = find(r, &d, err);
    if (status) return status;
    memset(hash, 0, ONEX_SHA256_TEXT);
    strncpy(hash, d.ruleset, ONEX_SHA256_TEXT - 1);
    return ONEX_OK;
}

/* ---- its grounds against what is judged now ---- */

typedef struct judged { /* a row as judged now */
    onex_subject kind;
    const char *code, *rule, *verdict;
    bool seen;
} judged;

typedef struct judging {
    onex_replaying *replaying;
    judged *rows;
    int count, cap;
} judging;

static judged *row_of(judging *j, onex_subject kind, const char *code, const char *rule) {
    for (int i = 0; i < j->count; i++) {
        judged *row = &j->rows[i];
        if (row->kind == kind && !strcmp(row->code, code) && !strcmp(row->rule, rule)) return row;
    }
    return NULL;
}

static onex_status add(judging *j, const onex_check_row *row, onex_error *err) {
    const char *rule = onex_rules_program(j->replaying->rules)->rules[row->rule].decl.name;
    if (row_of(j, row->subject, row->code, rule)) return ONEX_OK;
    if (j->count == j->cap) {
        int cap = j->cap ? 2 * j->cap : 64;
        judged *more = realloc(j->rows, (size_t)cap * sizeof *more);
        if (!more) return onex_no_memory(err);
        j->rows = more;
        j->cap = cap;
    }
    j->rows[j->count++] =
        (judged){.kind = row->subject, .code = row->code, .rule = rule, .verdict = onex_verdict_code(row->verdict)};
    return ONEX_OK;
}

static onex_status on_ground(void *ctx, const onex_ground *ground, onex_error *err) {
    judging *j = ctx;
    judged *row = row_of(j, ground->kind, ground->subject, ground->rule);
    if (row) row->seen = true;
    if (row && !strcmp(row->verdict, ground->verdict)) return ONEX_OK;
    return onex_replay_note(j->replaying, ground->kind, ground->subject, ground->rule, ground->verdict,
                            row ? row->verdict : NULL, err);
}

static onex_status compare(judging *j, onex_error *err) {
    onex_replaying *r = j->replaying;
    onex_status status = onex_grounds_each(r->store, r->item->number, on_ground, j, err);
    for (int i = 0; i < j->count && !status; i++) {
        const judged *row = &j->rows[i];
        if (!row->seen) status = onex_replay_note(r, row->kind, row->code, row->rule, NULL, row->verdict, err);
    }
    return status;
}

/* ---- transitions ---- */

static onex_status compare_transition(judging *j, const onex_decision *d, const onex_decide_result *now, bool refused,
                                      onex_error *err) {
    onex_replaying *r = j->replaying;
    const char *to = refused ? NULL : now->to;
    onex_status status = ONEX_OK;
    for (int i = 0; i < now->guards.count && !status; i++) {
        const onex_guard *guard = &now->guards.items[i];
        status = add(j, &guard->row, err);
        for (int k = 0; k < guard->nrests && !status; k++) status = add(j, &guard->rests[k], err);
    }
    if (!status) status = compare(j, err);
    if (!status && (!to || strcmp(to, d->to_state) != 0))
        status = onex_replay_note(r, d->kind, d->subject, d->act, d->to_state, to, err);
    if (!status && r->own_rules) r->item->other_facts = strcmp(now->guards.facts_hash, d->facts_hash) != 0;
    return status;
}

static onex_status replay_transition(judging *j, const onex_decision *d, onex_day day, onex_error *err) {
    onex_replaying *r = j->replaying;
    onex_decide_result now;
    onex_decide_options options = {.pilot = d->subject,
                                   .transition = d->act,
                                   .actor = d->actor,
                                   .document = d->document,
                                   .reason = d->reason,
                                   .day = day,
                                   .only_judge = true};
    onex_status status = onex_decide(&now, r->then, r->rules, &options, err);
    /* Other rules may know no such transition. */
    bool refused = status == ONEX_E_REFUSED || status == ONEX_E_NOT_FOUND || status == ONEX_E_USAGE;
    if (!status || refused) status = compare_transition(j, d, &now, refused, err);
    onex_decide_result_clear(&now);
    return status;
}

/* ---- waivers ---- */

static onex_status replay_waiver(judging *j, const onex_decision *d, onex_day day, onex_error *err) {
    onex_replaying *r = j->replaying;
    const onex_program *program = onex_rules_program(r->rules);
    char *college = NULL;
    onex_status status = onex_subject_college(r->then, d->kind, d->subject, &college, err);
    if (status && status != ONEX_E_NOT_FOUND) return status;
    int rule = onex_program_rule_of(program, college, d->act);
    free(college);
    char hash[ONEX_SHA256_TEXT] = "";
    onex_buffer grounds = {0};
    onex_check_row row = {.subject = d->kind, .code = d->subject, .rule = rule};
    status = rule < 0 ? ONEX_E_NOT_FOUND : onex_store_begin(r->then, err);
    if (!status)
        status = onex_waive_grounds(&grounds, hash, &row.verdict, r->then, r->rules,
                                    (onex_subject_ref){d->kind, d->subject}, rule, day, err);
    onex_store_rollback(r->then);
    onex_buffer_clear(&grounds);
    if (!status) status = add(j, &row, err);
    if (!status || status == ONEX_E_NOT_FOUND) status = compare(j, err);
    if (!status && r->own_rules) r->item->other_facts = strcmp(hash, d->facts_hash) != 0;
    return status;
}

onex_status onex_replay_decision(onex_replaying *r, onex_error *err) {
    onex_decision d;
    onex_day day;
    judging j = {.replaying = r};
    onex_status status = find(r, &d, err);
    if (!status && !onex_day_parse_iso(d.decided_on, strlen(d.decided_on), &day))
        status = onex_fail(err, ONEX_E_DATA,
                           onex_tr("the record of decision %lld is damaged; onex log verify tells where",
                                   "决定 %lld 的记录已损坏；onex log verify 指出位置"),
                           (long long)d.number);
    if (!status) status = d.waiver ? replay_waiver(&j, &d, day, err) : replay_transition(&j, &d, day, err);
    free(j.rows);
    return status;
}
