/* The record of an import: what its updates changed, and its one event, which names the files, their hashes, the
 * counts and the change requests that were used. */
#include <stdlib.h>
#include <string.h>

#include "engine/import_work.h"

static onex_status add_change(import *im, onex_change change, onex_error *err) {
    if (im->nchanges == im->cap_changes) {
        int cap = im->cap_changes ? im->cap_changes * 2 : 64;
        onex_change *grown = realloc(im->changes, (size_t)cap * sizeof *grown);
        if (!grown) return onex_no_memory(err);
        im->changes = grown;
        im->cap_changes = cap;
    }
    im->changes[im->nchanges++] = change;
    return ONEX_OK;
}

/* The stored form in the arena; *out NULL for a blank. */
static onex_status keep_value(import *im, const onex_cell *cell, const char **out, onex_error *err) {
    *out = NULL;
    if (cell->kind == ONEX_CELL_NULL) return ONEX_OK;
    onex_buffer b = {0};
    onex_stored_put(&b, cell);
    if (!b.failed) *out = onex_arena_text(&im->result->arena, b.data ? b.data : "", b.len);
    onex_buffer_clear(&b);
    return *out ? ONEX_OK : onex_no_memory(err);
}

onex_status onex_import_change(import *im, const work *w, onex_error *err) {
    const onex_entity *entity = w->table->entity;
    onex_buffer b = {0};
    onex_key_put(&b, entity, w->cells);
    onex_change change = {.table = entity->name};
    if (!b.failed) change.key = onex_arena_text(&im->result->arena, b.data, b.len);
    onex_buffer_clear(&b);
    onex_status status = change.key ? ONEX_OK : onex_no_memory(err);
    for (int c = 0; !status && c < entity->ncolumns; c++) {
        if (onex_cell_equal(&w->cells[c], &w->old[c])) continue;
        change.column = entity->columns[c].name;
        status = keep_value(im, &w->old[c], &change.old_value, err);
        if (!status) status = keep_value(im, &w->cells[c], &change.new_value, err);
        if (!status) status = add_change(im, change, err);
    }
    return status;
}

/* ---- the event ---- */

static int by_order(const void *a, const void *b) {
    const input *p = *(input *const *)a, *q = *(input *const *)b;
    return p->order < q->order ? -1 : p->order > q->order;
}

static void put_files(onex_buffer *b, input **inputs, int n) {
    onex_buffer_text(b, "{\"files\":[");
    for (int i = 0; i < n; i++) {
        const input *in = inputs[i];
        onex_buffer_text(b, i ? ",{\"name\":" : "{\"name\":");
        onex_buffer_json_text(b, in->name);
        onex_buffer_printf(b, ",\"sha256\":\"%s\",\"table\":\"%s\",\"new\":%ld,\"updated\":%ld,\"unchanged\":%ld}",
                           in->sha256, in->entity->name, in->counts.created, in->counts.updated, in->counts.unchanged);
    }
    onex_buffer_char(b, ']');
}

static void put_requests(onex_buffer *b, const onex_requests *requests) {
    bool first = true;
    for (int i = 0; i < requests->count; i++) {
        if (!requests->items[i].used) continue;
        onex_buffer_text(b, first ? ",\"change_requests\":[" : ",");
        onex_buffer_json_text(b, requests->items[i].code);
        first = false;
    }
    if (!first) onex_buffer_char(b, ']');
}

onex_status onex_import_event(import *im, onex_error *err) {
    input **inputs = malloc((size_t)(im->ninputs + 1) * sizeof *inputs);
    if (!inputs) return onex_no_memory(err);
    for (int i = 0; i < im->ninputs; i++) inputs[i] = &im->inputs[i];
    qsort(inputs, (size_t)im->ninputs, sizeof *inputs, by_order);
    onex_buffer b = {0};
    put_files(&b, inputs, im->ninputs);
    onex_buffer_text(&b, im->options->initial ? ",\"initial\":true" : ",\"initial\":false");
    put_requests(&b, &im->requests);
    onex_buffer_char(&b, '}');
    onex_status status = b.failed ? onex_no_memory(err)
                                  : onex_event_append(im->store, im->options->actor, "import", NULL, b.data,
                                                      im->changes, im->nchanges, &im->result->event, err);
    onex_buffer_clear(&b);
    free(inputs);
    return status;
}
