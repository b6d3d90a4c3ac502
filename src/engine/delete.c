/* Removes a row by its key, held to what import is held to. */
#include "engine/delete.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"
#include "engine/cell.h"
#include "engine/import_pilot.h"
#include "store/decision.h"
#include "store/request.h"
#include "store/row.h"

enum { MAX_COLUMNS = 16 };

typedef struct deleting {
    onex_store *store;
    const onex_delete_options *options;
    const onex_entity *entity;
    onex_table *table;
    onex_arena arena;
    onex_cell key[MAX_COLUMNS];
    const onex_cell *row; /* the stored one */
    int64_t inserted_by;
    onex_requests requests;
} deleting;

/* ---- the key ---- */

static onex_status usage(deleting *d, onex_error *err) {
    char names[256] = "";
    size_t used = 0;
    for (int c = 0; c < d->entity->ncolumns && used < sizeof names - 40; c++)
        if (d->entity->columns[c].key)
            used += (size_t)snprintf(names + used, sizeof names - used, " %s", d->entity->columns[c].name);
    return onex_fail(err, ONEX_E_USAGE,
                     onex_tr("the key of '%s' is:%s; write a blank as ''", "“%s”的主键是：%s；空值写作 ''"),
                     d->entity->name, names);
}

static onex_status read_key(deleting *d, onex_error *err) {
    int given = 0;
    char message[ONEX_CELL_MESSAGE];
    for (int c = 0; c < d->entity->ncolumns; c++) {
        const onex_column *column = &d->entity->columns[c];
        if (!column->key) continue;
        if (given == d->options->nkeys) return usage(d, err);
        const char *text = d->options->keys[given++];
        if (!onex_text_valid(text, strlen(text), NULL))
            return onex_fail(err, ONEX_E_USAGE, onex_tr("%s: not UTF-8", "%s：不是 UTF-8"), column->name);
        onex_cell_status read = onex_cell_read_plain(&d->key[c], d->entity, c, text, strlen(text), &d->arena, message);
        if (read == ONEX_CELL_NO_MEMORY) return onex_no_memory(err);
        if (read == ONEX_CELL_BAD) return onex_fail(err, ONEX_E_USAGE, "%s: %s", column->name, message);
        if (d->key[c].kind == ONEX_CELL_NULL && column->required) return usage(d, err);
    }
    return given == d->options->nkeys ? ONEX_OK : usage(d, err);
}

static onex_status find(deleting *d, onex_error *err) {
    onex_status status = onex_table_open(&d->table, d->store, d->entity, err);
    if (!status) status = onex_table_find(d->table, d->key, &d->row, &d->inserted_by, err);
    if (status || d->row) return status;
    onex_buffer key = {0};
    for (int i = 0; i < d->options->nkeys; i++) {
        const char *value = d->options->keys[i];
        onex_buffer_printf(&key, "%s%s", i ? " " : "", *value ? value : "''");
    }
    onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no row '%s' in table '%s'", "没有行“%s”（表“%s”）"),
              key.data ? key.data : "", d->entity->name);
    onex_buffer_clear(&key);
    return ONEX_E_NOT_FOUND;
}

/* ---- what forbids it ---- */

static onex_status on_referrer(void *ctx, const onex_entity *by, int column, int64_t count, onex_error *err) {
    (void)err;
    onex_buffer *list = ctx;
    onex_buffer_printf(list, "%s%s.%s (%lld)", list->len ? ", " : "", by->name, by->columns[column].name,
                       (long long)count);
    return ONEX_OK;
}

static onex_status check_referrers(deleting *d, onex_error *err) {
    onex_buffer list = {0};
    onex_status status = onex_table_referrers(d->store, d->entity, d->row, on_referrer, &list, err);
    if (!status && list.failed) status = onex_no_memory(err);
    if (!status && list.len)
        status = onex_fail(
            err, ONEX_E_DATA,
            onex_tr("rows refer to it: %s; delete or change them first", "有行引用它：%s；请先删除或更改这些行"),
            list.data);
    onex_buffer_clear(&list);
    return status;
}

/* The subject that the row is, with its code in `code`; ONEX_SUBJECTS: it is none. */
static onex_subject subject_kind(deleting *d, onex_buffer *code) {
    onex_subject kind = onex_subject_find(d->entity->name);
    if (kind == ONEX_SUBJECTS || kind == ONEX_SCHOOL) return ONEX_SUBJECTS;
    for (int c = 0; c < d->entity->ncolumns; c++) {
        if (!d->entity->columns[c].key || d->row[c].kind != ONEX_CELL_TEXT) continue;
        if (code->len) onex_buffer_char(code, '/');
        onex_buffer_put(code, d->row[c].text, d->row[c].len);
    }
    return kind;
}

