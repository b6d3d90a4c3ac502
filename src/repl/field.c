/* Fields of Lua tables, and joining what has a text. */
#include "repl/field.h"

#include <lauxlib.h>

#include "rules/lua_message.h"

void onex_l_set_text(lua_State *L, const char *key, const char *text) {
    if (!text) return;
    lua_pushstring(L, text);
    lua_setfield(L, -2, key);
}

int onex_l_raw_field(lua_State *L, const char *key) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_pushstring(L, key);
    lua_rawget(L, 1);
    return 1;
}

const char *onex_l_kind(lua_State *L, int at) {
    const char *name = luaL_typename(L, at);
    if (lua_type(L, at) != LUA_TUSERDATA || luaL_getmetafield(L, at, "__name") == LUA_TNIL)
        return onex_lua_type_word(name);
    const char *word = lua_type(L, -1) == LUA_TSTRING ? onex_lua_type_word(lua_tostring(L, -1)) : name;
    lua_pop(L, 1); /* the metatable keeps the name */
    return word;
}

int onex_l_concat(lua_State *L) {
    luaL_tolstring(L, 1, NULL);
    luaL_tolstring(L, 2, NULL);
    lua_concat(L, 2);
    return 1;
}
