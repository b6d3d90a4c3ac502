/* The reduced libraries of Lua: what is pure, bounded and the same on every run. pairs goes in a fixed order, pcall
 * holds no limit, and nothing shows an address. */
#include <lauxlib.h>
#include <lualib.h>
#include <string.h>

#include "base/error.h"
#include "rules/worker_state.h"

/* ---- sorting ---- */

/* Whether the value on top of the stack belongs before the one below it, by the function at 2 or by `<`. */
static bool goes_first(lua_State *L) {
    if (lua_isnil(L, 2)) return lua_compare(L, -1, -2, LUA_OPLT);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -4);
    lua_call(L, 2, 1);
    bool first = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return first;
}

/* Merges the runs [low, middle) and [middle, high) of the list at `from` into the list at `to`. */
static void merge(lua_State *L, int from, int to, lua_Integer low, lua_Integer middle, lua_Integer high) {
    lua_Integer left = low, right = middle;
    for (lua_Integer i = low; i < high; i++) {
        bool take_right = left == middle;
        if (left < middle && right < high) {
            lua_rawgeti(L, from, left);
            lua_rawgeti(L, from, right);
            take_right = goes_first(L);
            lua_pop(L, 2);
        }
        lua_rawgeti(L, from, take_right ? right++ : left++);
        lua_rawseti(L, to, i);
    }
}

/* table.sort that keeps the order of equals: Lua's own chooses at random how it goes about long lists, so that equals
 * would come out differently from run to run. */
static int l_sort(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    if (!lua_isnoneornil(L, 2)) luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    lua_Integer n = (lua_Integer)lua_rawlen(L, 1);
    lua_newtable(L);
    lua_newtable(L);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, 1, i);
        lua_rawseti(L, 3, i);
    }
    int from = 3, to = 4;
    for (lua_Integer width = 1; width < n; width *= 2) {
        for (lua_Integer low = 1; low <= n; low += 2 * width) {
            lua_Integer middle = low + width <= n ? low + width : n + 1,
                        high = middle + width <= n ? middle + width : n + 1;
            merge(L, from, to, low, middle, high);
        }
        int swapped = from;
        from = to;
        to = swapped;
    }
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, from, i);
        lua_rawseti(L, 1, i);
    }
    return 0;
}

/* ---- basic functions ---- */

/* pcall that lets through what ends the file. */
static int l_pcall(lua_State *L) {
    onex_worker_state *w = onex_worker_state_of(L);
    luaL_checkany(L, 1);
    lua_pushboolean(L, 1);
    lua_insert(L, 1);
    int status = lua_pcall(L, lua_gettop(L) - 2, LUA_MULTRET, 0);
    if (status == LUA_ERRMEM && w->refused) onex_worker_stop_now(w, ONEX_STOP_MEMORY);
    if (w->dead) return luaL_error(L, "stopped");
    if (status != LUA_OK) {
        lua_pushboolean(L, 0);
        lua_replace(L, 1);
    }
    return lua_gettop(L);
}

/* Text of a value without an address in it. */
static void push_shown(lua_State *L, int index) {
    switch (lua_type(L, index)) {
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TNUMBER:
    case LUA_TSTRING: luaL_tolstring(L, index, NULL); break;
    default: lua_pushstring(L, onex_worker_node_at(L, index) ? "expression" : luaL_typename(L, index));
    }
}

static int l_tostring(lua_State *L) {
    luaL_checkany(L, 1);
    push_shown(L, 1);
    return 1;
}

static int l_pairs_next(lua_State *L) { /* upvalues: table, keys, how many were given */
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(3)) + 1;
    lua_pushinteger(L, i);
    lua_replace(L, lua_upvalueindex(3));
    if (lua_rawgeti(L, lua_upvalueindex(2), i) == LUA_TNIL) return 1;
    lua_pushvalue(L, -1);
    lua_rawget(L, lua_upvalueindex(1));
    return 2;
}

/* Appends the sorted keys of one type from the table at 1 to the list at 2. */
static lua_Integer add_keys(lua_State *L, int type, lua_Integer count) {
    lua_newtable(L);
    lua_Integer n = 0;
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        if (lua_type(L, -2) != type) continue;
        lua_pushvalue(L, -2);
        lua_rawseti(L, 3, ++n);
    }
    lua_pushcfunction(L, l_sort);
    lua_pushvalue(L, 3);
    lua_call(L, 1, 0);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_rawgeti(L, 3, i);
        lua_rawseti(L, 2, count + i);
    }
    lua_settop(L, 2);
    return count + n;
}

/* pairs in a fixed order: numbers, then texts. Other keys have no order, and are an error. */
static int l_pairs(lua_State *L) {
    if (onex_worker_node_at(L, 1) && onex_worker_node_at(L, 1)->failed) {
        lua_settop(L, 0);
        lua_newtable(L);
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    lua_newtable(L);
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
        if (lua_type(L, -2) != LUA_TNUMBER && lua_type(L, -2) != LUA_TSTRING)
            return luaL_error(L, onex_tr("pairs: a key that is neither number nor text has no order",
                                         "pairs：既不是数也不是文本的键没有顺序"));
    add_keys(L, LUA_TSTRING, add_keys(L, LUA_TNUMBER, 0));
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, l_pairs_next, 3);
    return 1;
}

