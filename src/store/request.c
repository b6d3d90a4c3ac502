/* Which approved change requests are still open to be used. What may be changed with them is decided by the engine. */
#include "store/request.h"

#include <sqlite3.h>
#include <string.h>

static const char requests_sql[] =
    "SELECT code, pilot, field FROM change_request"
    " WHERE decision = 'approved' AND decided_on <= ?1 AND requested_on <= ?1 AND code NOT IN ("
    "  SELECT used.value FROM event, json_each(event.payload, '$.change_requests') AS used"
    "  WHERE event.kind IN ('import', 'delete', 'script'))"
    " ORDER BY decided_on, code";

static const char *copy_column(onex_arena *arena, sqlite3_stmt *statement, int column) {
    const char *text = (const char *)sqlite3_column_text(statement, column);
    return text ? onex_arena_text(arena, text, (size_t)sqlite3_column_bytes(statement, column)) : NULL;
}

static onex_status read_requests(onex_requests *out, onex_store *store, sqlite3_stmt *statement, onex_error *err) {
    int cap = 0, step;
    while ((step = sqlite3_step(statement)) == SQLITE_ROW) {
        if (out->count == cap) { /* the arena keeps the smaller arrays until it is cleared */
            cap = cap ? cap * 2 : 16;
            onex_request *grown = onex_arena_alloc(&out->arena, (size_t)cap * sizeof *grown);
            if (!grown) return onex_no_memory(err);
            if (out->count) memcpy(grown, out->items, (size_t)out->count * sizeof *grown);
            out->items = grown;
        }
        onex_request *request = &out->items[out->count];
        request->code = copy_column(&out->arena, statement, 0);
        request->pilot = copy_column(&out->arena, statement, 1);
        request->field = copy_column(&out->arena, statement, 2);
        if (!request->code || !request->pilot || !request->field) return onex_no_memory(err);
        out->count++;
    }
    if (step != SQLITE_DONE)
        return onex_store_fail(store, err, onex_tr("cannot read the change requests", "无法读取变更申请"));
    return ONEX_OK;
}

onex_status onex_requests_load(onex_requests *out, onex_store *store, onex_day day, onex_error *err) {
    *out = (onex_requests){0};
    sqlite3_stmt *statement = NULL;
    char text[ONEX_DAY_TEXT];
    onex_status status = ONEX_OK;
    if (sqlite3_prepare_v2(onex_store_db(store), requests_sql, -1, &statement, NULL) != SQLITE_OK ||
        sqlite3_bind_text(statement, 1, onex_day_text(day, text), -1, SQLITE_TRANSIENT) != SQLITE_OK)
        status = onex_store_fail(store, err, onex_tr("cannot read the change requests", "无法读取变更申请"));
    if (!status) status = read_requests(out, store, statement, err);
    sqlite3_finalize(statement);
    return status;
}

void onex_requests_clear(onex_requests *requests) {
    onex_arena_clear(&requests->arena);
    *requests = (onex_requests){0};
}

bool onex_requests_take(onex_requests *requests, const char *pilot, size_t pilot_len, const char *field) {
    onex_request *oldest = NULL;
    for (int i = 0; i < requests->count; i++) {
        onex_request *r = &requests->items[i];
        if (strcmp(r->field, field) != 0 || strlen(r->pilot) != pilot_len || memcmp(r->pilot, pilot, pilot_len) != 0)
            continue;
        if (r->used) return true;
        if (!oldest) oldest = r;
    }
    if (oldest) oldest->used = true;
    return oldest != NULL;
}
