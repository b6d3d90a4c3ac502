/* A file's records, one after the other, into its table: read, merged with what is stored, checked, written. What a
 * row must hold is said in import_check.c; what holds between rows is settled after all of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/character.h"
#include "base/text.h"
#include "engine/import_work.h"

table *onex_import_table(import *im, const onex_entity *entity) {
    return &im->tables[entity - onex_entities];
}

onex_status onex_import_use(import *im, table *t, onex_error *err) {
    if (t->rows) return ONEX_OK;
    int64_t count = 1;
    onex_status status = onex_table_open(&t->rows, im->store, t->entity, err);
    if (!status && !im->given) status = onex_table_count(im->store, t->entity, &count, err);
    t->expect_new = count == 0;
    return status;
}

/* ---- reading ---- */

const char *onex_import_too_long(void) {
    return onex_tr("the cell is longer than 1 MiB", "单元格超过 1 MiB");
}

static onex_status read_cell(import *im, work *w, int column, const onex_field *field, onex_error *err) {
    char message[ONEX_CELL_MESSAGE];
    const onex_entity *entity = w->table->entity;
    w->given[column] = true;
    w->has_field[column] = field != NULL;
    if (field) w->fields[column] = *field;
    if (field && field->too_long) return onex_import_wrong(im, w, column, onex_import_too_long(), err);
    if (field && field->len) {
        onex_cell_status read = (im->given ? onex_cell_read_plain : onex_cell_read)(
            &w->cells[column], entity, column, field->text, field->len, &im->row_arena, message);
        if (read == ONEX_CELL_NO_MEMORY) return onex_no_memory(err);
        if (read == ONEX_CELL_BAD) {
            w->cells[column] = onex_cell_null();
            return onex_import_wrong(im, w, column, message, err);
        }
    }
    const onex_column *c = &entity->columns[column];
    if (w->cells[column].kind != ONEX_CELL_NULL || !c->required || c->stamped) return ONEX_OK;
    snprintf(message, sizeof message, onex_tr("'%s' (%s) must not be blank", "“%s”（%s）不得为空"), c->name, c->title);
    return onex_import_wrong(im, w, column, message, err);
}

/* Cells outside the header's columns must be blank. */
static onex_status check_surplus(import *im, work *w, const header *h, const onex_record *record, onex_error *err) {
    for (int i = 0; i < record->nfields; i++) {
        const onex_field *field = &record->fields[i];
        if ((i < h->ncolumns && !h->blank[i]) || !field->len) continue;
        if (!field->too_long && onex_text_is_blank(field->text, field->len)) continue;
        char message[ONEX_CELL_MESSAGE];
        snprintf(message, sizeof message,
                 onex_tr("cell %d of the row is not blank, but the header has no name for it",
                         "本行第%d个单元格非空，但表头没有对应的列名"),
                 i + 1);
        w->wrong = true;
        return onex_import_tell(im, false,
                                (where){.input = w->input,
                                        .row = w->row,
                                        .place = MAX_COLUMNS + i,
                                        .value = field->text,
                                        .value_len = field->len},
                                field->too_long ? onex_import_too_long() : message, err);
    }
    return ONEX_OK;
}

static const onex_field *field_of(const header *h, const onex_record *record, int column) {
    int at = h->field_of[column];
    return at >= 0 && at < record->nfields ? &record->fields[at] : NULL;
}

static onex_status read_row(import *im, work *w, const header *h, const onex_record *record, onex_error *err) {
    onex_status status = ONEX_OK;
    for (int c = 0; !status && c < w->table->entity->ncolumns; c++) {
        w->cells[c] = onex_cell_null();
        if (h->field_of[c] >= 0) status = read_cell(im, w, c, field_of(h, record, c), err);
    }
    if (!status && record->nfields > 0) status = check_surplus(im, w, h, record, err);
    return status;
}

/* ---- writing ---- */

static bool keep_rejected(table *t, const char *text, size_t len) {
    return onex_key_set_add(&t->rejected, onex_key_of_text(text, len), NULL);
}

/* A code that cannot be one: what refers to it, as it stands or without the characters that cannot be seen, is not
 * wrong as well. */
