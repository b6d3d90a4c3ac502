/* onex.query and onex.table. For src/repl only. */
#ifndef ONEX_REPL_QUERY_H
#define ONEX_REPL_QUERY_H

#include "repl/state.h"

extern const onex_api_noun onex_api_queries;

/* May throw. */
void onex_l_pages(lua_State *L);

#endif
