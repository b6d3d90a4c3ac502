/* Expressions and references while a rule file builds them: userdata that know their line, hold their tree as bytes,
 * and say clearly what cannot be done with them. */
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "rules/raw.h"
#include "rules/wire.h"
#include "rules/worker_state.h"

#define NODE "expression"

onex_worker_node *onex_worker_node_at(lua_State *L, int index) {
    return luaL_testudata(L, index, NODE);
}

/* ---- making ---- */

onex_worker_node *onex_worker_node_push(lua_State *L, onex_node_kind kind, const char *word) {
    onex_worker_state *w = onex_worker_state_of(L);
    onex_worker_node *node = lua_newuserdatauv(L, sizeof *node, 1); /* bytes node */
    *node = (onex_worker_node){.kind = kind, .word = word, .line = onex_worker_where(L).line};
    lua_insert(L, -2); /* node bytes */
    lua_setiuservalue(L, -2, 1);
    luaL_setmetatable(L, NODE);
    if (kind == ONEX_NODE_REF || kind == ONEX_NODE_CALL) {
        node->id = ++w->nnodes;
        lua_rawgeti(L, LUA_REGISTRYINDEX, w->nodes_ref);
        lua_pushvalue(L, -2);
        lua_rawseti(L, -2, node->id);
        lua_pop(L, 1);
    }
    return node;
}

void onex_worker_node_push_failed(lua_State *L) {
    lua_pushliteral(L, "");
    onex_worker_node_push(L, ONEX_NODE_FAILED, "")->failed = true;
}

void onex_worker_node_use(lua_State *L, onex_worker_node *node) {
    if (!node->id) return;
    onex_worker_state *w = onex_worker_state_of(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, w->nodes_ref);
    lua_pushnil(L);
    lua_rawseti(L, -2, node->id);
    lua_pop(L, 1);
    node->id = 0;
}

void onex_worker_push_namespace(lua_State *L, const char *word) {
    lua_pushliteral(L, "");
    onex_worker_node_push(L, ONEX_NODE_NAMESPACE, word);
}

/* Pushes the bytes of what `scratch` holds from `from` on. */
static void push_scratch(lua_State *L, size_t from) {
    onex_worker_state *w = onex_worker_state_of(L);
    if (w->scratch.failed) luaL_error(L, "not enough memory");
    lua_pushlstring(L, w->scratch.data + from, w->scratch.len - from);
}

void onex_worker_push_call(lua_State *L, const char *word, int nargs) {
    onex_worker_state *w = onex_worker_state_of(L);
    int first = lua_gettop(L) - nargs + 1;
    onex_worker_encoding e = {.word = word};
    w->scratch.len = 0;
    if (nargs == 1 && lua_istable(L, first)) {
        onex_worker_encode_entries(L, first, 1, &e);
    } else {
        onex_wire_put_int(&w->scratch, nargs);
        for (int i = 0; i < nargs; i++) onex_worker_encode(L, first + i, NULL, 1, &e);
        onex_wire_put_int(&w->scratch, 0);
    }
    push_scratch(L, 0);
    onex_worker_node *node = onex_worker_node_push(L, ONEX_NODE_CALL, word);
    node->failed = e.failed;
    node->depth = e.depth;
    node->nodes = e.nodes + 1;
    lua_replace(L, first);
    lua_settop(L, first);
}

/* ---- references ---- */

/* The reference at `base` (a namespace, or a reference into a row) with one more name; pushes it. */
static onex_worker_node *push_ref(lua_State *L, int base, const char *name, size_t len) {
    onex_worker_state *w = onex_worker_state_of(L);
    onex_worker_node *from = onex_worker_node_at(L, base);
    if (!onex_wire_clean(name, len)) {
        onex_worker_problem(L, from->word, "E0206", NULL,
                            onex_tr("a name behind '%s' is no text", "“%s”后面的名称不是文本"), from->word);
        onex_worker_node_push_failed(L);
        return NULL;
    }
    w->scratch.len = 0;
    lua_getiuservalue(L, base, 1);
    size_t size;
    const char *bytes = lua_tolstring(L, -1, &size);
    onex_buffer_put(&w->scratch, bytes, size);
    lua_pop(L, 1);
    onex_wire_put_text(&w->scratch, name, len);
    push_scratch(L, 0);
    onex_worker_node *node = onex_worker_node_push(L, ONEX_NODE_REF, from->word);
    node->npath = from->npath + 1;
    node->nodes = 1;
    onex_worker_node_use(L, from);
    return node;
}

