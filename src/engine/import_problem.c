/* Gathers what an import has to tell: errors, warnings, files passed over. How it is shown is left to the caller. */
#include <stdlib.h>
#include <string.h>

#include "engine/import_work.h"

static const char *copy(import *im, const char *text, size_t len) {
    return onex_arena_text(&im->result->arena, text, len);
}

/* A value in a report is cut where no one would read on. */
static size_t readable(const char *value, size_t len) {
    enum { MOST = 2000 };
    if (len <= MOST) return len;
    len = MOST;
    while (len > 0 && ((unsigned char)value[len] & 0xC0) == 0x80) len--;
    return len;
}

onex_status onex_import_tell(import *im, bool warning, where at, const char *message, onex_error *err) {
    onex_import_result *r = im->result;
    if (!warning) r->nerrors++;
    if (r->nproblems >= ONEX_IMPORT_PROBLEMS_MAX) return ONEX_OK;
    if (r->nproblems == r->cap) {
        int cap = r->cap ? r->cap * 2 : 32;
        onex_import_problem *grown = realloc(r->problems, (size_t)cap * sizeof *grown);
        if (!grown) return onex_no_memory(err);
        r->problems = grown;
        r->cap = cap;
    }
    onex_import_problem *p = &r->problems[r->nproblems];
    *p = (onex_import_problem){.row = at.row, .warning = warning, .place = at.place};
    p->order = at.input ? at.input->order : 0;
    p->file = at.input ? at.input->shown : NULL;
    int column = at.input && at.input->entity && at.column ? onex_entity_column(at.input->entity, at.column) : -1;
    p->title = column < 0 ? NULL : at.input->entity->columns[column].title;
    p->column = at.column ? copy(im, at.column, strlen(at.column)) : NULL;
    p->value = at.value ? copy(im, at.value, readable(at.value, at.value_len)) : NULL;
    p->message = copy(im, message, strlen(message));
    if (!p->message || (at.column && !p->column) || (at.value && !p->value)) return onex_no_memory(err);
    r->nproblems++;
    return ONEX_OK;
}

static onex_status of_cell(import *im, bool warning, const work *w, int column, const char *message, onex_error *err) {
    where at = {.input = w->input, .row = w->row, .place = column};
    if (column >= 0) {
        at.column = w->table->entity->columns[column].name;
        if (w->has_field[column]) {
            at.value = w->fields[column].text;
            at.value_len = w->fields[column].len;
        }
    }
    return onex_import_tell(im, warning, at, message, err);
}

onex_status onex_import_wrong(import *im, work *w, int column, const char *message, onex_error *err) {
    w->wrong = true;
    if (column >= 0) w->bad[column] = true;
    return of_cell(im, false, w, column, message, err);
}

onex_status onex_import_warn(import *im, const work *w, int column, const char *message, onex_error *err) {
    return of_cell(im, true, w, column, message, err);
}

onex_status onex_import_note(import *im, const char *text, onex_error *err) {
    onex_import_result *r = im->result;
    if ((r->nnotes & (r->nnotes - 1)) == 0) {
        const char **grown = realloc(r->notes, (size_t)(r->nnotes ? r->nnotes * 2 : 1) * sizeof *grown);
        if (!grown) return onex_no_memory(err);
        r->notes = grown;
    }
    const char *kept = copy(im, text, strlen(text));
    if (!kept) return onex_no_memory(err);
    r->notes[r->nnotes++] = kept;
    return ONEX_OK;
}

static int by_place(const void *a, const void *b) {
    const onex_import_problem *p = a, *q = b;
    if (p->order != q->order) return p->order < q->order ? -1 : 1;
    if (p->row != q->row) return p->row < q->row ? -1 : 1;
    if (p->place != q->place) return p->place < q->place ? -1 : 1;
    return strcmp(p->message, q->message);
}

void onex_import_sort(onex_import_result *result) {
    if (result->nproblems) qsort(result->problems, (size_t)result->nproblems, sizeof *result->problems, by_place);
}

void onex_import_result_clear(onex_import_result *result) {
    free(result->counts);
    free(result->used);
    free(result->problems);
    free(result->notes);
    onex_arena_clear(&result->arena);
    *result = (onex_import_result){0};
}
