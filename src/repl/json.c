/* Lua to JSON, canonical, and onex.json. Reading is json_read.c's, lua-cjson cjson.c's. */
#include "repl/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "repl/fact.h"
#include "repl/subject.h"

void onex_l_json_wrong(lua_State *L, const char *what) {
    onex_l_throw_text(L, onex_tr("JSON: %s", "JSON：%s"), what);
}

/* ---- writing ---- */

static void write_value(lua_State *L, int at, onex_buffer *out, int depth);

static void write_text(lua_State *L, int at, onex_buffer *out) {
    size_t len;
    const char *text = lua_tolstring(L, at, &len);
    if (!onex_text_valid(text, len, NULL)) onex_l_json_wrong(L, onex_tr("a text that is not UTF-8", "文本不是 UTF-8"));
    if (strlen(text) != len) onex_l_json_wrong(L, onex_tr("a text with a zero byte", "文本中有零字节"));
    onex_buffer_json_text(out, text);
}

static void write_number(lua_State *L, int at, onex_buffer *out) {
    if (lua_isinteger(L, at)) {
        onex_buffer_printf(out, "%lld", (long long)lua_tointeger(L, at));
        return;
    }
    double x = lua_tonumber(L, at);
    if (!isfinite(x)) onex_l_json_wrong(L, onex_tr("an infinite number or none", "无穷大或非数"));
    onex_buffer_json_number(out, x);
}

#define LIST "onex.list"

void onex_l_json_list(lua_State *L, int at) {
    at = lua_absindex(L, at);
    luaL_newmetatable(L, LIST);
    lua_setmetatable(L, at);
}

bool onex_l_json_is_list(lua_State *L, int at) {
    if (!lua_getmetatable(L, at)) return false;
    luaL_getmetatable(L, LIST);
    bool marked = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return marked;
}

lua_Integer onex_l_json_measure(lua_State *L, int at, bool *list) {
    lua_Integer n = 0, most = 0;
    bool texts = false, numbers = false;
    for (lua_pushnil(L); lua_next(L, at); lua_pop(L, 1), n++) {
        if (lua_isinteger(L, -2) && lua_tointeger(L, -2) > 0) {
            numbers = true;
            if (lua_tointeger(L, -2) > most) most = lua_tointeger(L, -2);
        } else if (lua_type(L, -2) == LUA_TSTRING) {
            texts = true;
        } else {
            onex_l_json_wrong(
                L, onex_tr("a key that is neither a text nor a place in a list", "键既不是文本也不是列表中的位置"));
        }
    }
    if (numbers && (texts || most != n))
        onex_l_json_wrong(L, onex_tr("a list with gaps, or with names in it", "列表有空缺，或混有名称"));
    *list = numbers || (n == 0 && onex_l_json_is_list(L, at));
    return n;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Keys in the order of their bytes. Their array is a userdata, so that an error frees it. */
static void write_object(lua_State *L, int at, lua_Integer n, onex_buffer *out, int depth) {
    const char **keys = lua_newuserdatauv(L, ((size_t)n + 1) * sizeof *keys, 0);
    lua_Integer i = 0;
    for (lua_pushnil(L); lua_next(L, at) && i < n; lua_pop(L, 1)) keys[i++] = lua_tostring(L, -2);
    if (n) qsort(keys, (size_t)n, sizeof *keys, by_text);
    onex_buffer_char(out, '{');
    for (i = 0; i < n; i++) {
        if (i) onex_buffer_char(out, ',');
        lua_pushstring(L, keys[i]);
        write_text(L, -1, out);
        onex_buffer_char(out, ':');
        lua_rawget(L, at);
        write_value(L, lua_gettop(L), out, depth);
        lua_pop(L, 1);
    }
    onex_buffer_char(out, '}');
    lua_pop(L, 1);
}

static void write_table(lua_State *L, int at, onex_buffer *out, int depth) {
    bool list;
    if (depth > ONEX_JSON_DEPTH)
        onex_l_json_wrong(L, onex_tr("nested too deep, or a table that holds itself", "嵌套过深，或表包含自身"));
    lua_Integer n = onex_l_json_measure(L, at, &list);
    if (!list) {
        write_object(L, at, n, out, depth + 1);
        return;
    }
    onex_buffer_char(out, '[');
    for (lua_Integer i = 1; i <= n; i++) {
        if (i > 1) onex_buffer_char(out, ',');
        lua_rawgeti(L, at, i);
        write_value(L, lua_gettop(L), out, depth + 1);
        lua_pop(L, 1);
    }
    onex_buffer_char(out, ']');
}

/* Values of the API as the commands' JSON has them; false: it is none. */
static bool write_own(lua_State *L, int at, onex_buffer *out) {
    int64_t n, d;
    const onex_lua_subject *subject = onex_l_subject_test(L, at);
    if (subject) {
        onex_buffer_json_text(out, subject->code);
    } else if (onex_l_is_unknown(L, at)) {
        onex_buffer_text(out, "null");
    } else if (onex_l_is_ratio(L, at, &n, &d)) {
        onex_buffer_text(out, "{\"number\":");
        onex_buffer_json_number(out, (double)n / (double)d);
        onex_buffer_printf(out, ",\"text\":\"%lld/%lld\"}", (long long)n, (long long)d);
    } else {
        return false;
    }
    return true;
}

static void write_value(lua_State *L, int at, onex_buffer *out, int depth) {
    luaL_checkstack(L, 8, NULL);
    switch (lua_type(L, at)) {
    case LUA_TNIL: onex_buffer_text(out, "null"); return;
    case LUA_TBOOLEAN: onex_buffer_text(out, lua_toboolean(L, at) ? "true" : "false"); return;
    case LUA_TNUMBER: write_number(L, at, out); return;
    case LUA_TSTRING: write_text(L, at, out); return;
    case LUA_TTABLE: write_table(L, at, out, depth); return;
    case LUA_TLIGHTUSERDATA:
        if (!lua_touserdata(L, at)) {
            onex_buffer_text(out, "null");
            return;
        }
        break;
    case LUA_TUSERDATA:
        if (write_own(L, at, out)) return;
        break;
    default: break;
    }
    onex_l_throw_text(L, onex_tr("JSON has no form for '%s'", "JSON 无法表示“%s”"), luaL_tolstring(L, at, NULL));
}

void onex_l_json_write(lua_State *L, int at, onex_buffer *out) {
    write_value(L, lua_absindex(L, at), out, 0);
}

static int l_encode(lua_State *L) {
    luaL_checkany(L, 1);
    lua_settop(L, 1);
    onex_buffer *b = onex_l_buffer(L);
    onex_l_json_write(L, 1, b);
    onex_l_buffer_text(L, 2);
    return 1;
}

static int l_decode(lua_State *L) {
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);
    onex_l_json_read(L, text, len, true);
    return 1;
}

