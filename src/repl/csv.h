/* onex.csv. For src/repl only. */
#ifndef ONEX_REPL_CSV_H
#define ONEX_REPL_CSV_H

#include "repl/state.h"

extern const onex_api_noun onex_api_csv;

/* May throw. */
void onex_l_csv(lua_State *L);

#endif
