/* What a script catches itself is told in plain words, too: pcall and xpcall, and what gives nil and a text. */
#include <string.h>

#include "repl/state.h"
#include "rules/lua_message.h"

const char *onex_l_said(const char *text) {
    const char *words = onex_l_words(text);
    const char *inner = strncmp(words, "error loading module '", 22) == 0 ? strstr(words, ":\n\t") : NULL;
    return inner ? inner + 3 : text;
}

bool onex_l_is_plain(const char *words) {
    const size_t most = 900;
    if (strncmp(words, "module '", 8) == 0) return false; /* with the places where Lua looked for it */
    return strchr(words, '\n') || strlen(words) > most;
}

void onex_l_plain(lua_State *L, int at) {
    onex_lua_message message;
    if (lua_type(L, at) != LUA_TSTRING) return;
    at = lua_absindex(L, at);
    const char *text = onex_l_said(lua_tostring(L, at)), *words = onex_l_words(text);
    if (onex_l_is_plain(words)) return;
    onex_lua_message_read(&message, words);
    if (strcmp(message.text, words) == 0) return;
    luaL_checkstack(L, 2, NULL);
    lua_pushlstring(L, text, (size_t)(words - text));
    lua_pushstring(L, message.text);
    lua_concat(L, 2);
    lua_replace(L, at);
}

/* A message handler. */
static int l_told(lua_State *L) {
    if (!onex_l_is_own(L)) onex_l_plain(L, 1);
    lua_settop(L, 1);
    return 1;
}

/* The script's own message handler, upvalue 1, gets plain words. */
static int l_handed(lua_State *L) {
    if (!onex_l_is_own(L)) onex_l_plain(L, 1);
    lua_settop(L, 1);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

/* The values behind the first `extra` are the results. */
static int l_ended(lua_State *L, int status, lua_KContext extra) {
    if (status == LUA_OK || status == LUA_YIELD) return lua_gettop(L) - (int)extra;
    if (status == LUA_ERRERR) onex_l_plain(L, -1); /* no handler saw it */
    lua_pushboolean(L, 0);
    lua_pushvalue(L, -2);
    return 2;
}

/* On the stack: handler, function, arguments. */
static int call(lua_State *L) {
    lua_pushboolean(L, 1); /* the first of the results */
    lua_insert(L, 2);
    return l_ended(L, lua_pcallk(L, lua_gettop(L) - 3, LUA_MULTRET, 1, 1, l_ended), 1);
}

static int l_pcall(lua_State *L) {
    luaL_checkany(L, 1);
    lua_pushcfunction(L, l_told);
    lua_insert(L, 1);
    return call(L);
}

static int l_xpcall(lua_State *L) {
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, l_handed, 1);
    lua_insert(L, 1);
    lua_remove(L, 3);
    return call(L);
}

/* Upvalue: the library's own function, which gives false or nil and a text where it fails. */
static int l_failing(lua_State *L) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    if (lua_gettop(L) >= 2 && !lua_toboolean(L, 1)) onex_l_plain(L, 2);
    return lua_gettop(L);
}

void onex_l_caught(lua_State *L) {
    static const luaL_Reg calls[] = {{"pcall", l_pcall}, {"xpcall", l_xpcall}, {NULL, NULL}};
    static const char *const failing[][2] = {{"_G", "load"},  {"_G", "loadfile"}, {"coroutine", "resume"},
                                             {"io", "open"},  {"io", "popen"},    {"os", "rename"},
                                             {"os", "remove"}};
    lua_pushglobaltable(L);
    luaL_setfuncs(L, calls, 0);
    for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
        lua_getglobal(L, failing[i][0]);
        lua_getfield(L, -1, failing[i][1]);
        lua_pushcclosure(L, l_failing, 1);
        lua_setfield(L, -2, failing[i][1]);
        lua_pop(L, 1);
    }
    lua_getfield(L, -1, "error");
    onex_console_of(L)->error = lua_tocfunction(L, -1);
    lua_getfield(L, -2, "assert");
    onex_console_of(L)->assertion = lua_tocfunction(L, -1);
    lua_pop(L, 3);
}