static onex_status reject_code(work *w, int column, onex_error *err) {
    const onex_field *field = &w->fields[column];
    char *text = w->has_field[column] ? onex_text_clean(field->text, field->too_long ? 0 : field->len) : NULL;
    if (!text) return w->has_field[column] ? onex_no_memory(err) : ONEX_OK;
    bool kept = keep_rejected(w->table, text, strlen(text));
    char *to = text;
    for (const char *at = text, *end = text + strlen(text); at < end;) {
        const char *start = at;
        unsigned c = onex_text_next(&at, end);
        if (onex_character_is_control(c) || onex_character_is_format(c)) continue;
        memmove(to, start, (size_t)(at - start));
        to += at - start;
    }
    kept = kept && keep_rejected(w->table, text, (size_t)(to - text));
    free(text);
    return kept ? ONEX_OK : onex_no_memory(err);
}

static bool keep_key(work *w) {
    return onex_key_set_add(&w->table->rejected, onex_key_of_row(w->table->entity, w->cells), NULL);
}

static onex_status reject(import *im, work *w, onex_error *err) {
    table *t = w->table;
    im->result->counts[t->entity - onex_entities].rejected++;
    w->input->counts.rejected++;
    bool whole = true, comes;
    onex_status status = onex_import_check_references(im, w, &comes, err);
    for (int c = 0; !status && c < t->entity->ncolumns; c++) {
        if (!t->entity->columns[c].key || !w->bad[c]) continue;
        whole = false;
        status = reject_code(w, c, err);
    }
    if (!status && whole && !keep_key(w)) return onex_no_memory(err);
    return status;
}

static bool key_is_good(const work *w) {
    for (int c = 0; c < w->table->entity->ncolumns; c++)
        if (w->table->entity->columns[c].key && w->bad[c]) return false;
    return true;
}

static int first_key(const onex_entity *entity) {
    for (int c = 0; c < entity->ncolumns; c++)
        if (entity->columns[c].key) return c;
    return -1;
}

/* A key that came before in this call: the later row is at fault. */
static onex_status check_twice(import *im, work *w, int64_t inserted_by, onex_error *err) {
    table *t = w->table;
    bool first = true;
    if (im->given) return ONEX_OK; /* a script may write a row again */
    onex_key key = onex_key_of_row(t->entity, w->cells);
    if (onex_key_set_has(&t->rejected, key) || onex_key_set_has(&t->seen, key) || (w->old && inserted_by == im->event))
        first = false;
    else if (w->old && !onex_key_set_add(&t->seen, key, &first))
        return onex_no_memory(err);
    if (first) return ONEX_OK;
    return onex_import_wrong(im, w, first_key(t->entity),
                             onex_tr("a row with this key came before in this import; keep one of the two",
                                     "本次导入中前面已有相同主键的行；请只保留其一"),
                             err);
}

static void count(import *im, work *w, long delta_created, long delta_updated, long delta_unchanged) {
    onex_import_counts *counts[] = {&im->result->counts[w->table->entity - onex_entities], &w->input->counts};
    for (int i = 0; i < 2; i++) {
        counts[i]->created += delta_created;
        counts[i]->updated += delta_updated;
        counts[i]->unchanged += delta_unchanged;
    }
}

static onex_status check(import *im, work *w, onex_error *err) {
    const row_rules *rules = onex_import_rules_of(w->table->entity);
    return rules && rules->check ? rules->check(im, w, err) : ONEX_OK;
}

static onex_status written(import *im, work *w, onex_error *err) {
    const row_rules *rules = onex_import_rules_of(w->table->entity);
    return rules && rules->written ? rules->written(im, w, err) : ONEX_OK;
}

/* A row that cannot be written now: it refers to nothing, or to a row that came and was rejected (then it is not wrong
 * as well), or it clashes with one that may yet make room. `event`: that which inserted it. */
static onex_status forbidden(import *im, work *w, int64_t event, onex_error *err) {
    const onex_error why = *err;
    bool comes = false;
    onex_status status = onex_import_check_references(im, w, &comes, err);
    if (!status && !w->wrong && !comes && !w->table->entity->unique[0]) status = onex_import_wrong(im, w, -1, why.text, err);
    if (status) return status;
    if (w->wrong) return reject(im, w, err);
    count(im, w, !w->old, w->old != NULL, 0);
    if (!comes) return onex_import_postpone(im, w, w->old != NULL, event, err);
    return keep_key(w) ? ONEX_OK : onex_no_memory(err);
}

