/* A cell between its two forms: text as people and files write it, and the value as it is stored. Whatever comes in,
 * from a file or a script, is read here, so that one set of rules holds. */
#ifndef ONEX_ENGINE_CELL_H
#define ONEX_ENGINE_CELL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "expr/program.h"
#include "model/entity.h"
#include "store/row.h"

#define ONEX_CELL_MESSAGE 512

typedef enum { ONEX_CELL_GOOD, ONEX_CELL_BAD, ONEX_CELL_NO_MEMORY } onex_cell_status;

/* Reads `text` (valid UTF-8 of `len` bytes) as a value of the entity's column: trimmed, NFC, code or Chinese word,
 * number, date in three ways, bool; a blank is NULL, also where the column is required. A text's guard (' before = + -
 * @ ') is taken off. BAD: `message` says what is wrong and what to write. The value's text lies in `arena`, in `text`
 * or in the descriptor. */
onex_cell_status onex_cell_read(onex_cell *out, const onex_entity *entity, int column, const char *text, size_t len,
                                onex_arena *arena, char message[ONEX_CELL_MESSAGE]);

/* The same for a text that comes from no file and so is never guarded: a ' is its own. */
onex_cell_status onex_cell_read_plain(onex_cell *out, const onex_entity *entity, int column, const char *text,
                                      size_t len, onex_arena *arena, char message[ONEX_CELL_MESSAGE]);

/* The same for a value of a type that stands alone (a field's value): `scale` of a number as in its type. */
onex_cell_status onex_cell_read_type(onex_cell *out, onex_column_type type, const char *text, size_t len,
                                     onex_arena *arena, char message[ONEX_CELL_MESSAGE]);

/* The type of column that holds values of a field's type. */
onex_column_type onex_cell_type_of(const onex_type *type);

/* The text of a stored value as a file holds it; nothing for NULL. With `zh` enums and bools are Chinese words. */
void onex_cell_put(onex_buffer *b, const onex_column *column, const onex_cell *cell, bool zh);

/* For the record: a value as it is stored, as text (NULL: nothing); a row's key as a JSON array in the order of the
 * data model, numbers as numbers, a blank as null. */
void onex_stored_put(onex_buffer *b, const onex_cell *cell);
void onex_key_put(onex_buffer *b, const onex_entity *entity, const onex_cell *row);

/* `text` for a message: at most some 60 characters, what cannot be seen as U+200B. Gives buf. */
#define ONEX_SHOWN 320
const char *onex_cell_shown(const char *text, size_t len, char buf[ONEX_SHOWN]);

#endif
