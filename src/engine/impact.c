/* Holds the verdicts of two rule sets against each other and makes the token. Judging is impact_side.c's part. */
#include "engine/impact.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "engine/impact_side.h"
#include "engine/impact_value.h"

onex_impact_way onex_impact_way_of(onex_verdict from, onex_verdict to) {
    static const int ranks[ONEX_VERDICTS] = {
        [ONEX_UNMET] = 0, [ONEX_HIT] = 0,   [ONEX_UNKNOWN] = 1, [ONEX_DEVIATES] = 2, [ONEX_EXCUSED] = 3,
        [ONEX_MET] = 4,   [ONEX_CLEAR] = 4, [ONEX_IDLE] = 4,    [ONEX_NA] = 5,
    };
    if (ranks[to] == ranks[from]) return ONEX_IMPACT_WAYS;
    if (ranks[to] > ranks[from]) return ONEX_LOOSENED;
    return to == ONEX_UNKNOWN ? ONEX_NEWLY_UNKNOWN : ONEX_TIGHTENED;
}

typedef struct merging {
    const onex_program *old_rules, *new_rules;
    onex_impact *impact;
    const onex_impact_slots *slots;
    const onex_impact_texts *texts;
    const onex_side *before, *after;
} merging;

static onex_impact_change *change_add(onex_impact *impact) {
    if (impact->nchanges == impact->cap) {
        int cap = impact->cap ? impact->cap * 2 : 64;
        onex_impact_change *grown = realloc(impact->changes, (size_t)cap * sizeof *grown);
        if (!grown) return NULL;
        impact->changes = grown;
        impact->cap = cap;
    }
    return &impact->changes[impact->nchanges++];
}

/* One subject's rows on both sides; NULL: this side has none. */
static onex_status merge_subject(merging *m, const onex_impact_subject *was, const onex_impact_subject *is,
                                 onex_error *err) {
    const onex_impact_subject *subject = was ? was : is;
    for (int s = 0; s < m->slots->count[subject->kind]; s++) {
        unsigned char a = was ? m->before->verdicts[was->first + (size_t)s] : ONEX_NO_ROW;
        unsigned char b = is ? m->after->verdicts[is->first + (size_t)s] : ONEX_NO_ROW;
        if (a == ONEX_NO_ROW && b == ONEX_NO_ROW) continue;
        onex_verdict from = a == ONEX_NO_ROW ? ONEX_NA : (onex_verdict)a,
                     to = b == ONEX_NO_ROW ? ONEX_NA : (onex_verdict)b;
        onex_impact_way way = onex_impact_way_of(from, to);
        m->impact->compared++;
        if (way == ONEX_IMPACT_WAYS) continue;
        onex_impact_change *change = change_add(m->impact);
        if (!change) return onex_no_memory(err);
        m->impact->ways[way]++;
        *change = (onex_impact_change){.kind = subject->kind,
                                       .code = subject->code,
                                       .college = subject->college,
                                       .rule = m->slots->names[subject->kind][s],
                                       .title = m->slots->titles[subject->kind][s],
                                       .from = from,
                                       .to = to,
                                       .way = way};
        change->before = onex_impact_reason(m->texts, was ? m->before->reasons[was->first + (size_t)s] : 0);
        change->after = onex_impact_reason(m->texts, is ? m->after->reasons[is->first + (size_t)s] : 0);
        change->before.because = onex_side_because(m->before, subject, m->old_rules, change->rule, a);
        change->after.because = onex_side_because(m->after, subject, m->new_rules, change->rule, b);
        if (!change->before.because || !change->after.because) return onex_no_memory(err);
    }
    return ONEX_OK;
}

static onex_status merge(merging *m, onex_error *err) {
    size_t i = 0, k = 0;
    onex_status status = ONEX_OK;
    while (!status && (i < m->before->nsubjects || k < m->after->nsubjects)) {
        const onex_impact_subject *a = i < m->before->nsubjects ? &m->before->subjects[i] : NULL;
        const onex_impact_subject *b = k < m->after->nsubjects ? &m->after->subjects[k] : NULL;
        int order = !a ? 1 : !b ? -1 : a->kind != b->kind ? (a->kind < b->kind ? -1 : 1) : strcmp(a->code, b->code);
        status = merge_subject(m, order <= 0 ? a : NULL, order >= 0 ? b : NULL, err);
        i += order <= 0;
        k += order >= 0;
    }
    return status;
}

static void digest_text(onex_digest *digest, const char *text) {
    onex_digest_put(digest, text, strlen(text) + 1);
}

static void make_token(onex_impact *impact, const onex_impact_options *options) {
    const onex_program *before = onex_rules_program(options->before), *after = onex_rules_program(options->after);
    onex_digest digest;
    char hash[ONEX_SHA256_TEXT];
    onex_digest_init(&digest);
    digest_text(&digest, before->hash);
    digest_text(&digest, after->hash);
    for (int i = 0; i < options->nsettings; i++) {
        const onex_setting *s = &options->settings[i];
        digest_text(&digest,
                    s->reading >= 0 ? after->readings[s->reading].decl.name : after->params[s->param].decl.name);
        digest_text(&digest, s->reading >= 0 ? after->readings[s->reading].keys[s->option] : s->text);
    }
    digest_text(&digest, ""); /* no name is empty: here the changes begin */
    for (int i = 0; i < impact->nchanges; i++) {
        const onex_impact_change *c = &impact->changes[i];
        digest_text(&digest, onex_subject_code(c->kind));
        digest_text(&digest, c->code);
        digest_text(&digest, c->rule);
        digest_text(&digest, onex_verdict_code(c->from));
        digest_text(&digest, onex_verdict_code(c->to));
    }
    onex_digest_end(&digest, hash);
    snprintf(impact->token, sizeof impact->token, "%.8s-%.8s-%.16s", before->hash, after->hash, hash);
}

onex_status onex_impact_find(onex_impact *out, onex_store *store, const onex_impact_options *options, onex_error *err) {
    *out = (onex_impact){0};
    onex_impact_slots slots;
    onex_impact_texts texts = {.arena = &out->arena};
    onex_side before = {.slots = &slots, .texts = &texts}, after = before;
    onex_check_query was = {.as_of = options->as_of}, is = was;
    is.settings = options->settings;
    is.nsettings = options->nsettings;
    onex_status status = onex_impact_slots_make(&slots, &out->arena, onex_rules_program(options->before),
                                                onex_rules_program(options->after), err);
    if (!status) status = onex_side_judge(&before, store, options->before, &was, options, err);
    if (!status) status = onex_side_judge(&after, store, options->after, &is, options, err);
    merging m = {
        onex_rules_program(options->before), onex_rules_program(options->after), out, &slots, &texts, &before, &after};
    if (!status) status = merge(&m, err);
    if (!status) make_token(out, options);
    if (!status) status = onex_impact_values(out, m.old_rules, m.new_rules, options->as_of, err);
    if (!status) status = onex_impact_decisions(out, store, options, &before, &after, err);
    onex_side_clear(&before);
    onex_side_clear(&after);
    onex_impact_texts_clear(&texts);
    return status;
}

void onex_impact_clear(onex_impact *impact) {
    free(impact->changes);
    free(impact->decisions);
    onex_arena_clear(&impact->arena);
    *impact = (onex_impact){0};
}
