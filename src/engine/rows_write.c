/* One row of a script as an import of its own: the same header, the same checks, the same settling, but its changes go
 * to the record of many rows. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/import_work.h"
#include "engine/rows.h"

/* ---- the row as a source of two records ---- */

typedef struct memory {
    onex_source source;
    onex_field names[MAX_COLUMNS], values[MAX_COLUMNS];
    int count, given;
} memory;

static onex_source_step next(onex_source *source, onex_record *record, onex_fault *fault) {
    memory *m = (memory *)source;
    (void)fault;
    if (m->given == 2) return ONEX_SOURCE_END;
    m->given++;
    *record = (onex_record){.row = m->given, .fields = m->given == 1 ? m->names : m->values, .nfields = m->count};
    return ONEX_SOURCE_RECORD;
}

static void stay(onex_source *source) {
    (void)source; /* it lies on the stack of the writer */
}

static onex_field field(const char *text) {
    size_t len = strlen(text);
    return (onex_field){
        .text = text, .len = len > ONEX_FIELD_MAX ? ONEX_FIELD_MAX : len, .too_long = len > ONEX_FIELD_MAX};
}

static void fill(memory *m, const onex_row *row) {
    *m = (memory){.source = {.next = next, .close = stay}, .count = row->count};
    for (int i = 0; i < row->count; i++) {
        m->names[i] = field(row->entity->columns[row->columns[i]].name);
        m->values[i] = field(row->texts[i]);
    }
}

/* ---- telling ---- */

/* All problems in one text, a line each: "expense.amount: ...". */
static onex_status refuse(const onex_import_result *r, const onex_row *row, onex_error *err) {
    size_t used = 0;
    char text[sizeof err->text] = "";
    for (int i = 0; i < r->nproblems && used < sizeof text; i++) {
        const onex_import_problem *p = &r->problems[i];
        if (p->warning) continue;
        int n = snprintf(text + used, sizeof text - used, "%s%s%s%s: %s", used ? "\n" : "", row->entity->name,
                         p->column ? "." : "", p->column ? p->column : "", p->message);
        used += n > 0 ? (size_t)n : 0;
    }
    return used ? onex_fail(err, ONEX_E_DATA, "%s", text) : err->code;
}

static onex_status wrong_key(const onex_row *row, bool there, onex_error *err) {
    onex_buffer b = {0};
    for (int i = 0; i < row->count; i++)
        if (row->entity->columns[row->columns[i]].key) onex_buffer_printf(&b, "%s%s", b.len ? " " : "", row->texts[i]);
    onex_status status =
        there ? onex_fail(err, ONEX_E_DATA,
                          onex_tr("there is a row '%s' in '%s' already; change it with onex.update",
                                  "“%s”（表 %s）已存在；请用 onex.update 修改"),
                          b.data ? b.data : "", row->entity->name)
              : onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("no row '%s' in table '%s'", "没有行“%s”（表“%s”）"),
                          b.data ? b.data : "", row->entity->name);
    onex_buffer_clear(&b);
    return status;
}

/* ---- writing ---- */

/* Whether the row is as it must be: new or there. A key that cannot be read is told by the import. */
static onex_status check_key(import *im, const onex_row *row, bool must_be_there, onex_error *err) {
    onex_cell key[MAX_COLUMNS] = {{0}};
    char message[ONEX_CELL_MESSAGE];
    onex_table *rows = NULL;
    const onex_cell *found = NULL;
    for (int i = 0; i < row->count; i++) {
        int c = row->columns[i];
        if (!row->entity->columns[c].key) continue;
        onex_cell_status read = onex_cell_read_plain(&key[c], row->entity, c, row->texts[i], strlen(row->texts[i]),
                                                     &im->row_arena, message);
        if (read == ONEX_CELL_NO_MEMORY) return onex_no_memory(err);
        if (read == ONEX_CELL_BAD) return ONEX_OK;
    }
    onex_status status = onex_table_open(&rows, im->store, row->entity, err);
    if (!status) status = onex_table_find(rows, key, &found, NULL, err);
    bool there = found != NULL;
    onex_table_close(rows);
    return status || there == must_be_there ? status : wrong_key(row, there, err);
}

static onex_status record(import *im, onex_row_record *to, onex_error *err) {
    onex_status status = ONEX_OK;
    for (int i = 0; i < im->nchanges && !status; i++) status = onex_row_record_add(to, &im->changes[i], err);
    for (int i = 0; i < im->requests.count && !status; i++)
        if (im->requests.items[i].used) status = onex_row_record_request(to, im->requests.items[i].code, err);
    return status;
}

/* Inside the transaction. */
static onex_status write_row(import *im, const onex_row *row, const onex_rows_options *o, bool update,
                             onex_error *err) {
    im->inputs = calloc(1, sizeof *im->inputs);
    if (!im->inputs) return onex_no_memory(err);
    im->ninputs = im->cap_inputs = 1;
    *im->inputs = (input){.path = "", .shown = "", .name = "", .entity = row->entity};
    onex_status status = onex_row_record_open(o->record, im->store, o->as_of, err);
    im->requests = o->record->open;
    if (!status) status = check_key(im, row, update, err);
    if (!status) status = onex_import_read_all(im, err);
    if (status && im->result->nerrors) status = refuse(im->result, row, err);
    if (!status) status = record(im, o->record, err);
    return status;
}

static onex_status write_one(onex_store *store, const onex_row *row, const onex_rows_options *o, bool update,
                             bool *changed, onex_error *err) {
    onex_import_result result = {0};
    onex_import_options options = {.as_of = o->as_of, .actor = o->actor, .program = o->program, .ctx = o->ctx};
    memory source;
    fill(&source, row);
    struct import im = {.store = store, .options = &options, .result = &result, .given = &source.source};
    const onex_row_counts before = o->record->now;
    onex_status status = onex_import_prepare(&im, err);
    if (!status) status = onex_store_begin(store, err);
    if (!status) {
        status = write_row(&im, row, o, update, err);
        if (!status) status = onex_store_commit(store, err);
        onex_store_rollback(store);
    }
    const onex_import_counts *counts = result.counts ? &result.counts[row->entity - onex_entities] : NULL;
    *changed = !status && counts && counts->updated + counts->created > 0;
    if (status) {
        o->record->now = before;
    } else if (*changed) {
        o->record->now.created += !update;
        o->record->now.updated += update;
    }
    im.requests = (onex_requests){0}; /* they are the record's */
    onex_row_record_settle(o->record);
    onex_import_release(&im);
    onex_import_result_clear(&result);
    return status;
}

onex_status onex_rows_insert(onex_store *store, const onex_row *row, const onex_rows_options *options,
                             onex_error *err) {
    bool changed;
    return write_one(store, row, options, false, &changed, err);
}

onex_status onex_rows_update(onex_store *store, const onex_row *row, const onex_rows_options *options, bool *changed,
                             onex_error *err) {
    return write_one(store, row, options, true, changed, err);
}