static bool is_row(const onex_worker_node *node) {
    return strcmp(node->word, "row") == 0 || strcmp(node->word, "outer") == 0;
}

static void outside_compute(lua_State *L, const onex_worker_node *node) {
    if (onex_worker_state_of(L)->computing)
        luaL_error(L,
                   onex_tr("'%s' cannot stand in a compute; it sees its arguments alone",
                           "compute 中不能用“%s”；它只看得到自己的参数"),
                   node->word);
}

/* tally("rule").unmet: the same call with the key as a second argument. */
static void push_tally(lua_State *L, onex_worker_node *node) {
    onex_worker_state *w = onex_worker_state_of(L);
    lua_getiuservalue(L, 1, 1); /* number of items, items, number of keys: 0 */
    size_t size;
    const char *bytes = lua_tolstring(L, -1, &size);
    onex_wire in = {.at = bytes, .end = bytes + size};
    int64_t items = onex_wire_int(&in);
    onex_worker_encoding e = {.word = node->word};
    w->scratch.len = 0;
    onex_wire_put_int(&w->scratch, items + 1);
    onex_buffer_put(&w->scratch, in.at, (size_t)(in.end - in.at) - sizeof(int64_t));
    onex_worker_encode(L, 2, NULL, 1, &e);
    onex_wire_put_int(&w->scratch, 0);
    push_scratch(L, 0);
    onex_worker_node *made = onex_worker_node_push(L, ONEX_NODE_CALL, node->word);
    made->complete = true;
    made->failed = node->failed || e.failed;
    made->depth = node->depth + 1;
    made->nodes = node->nodes + 1;
    onex_worker_node_use(L, node);
}

/* node[key]: fact.x, row.site.name, tally("rule").unmet */
static int l_index(lua_State *L) {
    onex_worker_node *node = luaL_checkudata(L, 1, NODE);
    outside_compute(L, node);
    if (lua_type(L, 2) != LUA_TSTRING) { /* nil, so that loops over it end */
        if (!node->failed)
            onex_worker_problem(L, node->word, "E0308", NULL, onex_tr("'%s' is no list", "“%s”不是列表"), node->word);
        return 0;
    }
    size_t len;
    const char *name = lua_tolstring(L, 2, &len);
    if (node->kind == ONEX_NODE_FAILED) {
        onex_worker_node_push_failed(L);
    } else if ((node->kind == ONEX_NODE_NAMESPACE && onex_worker_word_find(node->word)->refers) ||
               (node->kind == ONEX_NODE_REF && is_row(node))) {
        push_ref(L, 1, name, len);
    } else if (node->kind == ONEX_NODE_CALL && !node->complete && strcmp(node->word, "tally") == 0) {
        push_tally(L, node);
    } else {
        char shown[128];
        snprintf(shown, sizeof shown, "%.100s", name);
        onex_worker_problem(L, shown, "E0308", NULL,
                            onex_tr("an expression has no part '%s'", "表达式没有“%s”这一部分"), shown);
        onex_worker_node_use(L, node);
        onex_worker_node_push_failed(L);
    }
    return 1;
}