/* onex.json.list(t): t, which is written as a list even when it is empty. */
static int l_list(lua_State *L) {
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    onex_l_json_list(L, 1);
    return 1;
}

static const onex_api_word words[] = {
    {"onex.json.encode", "onex.json.encode(value)",
     "the value as JSON text: keys sorted, whole numbers whole, no digit lost; what JSON cannot hold is an error. An "
     "empty table is {}. Values of onex are written as the commands write them: a ratio "
     "{\"number\":0.5,\"text\":\"5/10\"}, "
     "a verdict an object with its fields, a subject its code, what is unknown null",
     "把值写成 JSON 文本：键按序排列，整数保持整数，不丢失位数；JSON 无法表示的内容报错。空表为 {}。onex "
     "的值写法同各命令：比例为 "
     "{\"number\":0.5,\"text\":\"5/10\"}，判定为含其各字段的对象，对象为其代码，未知为 null",
     "print(onex.json.encode { b = 1, a = { 1, 2 } })\nlocal p = onex.pilot \"P-2027-02\"\nprint(onex.json.encode { "
     "pilot = p, share = p.fact.dual_share })",
     l_encode},
    {"onex.json.decode", "onex.json.decode(text)",
     "the value of a JSON text: whole numbers are whole, null is onex.json.null, a name that stands twice is an error. "
     "The library lua-cjson is there as cjson, too; what it would lose is an error",
     "读出 JSON 文本的值：整数为整数，null 为 onex.json.null，名称重复报错。另有 lua-cjson "
     "库（cjson），会丢失信息时报错",
     "print(onex.json.decode('{\"n\": 3}').n)", l_decode},
    {"onex.json.list", "onex.json.list(table)", "the same table, marked so that it is written as [] when it is empty",
     "同一个表，并标记为列表：为空时写作 []", "print(onex.json.encode(onex.json.list {}))", l_list},
    {"onex.json.null", "onex.json.null", "null in a list or table that is encoded", "编码时表示 null",
     "print(onex.json.encode { onex.json.null, 1 })", NULL},
    {0},
};

const onex_api_noun onex_api_json = {"json", "onex.json", "JSON", "JSON", words};
