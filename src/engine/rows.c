/* The record of rows that scripts write, and its one event. */
#include "engine/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

void onex_row_record_clear(onex_row_record *record) {
    onex_arena_clear(&record->arena);
    free(record->changes);
    free(record->requests);
    free(record->reasons);
    onex_requests_clear(&record->open);
    *record = (onex_row_record){0};
}

static bool keep(onex_row_record *record, const char *text, const char **out) {
    *out = text ? onex_arena_text(&record->arena, text, strlen(text)) : NULL;
    return !text || *out;
}

onex_status onex_row_record_add(onex_row_record *record, const onex_change *change, onex_error *err) {
    onex_change kept = {.table = change->table};
    if (record->now.changes == record->cap) {
        int cap = record->cap ? record->cap * 2 : 64;
        onex_change *grown = realloc(record->changes, (size_t)cap * sizeof *grown);
        if (!grown) return onex_no_memory(err);
        record->changes = grown;
        record->cap = cap;
    }
    if (!keep(record, change->key, &kept.key) || !keep(record, change->column, &kept.column) ||
        !keep(record, change->old_value, &kept.old_value) || !keep(record, change->new_value, &kept.new_value))
        return onex_no_memory(err);
    record->changes[record->now.changes++] = kept;
    return ONEX_OK;
}

onex_status onex_row_record_open(onex_row_record *record, onex_store *store, onex_day day, onex_error *err) {
    if (record->opened && record->open_on == day) return ONEX_OK;
    onex_requests_clear(&record->open);
    onex_status status = onex_requests_load(&record->open, store, day, err);
    record->opened = !status;
    record->open_on = day;
    if (!status) onex_row_record_settle(record);
    return status;
}

void onex_row_record_settle(onex_row_record *record) {
    for (int i = 0; i < record->open.count; i++) {
        onex_request *request = &record->open.items[i];
        request->used = false;
        for (int k = record->done.requests; k < record->now.requests && !request->used; k++)
            request->used = strcmp(record->requests[k], request->code) == 0;
    }
}

/* Adds a text to a list, once. */
static onex_status note(onex_row_record *record, const char ***list, int *n, int from, const char *text,
                        onex_error *err) {
    for (int i = from; i < *n; i++)
        if (strcmp((*list)[i], text) == 0) return ONEX_OK;
    const char **grown = realloc(*list, ((size_t)*n + 1) * sizeof *grown);
    if (!grown) return onex_no_memory(err);
    *list = grown;
    if (!keep(record, text, &grown[*n])) return onex_no_memory(err);
    ++*n;
    return ONEX_OK;
}

onex_status onex_row_record_request(onex_row_record *record, const char *code, onex_error *err) {
    return note(record, &record->requests, &record->now.requests, record->done.requests, code, err);
}

onex_status onex_row_record_reason(onex_row_record *record, const char *reason, onex_error *err) {
    return note(record, &record->reasons, &record->now.reasons, record->done.reasons, reason, err);
}

static void put_list(onex_buffer *b, const char *name, const char **texts, int from, int n) {
    for (int i = from; i < n; i++) {
        if (i == from)
            onex_buffer_printf(b, ",\"%s\":[", name);
        else
            onex_buffer_char(b, ',');
        onex_buffer_json_text(b, texts[i]);
    }
    if (n > from) onex_buffer_char(b, ']');
}

onex_status onex_rows_event(onex_store *store, onex_row_record *record, const char *actor, const char *script,
                            onex_error *err) {
    const onex_row_counts *now = &record->now, *done = &record->done;
    long created = now->created - done->created, updated = now->updated - done->updated;
    long deleted = now->deleted - done->deleted;
    int64_t number;
    onex_buffer b = {0};
    if (!created && !updated && !deleted) return ONEX_OK;
    onex_buffer_text(&b, "{\"script\":");
    onex_buffer_json_text(&b, script);
    onex_buffer_printf(&b, ",\"new\":%ld,\"updated\":%ld,\"deleted\":%ld", created, updated, deleted);
    put_list(&b, "reasons", record->reasons, done->reasons, now->reasons);
    put_list(&b, "change_requests", record->requests, done->requests, now->requests);
    onex_buffer_char(&b, '}');
    onex_status status = b.failed ? onex_no_memory(err)
                                  : onex_event_append(store, actor, "script", NULL, b.data,
                                                      record->changes ? record->changes + done->changes : NULL,
                                                      now->changes - done->changes, &number, err);
    onex_buffer_clear(&b);
    if (status) return status;
    record->done = record->now;
    record->opened = false;
    return ONEX_OK;
}