/* A call that makes no sense: its mistake is reported once, and what it was given counts as used. */
static int misused(lua_State *L, onex_worker_node *node) {
    if (node->kind == ONEX_NODE_NAMESPACE)
        onex_worker_problem(L, node->word, "E0308", NULL,
                            onex_tr("'%s' needs a name in quotes", "“%s”后面要有引号里的名称"), node->word);
    else if (node->kind != ONEX_NODE_FAILED)
        onex_worker_problem(L, node->word, "E0308", onex_tr("is a comma missing before it?", "前面是否少了逗号？"),
                            onex_tr("nothing can follow '%s' here", "“%s”后面不能再接内容"), node->word);
    onex_worker_node_use(L, node);
    onex_worker_encoding e = {.word = node->word};
    onex_worker_state_of(L)->scratch.len = 0;
    for (int i = 2, n = lua_gettop(L); i <= n; i++)
        if (!lua_isnil(L, i)) onex_worker_encode(L, i, NULL, 1, &e);
    onex_worker_node_push_failed(L);
    return 1;
}

/* fact "x", param "x" { … }, regulation { … }, field "pilot" "x" { … } */
static int l_call(lua_State *L) {
    onex_worker_node *node = luaL_checkudata(L, 1, NODE);
    outside_compute(L, node);
    if (lua_gettop(L) == 1) lua_pushnil(L);
    const onex_worker_word *word = onex_worker_word_find(node->word);
    bool declares = word && (word->kind == ONEX_WORD_DECLARES || word->kind == ONEX_WORD_COLLEGE), one = lua_gettop(L) == 2;
    bool names =
        node->kind == ONEX_NODE_NAMESPACE || (node->declares && node->npath == 1 && strcmp(node->word, "field") == 0);
    if (one && names && node->kind != ONEX_NODE_FAILED && lua_type(L, 2) == LUA_TSTRING) {
        size_t len;
        const char *name = lua_tolstring(L, 2, &len);
        onex_worker_node *ref = push_ref(L, 1, name, len);
        if (ref) ref->declares = declares;
        return 1;
    }
    bool takes_body = declares && (node->declares || node->kind == ONEX_NODE_NAMESPACE);
    if (!one || !takes_body || !lua_istable(L, 2)) return misused(L, node);
    onex_worker_declare(L, node, 2);
    onex_worker_node_use(L, node);
    return 0;
}

/* ---- operators ---- */

static int l_operator(lua_State *L) { /* upvalue: + - * */
    const char *word = lua_tostring(L, lua_upvalueindex(1));
    onex_worker_node *a = onex_worker_node_at(L, 1), *b = onex_worker_node_at(L, 2);
    outside_compute(L, a ? a : b);
    static const char *const words[] = {"+", "-", "*"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], word) == 0) word = words[i];
    onex_worker_push_call(L, word, 2);
    return 1;
}

static int l_minus(lua_State *L) {
    outside_compute(L, onex_worker_node_at(L, 1));
    lua_settop(L, 1);
    onex_worker_push_call(L, "-", 1);
    return 1;
}

/* Operators that no expression has; the upvalue names what to write. A comparison gives false, others what failed. */
static int l_wrong_operator(lua_State *L) {
    const char *op = lua_tostring(L, lua_upvalueindex(1)), *use = lua_tostring(L, lua_upvalueindex(2));
    bool failed = false;
    for (int i = 1; i <= 2; i++) {
        onex_worker_node *node = onex_worker_node_at(L, i);
        if (!node) continue;
        outside_compute(L, node);
        failed = failed || node->failed;
        onex_worker_node_use(L, node);
    }
    if (!failed && *use)
        onex_worker_problem(L, op, "E0308", NULL,
                            onex_tr("'%s' does not work on expressions; write %s", "“%s”不能用于表达式；请写 %s"), op,
                            use);
    if (!failed && !*use)
        onex_worker_problem(L, op, "E0308", NULL, onex_tr("'%s' does not work on expressions", "“%s”不能用于表达式"),
                            op);
    if (*op == '<') {
        lua_pushboolean(L, 0);
    } else if (*op == '#') {
        lua_pushinteger(L, 0);
    } else {
        onex_worker_node_push_failed(L);
    }
    return 1;
}

static int l_assign(lua_State *L) {
    onex_worker_node *node = luaL_checkudata(L, 1, NODE);
    onex_worker_problem(L, node->word, "E0308", NULL,
                        onex_tr("nothing can be assigned to a part of '%s'", "不能给“%s”的一部分赋值"), node->word);
    return 0;
}

