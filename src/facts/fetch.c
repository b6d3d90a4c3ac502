/* Fetching: a table that is looked up for few rows is not read whole; those with a key are read when they are first asked
 * for. How rows are gathered is source.c's. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "expr/eval.h"
#include "facts/source.h"

typedef struct fetch { /* the rows with one key */
    int slot;
    onex_value key;
    onex_block block;
} fetch;

typedef struct statement {
    int slot;
    sqlite3_stmt *stmt;
} statement;

struct onex_fetched {
    onex_arena keys;
    fetch **all; /* each on its own: their blocks are held on to */
    int count, cap;
    statement statements[4];
    int nstatements;
};

/* Whether the column tells few rows apart and its cells are as stored: the first of the key, or `subject` beside its kind. */
static bool tells(const onex_source *source, int slot) {
    const onex_entity *e = source->entity;
    const onex_slot *s = &source->slots[slot];
    int first = 0;
    if (source->subject_kind)
        first = onex_entity_column(e, "subject");
    else
        while (first < e->ncolumns && !e->columns[first].key) first++;
    if (s->path.nsteps != 1 || s->path.steps[0] != first || s->path.column->dated_by) return false;
    return s->path.column->type == ONEX_COL_TEXT || s->path.column->type == ONEX_COL_ENUM || s->path.column->type == ONEX_COL_INT;
}

static bool same(onex_value a, onex_value b) {
    if (a.kind != b.kind) return false;
    return a.kind == ONEX_V_TEXT ? onex_text_equal(a.text, b.text, true) : a.n == b.n && a.d == b.d;
}

static onex_status statement_for(onex_source *source, onex_store *store, int slot, sqlite3_stmt **stmt, onex_error *err) {
    struct onex_fetched *f = source->fetched;
    for (int i = 0; i < f->nstatements; i++)
        if (f->statements[i].slot == slot) {
            *stmt = f->statements[i].stmt;
            return ONEX_OK;
        }
    onex_buffer by = {0};
    onex_buffer_printf(&by, "t.\"%s\"", source->slots[slot].path.column->name);
    onex_status status = by.failed ? onex_no_memory(err) : onex_source_prepare(source, store, by.data, stmt, err);
    onex_buffer_clear(&by);
    if (!status) f->statements[f->nstatements++] = (statement){slot, *stmt};
    return status;
}

/* Reads the rows into the source's block, and takes that over. */
static onex_status read_rows(onex_source *source, onex_store *store, sqlite3_stmt *stmt, fetch *into, onex_error *err) {
    sqlite3_reset(stmt);
    int rc = into->key.kind == ONEX_V_TEXT ? sqlite3_bind_text(stmt, 3, into->key.text->raw, (int)into->key.text->raw_len, SQLITE_STATIC)
                                           : sqlite3_bind_int64(stmt, 3, into->key.n);
    if (rc == SQLITE_OK) rc = sqlite3_step(stmt);
    into->block = source->block;
    source->block = (onex_block){.nslots = source->nslots};
    sqlite3_reset(stmt);
    if (source->failed) return onex_no_memory(err);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? ONEX_OK : onex_store_fail(store, err, source->entity->name);
}

static onex_status fetch_new(onex_source *source, onex_store *store, int slot, onex_value key, fetch **out, onex_error *err) {
    struct onex_fetched *f = source->fetched;
    sqlite3_stmt *stmt = NULL;
    if (f->count == f->cap) {
        int cap = f->cap ? f->cap * 2 : 16;
        fetch **all = realloc(f->all, (size_t)cap * sizeof(fetch *));
        if (!all) return onex_no_memory(err);
        f->all = all;
        f->cap = cap;
    }
    fetch *one = calloc(1, sizeof *one);
    if (!one) return onex_no_memory(err);
    f->all[f->count++] = one;
    one->slot = slot;
    if (key.kind == ONEX_V_TEXT) /* the text asked with lives no longer than its row */
        key = onex_text_value(&f->keys, NULL, key.text->raw, key.text->raw_len);
    if (!onex_v_known(key)) return onex_no_memory(err);
    one->key = key;
    *out = one;
    onex_status status = statement_for(source, store, slot, &stmt, err);
    return status ? status : read_rows(source, store, stmt, one, err);
}

static onex_status fetch_all(onex_source *source, onex_store *store, onex_block **block, onex_error *err) {
    *block = &source->block;
    if (source->loaded) return ONEX_OK;
    onex_status status = onex_source_prepare(source, store, NULL, &source->stmt, err);
    return status ? status : onex_source_load(source, store, err);
}

onex_status onex_source_fetch(onex_source *source, onex_store *store, int slot, onex_value key, onex_block **block, onex_error *err) {
    if (!source->fetched) source->fetched = calloc(1, sizeof *source->fetched);
    struct onex_fetched *f = source->fetched;
    if (!f) return onex_no_memory(err);
    bool whole = key.kind == ONEX_V_TEXT || (key.kind == ONEX_V_NUMBER && key.d == 1);
    if (source->loaded || !whole || slot < 0 || !tells(source, slot)) return fetch_all(source, store, block, err);
    fetch *found = NULL;
    for (int i = 0; i < f->count && !found; i++)
        if (f->all[i]->slot == slot && same(f->all[i]->key, key)) found = f->all[i];
    onex_status status = found ? ONEX_OK : fetch_new(source, store, slot, key, &found, err);
    if (!status) *block = &found->block;
    return status;
}

void onex_source_forget(onex_source *source) {
    struct onex_fetched *f = source->fetched;
    if (!f) return;
    for (int i = 0; i < f->count; i++) {
        onex_block_clear(&f->all[i]->block);
        free(f->all[i]);
    }
    for (int i = 0; i < f->nstatements; i++) sqlite3_finalize(f->statements[i].stmt);
    free(f->all);
    onex_arena_clear(&f->keys);
    free(f);
    source->fetched = NULL;
}
