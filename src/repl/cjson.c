/* lua-cjson as `cjson` and `cjson.safe`: what it would lose in silence is an error. Texts are read by the strict
 * reader (json_read.c) first, from which exact numbers and empty lists are taken; values are looked through before. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "repl/json.h"

#include <lua-cjson.h> /* needs lua.h before it */

/* ---- encode ---- */

/* Throws where cjson's fourteen digits would not give the number back. */
static void check_number(lua_State *L, int at) {
    const double most = 1e14;
    char text[40];
    double x = lua_tonumber(L, at);
    if (!isfinite(x)) onex_l_json_wrong(L, onex_tr("an infinite number or none", "无穷大或非数"));
    snprintf(text, sizeof text, "%.14g", x);
    bool same = lua_isinteger(L, at) ? fabs(x) < most : strtod(text, NULL) == x;
    if (!same)
        onex_l_throw_text(L,
                          onex_tr("cjson would lose digits of %s; onex.json.encode keeps them",
                                  "cjson 会丢失 %s 的位数；请用 onex.json.encode"),
                          luaL_tolstring(L, at, NULL));
}

static void check_text(lua_State *L, int at) {
    size_t len;
    const char *text = lua_tolstring(L, at, &len);
    if (!onex_text_valid(text, len, NULL)) onex_l_json_wrong(L, onex_tr("a text that is not UTF-8", "文本不是 UTF-8"));
}

static void check_value(lua_State *L, int at, int depth);

static void check_table(lua_State *L, int at, int depth) {
    bool list;
    if (depth > ONEX_JSON_DEPTH)
        onex_l_json_wrong(L, onex_tr("nested too deep, or a table that holds itself", "嵌套过深，或表包含自身"));
    if (onex_l_json_measure(L, at, &list) == 0 && list)
        onex_l_throw_text(L, "%s",
                          onex_tr("cjson would write an empty list as {}; onex.json.encode writes []",
                                  "cjson 会把空列表写成 {}；请用 onex.json.encode，它写作 []"));
    for (lua_pushnil(L); lua_next(L, at); lua_pop(L, 1)) {
        if (!list) check_text(L, -2);
        check_value(L, lua_gettop(L), depth + 1);
    }
}

/* Kinds that JSON has not are left to cjson, which refuses them. */
static void check_value(lua_State *L, int at, int depth) {
    luaL_checkstack(L, 8, NULL);
    switch (lua_type(L, at)) {
    case LUA_TNUMBER: check_number(L, at); return;
    case LUA_TSTRING: check_text(L, at); return;
    case LUA_TTABLE: check_table(L, at, depth); return;
    default: return;
    }
}

/* Upvalue: cjson's own function. */
static int l_encode(lua_State *L) {
    luaL_checkany(L, 1);
    lua_settop(L, 1);
    check_value(L, 1, 0);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

/* ---- decode ---- */

/* The table at `at` gets the numbers and the marks of lists of the exact one at `exact`. */
static void correct(lua_State *L, int at, int exact) {
    luaL_checkstack(L, 8, NULL);
    if (onex_l_json_is_list(L, exact)) onex_l_json_list(L, at);
    for (lua_pushnil(L); lua_next(L, exact); lua_pop(L, 1)) {
        int key = lua_gettop(L) - 1;
        if (lua_type(L, -1) == LUA_TNUMBER) {
            lua_pushvalue(L, key);
            lua_pushvalue(L, key + 1);
            lua_rawset(L, at);
        } else if (lua_istable(L, -1)) {
            lua_pushvalue(L, key);
            lua_rawget(L, at);
            correct(L, key + 2, key + 1);
            lua_pop(L, 1);
        }
    }
}

/* Upvalue: cjson's own function. */
static int l_decode(lua_State *L) {
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    lua_settop(L, 1);
    onex_l_json_read(L, text, len, true);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_pushvalue(L, 1);
    lua_call(L, 1, 1);
    if (lua_type(L, 2) == LUA_TNUMBER)
        lua_settop(L, 2);
    else if (lua_istable(L, 2))
        correct(L, 3, 2);
    return 1;
}

/* ---- the modules ---- */

/* Upvalue: a wrapped function, whose errors become nil and a text. */
static int l_safe(lua_State *L) {
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    int status = lua_pcall(L, lua_gettop(L) - 1, 1, 0);
    if (status == LUA_OK) return 1;
    if (status != LUA_ERRRUN || onex_console_of(L)->interrupted) return lua_error(L);
    if (lua_istable(L, -1))
        lua_getfield(L, -1, "message");
    else
        onex_l_plain(L, -1);
    lua_pushnil(L);
    lua_insert(L, -2);
    return 2;
}

static const char *const wrapped[] = {"encode", "decode"};

/* On the stack: the module. Leaves out the calls by which something could be lost. */
static void wrap(lua_State *L) {
    static const lua_CFunction by[] = {l_encode, l_decode};
    static const char *const dropped[] = {"new", "encode_number_precision", "encode_invalid_numbers",
                                          "decode_invalid_numbers", "encode_sparse_array"};
    for (size_t i = 0; i < sizeof wrapped / sizeof *wrapped; i++) {
        lua_getfield(L, -1, wrapped[i]);
        lua_pushcclosure(L, by[i], 1);
        lua_setfield(L, -2, wrapped[i]);
    }
    for (size_t i = 0; i < sizeof dropped / sizeof *dropped; i++) {
        lua_pushnil(L);
        lua_setfield(L, -2, dropped[i]);
    }
}

/* A module that is a copy of cjson with safe functions. */
static int l_open_safe(lua_State *L) {
    lua_newtable(L);
    lua_getglobal(L, "cjson");
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_rawset(L, -6);
    }
    for (size_t i = 0; i < sizeof wrapped / sizeof *wrapped; i++) {
        lua_getfield(L, -1, wrapped[i]);
        lua_pushcclosure(L, l_safe, 1);
        lua_setfield(L, -3, wrapped[i]);
    }
    lua_pop(L, 1);
    return 1;
}

void onex_l_cjson(lua_State *L) {
    luaL_requiref(L, "cjson", luaopen_cjson, 1);
    wrap(L);
    luaL_requiref(L, "cjson.safe", l_open_safe, 0);
    lua_pop(L, 2);
}