static onex_status insert(import *im, work *w, onex_error *err) {
    onex_status status = ONEX_E_DATA;
    if (!onex_import_is_awaited(im, w)) status = onex_table_insert(w->table->rows, w->cells, im->event, err);
    if (status == ONEX_E_DATA) return forbidden(im, w, im->event, err);
    if (status) return status;
    w->table->expect_new = true;
    count(im, w, 1, 0, 0);
    return written(im, w, err);
}

static onex_status update(import *im, work *w, int64_t inserted_by, onex_error *err) {
    int n = w->table->entity->ncolumns;
    bool same = true;
    w->table->expect_new = false;
    for (int c = 0; c < n && same; c++) same = onex_cell_equal(&w->cells[c], &w->old[c]);
    if (same) {
        count(im, w, 0, 0, 1);
        return ONEX_OK;
    }
    onex_status status = onex_import_change(im, w, err);
    if (status) return status;
    for (int c = 0; c < n; c++) /* what is kept from the stored row outlives it */
        if (!w->given[c] && w->cells[c].kind == ONEX_CELL_TEXT) {
            w->cells[c].text = onex_arena_text(&im->row_arena, w->cells[c].text, w->cells[c].len);
            if (!w->cells[c].text) return onex_no_memory(err);
        }
    status = ONEX_E_DATA;
    if (!onex_import_is_awaited(im, w)) status = onex_table_update(w->table->rows, w->cells, err);
    if (status == ONEX_E_DATA) return forbidden(im, w, inserted_by, err);
    if (status) return status;
    count(im, w, 0, 1, 0);
    return written(im, w, err);
}

/* What the file does not give is kept, or for a new row blank. A new row must give what is required. */
static void merge(work *w, bool *lacks_required) {
    *lacks_required = false;
    for (int c = 0; c < w->table->entity->ncolumns; c++) {
        const onex_column *column = &w->table->entity->columns[c];
        if (w->old && !w->given[c]) w->cells[c] = w->old[c];
        if (w->cells[c].kind != ONEX_CELL_NULL || w->bad[c] || !column->required) continue;
        if (column->stamped && !w->old)
            w->cells[c] = onex_cell_text(column->words[0].code, strlen(column->words[0].code));
        else if (!w->given[c])
            *lacks_required = true;
    }
}

static onex_status check_required(import *im, work *w, bool *told, onex_error *err) {
    char message[ONEX_CELL_MESSAGE];
    w->wrong = true;
    if (*told) return ONEX_OK;
    *told = true;
    onex_status status = ONEX_OK;
    for (int c = 0; !status && c < w->table->entity->ncolumns; c++) {
        const onex_column *column = &w->table->entity->columns[c];
        if (!column->required || w->given[c] || column->stamped) continue;
        snprintf(
            message, sizeof message,
            onex_tr("the column '%s' (%s) is missing; new rows must have it", "缺少列“%s”（%s）；新增的行必须有它"),
            column->name, column->title);
        status = onex_import_tell(im, false, (where){.input = w->input, .row = 1, .column = column->name, .place = c},
                                  message, err);
    }
    return status;
}

/* Whether a row may be tried as a new one: what it must hold can be told without a stored row to merge it with. */
static bool can_insert_first(const work *w, const header *h) {
    if (w->wrong || !w->table->expect_new || w->table->rejected.count) return false;
    const row_rules *rules = onex_import_rules_of(w->table->entity);
    if (rules && rules->needs_old) return false;
    return rules && rules->check ? h->all : h->required;
}

/* Tries a row as a new one, without looking first. *done: it was new, or is wrong. */
static onex_status insert_first(import *im, work *w, bool *done, onex_error *err) {
    *done = true;
    onex_status status = check(im, w, err);
    if (status) return status;
    if (w->wrong) return reject(im, w, err);
    status = onex_table_insert(w->table->rows, w->cells, im->event, err);
    if (status == ONEX_E_DATA) {
        *done = false;
        return ONEX_OK;
    }
    if (status) return status;
    count(im, w, 1, 0, 0);
    return written(im, w, err);
}

