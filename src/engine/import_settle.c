/* What holds on the state after all rows: pilots that exchange what must be unique, breaks that overlap, contracts that
 * went to another pilot. The row that is told is the later one of those that clash. */
#include <stdio.h>
#include <string.h>

#include "engine/import_work.h"

/* A copy of a row whose texts live as long as the import. */
static onex_cell *keep_row(import *im, const onex_entity *entity, const onex_cell *row) {
    onex_arena *arena = &im->result->arena;
    onex_cell *kept = onex_arena_alloc(arena, (size_t)entity->ncolumns * sizeof *kept);
    for (int c = 0; kept && c < entity->ncolumns; c++) {
        kept[c] = row[c];
        if (row[c].kind != ONEX_CELL_TEXT) continue;
        kept[c].text = onex_arena_text(arena, row[c].text, row[c].len);
        if (!kept[c].text) return NULL;
    }
    return kept;
}

/* The row at hand as a place to tell of: its raw fields live as long as the import. */
static bool keep_work(import *im, work *out, const work *w) {
    *out = *w;
    out->old = NULL;
    for (int c = 0; c < w->table->entity->ncolumns; c++) {
        out->cells[c] = onex_cell_null();
        if (!w->has_field[c]) continue;
        out->fields[c].text = onex_arena_text(&im->result->arena, w->fields[c].text, w->fields[c].len);
        if (!out->fields[c].text) return false;
    }
    return true;
}

onex_status onex_import_keep_place(import *im, place **list, const work *w, const onex_cell *key, onex_error *err) {
    place *p = onex_arena_alloc(&im->result->arena, sizeof *p);
    if (!p) return onex_no_memory(err);
    p->key = onex_arena_text(&im->result->arena, key->text, key->len);
    if (!p->key || !keep_work(im, &p->at, w)) return onex_no_memory(err);
    p->next = *list;
    *list = p;
    return ONEX_OK;
}

static place *place_of(place *list, const onex_cell *key) {
    while (list && !onex_import_is(key, list->key)) list = list->next;
    return list;
}

static void count_rejected(onex_import_counts *counts, bool created) {
    *(created ? &counts->created : &counts->updated) -= 1;
    counts->rejected++;
}

static onex_status reject(import *im, input *in, table *t, const onex_cell *row, bool created, onex_error *err) {
    count_rejected(&im->result->counts[t->entity - onex_entities], created);
    count_rejected(&in->counts, created);
    return onex_key_set_add(&t->rejected, onex_key_of_row(t->entity, row), NULL) ? ONEX_OK : onex_no_memory(err);
}

onex_status onex_import_take_back(import *im, input *in, const onex_entity *entity, const onex_cell *key,
                                  onex_error *err) {
    table *t = onex_import_table(im, entity);
    const onex_cell *found = NULL;
    int64_t event = 0;
    bool first = true;
    if (!onex_key_set_add(&t->taken_back, onex_key_of_row(entity, key), &first)) return onex_no_memory(err);
    if (!first) return ONEX_OK;
    onex_status status = onex_table_find(t->rows, key, &found, &event, err);
    return status || !found ? status : reject(im, in, t, key, event == im->event, err);
}

/* The same for a row that is known by its one key. */
static onex_status take_back_place(import *im, place *p, onex_error *err) {
    onex_cell key[MAX_COLUMNS] = {{0}};
    const onex_entity *entity = p->at.table->entity;
    for (int c = 0; c < entity->ncolumns; c++)
        if (entity->columns[c].key) key[c] = onex_cell_text(p->key, strlen(p->key));
    return onex_import_take_back(im, p->at.input, entity, key, err);
}

/* ---- rows that wait for others to make room ---- */

static bool is_rival(const onex_entity *entity, const onex_cell *a, const onex_cell *b) {
    for (int i = 0; i < 4 && entity->unique[i]; i++) {
        int c = onex_entity_column(entity, entity->unique[i]);
        if (!onex_cell_equal(&a[c], &b[c])) return false;
    }
    return true;
}

bool onex_import_is_awaited(const import *im, const work *w) {
    for (const pending *p = im->pending; p; p = p->next)
        if (p->at.table == w->table && is_rival(w->table->entity, p->row, w->cells)) return true;
    return false;
}

onex_status onex_import_postpone(import *im, work *w, bool stored, int64_t event, onex_error *err) {
    pending *p = onex_arena_alloc(&im->result->arena, sizeof *p);
    if (!p) return onex_no_memory(err);
    p->row = keep_row(im, w->table->entity, w->cells);
    if (!p->row || !keep_work(im, &p->at, w)) return onex_no_memory(err);
    if (!onex_key_set_add(&w->table->seen, onex_key_of_row(w->table->entity, p->row), NULL)) return onex_no_memory(err);
    p->stored = stored;
    p->event = event;
    *im->pending_end = p;
    im->pending_end = &p->next;
    return ONEX_OK;
}

static onex_status tell_clash(import *im, pending *p, onex_error *err) {
    const onex_entity *entity = p->at.table->entity;
    const onex_cell *other = NULL;
    onex_status status = onex_table_find_unique(p->at.table->rows, p->row, &other, err);
    if (status) return status;
    char message[ONEX_CELL_MESSAGE], names[200] = "", shown[ONEX_SHOWN] = "?";
    for (int i = 0, used = 0; i < 4 && entity->unique[i] && used < 150; i++)
        used += snprintf(names + used, sizeof names - (size_t)used, "%s%s", i ? ", " : "", entity->unique[i]);
    if (other) onex_cell_shown(other[0].text, other[0].len, shown);
    snprintf(message, sizeof message,
             onex_tr("'%s' has the same %s; only one row may", "“%s”的 %s 与此相同；只能有一行"), shown, names);
    status = reject(im, p->at.input, p->at.table, p->row, !p->stored, err);
    if (status) return status;
    return onex_import_wrong(im, &p->at, onex_entity_column(entity, entity->unique[0]), message, err);
}

