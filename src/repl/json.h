/* JSON between texts and Lua values, exact. For src/repl only; may throw. */
#ifndef ONEX_REPL_JSON_H
#define ONEX_REPL_JSON_H

#include "repl/state.h"

enum { ONEX_JSON_DEPTH = 200 }; /* levels that a value may have */

extern const onex_api_noun onex_api_json;

/* Pushes the value of a JSON text; null is nil (`nulls` false) or onex.json.null. */
void onex_l_json_read(lua_State *L, const char *text, size_t len, bool nulls);
/* Appends the value at `at` as JSON: keys sorted, numbers so that they read back the same. */
void onex_l_json_write(lua_State *L, int at, onex_buffer *out);
/* Marks the table at `at` as a list, which matters while it is empty. */
void onex_l_json_list(lua_State *L, int at);
/* Throws what cannot be written. */
void onex_l_json_wrong(lua_State *L, const char *what);
/* Whether the table at `at` has that mark. */
bool onex_l_json_is_list(lua_State *L, int at);
/* How many entries the table at `at` has; *list: they are 1, 2, 3 ..., or it is empty and marked. Throws where keys are
 * neither all names nor all places without gaps. */
lua_Integer onex_l_json_measure(lua_State *L, int at, bool *list);
/* The global `cjson`, wrapped, and what require gives for "cjson" and "cjson.safe" (nil and a text, no error). */
void onex_l_cjson(lua_State *L);

#endif
