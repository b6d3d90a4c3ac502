/* A recorded run computed again: every verdict that it was asked for against what was then recorded. */
#include <stdlib.h>
#include <string.h>

#include "engine/changes.h"
#include "engine/replay_work.h"
#include "store/run.h"

onex_status onex_replay_run_ruleset(onex_replaying *r, char hash[ONEX_SHA256_TEXT], onex_error *err) {
    onex_run run;
    onex_status status = onex_run_find(&run, r->store, r->item->number, err);
    memcpy(hash, run.ruleset, ONEX_SHA256_TEXT);
    onex_run_clear(&run);
    return status;
}

typedef struct comparing {
    onex_replaying *replaying;
    onex_changes *changes;
} comparing;

static onex_status on_change(void *ctx, const onex_verdict_change *c, onex_error *err) {
    comparing *q = ctx;
    return onex_replay_note(q->replaying, c->kind, c->code, c->rule,
                            c->from == ONEX_VERDICTS ? NULL : onex_verdict_code(c->from),
                            c->to == ONEX_VERDICTS ? NULL : onex_verdict_code(c->to), err);
}

static onex_status on_row(void *ctx, const onex_check_row *row, onex_error *err) {
    comparing *q = ctx;
    bool changed;
    return onex_changes_row(q->changes, row, &changed, err);
}

static onex_status compare(onex_replaying *r, const onex_run *run, const onex_question *question, bool *marks,
                           onex_error *err) {
    const onex_program *program = onex_rules_program(r->rules);
    comparing q = {.replaying = r};
    onex_digest digest;
    char hash[ONEX_SHA256_TEXT];
    onex_check_query query = {.digest = &digest};
    onex_digest_init(&digest);
    if (!onex_day_parse_iso(run->as_of, strlen(run->as_of), &query.as_of))
        return onex_fail(err, ONEX_E_DATA,
                         onex_tr("the record of the run is damaged; onex log verify tells where",
                                 "检查记录已损坏；onex log verify 指出位置"));
    onex_question_query(question, program, marks, &query);
    onex_status status = onex_store_begin(r->then, err);
    if (!status) status = onex_changes_open(&q.changes, r->then, program, question, run->number, on_change, &q, err);
    if (!status) status = onex_check_inside(r->then, r->rules, &query, on_row, &q, err);
    if (!status) status = onex_changes_end(q.changes, err);
    onex_changes_close(q.changes);
    onex_store_rollback(r->then);
    onex_digest_end(&digest, hash);
    if (!status && r->own_rules) r->item->other_facts = strcmp(hash, run->facts_hash) != 0;
    return status;
}

onex_status onex_replay_run(onex_replaying *r, onex_error *err) {
    onex_run run;
    onex_question question = {0};
    bool *marks = calloc((size_t)onex_rules_program(r->rules)->nrules + 1, sizeof *marks);
    onex_status status = onex_run_find(&run, r->store, r->item->number, err);
    if (!status && !marks) status = onex_no_memory(err);
    if (!status) status = onex_question_load(&question, r->store, run.number, err);
    if (!status) status = compare(r, &run, &question, marks, err);
    onex_question_clear(&question);
    onex_run_clear(&run);
    free(marks);
    return status;
}
