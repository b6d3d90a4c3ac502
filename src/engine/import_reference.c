/* References of the row at hand: it must not refer to what is not there. Tables are filled after those that they refer
 * to, so that this is known at once. What refers to a row that came with the call and was rejected for something else
 * is not told as well. */
#include <stdio.h>

#include "engine/import_work.h"

static void say_missing(const onex_entity *target, const onex_cell *code, char message[ONEX_CELL_MESSAGE]) {
    char shown[ONEX_SHOWN];
    onex_cell_shown(code->text, code->len, shown);
    if (onex_lang_get() == ONEX_LANG_ZH)
        snprintf(message, ONEX_CELL_MESSAGE, "没有%s“%s”；请一并导入，或更正编号", target->title, shown);
    else
        snprintf(message, ONEX_CELL_MESSAGE, "no %s '%s'; import it too, or correct the code", target->name, shown);
}

static onex_status check(import *im, work *w, int column, const onex_entity *target, bool *comes, onex_error *err) {
    const onex_cell *code = &w->cells[column];
    table *t = onex_import_table(im, target);
    bool found = false;
    onex_status status = onex_import_use(im, t, err);
    if (!status) status = onex_table_has(t->rows, code->text, code->len, &found, err);
    if (status || found) return status;
    if (onex_import_comes(im, target, onex_key_of_text(code->text, code->len))) {
        *comes = true;
        return ONEX_OK;
    }
    char message[ONEX_CELL_MESSAGE];
    say_missing(target, code, message);
    return onex_import_wrong(im, w, column, message, err);
}

onex_status onex_import_check_references(import *im, work *w, bool *comes, onex_error *err) {
    const onex_entity *entity = w->table->entity;
    onex_status status = ONEX_OK;
    *comes = false;
    for (int c = 0; !status && c < entity->ncolumns; c++) {
        const onex_entity *target = onex_column_target(&entity->columns[c]);
        if (target && w->given[c] && !w->bad[c] && w->cells[c].kind == ONEX_CELL_TEXT)
            status = check(im, w, c, target, comes, err);
    }
    return status;
}