onex_status onex_import_settle_pending(import *im, onex_error *err) {
    if (!im->pending) return ONEX_OK;
    onex_status status = onex_store_defer_references(im->store, true, err);
    for (pending *p = im->pending; p && !status; p = p->next)
        if (p->stored) status = onex_table_delete(p->at.table->rows, p->row, err);
    for (pending *p = im->pending; p && !status; p = p->next) {
        status = onex_table_insert(p->at.table->rows, p->row, p->event, err);
        if (status == ONEX_E_DATA) status = tell_clash(im, p, err);
    }
    im->pending = NULL;
    im->pending_end = &im->pending;
    return status ? status : onex_store_defer_references(im->store, false, err);
}

/* ---- breaks ---- */

static bool is_later(const place *a, const place *b) {
    if (!b) return true;
    if (!a) return false;
    return a->at.input->order != b->at.input->order ? a->at.input->order > b->at.input->order : a->at.row > b->at.row;
}

typedef struct span { /* of a break */
    char from[11], to[11];
} span;

static onex_status tell_overlap(import *im, const span *a, const span *b, onex_error *err) {
    onex_cell first = onex_cell_text(a->from, 10), second = onex_cell_text(b->from, 10);
    place *p = place_of(im->breaks, &first), *q = place_of(im->breaks, &second);
    if (!p && !q) return ONEX_OK; /* neither came with this call */
    bool later = is_later(q, p);
    const span *other = later ? a : b;
    char message[ONEX_CELL_MESSAGE];
    snprintf(message, sizeof message,
             onex_tr("the break overlaps or touches that from %s to %s; join the two into one row",
                     "与 %s 至 %s 的停报时段重叠或相接；请合并为一行"),
             other->from, other->to);
    place *told = later ? q : p;
    onex_status status = take_back_place(im, told, err);
    if (status) return status;
    return onex_import_wrong(im, &told->at, onex_import_column(&told->at, "from_on"), message, err);
}

static onex_status settle_breaks(import *im, onex_error *err) {
    if (!im->breaks) return ONEX_OK;
    const onex_entity *entity = onex_entity_find("school_break");
    int from = onex_entity_column(entity, "from_on"), to = onex_entity_column(entity, "to_on");
    onex_rows *rows = NULL;
    const onex_cell *row = NULL;
    span last = {"", ""}, now;
    onex_status status = onex_rows_open(&rows, im->store, entity, err);
    while (!status && !(status = onex_rows_next(rows, &row, err)) && row) {
        memcpy(now.from, row[from].text, 11);
        memcpy(now.to, row[to].text, 11);
        if (*last.to && strcmp(now.from, last.to) <= 0) status = tell_overlap(im, &last, &now, err);
        if (strcmp(now.to, last.to) > 0) last = now;
    }
    onex_rows_close(rows);
    return status;
}

/* ---- contracts ---- */

static onex_status tell_stray(import *im, place *contract, const onex_cell *expense, onex_error *err) {
    char message[ONEX_CELL_MESSAGE], shown[ONEX_SHOWN];
    snprintf(message, sizeof message,
             onex_tr("the contract cannot go to another pilot: expense '%s' of the old one refers to it",
                     "合同不能改属另一项目：原项目的支出“%s”引用了它"),
             onex_cell_shown(expense->text, expense->len, shown));
    onex_status status = take_back_place(im, contract, err);
    if (status) return status;
    return onex_import_wrong(im, &contract->at, onex_import_column(&contract->at, "pilot"), message, err);
}

static onex_status settle_contracts(import *im, onex_error *err) {
    if (!im->contracts) return ONEX_OK;
    const onex_entity *entity = onex_entity_find("expense"), *target = onex_entity_find("contract");
    int code = onex_entity_column(entity, "code"), pilot = onex_entity_column(entity, "pilot");
    int contract = onex_entity_column(entity, "contract"), owner = onex_entity_column(target, "pilot");
    table *contracts = onex_import_table(im, target);
    onex_rows *rows = NULL;
    const onex_cell *row = NULL, *found = NULL;
    onex_status status = onex_rows_open(&rows, im->store, entity, err);
    while (!status && !(status = onex_rows_next(rows, &row, err)) && row) {
        place *p = row[contract].kind == ONEX_CELL_TEXT ? place_of(im->contracts, &row[contract]) : NULL;
        if (!p || p->at.wrong || onex_import_comes(im, entity, onex_key_of_row(entity, row))) continue;
        onex_cell key[MAX_COLUMNS] = {{0}};
        key[onex_entity_column(target, "code")] = row[contract];
        status = onex_table_find(contracts->rows, key, &found, NULL, err);
        if (!status && found && !onex_cell_equal(&found[owner], &row[pilot]))
            status = tell_stray(im, p, &row[code], err);
    }
    onex_rows_close(rows);
    return status;
}

onex_status onex_import_settle(import *im, onex_error *err) {
    onex_status status = settle_breaks(im, err);
    if (!status) status = settle_contracts(im, err);
    return status;
}
