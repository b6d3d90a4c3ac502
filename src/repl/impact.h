/* onex.impact. For src/repl only. */
#ifndef ONEX_REPL_IMPACT_H
#define ONEX_REPL_IMPACT_H

#include "repl/state.h"

extern const onex_api_noun onex_api_impact;

/* Its metatable; may throw. */
void onex_l_impact(lua_State *L);

#endif