/* What was decided stays, and so does what it was decided about. */
static onex_status check_decisions(deleting *d, onex_error *err) {
    onex_buffer code = {0};
    int64_t decision = 0;
    onex_subject kind = subject_kind(d, &code);
    onex_status status = code.failed ? onex_no_memory(err) : ONEX_OK;
    if (!status && kind != ONEX_SUBJECTS) status = onex_decision_of(d->store, kind, code.data, &decision, err);
    if (!status && decision)
        status =
            onex_fail(err, ONEX_E_DATA,
                      onex_tr("'%s' is never deleted: decision %lld is about it", "“%s”不得删除：决定 %lld 与之有关"),
                      code.data, (long long)decision);
    onex_buffer_clear(&code);
    return status;
}

static onex_status staffed_pilot(deleting *d, bool *staffed, onex_error *err) {
    const onex_entity *pilots = onex_entity_find("pilot");
    onex_table *table = NULL;
    const onex_cell *found = NULL;
    onex_cell key[MAX_COLUMNS] = {{0}};
    key[onex_entity_column(pilots, "code")] = d->key[onex_entity_column(d->entity, "pilot")];
    onex_status status = onex_table_open(&table, d->store, pilots, err);
    if (!status) status = onex_table_find(table, key, &found, NULL, err);
    *staffed = !status && found && onex_pilot_is_staffed(&found[onex_entity_column(pilots, "state")]);
    onex_table_close(table);
    return status;
}

static onex_status check_pilot(deleting *d, onex_error *err) {
    bool staffed = false;
    if (!strcmp(d->entity->name, "pilot")) {
        if (!onex_pilot_is_staffed(&d->row[onex_entity_column(d->entity, "state")])) return ONEX_OK;
        return onex_fail(
            err, ONEX_E_DATA,
            onex_tr("the pilot is staffed and stays; where an initial import was wrong, import it again as a draft",
                    "项目已组建，不得删除；如初次导入有误，请先以草稿重新导入"));
    }
    const char *field = !strcmp(d->entity->name, "pilot_lead")  ? "lead"
                        : !strcmp(d->entity->name, "milestone") ? "schedule"
                                                                : NULL;
    onex_status status = field ? staffed_pilot(d, &staffed, err) : ONEX_OK;
    if (status || !staffed) return status;
    const onex_cell *pilot = &d->key[onex_entity_column(d->entity, "pilot")];
    if (d->options->record) status = onex_row_record_open(d->options->record, d->store, d->options->as_of, err);
    if (d->options->record)
        d->requests = d->options->record->open;
    else
        status = onex_requests_load(&d->requests, d->store, d->options->as_of, err);
    if (status || onex_requests_take(&d->requests, pilot->text, pilot->len, field)) return status;
    return onex_fail(err, ONEX_E_DATA,
                     onex_tr("the pilot is staffed: this needs an approved change request for '%s'",
                             "项目已组建：此项须有已批准的变更申请（%s）"),
                     field);
}

/* ---- the record ---- */

static onex_status keep(deleting *d, const onex_buffer *b, const char **out, onex_error *err) {
    *out = b->failed ? NULL : onex_arena_text(&d->arena, b->data ? b->data : "", b->len);
    return *out ? ONEX_OK : onex_no_memory(err);
}

/* One change for each value that was not blank, then one for the row. */
static onex_status gather_changes(deleting *d, onex_change changes[MAX_COLUMNS + 1], int *n, const char **key,
                                  onex_error *err) {
    onex_buffer b = {0};
    onex_key_put(&b, d->entity, d->row);
    onex_status status = keep(d, &b, key, err);
    *n = 0;
    for (int c = 0; !status && c < d->entity->ncolumns; c++) {
        if (d->row[c].kind == ONEX_CELL_NULL) continue;
        changes[*n] = (onex_change){.table = d->entity->name, .key = *key, .column = d->entity->columns[c].name};
        b.len = 0;
        onex_stored_put(&b, &d->row[c]);
        status = keep(d, &b, &changes[(*n)++].old_value, err);
    }
    b.len = 0;
    onex_buffer_printf(&b, "%lld", (long long)d->inserted_by);
    changes[*n] = (onex_change){.table = d->entity->name, .key = *key};
    if (!status && d->inserted_by) status = keep(d, &b, &changes[*n].old_value, err);
    ++*n;
    onex_buffer_clear(&b);
    return status;
}

