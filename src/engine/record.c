/* Recording a check: the run, its findings, the rule set and the event, all in the transaction in which was checked. */
#include "engine/record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/act.h"
#include "engine/changes.h"
#include "engine/row_json.h"
#include "store/finding.h"
#include "store/rows_hash.h"
#include "store/run.h"

typedef struct recording {
    onex_store *store;
    onex_rules *rules;
    const onex_program *program;
    const onex_record_options *options;
    onex_record_result *result;
    onex_changes *changes;
    onex_finding_writer *writer; /* NULL: only compared */
    onex_buffer detail;
    onex_digest digest;
} recording;

static onex_status on_change(void *ctx, const onex_verdict_change *change, onex_error *err) {
    recording *r = ctx;
    r->result->findings++;
    if (!change->row) r->result->gone++;
    if (!r->writer) return ONEX_OK;
    r->detail.len = 0;
    if (change->row)
        onex_row_detail_json(&r->detail, change->row);
    else
        onex_buffer_text(&r->detail, "null");
    if (r->detail.failed) return onex_no_memory(err);
    return onex_finding_put(r->writer,
                            &(onex_finding){.kind = change->kind,
                                            .subject = change->code,
                                            .rule = change->rule,
                                            .from = change->from,
                                            .to = change->to,
                                            .detail = r->detail.data},
                            err);
}

static onex_status on_row(void *ctx, const onex_check_row *row, onex_error *err) {
    recording *r = ctx;
    bool changed;
    onex_status status = onex_changes_row(r->changes, row, &changed, err);
    return status ? status : r->options->row(r->options->ctx, row, changed, err);
}

static onex_status append_event(recording *r, const onex_run *run, onex_error *err) {
    const onex_question *q = r->options->question;
    char rows[ONEX_SHA256_TEXT];
    onex_buffer payload = {0};
    onex_status status = onex_rows_hash(r->store, run->event, rows, NULL, err);
    if (status) return status;
    onex_buffer_printf(&payload, "{\"run\":%lld,\"as_of\":\"%s\",\"ruleset\":\"%s\",\"findings\":%ld,\"rows\":\"%s\"}",
                       (long long)run->number, run->as_of, run->ruleset, r->result->findings, rows);
    if (payload.failed)
        status = onex_no_memory(err);
    else
        status =
            onex_event_append(r->store, r->options->actor, "record", q->nsubjects == 1 ? q->subjects[0].code : NULL,
                              payload.data, NULL, 0, &r->result->event, err);
    onex_buffer_clear(&payload);
    return status;
}

/* Checks and compares inside the open transaction. */
static onex_status compare(recording *r, onex_error *err) {
    const onex_record_options *o = r->options;
    bool *marks = calloc((size_t)r->program->nrules + 1, sizeof *marks);
    if (!marks) return onex_no_memory(err);
    onex_check_query query = {.as_of = o->as_of,
                              .settings = o->settings,
                              .nsettings = o->nsettings,
                              .counts = o->counts,
                              .digest = o->actor ? &r->digest : NULL};
    onex_question_query(o->question, r->program, marks, &query);
    onex_digest_init(&r->digest);
    onex_status status =
        onex_changes_open(&r->changes, r->store, r->program, o->question, INT64_MAX, on_change, r, err);
    if (!status) status = onex_check_inside(r->store, r->rules, &query, on_row, r, err);
    if (!status) status = onex_changes_end(r->changes, err);
    onex_changes_close(r->changes);
    free(marks);
    return status;
}

static onex_status record(recording *r, onex_error *err) {
    onex_run run = {0};
    onex_buffer asked = {0};
    char head[ONEX_SHA256_TEXT];
    onex_status status = onex_event_head(r->store, &run.after_event, head, err);
    run.event = run.after_event + 1;
    if (!status) status = onex_run_next(r->store, &run.number, err);
    if (!status) status = onex_act_ruleset(r->store, r->rules, run.event, err);
    if (!status) status = onex_finding_writer_open(&r->writer, r->store, run.number, err);
    if (!status) status = compare(r, err);
    if (!status) status = onex_question_json(&asked, r->options->question, err);
    if (!status) {
        onex_day_text(r->options->as_of, run.as_of);
        snprintf(run.ruleset, sizeof run.ruleset, "%s", r->program->hash);
        onex_digest_end(&r->digest, run.facts_hash);
        run.asked = asked.data;
        status = onex_run_insert(r->store, &run, err);
    }
    if (!status) status = append_event(r, &run, err);
    onex_finding_writer_close(r->writer);
    onex_buffer_clear(&asked);
    if (!status) status = onex_store_commit(r->store, err);
    if (!status) r->result->run = run.number;
    return status;
}

onex_status onex_record(onex_record_result *out, onex_store *store, onex_rules *rules,
                        const onex_record_options *options, onex_error *err) {
    recording r = {
        .store = store, .rules = rules, .program = onex_rules_program(rules), .options = options, .result = out};
    *out = (onex_record_result){0};
    onex_status status = onex_store_begin(store, err);
    if (status) return status;
    status = options->actor ? record(&r, err) : compare(&r, err);
    onex_store_rollback(store); /* what was committed stays */
    onex_buffer_clear(&r.detail);
    if (status) *out = (onex_record_result){0};
    return status;
}
