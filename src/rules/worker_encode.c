/* A Lua value as bytes for the parent: what a declaration says, without anything that could act. What cannot cross is
 * reported at the place where it was given. */
#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "rules/raw.h"
#include "rules/wire.h"
#include "rules/worker_state.h"

static void put_head(onex_worker_state *w, onex_raw_kind kind, int line) {
    onex_wire_put_byte(&w->scratch, kind);
    onex_wire_put_int(&w->scratch, line);
}

static void put_nil(onex_worker_state *w) {
    put_head(w, ONEX_RAW_NIL, 0);
}

/* A value that may not stand there: reported, and nil in its place. */
__attribute__((format(printf, 4, 5))) static void refuse(lua_State *L, const char *anchor, onex_worker_encoding *e,
                                                         const char *fmt, ...) {
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    onex_worker_problem(L, anchor ? anchor : e->word, "E0206", NULL, "%s", text);
    e->failed = true;
    put_nil(onex_worker_state_of(L));
}

static void put_number(lua_State *L, int index, const char *key, onex_worker_encoding *e) {
    onex_worker_state *w = onex_worker_state_of(L);
    if (lua_isinteger(L, index)) {
        put_head(w, ONEX_RAW_INT, 0);
        onex_wire_put_int(&w->scratch, lua_tointeger(L, index));
        return;
    }
    double x = lua_tonumber(L, index);
    if (!isfinite(x)) {
        refuse(L, key, e, "%s", onex_tr("a number that is infinite or not a number", "数值无穷大，或不是数"));
        return;
    }
    onex_buffer text = {0};
    onex_buffer_json_number(&text, x);
    put_head(w, ONEX_RAW_FLOAT, 0);
    onex_wire_put_text(&w->scratch, text.data, text.len);
    onex_buffer_clear(&text);
}

static void put_text(lua_State *L, int index, const char *key, onex_worker_encoding *e) {
    onex_worker_state *w = onex_worker_state_of(L);
    size_t len;
    const char *text = lua_tolstring(L, index, &len);
    if (!onex_wire_clean(text, len)) {
        refuse(L, key, e, "%s",
               onex_tr("a text holds control characters or is not UTF-8", "文本含有控制字符，或不是 UTF-8"));
        return;
    }
    if (len > ONEX_RAW_TEXT_MAX) {
        refuse(L, key, e, "%s", onex_tr("a text of more than 16 kB", "文本超过 16 kB"));
        return;
    }
    put_head(w, ONEX_RAW_TEXT, 0);
    onex_wire_put_text(&w->scratch, text, len);
}

static void put_function(lua_State *L, int index, const char *key, onex_worker_encoding *e) {
    onex_worker_state *w = onex_worker_state_of(L);
    if (lua_iscfunction(L, index)) {
        const char *word = NULL;
        int top = lua_gettop(L);
        if (lua_getupvalue(L, index, 1) && lua_islightuserdata(L, -1))
            word = ((const onex_worker_word *)lua_touserdata(L, -1))->name;
        lua_settop(L, top);
        if (word)
            refuse(L, word, e, onex_tr("'%s' stands here without what it works on", "“%s”后面缺少它的内容"), word);
        else
            refuse(L, key, e, "%s", onex_tr("a function cannot stand here", "这里不能放函数"));
        return;
    }
    if (!key || strcmp(key, "compute") != 0) {
        refuse(L, key, e, "%s", onex_tr("a function can stand only as 'compute'", "函数只能作为“compute”的值"));
        return;
    }
    lua_Debug ar;
    lua_pushvalue(L, index);
    lua_getinfo(L, ">S", &ar);
    lua_rawgeti(L, LUA_REGISTRYINDEX, w->functions_ref);
    lua_pushvalue(L, index);
    lua_rawseti(L, -2, ++w->nfunctions);
    lua_pop(L, 1);
    put_head(w, ONEX_RAW_FUNCTION, ar.linedefined);
    onex_wire_put_int(&w->scratch, w->nfunctions);
}

static void put_node(lua_State *L, int index, int depth, onex_worker_encoding *e) {
    onex_worker_state *w = onex_worker_state_of(L);
    onex_worker_node *node = onex_worker_node_at(L, index);
    onex_worker_node_use(L, node);
    if (node->kind == ONEX_NODE_FAILED) {
        e->failed = true;
        put_nil(w);
        return;
    }
    if (node->kind == ONEX_NODE_NAMESPACE) {
        refuse(L, node->word, e, onex_tr("'%s' needs a name", "“%s”后面缺少名称"), node->word);
        return;
    }
    e->failed = e->failed || node->failed;
    e->nodes += node->nodes;
    if (depth + node->depth > e->depth) e->depth = depth + node->depth;
    size_t size;
    put_head(w, node->kind == ONEX_NODE_CALL ? ONEX_RAW_CALL : ONEX_RAW_REF, node->line);
    onex_wire_put_text(&w->scratch, node->word, strlen(node->word));
    if (node->kind != ONEX_NODE_CALL) onex_wire_put_int(&w->scratch, node->npath);
    lua_getiuservalue(L, index, 1);
    const char *bytes = lua_tolstring(L, -1, &size);
    onex_buffer_put(&w->scratch, bytes, size);
    lua_pop(L, 1);
}

