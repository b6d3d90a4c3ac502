/* Facts as Lua values: whole numbers, texts, true and false, ratios, and the unknown. For src/repl only; may throw. */
#ifndef ONEX_REPL_FACT_H
#define ONEX_REPL_FACT_H

#include "repl/state.h"

extern const onex_api_noun onex_api_facts, onex_api_values;

/* Pushes the proxy behind p.fact for the subject at `at`. */
void onex_l_facts(lua_State *L, int at);
/* Pushes the unknown that is no particular fact's (onex.unknown). */
void onex_l_unknown(lua_State *L);
bool onex_l_is_unknown(lua_State *L, int at);
bool onex_l_is_ratio(lua_State *L, int at, int64_t *n, int64_t *d);
void onex_l_values(lua_State *L);

#endif
