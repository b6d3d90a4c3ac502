/* Ratios as Lua values. For src/repl only; may throw. */
#ifndef ONEX_REPL_RATIO_H
#define ONEX_REPL_RATIO_H

#include "repl/state.h"

/* Pushes n/d as counted; d > 0. */
void onex_l_ratio(lua_State *L, int64_t n, int64_t d);
/* onex.ratio(n, d). */
int onex_l_ratio_made(lua_State *L);
void onex_l_ratios(lua_State *L);

#endif