/* ---- texts ---- */

/* string.rep of nothing, which would count to the end of all numbers; else Lua's own. Upvalue: that. */
static int l_rep(lua_State *L) {
    if (lua_gettop(L) <= 3 && lua_type(L, 1) == LUA_TSTRING && lua_rawlen(L, 1) == 0 &&
        (lua_isnoneornil(L, 3) || lua_rawlen(L, 3) == 0)) {
        luaL_checkinteger(L, 2);
        lua_pushliteral(L, "");
        return 1;
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, LUA_MULTRET);
    return lua_gettop(L);
}

/* string.format without addresses. Upvalue: Lua's own. */
static int l_format(lua_State *L) {
    size_t len;
    const char *format = luaL_checklstring(L, 1, &len);
    for (size_t i = 0; i + 1 < len; i++) {
        if (format[i] != '%') continue;
        i++;
        while (i < len && strchr("-+ #0123456789.", format[i]) && format[i]) i++;
        if (i < len && (format[i] == 'p' || format[i] == 'a' || format[i] == 'A'))
            return luaL_error(L, onex_tr("format has no '%%%c'", "format 没有“%%%c”"), format[i]);
    }
    for (int i = 2; i <= lua_gettop(L); i++) {
        push_shown(L, i);
        if (lua_type(L, i) == LUA_TNUMBER || lua_type(L, i) == LUA_TSTRING)
            lua_pop(L, 1);
        else
            lua_replace(L, i);
    }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

/* ---- tables of the allowed ---- */

static int l_closed(lua_State *L) {
    return luaL_error(L, "%s", onex_tr("a library cannot be changed", "不能修改函数库"));
}

/* Pushes an empty table that reads from the one on top of the stack (which it takes off) and cannot be written. */
static void close_table(lua_State *L) {
    lua_newtable(L);
    lua_createtable(L, 0, 2);
    lua_rotate(L, -3, -1); /* closed meta real */
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, l_closed);
    lua_setfield(L, -2, "__newindex");
    lua_setmetatable(L, -2);
}

/* From the library on top of the stack (taken off), the named members in a closed table into words[library]. */
static void allow(lua_State *L, int words, const char *library, const char *const *names) {
    lua_newtable(L);
    for (; *names; names++) {
        lua_getfield(L, -2, *names);
        if (strcmp(*names, "rep") == 0) lua_pushcclosure(L, l_rep, 1);
        if (strcmp(*names, "format") == 0) lua_pushcclosure(L, l_format, 1);
        lua_setfield(L, -2, *names);
    }
    lua_remove(L, -2);
    close_table(L);
    lua_setfield(L, words, library);
}

static void open_library(lua_State *L, lua_CFunction open) {
    lua_pushcfunction(L, open);
    lua_call(L, 0, 1);
}

static void open_base(lua_State *L, int words) {
    static const char *const names[] = {"assert", "error", "ipairs", "select", "tonumber", "type", NULL};
    static const luaL_Reg own[] = {{"pcall", l_pcall}, {"tostring", l_tostring}, {"pairs", l_pairs}, {NULL, NULL}};
    open_library(L, luaopen_base);
    for (const char *const *name = names; *name; name++) {
        lua_getfield(L, -1, *name);
        lua_setfield(L, words, *name);
    }
    lua_pop(L, 1);
    luaL_setfuncs(L, own, 0);
}

void onex_worker_open_libs(lua_State *L) {
    static const char *const strings[] = {"byte",  "char",  "find", "format",  "gmatch", "gsub",  "len",
                                          "lower", "match", "rep",  "reverse", "sub",    "upper", NULL};
    static const char *const tables[] = {"concat", "insert", "pack", "remove", "sort", "unpack", NULL};
    static const char *const maths[] = {"abs", "acos",       "asin", "atan", "ceil", "cos", "deg",
                                        "exp", "floor",      "fmod", "huge", "log",  "max", "maxinteger",
                                        "min", "mininteger", "modf", "pi",   "rad",  "sin", "sqrt",
                                        "tan", "tointeger",  "type", "ult",  NULL};
    static const char *const utf8s[] = {"char", "charpattern", "codepoint", "codes", "len", "offset", NULL};
    lua_newtable(L);
    int words = lua_gettop(L);
    open_base(L, words);
    open_library(L, luaopen_table);
    lua_pushcfunction(L, l_sort);
    lua_setfield(L, -2, "sort");
    allow(L, words, "table", tables);
    open_library(L, luaopen_math);
    allow(L, words, "math", maths);
    open_library(L, luaopen_utf8);
    allow(L, words, "utf8", utf8s);
    open_library(L, luaopen_string);
    allow(L, words, "string", strings);
    lua_pushliteral(L, ""); /* methods of texts: the same table, and no arithmetic on them */
    lua_createtable(L, 0, 1);
    lua_getfield(L, words, "string");
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_settop(L, words);
}
