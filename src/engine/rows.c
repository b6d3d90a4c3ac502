/* The record of rows that scripts write, and its one event. */
#include "engine/rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

void onex_row_record_clear(onex_row_record *record) {
    onex_arena_clear(&record->arena);
    free(record->changes);
    free(record->requests);
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

onex_status onex_row_record_request(onex_row_record *record, const char *code, onex_error *err) {
    for (int i = record->done.requests; i < record->now.requests; i++)
        if (strcmp(record->requests[i], code) == 0) return ONEX_OK;
    const char **grown = realloc(record->requests, ((size_t)record->now.requests + 1) * sizeof *grown);
    if (!grown) return onex_no_memory(err);
    record->requests = grown;
    if (!keep(record, code, &grown[record->now.requests])) return onex_no_memory(err);
    record->now.requests++;
    return ONEX_OK;
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
    for (int i = done->requests; i < now->requests; i++) {
        onex_buffer_text(&b, i > done->requests ? "," : ",\"change_requests\":[");
        onex_buffer_json_text(&b, record->requests[i]);
    }
    onex_buffer_text(&b, now->requests > done->requests ? "]}" : "}");
    onex_status status = b.failed ? onex_no_memory(err)
                                  : onex_event_append(store, actor, "script", NULL, b.data,
                                                      record->changes ? record->changes + done->changes : NULL,
                                                      now->changes - done->changes, &number, err);
    onex_buffer_clear(&b);
    if (!status) record->done = record->now;
    return status;
}