/* Too deep or too big ends the file: such a value was made by a program, not written by a person. */
static void check_bounds(lua_State *L, const onex_worker_encoding *e) {
    onex_worker_state *w = onex_worker_state_of(L);
    if (e->depth > ONEX_RAW_DEPTH) luaL_error(L, onex_tr("nested more than %d deep", "嵌套超过 %d 层"), ONEX_RAW_DEPTH);
    if (e->nodes > ONEX_RAW_NODES || w->scratch.len > ONEX_WORKER_MESSAGE / 4 || w->scratch.failed)
        luaL_error(L, "%s", onex_tr("an expression that is too big", "表达式过大"));
}

void onex_worker_encode(lua_State *L, int index, const char *key, int depth, onex_worker_encoding *e) {
    onex_worker_state *w = onex_worker_state_of(L);
    index = lua_absindex(L, index);
    e->nodes++;
    if (depth > e->depth) e->depth = depth;
    check_bounds(L, e);
    switch (lua_type(L, index)) {
    case LUA_TNIL:
        refuse(L, key, e, onex_tr("'%s' is given nothing (nil) here", "“%s”的内容中有空值（nil）"), e->word);
        break;
    case LUA_TBOOLEAN:
        put_head(w, ONEX_RAW_BOOL, 0);
        onex_wire_put_byte(&w->scratch, lua_toboolean(L, index));
        break;
    case LUA_TNUMBER: put_number(L, index, key, e); break;
    case LUA_TSTRING: put_text(L, index, key, e); break;
    case LUA_TTABLE:
        put_head(w, ONEX_RAW_TABLE, 0);
        onex_worker_encode_entries(L, index, depth, e);
        break;
    case LUA_TFUNCTION: put_function(L, index, key, e); break;
    default:
        if (onex_worker_node_at(L, index))
            put_node(L, index, depth, e);
        else
            refuse(L, key, e, "%s", onex_tr("this cannot stand in a rule", "这个值不能放在规则里"));
    }
    check_bounds(L, e);
}

/* Number of keys that are texts; what else is no key and no entry of the list is refused. */
static int count_keys(lua_State *L, int index, lua_Integer nitems, onex_worker_encoding *e) {
    int nkeys = 0;
    bool odd = false;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) == LUA_TSTRING) {
            nkeys++;
        } else if (!lua_isinteger(L, -2) || lua_tointeger(L, -2) < 1 || lua_tointeger(L, -2) > nitems) {
            odd = true;
        }
    }
    if (odd) {
        onex_worker_problem(L, e->word, "E0206", NULL, "%s",
                            onex_tr("a list has a gap (a missing value), or a key that is no text",
                                    "列表中间有空缺（某个值不存在），或键不是文本"));
        e->failed = true;
    }
    return nkeys;
}

void onex_worker_encode_entries(lua_State *L, int index, int depth, onex_worker_encoding *e) {
    onex_worker_state *w = onex_worker_state_of(L);
    luaL_checkstack(L, 8, NULL);
    lua_Integer nitems = (lua_Integer)lua_rawlen(L, index);
    if (nitems > ONEX_RAW_NODES) e->nodes = ONEX_RAW_NODES + 1;
    check_bounds(L, e);
    int nkeys = count_keys(L, index, nitems, e);
    onex_wire_put_int(&w->scratch, nitems);
    for (lua_Integer i = 1; i <= nitems; i++) {
        lua_rawgeti(L, index, i);
        onex_worker_encode(L, -1, NULL, depth + 1, e);
        lua_pop(L, 1);
    }
    onex_wire_put_int(&w->scratch, nkeys);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING) continue;
        size_t len;
        const char *key = lua_tolstring(L, -2, &len);
        if (!onex_wire_clean(key, len))
            luaL_error(L, "%s",
                       onex_tr("a key holds control characters or is not UTF-8", "键含有控制字符，或不是 UTF-8"));
        onex_wire_put_text(&w->scratch, key, len);
        onex_worker_encode(L, -1, key, depth + 1, e);
    }
}