/* A row whose key is wrong: what can be told without knowing whether it is new is told. */
static onex_status put_nameless(import *im, work *w, const header *h, onex_error *err) {
    const row_rules *rules = onex_import_rules_of(w->table->entity);
    onex_status status = rules && !rules->needs_old && h->all ? check(im, w, err) : ONEX_OK;
    return status ? status : reject(im, w, err);
}

static onex_status put_row(import *im, work *w, const header *h, bool *told_required, onex_error *err) {
    if (!key_is_good(w)) return put_nameless(im, w, h, err);
    bool done = false, lacks_required, checked = can_insert_first(w, h);
    onex_status status = checked ? insert_first(im, w, &done, err) : ONEX_OK;
    int64_t inserted_by = 0;
    if (status || done) return status;
    status = onex_table_find(w->table->rows, w->cells, &w->old, &inserted_by, err);
    if (!status) status = check_twice(im, w, inserted_by, err);
    if (status) return status;
    merge(w, &lacks_required);
    if (lacks_required)
        status = check_required(im, w, told_required, err);
    else if (!checked)
        status = check(im, w, err);
    if (status) return status;
    if (w->wrong) return reject(im, w, err);
    return w->old ? update(im, w, inserted_by, err) : insert(im, w, err);
}

/* ---- a file ---- */

enum { ROWS_OF_PROGRESS = 1 << 14 };

static onex_status tell_fault(import *im, input *in, const header *h, const onex_fault *fault, onex_error *err) {
    where at = {.input = in, .row = fault->row, .place = fault->field};
    if (*fault->value) {
        at.value = fault->value;
        at.value_len = strlen(fault->value);
    }
    for (int c = 0; h && c < in->entity->ncolumns; c++)
        if (fault->field >= 0 && h->field_of[c] == fault->field) {
            at.column = in->entity->columns[c].name;
            at.place = c;
        }
    onex_import_table(im, in->entity)->incomplete = true;
    return onex_import_tell(im, false, at, fault->message, err);
}

/* A row of a file whose header lacks a part of the key: that was told once. */
static onex_status reject_keyless(import *im, work *w, onex_error *err) {
    w->table->incomplete = true;
    return reject(im, w, err);
}

static onex_status import_records(import *im, input *in, onex_source *source, const header *h, onex_error *err) {
    bool told_required = false;
    onex_record record;
    onex_fault fault;
    for (;;) {
        switch (source->next(source, &record, &fault)) {
        case ONEX_SOURCE_END: return ONEX_OK;
        case ONEX_SOURCE_FAULT: return tell_fault(im, in, h, &fault, err);
        case ONEX_SOURCE_NO_MEMORY: return onex_no_memory(err);
        case ONEX_SOURCE_RECORD: break;
        }
        onex_arena_reset(&im->row_arena);
        if (++im->rows % ROWS_OF_PROGRESS == 0 && im->options->progress)
            im->options->progress(im->options->ctx, im->rows);
        work w = {.table = onex_import_table(im, in->entity), .input = in, .row = record.row};
        onex_status status = read_row(im, &w, h, &record, err);
        if (!status && !h->keys)
            status = reject_keyless(im, &w, err);
        else if (!status)
            status = put_row(im, &w, h, &told_required, err);
        if (status) return status;
    }
}

onex_status onex_import_file(import *im, input *in, onex_error *err) {
    onex_source *source = NULL;
    onex_record record;
    onex_fault fault;
    header h = {0};
    onex_status status = onex_import_use(im, onex_import_table(im, in->entity), err);
    if (!status) status = onex_import_open(im, in, &source, err);
    im->result->used[in->entity - onex_entities] = true;
    if (status || !source) {
        onex_import_table(im, in->entity)->incomplete = true;
        return status;
    }
    switch (source->next(source, &record, &fault)) {
    case ONEX_SOURCE_RECORD:
        status = onex_import_header(im, in, &record, true, &h, err);
        if (!status) status = import_records(im, in, source, &h, err);
        break;
    case ONEX_SOURCE_END:
        onex_import_table(im, in->entity)->incomplete = true;
        status = onex_import_no_header(im, in, err);
        break;
    case ONEX_SOURCE_FAULT: status = tell_fault(im, in, NULL, &fault, err); break;
    case ONEX_SOURCE_NO_MEMORY: status = onex_no_memory(err); break;
    }
    onex_import_header_clear(&h);
    source->close(source);
    return status;
}
