/* The texts of stored values: as a file holds them, as a key, and as a message shows what was written. */
#include <stdio.h>
#include <string.h>

#include "base/character.h"
#include "base/text.h"
#include "engine/cell.h"

static void put_word(onex_buffer *b, const onex_word *words, const onex_cell *cell, bool zh) {
    for (const onex_word *w = words; zh && w && w->code; w++)
        if (strlen(w->code) == cell->len && !memcmp(w->code, cell->text, cell->len)) {
            onex_buffer_text(b, w->title);
            return;
        }
    onex_buffer_put(b, cell->text, cell->len);
}

void onex_cell_put(onex_buffer *b, const onex_column *column, const onex_cell *cell, bool zh) {
    if (cell->kind == ONEX_CELL_NULL) return;
    if (cell->kind == ONEX_CELL_TEXT) {
        put_word(b, column->words, cell, zh);
        return;
    }
    switch (column->type) {
    case ONEX_COL_BOOL: onex_buffer_text(b, zh ? (cell->n ? "是" : "否") : (cell->n ? "1" : "0")); break;
    case ONEX_COL_YUAN: onex_buffer_decimal(b, cell->n, 100); break;
    case ONEX_COL_CREDITS: onex_buffer_decimal(b, cell->n, 10); break;
    case ONEX_COL_NUMBER: onex_buffer_decimal(b, cell->n, 1000); break;
    default: onex_buffer_decimal(b, cell->n, 1); break;
    }
}

void onex_stored_put(onex_buffer *b, const onex_cell *cell) {
    if (cell->kind == ONEX_CELL_INT) onex_buffer_decimal(b, cell->n, 1);
    if (cell->kind == ONEX_CELL_TEXT) onex_buffer_put(b, cell->text, cell->len);
}

void onex_key_put(onex_buffer *b, const onex_entity *entity, const onex_cell *row) {
    char between = '[';
    onex_buffer text = {0};
    for (int i = 0; i < entity->ncolumns; i++) {
        if (!entity->columns[i].key) continue;
        onex_buffer_char(b, between);
        between = ',';
        text.len = 0;
        onex_stored_put(&text, &row[i]);
        if (text.failed)
            b->failed = true;
        else if (row[i].kind == ONEX_CELL_INT)
            onex_buffer_put(b, text.data, text.len);
        else
            onex_buffer_json_text(b, row[i].kind == ONEX_CELL_NULL ? NULL : text.data);
    }
    onex_buffer_char(b, ']');
    onex_buffer_clear(&text);
}

const char *onex_cell_shown(const char *text, size_t len, char buf[ONEX_SHOWN]) {
    size_t used = 0;
    int chars = 0;
    for (const char *at = text, *end = text + len; at < end;) {
        const char *start = at;
        unsigned c = onex_text_next(&at, end);
        if (++chars > 60) {
            used += (size_t)snprintf(buf + used, ONEX_SHOWN - used, "…");
            break;
        }
        if (onex_character_is_control(c) || onex_character_is_format(c)) {
            if (used + 16 >= ONEX_SHOWN) break;
            used += (size_t)snprintf(buf + used, ONEX_SHOWN - used, "<U+%04X>", c);
            continue;
        }
        if (used + (size_t)(at - start) + 8 >= ONEX_SHOWN) break;
        memcpy(buf + used, start, (size_t)(at - start));
        used += (size_t)(at - start);
    }
    buf[used] = '\0';
    return buf;
}
