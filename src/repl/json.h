/* JSON between texts and Lua values, exact. For src/repl only; may throw. */
#ifndef ONEX_REPL_JSON_H
#define ONEX_REPL_JSON_H

#include "repl/state.h"

extern const onex_api_noun onex_api_json;

/* Pushes the value of a JSON text; null is nil (`nulls` false) or onex.json.null. */
void onex_l_json_read(lua_State *L, const char *text, size_t len, bool nulls);
/* Appends the value at `at` as JSON: keys sorted, numbers so that they read back the same. */
void onex_l_json_write(lua_State *L, int at, onex_buffer *out);
/* Marks the table at `at` as a list, which matters while it is empty. */
void onex_l_json_list(lua_State *L, int at);
/* The global `cjson`, wrapped. */
void onex_l_cjson(lua_State *L);

#endif
