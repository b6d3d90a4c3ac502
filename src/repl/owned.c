/* Userdata that clear the C memory they hold. */
#include "repl/owned.h"

#include <lauxlib.h>
#include <string.h>

void *onex_l_owned(lua_State *L, size_t size, const char *type, lua_CFunction clear) {
    void *owned = lua_newuserdatauv(L, size, 1);
    memset(owned, 0, size);
    if (luaL_newmetatable(L, type)) {
        lua_pushcfunction(L, clear);
        lua_setfield(L, -2, "__gc");
        lua_pushcfunction(L, clear);
        lua_setfield(L, -2, "__close");
    }
    lua_setmetatable(L, -2);
    return owned;
}

void onex_l_owned_clear(lua_State *L, int at) {
    at = lua_absindex(L, at);
    luaL_getmetafield(L, at, "__gc");
    lua_pushvalue(L, at);
    lua_call(L, 1, 0);
}
