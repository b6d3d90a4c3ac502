/* Subjects and rows as Lua values, shared by the nouns that give or take them. For src/repl only; all may throw. */
#ifndef ONEX_REPL_SUBJECT_H
#define ONEX_REPL_SUBJECT_H

#include "base/arena.h"
#include "repl/state.h"
#include "store/query.h"

/* The subject at `at`; NULL: it is none. */
const onex_lua_subject *onex_l_subject_test(lua_State *L, int at);
/* Pushes a table of the subject's own columns. */
void onex_l_subject_row(lua_State *L, const onex_lua_subject *subject);
/* Pushes a stored value as scripts see it. */
void onex_l_cell(lua_State *L, const onex_column *column, const onex_cell *cell);

/* ---- value.c: from Lua to the store ---- */

/* The value at `at` as one of the column: whole numbers in the units of the store (fen, tenths, thousandths), texts as
 * in a file, true and false, a subject for its code, "" for a blank. Its text lies in Lua (keep the value), in the
 * descriptor or in the arena. */
void onex_l_cell_at(lua_State *L, int at, const onex_entity *entity, int column, onex_cell *out, onex_arena *arena);
/* How many of what Lua counts (fen, tenths, thousandths) make one of what people write in the column; 1: no such column. */
int onex_l_scale(const onex_column *column);
/* The value at `at` as files write it, put into the buffer; nothing for a blank. */
void onex_l_field_at(lua_State *L, int at, const onex_column *column, onex_buffer *out);

/* ---- iterator.c ---- */

typedef struct onex_iterator {
    onex_subject kind;         /* gives subjects of this kind; ONEX_SUBJECTS: rows as tables */
    const onex_entity *entity; /* of the rows; NULL: rows of a query */
    onex_result *result;
    onex_arena arena; /* for whoever fills it */
    unsigned long evaluation;
    bool over;
} onex_iterator;

/* Pushes one that is empty so far: it can be called in a `for`, and is an error after its evaluation. */
onex_iterator *onex_l_iterator(lua_State *L, onex_subject kind, const onex_entity *entity);
onex_iterator *onex_l_iterator_test(lua_State *L, int at);
/* Pushes the next value of the iterator at `at`; false: there is none, nothing is pushed. */
bool onex_l_iterator_next(lua_State *L, int at);
void onex_l_iterators(lua_State *L);
/* Pushes a metatable for rows whose columns are, in this order, those of the list at `at`. */
void onex_l_columns_metatable(lua_State *L, int at);
/* Names of a row's columns in their order: the table at `at` is one that a query gave. Pushes a list; false: none. */
bool onex_l_row_columns(lua_State *L, int at);
/* The table of the data model that such a row is of; NULL: none. */
const onex_entity *onex_l_row_entity(lua_State *L, int at);

/* ---- api.c ---- */

extern const onex_api_noun onex_api_subjects, onex_api_subject;
/* Pushes a table of the functions of the words "X:name" of all nouns. */
void onex_l_methods(lua_State *L, char prefix);

#endif
