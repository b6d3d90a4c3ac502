/* Fields of Lua tables as the answers of the API are made of them, and the metamethods that such answers share. */
#ifndef ONEX_REPL_FIELD_H
#define ONEX_REPL_FIELD_H

#include <lua.h>

/* The table on top gets table[key] = text; NULL: nothing. */
void onex_l_set_text(lua_State *L, const char *key, const char *text);
/* Pushes table[key] of the table at 1, past its metatable; gives 1, as a function of Lua does. */
int onex_l_raw_field(lua_State *L, const char *key);
/* `a .. b` where either has a text of its own: the texts joined. For __concat. */
int onex_l_concat(lua_State *L);

/* What the value at `at` is, in plain words of the language set: "a table", "表". */
const char *onex_l_kind(lua_State *L, int at);

#endif
