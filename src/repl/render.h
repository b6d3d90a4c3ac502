/* Values as text for people. For src/repl only; may throw. */
#ifndef ONEX_REPL_RENDER_H
#define ONEX_REPL_RENDER_H

#include "repl/state.h"

/* What the console prints of the value at `at`, appended with a line feed: texts as they are, lists of rows and
 * sequences as aligned tables, other tables as "name = value" lines, subjects with their columns. */
void onex_l_render(lua_State *L, int at, onex_buffer *text);
/* The rows of the list, or of the sequence, at `at` as an aligned table. `columns` 0, or where a list of names stands.
 */
void onex_l_render_rows(lua_State *L, int at, int columns, onex_buffer *text);
/* What tables and files of rows are made of. The i-th row (from 1) of the list or sequence at `at`, pushed as a table
 * (a subject gives its columns, a single value its first cell); false: no more, nothing is pushed. */
bool onex_l_next_row(lua_State *L, int at, lua_Integer i);
/* Pushes the names of the columns of the row at `at`, as a list: those of a query in their order, else sorted; "1", "2"
 * of a list. */
void onex_l_names(lua_State *L, int at);
/* Throws where `at` is neither a list nor a sequence of rows; where it is no list of names of columns. */
void onex_l_check_rows(lua_State *L, int at);
void onex_l_check_names(lua_State *L, int at);
/* The same for all rows of the list or sequence at `rows`, of which the first stands at `row`: rows of tables of Lua's own
 * need not have the same columns. */
void onex_l_all_names(lua_State *L, int rows, int row);
/* Pushes the row's value of that name, else at that place. */
void onex_l_value(lua_State *L, int row, const char *name, int place);
/* A value in one cell or line, appended. */
void onex_l_render_cell(lua_State *L, int at, onex_buffer *text);

#endif
