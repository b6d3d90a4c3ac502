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
/* A value in one cell or line, appended. */
void onex_l_render_cell(lua_State *L, int at, onex_buffer *text);

#endif