/* Code of the subject that the row is, or of the pilot that it belongs to; NULL: neither. */
static const char *subject_of(deleting *d) {
    static const char *const subjects[] = {"college", "pilot", "exam", "expense"};
    int at = onex_entity_column(d->entity, "pilot");
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
        if (!strcmp(d->entity->name, subjects[i])) at = onex_entity_column(d->entity, "code");
    if (at < 0 || d->row[at].kind != ONEX_CELL_TEXT) return NULL;
    return onex_arena_text(&d->arena, d->row[at].text, d->row[at].len);
}

static onex_status put_payload(deleting *d, onex_buffer *b, const char *key, onex_error *err) {
    onex_buffer_printf(b, "{\"table\":\"%s\",\"key\":%s,\"reason\":", d->entity->name, key);
    onex_buffer_json_text(b, d->options->reason);
    for (int i = 0; i < d->requests.count; i++) {
        if (!d->requests.items[i].used) continue;
        onex_buffer_text(b, ",\"change_requests\":[");
        onex_buffer_json_text(b, d->requests.items[i].code);
        onex_buffer_char(b, ']');
    }
    onex_buffer_char(b, '}');
    return b->failed ? onex_no_memory(err) : ONEX_OK;
}

/* For an event of many rows. */
static onex_status note(deleting *d, const onex_change *changes, int n, onex_error *err) {
    onex_row_record *record = d->options->record;
    onex_status status = ONEX_OK;
    for (int i = 0; i < n && !status; i++) status = onex_row_record_add(record, &changes[i], err);
    for (int i = 0; i < d->requests.count && !status; i++)
        if (d->requests.items[i].used) status = onex_row_record_request(record, d->requests.items[i].code, err);
    if (!status) status = onex_row_record_reason(record, d->options->reason, err);
    if (!status) record->now.deleted++;
    return status;
}

static onex_status remove_row(deleting *d, int64_t *event, onex_error *err) {
    onex_change changes[MAX_COLUMNS + 1];
    int n;
    const char *key, *subject = subject_of(d);
    onex_buffer payload = {0};
    onex_status status = gather_changes(d, changes, &n, &key, err);
    if (!status) status = put_payload(d, &payload, key, err);
    if (!status) status = onex_table_delete(d->table, d->key, err);
    *event = 0;
    if (!status && d->options->record)
        status = note(d, changes, n, err);
    else if (!status)
        status =
            onex_event_append(d->store, d->options->actor, "delete", subject, payload.data, changes, n, event, err);
    if (!status) status = onex_store_commit(d->store, err);
    onex_buffer_clear(&payload);
    return status;
}

/* What is wrong before any database is looked at. */
static onex_status read_words(deleting *d, onex_error *err) {
    const char *reason = d->options->reason;
    if (!reason || onex_text_is_blank(reason, strlen(reason)))
        return onex_fail(err, ONEX_E_USAGE, onex_tr("a reason is needed: %s", "须写明理由：%s"),
                         onex_asked("--reason TEXT", onex_tr("the third value, such as \"entered twice\"",
                                                             "第三个参数，如 \"误录\"")));
    if (!onex_text_valid(reason, strlen(reason), NULL))
        return onex_fail(err, ONEX_E_USAGE, onex_tr("the reason is not UTF-8", "理由不是 UTF-8"));
    return read_key(d, err);
}

onex_status onex_delete_check(const onex_delete_options *options, onex_error *err) {
    deleting d = {.options = options, .entity = options->entity};
    onex_status status = read_words(&d, err);
    onex_arena_clear(&d.arena);
    return status;
}

onex_status onex_delete(onex_store *store, const onex_delete_options *options, int64_t *event, onex_error *err) {
    deleting d = {.store = store, .options = options, .entity = options->entity};
    onex_status status = read_words(&d, err);
    if (!status) status = onex_store_begin(store, err);
    if (!status) {
        status = find(&d, err);
        if (!status) status = check_decisions(&d, err);
        if (!status) status = check_referrers(&d, err);
        if (!status) status = check_pilot(&d, err);
        if (!status) status = remove_row(&d, event, err);
        onex_store_rollback(store);
    }
    onex_table_close(d.table);
    if (options->record)
        onex_row_record_settle(options->record); /* the requests are its own */
    else
        onex_requests_clear(&d.requests);
    onex_arena_clear(&d.arena);
    return status;
}
