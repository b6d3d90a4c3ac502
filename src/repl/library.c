/* Lua's own library as the console changes it: os.exit ends the console in order, coroutines can be interrupted, print
 * writes to the console's output. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "repl/state.h"

/* os.exit(n): the console ends with n and nothing is committed; no pcall holds it up. */
static int l_exit(lua_State *L) {
    onex_console *c = onex_console_of(L);
    int code = EXIT_SUCCESS;
    if (lua_isboolean(L, 1))
        code = lua_toboolean(L, 1) ? EXIT_SUCCESS : EXIT_FAILURE;
    else
        code = (int)luaL_optinteger(L, 1, EXIT_SUCCESS);
    c->exiting = true;
    c->exit_code = code & 0xFF;
    c->stopped = true;
    onex_l_stop_all(L);
    return luaL_error(L, "exit");
}

/* os.execute(command): while it runs, Ctrl-C reaches only the command; where that ends it, it is meant for the script,
 * too. Upvalue: the library's own. */
static int l_execute(lua_State *L) {
    const int by_shell = 128 + SIGINT; /* a shell's word for a command that was interrupted */
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    const char *how = lua_tostring(L, 2);
    lua_Integer number = lua_tointeger(L, 3);
    bool interrupted =
        how && ((strcmp(how, "signal") == 0 && number == SIGINT) || (strcmp(how, "exit") == 0 && number == by_shell));
    if (interrupted) {
        onex_console_interrupt(onex_console_of(L));
        return luaL_error(L, "interrupted");
    }
    return lua_gettop(L);
}

/* A hook is a coroutine's own: each is born with one that looks now and then whether it must stop. */
static int l_create(lua_State *L) {
    const int instructions = 1000;
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *co = lua_newthread(L);
    lua_sethook(co, onex_l_stop, LUA_MASKCOUNT, onex_console_of(L)->stopped ? 1 : instructions);
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    lua_getfield(L, LUA_REGISTRYINDEX, ONEX_THREADS);
    lua_pushvalue(L, -2);
    lua_pushboolean(L, 1);
    lua_rawset(L, -3);
    lua_pop(L, 1);
    return 1;
}

/* wrap(f): what the library's own does, around a coroutine made here. Upvalues: coroutine.resume, the coroutine. */
static int l_wrapped(lua_State *L) {
    int n = lua_gettop(L);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_pushvalue(L, lua_upvalueindex(2));
    lua_insert(L, 2);
    lua_call(L, n + 1, LUA_MULTRET);
    if (lua_toboolean(L, 1)) return lua_gettop(L) - 1;
    lua_resetthread(lua_tothread(L, lua_upvalueindex(2))); /* closes its variables */
    lua_settop(L, 2);
    if (lua_type(L, 2) == LUA_TSTRING && onex_l_words(lua_tostring(L, 2)) == lua_tostring(L, 2)) {
        luaL_where(L, 1); /* as the library does: the place of the call goes before it */
        lua_insert(L, 2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

static int l_wrap(lua_State *L) {
    l_create(L);
    onex_console_of(L)->wrapped = l_wrapped;
    lua_getglobal(L, "coroutine");
    lua_getfield(L, -1, "resume");
    lua_replace(L, -2);
    lua_insert(L, -2);
    lua_pushcclosure(L, l_wrapped, 2);
    return 1;
}

static int l_print(lua_State *L) {
    FILE *out = onex_console_of(L)->options.out;
    int n = lua_gettop(L);
    for (int i = 1; i <= n; i++) {
        size_t len;
        const char *text = luaL_tolstring(L, i, &len);
        if (i > 1) fputc('\t', out);
        fwrite(text, 1, len, out);
        lua_pop(L, 1);
    }
    fputc('\n', out);
    return 0;
}

void onex_l_library(lua_State *L) {
    static const luaL_Reg coroutines[] = {{"create", l_create}, {"wrap", l_wrap}, {NULL, NULL}};
    luaL_openlibs(L);
    lua_newtable(L); /* weak: it keeps no coroutine alive */
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_setfield(L, LUA_REGISTRYINDEX, ONEX_THREADS);
    lua_pushcfunction(L, l_print);
    lua_setglobal(L, "print");
    lua_getglobal(L, "os");
    lua_pushcfunction(L, l_exit);
    lua_setfield(L, -2, "exit");
    lua_getfield(L, -1, "execute");
    lua_pushcclosure(L, l_execute, 1);
    lua_setfield(L, -2, "execute");
    lua_getglobal(L, "coroutine");
    luaL_setfuncs(L, coroutines, 0);
    lua_pop(L, 2);
    onex_l_caught(L);
}
