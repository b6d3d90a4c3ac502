/* Verdicts and their reasons as Lua values. For src/repl only; may throw. */
#ifndef ONEX_REPL_VERDICT_H
#define ONEX_REPL_VERDICT_H

#include "repl/state.h"

extern const onex_api_noun onex_api_verdicts;

/* Their metatables; may throw. */
void onex_l_verdicts(lua_State *L);

#endif
