/* What writes: rows, acts, imports; and exports. For src/repl only. */
#ifndef ONEX_REPL_ACT_H
#define ONEX_REPL_ACT_H

#include "repl/state.h"

extern const onex_api_noun onex_api_rows, onex_api_acts;

/* A text of the table at `at`, or NULL; its key is then counted in *known. Throws where it is no text. */
const char *onex_l_option(lua_State *L, int at, const char *key, int *known);
bool onex_l_switch(lua_State *L, int at, const char *key, int *known);
/* Throws when the table holds other keys than the `known` ones; `names` lists those that there are. */
void onex_l_options_end(lua_State *L, int at, int known, const char *names);
/* Their metatables; may throw. */
void onex_l_acts(lua_State *L);

#endif
