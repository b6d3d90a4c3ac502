/* One waiver granted. What it excuses from is left to judging. */
#include "engine/waive.h"

#include <stdlib.h>
#include <string.h>

#include "engine/act.h"
#include "engine/judge.h"
#include "engine/row_json.h"
#include "store/decision.h"

/* ---- what it is granted on ---- */

typedef struct looking {
    onex_judge *judge;
    onex_subject_ref subject;
    int rule;
    onex_buffer *grounds;
    onex_digest digest;
    onex_verdict verdict;
    bool found;
} looking;

static onex_status keep(looking *l, onex_view *view, onex_error *err) {
    onex_check_row row;
    onex_status status = onex_judge_row(l->judge, view, l->rule, &row, err);
    if (status) return status;
    l->found = true;
    l->verdict = row.verdict;
    onex_buffer_text(l->grounds, "{\"row\":");
    onex_row_json(l->grounds, onex_judge_program(l->judge), &row, false);
    onex_buffer_char(l->grounds, '}');
    for (onex_subject kind = onex_view_kind(view); kind != ONEX_SUBJECTS; kind = onex_subject_parent(kind)) {
        onex_view *at = onex_view_at(view, kind);
        if (at) onex_judge_digest(l->judge, at, &l->digest);
    }
    return l->grounds->failed ? onex_no_memory(err) : ONEX_OK;
}

static onex_status look(void *ctx, onex_view *view, onex_error *err) {
    looking *l = ctx;
    int n = 1;
    onex_view **views = &view;
    onex_status status = ONEX_OK;
    if (l->subject.kind > ONEX_PILOT) views = onex_view_children(view, l->subject.kind, &n);
    if (!views) return onex_no_memory(err);
    for (int i = 0; i < n && !status && !l->found; i++)
        if (!strcmp(onex_view_code(views[i]), l->subject.code) && onex_judge_applies(l->judge, views[i], l->rule))
            status = keep(l, views[i], err);
    return status;
}

onex_status onex_waive_grounds(onex_buffer *grounds, char facts_hash[ONEX_SHA256_TEXT], onex_verdict *verdict,
                               onex_store *store, onex_rules *rules, onex_subject_ref subject, int rule, onex_day day,
                               onex_error *err) {
    const onex_program *program = onex_rules_program(rules);
    looking l = {.subject = subject, .rule = rule, .grounds = grounds, .verdict = ONEX_NA};
    char *pilot = NULL, text[ONEX_DAY_TEXT];
    bool *asked = calloc((size_t)program->nrules + 1, sizeof *asked);
    if (!asked) return onex_no_memory(err);
    asked[rule] = true;
    onex_digest_init(&l.digest);
    onex_status status = onex_subject_pilot(store, subject.kind, subject.code, &pilot, err);
    onex_judge_options options = {.rules = rules, .store = store, .day = day, .asked = asked, .only_pilot = pilot};
    if (!status) status = onex_judge_open(&l.judge, &options, err);
    onex_subject group = subject.kind > ONEX_PILOT ? ONEX_PILOT : subject.kind;
    if (!status) status = onex_world_each(onex_judge_world(l.judge), group, look, &l, err);
    if (!status && !l.found)
        status = onex_fail(err, ONEX_E_NOT_FOUND,
                           onex_tr("rule '%s' says nothing of '%s' on %s", "规则“%s”对“%s”在 %s 没有判定"),
                           program->rules[rule].decl.name, subject.code, onex_day_text(day, text));
    onex_digest_end(&l.digest, facts_hash);
    *verdict = l.verdict;
    onex_judge_close(l.judge);
    free(pilot);
    free(asked);
    return status;
}

/* ---- the act ---- */

typedef struct waiving {
    onex_store *store;
    onex_rules *rules;
    const onex_program *program;
    const onex_waive_options *options;
    onex_waive_result *result;
    onex_arena arena;
    const char *reason, *document;
    char day[ONEX_DAY_TEXT], until[ONEX_DAY_TEXT];
} waiving;

static onex_status read_words(waiving *w, onex_error *err) {
    bool college;
    onex_status status =
        onex_act_text(&w->reason, &w->arena, w->options->reason, true, onex_tr("the reason", "理由"), err);
    if (!status)
        status = onex_act_text(&w->document, &w->arena, w->options->document, false,
                               onex_tr("the document's number", "文号"), err);
    if (!status && !w->reason)
        status = onex_fail(err, ONEX_E_USAGE, onex_tr("a reason is needed: %s", "须写明理由：%s"),
                           onex_asked("--reason TEXT", "reason = \"...\""));
    if (!status && w->options->until != ONEX_DAY_NONE && w->options->until <= w->options->day)
        status =
            onex_fail(err, ONEX_E_USAGE,
                      onex_tr("a waiver until %s would end before it begins on %s", "至 %s 的情况说明早于其起始日 %s"),
                      w->until, w->day);
    return status ? status : onex_act_actor(w->store, w->options->granted_by, &college, err);
}

