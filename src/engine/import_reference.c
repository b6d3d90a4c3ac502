/* References, looked at once all rows of a call are there: a row must not refer to what is not. What refers to a row
 * that came with the call and was rejected for something else is not told as well. */
#include <stdio.h>
#include <string.h>

#include "engine/import_work.h"

static void say_missing(const onex_entity *target, const onex_cell *code, char message[ONEX_CELL_MESSAGE]) {
    char shown[ONEX_SHOWN];
    onex_cell_shown(code->text, code->len, shown);
    if (onex_lang_get() == ONEX_LANG_ZH)
        snprintf(message, ONEX_CELL_MESSAGE, "没有%s“%s”；请一并导入，或更正编号", target->title, shown);
    else
        snprintf(message, ONEX_CELL_MESSAGE, "no %s '%s'; import it too, or correct the code", target->name, shown);
}

/* ---- of rejected rows ---- */

onex_status onex_import_keep_references(import *im, const work *w, onex_error *err) {
    const onex_entity *entity = w->table->entity;
    onex_arena *arena = &im->result->arena;
    for (int c = 0; c < entity->ncolumns; c++) {
        const onex_entity *target = onex_column_target(&entity->columns[c]);
        if (!target || !w->given[c] || w->bad[c] || w->cells[c].kind != ONEX_CELL_TEXT) continue;
        loose *l = onex_arena_alloc(arena, sizeof *l);
        char *code = onex_arena_text(arena, w->cells[c].text, w->cells[c].len);
        char *value = w->has_field[c] ? onex_arena_text(arena, w->fields[c].text, w->fields[c].len) : NULL;
        if (!l || !code || (w->has_field[c] && !value)) return onex_no_memory(err);
        *l = (loose){target,
                     onex_cell_text(code, w->cells[c].len),
                     {w->input, w->row, entity->columns[c].name, c, value, w->fields[c].len},
                     im->loose};
        im->loose = l;
    }
    return ONEX_OK;
}

static onex_status check_loose(import *im, const loose *l, onex_error *err) {
    table *t = onex_import_table(im, l->target);
    bool found = onex_import_comes(im, l->target, onex_key_of_text(l->code.text, l->code.len));
    if (found) return ONEX_OK;
    onex_status status = onex_import_use(im, t, err);
    if (!status) status = onex_table_has(t->rows, l->code.text, l->code.len, &found, err);
    if (status || found) return status;
    char message[ONEX_CELL_MESSAGE];
    say_missing(l->target, &l->code, message);
    return onex_import_tell(im, false, l->at, message, err);
}

/* ---- of written rows ---- */

static onex_status on_orphan(void *ctx, const onex_entity *entity, const onex_cell *row, int column, onex_error *err) {
    import *im = ctx;
    const onex_entity *target = onex_column_target(&entity->columns[column]);
    const onex_cell *code = &row[column];
    char message[ONEX_CELL_MESSAGE];
    if (!target || onex_import_comes(im, target, onex_key_of_text(code->text, code->len))) return ONEX_OK;
    say_missing(target, code, message);
    return onex_import_culprit(im, entity, row, column, message, err);
}

onex_status onex_import_references(import *im, onex_error *err) {
    onex_status status = ONEX_OK;
    for (const loose *l = im->loose; l && !status; l = l->next) status = check_loose(im, l, err);
    if (status || onex_store_references_hold(im->store)) return status;
    for (int i = 0; !status && i < onex_nentities; i++)
        if (im->result->used[i]) status = onex_table_orphans(im->store, &onex_entities[i], on_orphan, im, err);
    if (!status && im->nculprits) status = onex_import_locate(im, err);
    return status;
}
