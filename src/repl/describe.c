/* Descriptions of scripts: the chunk runs in a bare state where `onex` and required modules answer every question with
 * nothing, so that a list of scripts can be made without a database and without doing what they do. */
#include "repl/describe.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/source.h"

enum { STEPS_MOST = 1000000, MEMORY_MOST = 16 << 20 };

static void *allocate(void *ctx, void *block, size_t before, size_t after) {
    size_t *used = ctx, had = block ? before : 0;
    if (after == 0) {
        *used -= had;
        free(block);
        return NULL;
    }
    if (after > had && after - had > MEMORY_MOST - *used) return NULL;
    void *grown = realloc(block, after);
    if (grown) *used += after - had;
    return grown;
}

static void stop(lua_State *L, lua_Debug *at) {
    (void)at;
    luaL_error(L, "too long");
}

/* ---- the bare state ---- */

static int l_nothing(lua_State *L) {
    (void)L;
    return 0;
}

static int l_itself(lua_State *L) {
    lua_settop(L, 1);
    return 1;
}

/* silent.NAME is silent again; silent() gives nothing. */
static void push_silent(lua_State *L) {
    lua_newtable(L);
    lua_createtable(L, 0, 2);
    lua_pushcfunction(L, l_itself);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, l_nothing);
    lua_setfield(L, -2, "__call");
    lua_setmetatable(L, -2);
}

static int l_require(lua_State *L) {
    push_silent(L);
    return 1;
}

static void open_words(lua_State *L) {
    static const luaL_Reg libraries[] = {{LUA_GNAME, luaopen_base},
                                         {LUA_STRLIBNAME, luaopen_string},
                                         {LUA_TABLIBNAME, luaopen_table},
                                         {LUA_MATHLIBNAME, luaopen_math},
                                         {LUA_UTF8LIBNAME, luaopen_utf8}};
    static const char *const taken[] = {"dofile", "loadfile", "load", "print", "pcall", "xpcall", "collectgarbage"};
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        luaL_requiref(L, libraries[i].name, libraries[i].func, 1);
        lua_pop(L, 1);
    }
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        lua_pushnil(L);
        lua_setglobal(L, taken[i]);
    }
    lua_pushcfunction(L, l_require);
    lua_setglobal(L, "require");
    push_silent(L);
    lua_pushstring(L, onex_lang_get() == ONEX_LANG_ZH ? "zh" : "en");
    lua_setfield(L, -2, "lang");
    lua_setglobal(L, "onex");
}

typedef struct asked {
    onex_description *out;
    const char *code;
    size_t len;
} asked;

/* The field of the table at 1, or its text in the language that is set. */
static void take(lua_State *L, const char *name, char *out, size_t size) {
    if (lua_getfield(L, 1, name) == LUA_TTABLE) lua_getfield(L, -1, onex_lang_get() == ONEX_LANG_ZH ? "zh" : "en");
    if (lua_type(L, -1) == LUA_TSTRING) snprintf(out, size, "%s", lua_tostring(L, -1));
    lua_settop(L, 1);
}

static int p_describe(lua_State *L) {
    asked *args = lua_touserdata(L, 1);
    lua_settop(L, 0);
    open_words(L);
    if (luaL_loadbufferx(L, args->code, args->len, "=", "t") != LUA_OK) return 0;
    lua_sethook(L, stop, LUA_MASKCOUNT, STEPS_MOST);
    lua_call(L, 0, 1);
    if (!lua_istable(L, 1)) return 0;
    take(L, "name", args->out->name, sizeof args->out->name);
    take(L, "description", args->out->text, sizeof args->out->text);
    return 0;
}

/* ---- files ---- */

/* Behind a BOM and a first line for the shell. */
static void skip_beginning(asked *args) {
    static const char bom[] = "\xEF\xBB\xBF";
    if (args->len >= 3 && memcmp(args->code, bom, 3) == 0) {
        args->code += 3;
        args->len -= 3;
    }
    if (!args->len || *args->code != '#') return;
    const char *end = memchr(args->code, '\n', args->len);
    size_t skip = end ? (size_t)(end - args->code) : args->len;
    args->code += skip;
    args->len -= skip;
}

static void first_comment(const asked *args) {
    const char *at = args->code, *end = at + args->len;
    while (at < end && (*at == '\n' || *at == '\r' || *at == ' ')) at++;
    if (end - at < 2 || at[0] != '-' || at[1] != '-') return;
    while (at < end && (*at == '-' || *at == ' ' || *at == '[')) at++;
    size_t len = 0;
    while (at + len < end && at[len] != '\n' && at[len] != '\r') len++;
    snprintf(args->out->text, sizeof args->out->text, "%.*s", (int)len, at);
}

onex_status onex_script_describe(onex_description *out, const char *path, onex_error *err) {
    onex_bytes bytes = {0};
    size_t used = 0;
    *out = (onex_description){0};
    onex_status status = onex_bytes_read(&bytes, path, NULL, err);
    asked args = {.out = out, .code = bytes.data, .len = bytes.len};
    lua_State *L = status ? NULL : lua_newstate(allocate, &used);
    if (!status && !L) status = onex_no_memory(err);
    if (L) {
        skip_beginning(&args);
        lua_pushcfunction(L, p_describe);
        lua_pushlightuserdata(L, &args);
        lua_pcall(L, 1, 0, 0); /* a script that needs more than there is describes nothing */
        lua_close(L);
        if (!out->text[0]) first_comment(&args);
    }
    onex_bytes_clear(&bytes);
    return status;
}
