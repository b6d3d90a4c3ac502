/* Records that people made about a subject: attestations, and incidents as cases (Articles 7, 17, 18). */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "facts/internal.h"

onex_verdict onex_view_attested(onex_view *view, const char *topic) {
    onex_source *source = view->world->attested[view->kind];
    const onex_value *cells;
    int64_t latest = INT64_MIN;
    onex_verdict verdict = ONEX_UNKNOWN;
    if (!source || !view->world->store) return verdict;
    int topic_slot = onex_named_slot(source, "topic"), day_slot = onex_named_slot(source, "assessed_on"), verdict_slot = onex_named_slot(source, "verdict");
    for (int row = -1; onex_next_about(view, source, &row, &cells);) {
        if (strcmp(cells[topic_slot].text->raw, topic) || cells[day_slot].n < latest) continue;
        latest = cells[day_slot].n;
        verdict = strcmp(cells[verdict_slot].text->raw, "met") ? ONEX_UNMET : ONEX_MET;
    }
    return verdict;
}

onex_verdict onex_view_cases(onex_view *view, const char *ground) {
    onex_source *source = view->world->incidents[view->kind];
    onex_block *block = source && view->world->store ? onex_view_block(view, source) : NULL;
    onex_verdict verdict = ONEX_IDLE;
    if (!view->world->store) return ONEX_UNKNOWN; /* what is not given is unknown */
    if (!block) return verdict;
    int ground_slot = onex_named_slot(source, "ground"), status_slot = onex_named_slot(source, "status");
    for (int row = 0; row < block->nrows; row++) {
        const onex_value *cells = onex_block_row(block, row);
        if (strcmp(cells[ground_slot].text->raw, ground)) continue;
        const char *status = cells[status_slot].text->raw;
        if (!strcmp(status, "upheld")) return ONEX_HIT;
        if (!strcmp(status, "open"))
            verdict = ONEX_UNKNOWN;
        else if (verdict == ONEX_IDLE)
            verdict = ONEX_CLEAR;
    }
    return verdict;
}

void onex_view_upheld(onex_view *view, const char *ground, onex_code_fn fn, void *ctx) {
    onex_source *source = view->world->incidents[view->kind];
    onex_block *block = source && view->world->store ? onex_view_block(view, source) : NULL;
    if (!block) return;
    int ground_slot = onex_named_slot(source, "ground"), status_slot = onex_named_slot(source, "status"), code_slot = onex_named_slot(source, "code");
    for (int row = 0; row < block->nrows; row++) {
        const onex_value *cells = onex_block_row(block, row);
        if (!strcmp(cells[ground_slot].text->raw, ground) && !strcmp(cells[status_slot].text->raw, "upheld"))
            fn(ctx, cells[code_slot].text->raw);
    }
}

/* ---- told as sentences ---- */

static const char *cell_text(const onex_source *source, const onex_value *cells, const char *column, char day[ONEX_DAY_TEXT]) {
    onex_value v = cells[onex_named_slot(source, column)];
    if (v.kind == ONEX_V_DATE) return onex_day_text((onex_day)v.n, day);
    return v.kind == ONEX_V_TEXT ? v.text->raw : "";
}

static const char *word_title(const onex_source *source, const char *column, const char *code) {
    const onex_word *words = source->entity->columns[onex_entity_column(source->entity, column)].words;
    for (; onex_lang_get() == ONEX_LANG_ZH && words && words->code; words++)
        if (!strcmp(words->code, code)) return words->title;
    return code;
}

static void tell_attestation(const onex_source *source, const onex_value *cells, onex_record_fn fn, void *ctx) {
    char text[1024], day[ONEX_DAY_TEXT];
    const char *evidence = cell_text(source, cells, "evidence", day);
    const char *verdict = word_title(source, "verdict", cell_text(source, cells, "verdict", day));
    const char *by = cell_text(source, cells, "assessed_by", day);
    if (*evidence)
        snprintf(text, sizeof text, onex_tr("%s, by %s: %s (%s)", "%s %s认定：%s（%s）"), cell_text(source, cells, "assessed_on", day), by, verdict, evidence);
    else
        snprintf(text, sizeof text, onex_tr("%s, by %s: %s", "%s %s认定：%s"), cell_text(source, cells, "assessed_on", day), by, verdict);
    fn(ctx, text);
}

static void tell_incident(const onex_source *source, const onex_value *cells, onex_record_fn fn, void *ctx) {
    char text[1024], day[ONEX_DAY_TEXT];
    const char *status = word_title(source, "status", cell_text(source, cells, "status", day));
    const char *code = cell_text(source, cells, "code", day);
    snprintf(text, sizeof text, onex_tr("%s, reported %s: %s", "%s，%s 报告：%s"), code, cell_text(source, cells, "reported_on", day), status);
    fn(ctx, text);
}

void onex_view_records(onex_view *view, const char *topic, bool incidents, onex_record_fn fn, void *ctx) {
    onex_source *source = incidents ? view->world->incidents[view->kind] : view->world->attested[view->kind];
    const onex_value *cells, *latest = NULL;
    if (!source || !view->world->store) return;
    int topic_slot = onex_named_slot(source, incidents ? "ground" : "topic");
    for (int row = -1; onex_next_about(view, source, &row, &cells);) {
        if (strcmp(cells[topic_slot].text->raw, topic)) continue;
        if (incidents)
            tell_incident(source, cells, fn, ctx);
        else if (!latest || cells[onex_named_slot(source, "assessed_on")].n >= latest[onex_named_slot(source, "assessed_on")].n)
            latest = cells;
    }
    if (latest) tell_attestation(source, latest, fn, ctx);
}
