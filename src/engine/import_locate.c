/* Finds where in the files the rows stand that refer to what is not there: the files are read once more, and only
 * when there are such rows, so that an import need not remember where each row came from. */
#include <stdlib.h>
#include <string.h>

#include "engine/import_work.h"

onex_status onex_import_culprit(import *im, const onex_entity *entity, const onex_cell *row, int column,
                                const char *message, onex_error *err) {
    if (im->nculprits == im->cap_culprits) {
        int cap = im->cap_culprits ? im->cap_culprits * 2 : 32;
        culprit *grown = realloc(im->culprits, (size_t)cap * sizeof *grown);
        if (!grown) return onex_no_memory(err);
        im->culprits = grown;
        im->cap_culprits = cap;
    }
    const char *kept = onex_arena_text(&im->result->arena, message, strlen(message));
    if (!kept) return onex_no_memory(err);
    im->culprits[im->nculprits++] = (culprit){entity, onex_key_of_row(entity, row), column, kept, false};
    return ONEX_OK;
}

static int compare(const culprit *c, const onex_entity *entity, onex_key key) {
    if (c->entity != entity) return c->entity < entity ? -1 : 1;
    if (c->key.a != key.a) return c->key.a < key.a ? -1 : 1;
    return c->key.b == key.b ? 0 : c->key.b < key.b ? -1 : 1;
}

static int by_key(const void *a, const void *b) {
    const culprit *p = a, *q = b;
    int order = compare(p, q->entity, q->key);
    return order ? order : p->column - q->column;
}

/* The first culprit that is not before this row. */
static int first_of(const import *im, const onex_entity *entity, onex_key key) {
    int low = 0, high = im->nculprits;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (compare(&im->culprits[middle], entity, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static onex_status tell(import *im, const input *in, const header *h, const onex_record *record, culprit *c,
                        onex_error *err) {
    int field = h->field_of[c->column];
    where at = {.input = in, .row = record->row, .column = in->entity->columns[c->column].name, .place = c->column};
    if (field >= 0 && field < record->nfields) {
        at.value = record->fields[field].text;
        at.value_len = record->fields[field].len;
    }
    c->found = true;
    return onex_import_tell(im, false, at, c->message, err);
}

static onex_status look_at(import *im, input *in, const header *h, const onex_record *record, onex_error *err) {
    onex_cell cells[MAX_COLUMNS];
    onex_status status = ONEX_OK;
    onex_arena_reset(&im->row_arena);
    if (!onex_import_key(im, in->entity, h, record, cells)) return ONEX_OK;
    onex_key key = onex_key_of_row(in->entity, cells);
    for (int i = first_of(im, in->entity, key); i < im->nculprits && !compare(&im->culprits[i], in->entity, key); i++)
        if (!status && !im->culprits[i].found) {
            status = tell(im, in, h, record, &im->culprits[i], err);
            if (!status) status = onex_import_take_back(im, in, in->entity, cells, err);
        }
    return status;
}

static onex_status search(import *im, input *in, onex_error *err) {
    onex_source *source = NULL;
    onex_record record;
    onex_fault fault;
    header h = {0};
    onex_status status = onex_import_open(im, in, &source, err);
    if (status || !source) return status;
    if (source->next(source, &record, &fault) == ONEX_SOURCE_RECORD) {
        status = onex_import_header(im, in, &record, false, &h, err);
        while (!status && source->next(source, &record, &fault) == ONEX_SOURCE_RECORD)
            status = look_at(im, in, &h, &record, err);
    }
    onex_import_header_clear(&h);
    source->close(source);
    return status;
}

onex_status onex_import_locate(import *im, onex_error *err) {
    onex_status status = ONEX_OK;
    qsort(im->culprits, (size_t)im->nculprits, sizeof *im->culprits, by_key);
    for (int i = 0; !status && i < im->ninputs; i++) {
        const onex_entity *entity = im->inputs[i].entity;
        bool wanted = false;
        for (int c = 0; c < im->nculprits && !wanted; c++) wanted = im->culprits[c].entity == entity;
        if (wanted && !im->inputs[i].unread) status = search(im, &im->inputs[i], err);
    }
    for (int i = 0; !status && i < im->nculprits; i++) {
        const culprit *c = &im->culprits[i];
        if (!c->found)
            status = onex_import_tell(
                im, false, (where){.column = c->entity->columns[c->column].name, .place = c->column}, c->message, err);
    }
    return status;
}
