/* C memory in the hands of Lua: a userdata that clears what it holds, also where an error leaves the function. For
 * src/repl only; may throw. */
#ifndef ONEX_REPL_OWNED_H
#define ONEX_REPL_OWNED_H

#include <lua.h>

/* Pushes `size` zero bytes, on which `clear` is called when they are collected, or closed (lua_toclose). It finds them
 * at 1 and may be called again afterwards. `type`: a name of its own. It has one user value. */
void *onex_l_owned(lua_State *L, size_t size, const char *type, lua_CFunction clear);
/* Clears the one at `at` now, not when it is collected: it may be large. */
void onex_l_owned_clear(lua_State *L, int at);

#endif