static onex_status check(waiving *w, onex_error *err) {
    const onex_rule *rule = &w->program->rules[w->options->rule];
    const char *by = w->options->granted_by;
    if (rule->kind != ONEX_CONDITION || rule->strength != ONEX_IN_PRINCIPLE)
        return onex_fail(
            err, ONEX_E_REFUSED,
            onex_tr("rule '%s' cannot be waived; only a condition that asks for something in principle can",
                    "规则“%s”不能以情况说明代替；只有“原则上”的条件可以"),
            rule->decl.name);
    if (strcmp(by, ONEX_ACADEMIC_AFFAIRS) != 0 && strcmp(by, ONEX_LEADING_GROUP) != 0)
        return onex_fail(err, ONEX_E_REFUSED,
                         onex_tr("a waiver is granted by academic_affairs or leading_group, not by '%s'",
                                 "情况说明由教务处（academic_affairs）或领导小组（leading_group）准予，不由“%s”"),
                         by);
    if (!w->document)
        return onex_fail(
            err, ONEX_E_REFUSED, onex_tr("a waiver needs the number of its document: %s", "情况说明须有文号：%s"),
            onex_asked("--document NO", "document = \"...\""));
    return ONEX_OK;
}

static onex_status on_waiver(void *ctx, const onex_decision *decision, onex_error *err) {
    waiving *w = ctx;
    (void)err;
    if (decision->waiver && !strcmp(decision->act, w->program->rules[w->options->rule].decl.name))
        w->result->replaces = decision->number;
    return ONEX_OK;
}

static onex_status write_rows(waiving *w, onex_decision *d, onex_error *err) {
    onex_waiver waiver = {.kind = d->kind,
                          .subject = d->subject,
                          .rule = d->act,
                          .decision = d->number,
                          .reason = w->reason,
                          .granted_by = d->actor,
                          .document = d->document,
                          .granted_on = d->decided_on,
                          .until_on = w->options->until == ONEX_DAY_NONE ? NULL : w->until};
    onex_buffer extra = {0};
    onex_buffer_text(&extra, ",\"until\":");
    onex_buffer_json_text(&extra, waiver.until_on);
    onex_status status = extra.failed ? onex_no_memory(err) : onex_act_ruleset(w->store, w->rules, d->event, err);
    if (!status) status = onex_decision_insert(w->store, d, err);
    if (!status) status = onex_waiver_insert(w->store, &waiver, err);
    if (!status) status = onex_act_event(w->store, "waive", d, extra.data, NULL, 0, err);
    if (!status) status = onex_store_commit(w->store, err);
    onex_buffer_clear(&extra);
    return status;
}

static onex_status write_act(waiving *w, onex_error *err) {
    char head[ONEX_SHA256_TEXT], facts_hash[ONEX_SHA256_TEXT];
    onex_buffer grounds = {0};
    onex_decision d = {.waiver = true,
                       .kind = w->options->subject.kind,
                       .subject = w->options->subject.code,
                       .act = w->program->rules[w->options->rule].decl.name,
                       .actor = w->options->granted_by,
                       .document = w->document,
                       .reason = w->reason,
                       .decided_on = w->day,
                       .ruleset = w->program->hash,
                       .facts_hash = facts_hash};
    onex_decision_query before = {.kind = d.kind, .subject = d.subject};
    onex_status status = onex_waive_grounds(&grounds, facts_hash, &w->result->before, w->store, w->rules,
                                            w->options->subject, w->options->rule, w->options->day, err);
    if (!status) status = onex_decision_each(w->store, &before, on_waiver, w, err);
    if (!status) status = onex_event_head(w->store, &d.after_event, head, err);
    if (!status) status = onex_decision_next(w->store, &d.number, err);
    d.event = d.after_event + 1;
    d.grounds = grounds.data;
    if (!status) status = write_rows(w, &d, err);
    if (!status) {
        w->result->decision = d.number;
        w->result->event = d.event;
    }
    onex_buffer_clear(&grounds);
    return status;
}

onex_status onex_waive(onex_waive_result *result, onex_store *store, onex_rules *rules,
                       const onex_waive_options *options, onex_error *err) {
    waiving w = {.store = store, .rules = rules, .options = options, .result = result};
    *result = (onex_waive_result){.before = ONEX_NA};
    w.program = onex_rules_program(rules);
    onex_day_text(options->day, w.day);
    if (options->until != ONEX_DAY_NONE) onex_day_text(options->until, w.until);
    onex_status status = onex_store_begin(store, err);
    if (status) return status;
    status = read_words(&w, err);
    if (!status) status = check(&w, err);
    if (!status) status = write_act(&w, err);
    onex_store_rollback(store); /* what was committed stays */
    onex_arena_clear(&w.arena);
    return status;
}