static int l_tostring(lua_State *L) {
    lua_pushliteral(L, "expression");
    return 1;
}

void onex_worker_open_nodes(lua_State *L) {
    static const luaL_Reg plain[] = {{"__index", l_index}, {"__call", l_call},         {"__newindex", l_assign},
                                     {"__unm", l_minus},   {"__tostring", l_tostring}, {NULL, NULL}};
    static const char *const operators[][2] = {{"__add", "+"}, {"__sub", "-"}, {"__mul", "*"}};
    static const char *const wrong[][3] = {
        {"__div", "/", "ratio(a, b)"},
        {"__idiv", "//", "ratio(a, b)"},
        {"__mod", "%", ""},
        {"__pow", "^", ""},
        {"__concat", "..", ""},
        {"__len", "#", "count { … }"},
        {"__lt", "<", "below(a, b)"},
        {"__le", "<=", "at_most(a, b)"},
        {"__band", "&", "all { a, b }"},
        {"__bor", "|", "any { a, b }"},
        {"__bxor", "~", ""},
        {"__bnot", "~", "no(a)"},
        {"__shl", "<<", ""},
        {"__shr", ">>", ""},
    };
    onex_worker_state *w = onex_worker_state_of(L);
    lua_newtable(L);
    w->nodes_ref = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_newtable(L);
    w->functions_ref = luaL_ref(L, LUA_REGISTRYINDEX);
    luaL_newmetatable(L, NODE);
    luaL_setfuncs(L, plain, 0);
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        lua_pushstring(L, operators[i][1]);
        lua_pushcclosure(L, l_operator, 1);
        lua_setfield(L, -2, operators[i][0]);
    }
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        lua_pushstring(L, wrong[i][1]);
        lua_pushstring(L, wrong[i][2]);
        lua_pushcclosure(L, l_wrong_operator, 2);
        lua_setfield(L, -2, wrong[i][0]);
    }
    lua_pop(L, 1);
}

/* ---- what nothing used ---- */

static void report_unused(lua_State *L, onex_worker_node *node, const char *path) {
    onex_worker_state *w = onex_worker_state_of(L);
    char anchor[256], text[512];
    snprintf(anchor, sizeof anchor, "%s", node->word);
    if (node->kind == ONEX_NODE_REF) {
        size_t size, len;
        lua_getiuservalue(L, -1, 1);
        const char *bytes = lua_tolstring(L, -1, &size);
        onex_wire in = {.at = bytes, .end = bytes + size};
        for (int i = 0; i < node->npath; i++) {
            const char *name = onex_wire_text(&in, &len);
            size_t used = strlen(anchor);
            if (used < sizeof anchor)
                snprintf(anchor + used, sizeof anchor - used, node->declares ? " \"%.*s\"" : ".%.*s", (int)len, name);
        }
        lua_pop(L, 1);
    }
    if (node->declares)
        snprintf(text, sizeof text,
                 onex_tr("'%s' is not followed by { … }, and nothing uses it", "“%s”后面没有 { … }，也没有被用到"),
                 anchor);
    else
        snprintf(text, sizeof text, onex_tr("nothing uses this '%s'", "没有用到这个“%s”"), anchor);
    if (node->declares) snprintf(anchor, sizeof anchor, "%s", node->word);
    onex_worker_place at = {.line = node->line};
    snprintf(at.path, sizeof at.path, "%s", path);
    onex_worker_report(w, &at, anchor, node->declares ? "E0212" : "E0211", false, text, NULL);
}

void onex_worker_nodes_unused(lua_State *L, const char *path, bool report) {
    onex_worker_state *w = onex_worker_state_of(L);
    lua_rawgeti(L, LUA_REGISTRYINDEX, w->nodes_ref);
    for (lua_Integer id = 1; id <= w->nnodes; id++) {
        if (lua_rawgeti(L, -1, id) == LUA_TUSERDATA) {
            onex_worker_node *node = onex_worker_node_at(L, -1);
            if (report && !node->failed) report_unused(L, node, path);
            lua_pushnil(L);
            lua_rawseti(L, -3, id);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    w->nnodes = 0;
}
