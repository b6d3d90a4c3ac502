/* An impact as JSON, and its counts by college. */
#include "report/impact_json.h"

#include <stdlib.h>
#include <string.h>

#include "report/sheet.h"

const char *const onex_impact_way_codes[] = {"loosened", "tightened", "newly_unknown"};

/* ---- colleges ---- */

static int by_code(const void *a, const void *b) {
    const char *x = ((const onex_impact_college *)a)->code, *y = ((const onex_impact_college *)b)->code;
    return !x || !y ? (x != NULL) - (y != NULL) : strcmp(x, y);
}

onex_status onex_impact_colleges_count(onex_impact_colleges *out, const onex_impact *impact, onex_error *err) {
    for (int i = 0; i < impact->nchanges; i++) {
        const onex_impact_change *c = &impact->changes[i];
        int k = 0;
        while (k < out->count && by_code(&out->items[k], &(onex_impact_college){.code = c->college}) != 0) k++;
        if (k == out->count) {
            onex_impact_college *grown = realloc(out->items, ((size_t)k + 1) * sizeof *grown);
            if (!grown) return onex_no_memory(err);
            out->items = grown;
            out->items[out->count++] = (onex_impact_college){.code = c->college};
        }
        out->items[k].ways[c->way]++;
    }
    if (out->count) qsort(out->items, (size_t)out->count, sizeof *out->items, by_code);
    return ONEX_OK;
}

/* ---- JSON ---- */

static void subject_json(onex_buffer *b, const onex_impact_change *c) {
    onex_buffer_printf(b, "{\"subject\":\"%s\",\"code\":", onex_subject_code(c->kind));
    onex_buffer_json_text(b, c->code);
    onex_buffer_text(b, ",\"rule\":");
    onex_buffer_json_text(b, c->rule);
}

static void side_json(onex_buffer *b, const onex_impact_side *side) {
    onex_buffer_text(b, "{\"measured\":");
    onex_buffer_json_text(b, *side->measured ? side->measured : NULL);
    onex_buffer_text(b, ",\"threshold\":");
    onex_buffer_json_text(b, *side->threshold ? side->threshold : NULL);
    onex_buffer_text(b, ",\"origin\":");
    onex_buffer_json_text(b, *side->origin ? side->origin : NULL);
    onex_buffer_text(b, ",\"missing\":");
    onex_list_json(b, side->missing);
    onex_buffer_text(b, ",\"because\":");
    onex_list_json(b, side->because);
    onex_buffer_char(b, '}');
}

static void changes_json(onex_buffer *b, const onex_impact *impact, int way) {
    bool first = true;
    onex_buffer_printf(b, "\"%s\":[", onex_impact_way_codes[way]);
    for (int i = 0; i < impact->nchanges; i++) {
        const onex_impact_change *c = &impact->changes[i];
        if ((int)c->way != way) continue;
        if (!first) onex_buffer_text(b, ",\n");
        first = false;
        subject_json(b, c);
        onex_buffer_printf(b, ",\"from\":\"%s\",\"to\":\"%s\"}", onex_verdict_code(c->from), onex_verdict_code(c->to));
    }
    onex_buffer_text(b, "],");
}

static void reasons_json(onex_buffer *b, const onex_impact *impact) {
    onex_buffer_text(b, ",\"reasons\":[");
    for (int i = 0; i < impact->nchanges; i++) {
        const onex_impact_change *c = &impact->changes[i];
        if (i) onex_buffer_text(b, ",\n");
        subject_json(b, c);
        onex_buffer_text(b, ",\"before\":");
        side_json(b, &c->before);
        onex_buffer_text(b, ",\"after\":");
        side_json(b, &c->after);
        onex_buffer_char(b, '}');
    }
    onex_buffer_char(b, ']');
}

static void decisions_json(onex_buffer *b, const onex_impact *impact) {
    onex_buffer_text(b, ",\"decisions\":[");
    for (int i = 0; i < impact->ndecisions; i++) {
        const onex_impact_decision *d = &impact->decisions[i];
        onex_buffer_printf(b, "%s{\"decision\":\"decision %lld\",\"code\":", i ? ",\n" : "", (long long)d->number);
        onex_buffer_json_text(b, d->pilot);
        onex_buffer_text(b, ",\"transition\":");
        onex_buffer_json_text(b, d->transition);
        onex_buffer_text(b, ",\"rule\":");
        onex_buffer_json_text(b, d->rule);
        onex_buffer_printf(b, ",\"held\":%s,\"holds\":%s}", d->held ? "true" : "false", d->holds ? "true" : "false");
    }
    onex_buffer_char(b, ']');
}

static void colleges_json(onex_buffer *b, const onex_impact_colleges *list) {
    onex_buffer_text(b, ",\"colleges\":[");
    for (int i = 0; i < list->count; i++) {
        onex_buffer_text(b, i ? ",{\"college\":" : "{\"college\":");
        onex_buffer_json_text(b, list->items[i].code);
        for (int w = 0; w < ONEX_IMPACT_WAYS; w++)
            onex_buffer_printf(b, ",\"%s\":%ld", onex_impact_way_codes[w], list->items[i].ways[w]);
        onex_buffer_char(b, '}');
    }
    onex_buffer_char(b, ']');
}

static void day_json(onex_buffer *b, onex_day day) {
    char text[ONEX_DAY_TEXT];
    onex_buffer_json_text(b, day == ONEX_DAY_NONE ? NULL : onex_day_text(day, text));
}

static void values_json(onex_buffer *b, const onex_impact *impact) {
    onex_buffer_text(b, ",\"looser_values\":[");
    for (int i = 0; i < impact->nvalues; i++) {
        const onex_impact_value *v = &impact->values[i];
        onex_buffer_text(b, i ? ",{\"name\":" : "{\"name\":");
        onex_buffer_json_text(b, v->name);
        onex_buffer_text(b, ",\"college\":");
        onex_buffer_json_text(b, v->college);
        onex_buffer_text(b, ",\"before\":");
        onex_buffer_json_text(b, v->before);
        onex_buffer_text(b, ",\"after\":");
        onex_buffer_json_text(b, v->after);
        onex_buffer_text(b, ",\"from\":");
        day_json(b, v->from);
        onex_buffer_text(b, ",\"to\":");
        day_json(b, v->to);
        onex_buffer_text(b, ",\"approved_by\":");
        onex_buffer_json_text(b, v->approved_by);
        onex_buffer_text(b, ",\"approval_document\":");
        onex_buffer_json_text(b, v->approval_document);
        onex_buffer_text(b, ",\"file\":");
        onex_buffer_json_text(b, v->at.file);
        onex_buffer_printf(b, ",\"line\":%d}", v->at.line);
    }
    onex_buffer_char(b, ']');
}

void onex_impact_json(onex_buffer *b, const onex_impact *impact, const onex_impact_colleges *list, onex_day as_of,
                      const char *before, const char *after) {
    char day[ONEX_DAY_TEXT];
    onex_buffer_text(b, "{\"schema\":\"onex.impact/1\",");
    for (int w = 0; w < ONEX_IMPACT_WAYS; w++) changes_json(b, impact, w);
    onex_buffer_printf(b, "\"compared\":%ld,\"token\":\"%s\",\"as_of\":\"%s\",\"before\":\"%s\",\"after\":\"%s\"",
                       impact->compared, impact->token, onex_day_text(as_of, day), before, after);
    colleges_json(b, list);
    decisions_json(b, impact);
    reasons_json(b, impact);
    values_json(b, impact);
    onex_buffer_text(b, "}\n");
}
