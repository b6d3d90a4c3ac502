/* Rows one after the other, as a value that a `for` can call: subjects of a kind, rows of a table or of a query. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "repl/subject.h"

#define ITERATOR "onex.iterator"
#define COLUMNS "onex.columns" /* the names under which a row's metatable keeps its columns, */
#define ENTITY "onex.entity"   /* and its table of the data model */

onex_iterator *onex_l_iterator(lua_State *L, onex_subject kind, const onex_entity *entity) {
    onex_iterator *it = lua_newuserdatauv(L, sizeof *it, 1);
    *it = (onex_iterator){.kind = kind, .entity = entity, .evaluation = onex_console_of(L)->evaluation};
    luaL_setmetatable(L, ITERATOR);
    return it;
}

onex_iterator *onex_l_iterator_test(lua_State *L, int at) {
    return luaL_testudata(L, at, ITERATOR);
}

static void push_datum(lua_State *L, const onex_column *column, const onex_datum *d) {
    switch (d->kind) {
    case ONEX_DATUM_NULL: lua_pushnil(L); return;
    case ONEX_DATUM_REAL: lua_pushnumber(L, d->x); return;
    case ONEX_DATUM_TEXT: lua_pushlstring(L, d->text, d->len); return;
    case ONEX_DATUM_BOOL: lua_pushboolean(L, d->n != 0); return;
    case ONEX_DATUM_INT:
        if (column && column->type == ONEX_COL_BOOL)
            lua_pushboolean(L, d->n != 0);
        else
            lua_pushinteger(L, d->n);
    }
}

/* row.NAME that is not there: a blank of one of the columns, which are upvalue 1; a name that is nearly one of theirs
 * is a slip of the pen. */
static int l_no_column(lua_State *L) {
    char near[256];
    onex_nearest nearest;
    if (lua_type(L, 2) != LUA_TSTRING) return 0;
    int n = (int)luaL_len(L, lua_upvalueindex(1)), first = lua_gettop(L) + 1;
    luaL_checkstack(L, n + 4, NULL);
    for (int i = 1; i <= n; i++) { /* the names stay on the stack as long as they are looked at */
        lua_rawgeti(L, lua_upvalueindex(1), i);
        if (lua_rawequal(L, -1, 2)) return 0;
    }
    onex_nearest_init(&nearest, lua_tostring(L, 2));
    for (int i = 0; i < n; i++)
        if (lua_type(L, first + i) == LUA_TSTRING) onex_nearest_offer(&nearest, lua_tostring(L, first + i));
    if (*onex_nearest_text(&nearest, near, sizeof near))
        return onex_l_throw_text(L, onex_tr("a row has no '%s'; nearest: %s", "这一行没有“%s”；最接近的是：%s"),
                                 nearest.wanted, near);
    return 0;
}

void onex_l_columns_metatable(lua_State *L, int at) {
    at = lua_absindex(L, at);
    lua_createtable(L, 0, 2);
    lua_pushvalue(L, at);
    lua_setfield(L, -2, COLUMNS);
}

/* The metatable of the rows that this iterator gives, made once: it keeps the order of the columns. */
static void push_metatable(lua_State *L, int at, const onex_iterator *it) {
    if (lua_getiuservalue(L, at, 1) == LUA_TTABLE) return;
    lua_pop(L, 1);
    int n = onex_result_columns(it->result);
    lua_createtable(L, n, 0);
    for (int i = 0; i < n; i++) {
        lua_pushstring(L, onex_result_name(it->result, i));
        lua_rawseti(L, -2, i + 1);
    }
    onex_l_columns_metatable(L, -1);
    lua_insert(L, -2);
    lua_pushcclosure(L, l_no_column, 1);
    lua_setfield(L, -2, "__index");
    if (it->entity) {
        lua_pushlightuserdata(L, (void *)(uintptr_t)it->entity);
        lua_setfield(L, -2, ENTITY);
    }
    lua_pushvalue(L, -1);
    lua_setiuservalue(L, at, 1);
}

bool onex_l_row_columns(lua_State *L, int at) {
    if (!lua_istable(L, at) || luaL_getmetafield(L, at, COLUMNS) == LUA_TNIL) return false;
    return true;
}

const onex_entity *onex_l_row_entity(lua_State *L, int at) {
    if (luaL_getmetafield(L, at, ENTITY) == LUA_TNIL) return NULL;
    const onex_entity *entity = lua_touserdata(L, -1);
    lua_pop(L, 1);
    return entity;
}

static void push_row(lua_State *L, int at, const onex_iterator *it, const onex_datum *row) {
    int n = onex_result_columns(it->result);
    lua_createtable(L, 0, n);
    for (int i = 0; i < n; i++) {
        push_datum(L, it->entity ? &it->entity->columns[i] : NULL, &row[i]);
        lua_setfield(L, -2, onex_result_name(it->result, i));
    }
    push_metatable(L, at, it);
    lua_setmetatable(L, -2);
}

/* A subject's code: its key, the parts joined. */
static void push_subject(lua_State *L, const onex_iterator *it, const onex_datum *row) {
    luaL_Buffer b;
    luaL_buffinit(L, &b);
    for (int i = 0; i < onex_result_columns(it->result); i++) {
        if (i) luaL_addchar(&b, '/');
        luaL_addlstring(&b, row[i].text, row[i].len);
    }
    luaL_pushresult(&b);
    size_t len;
    const char *code = lua_tolstring(L, -1, &len);
    onex_l_subject(L, it->kind, code, len);
    lua_remove(L, -2);
}

static bool next_school(lua_State *L, onex_iterator *it) {
    if (it->over) return false;
    it->over = true;
    onex_l_subject(L, ONEX_SCHOOL, "school", strlen("school"));
    return true;
}

/* `at`: where the userdata stands. */
static bool next(lua_State *L, int at, onex_iterator *it) {
    onex_error err = {0};
    const onex_datum *row = NULL;
    if (it->evaluation != onex_console_of(L)->evaluation)
        onex_l_throw_text(
            L, "%s",
            onex_tr("this list ended with its line; ask for it again", "该序列已随其所在的行结束；请重新取用"));
    if (it->kind == ONEX_SCHOOL) return next_school(L, it);
    if (it->over || !it->result) return false;
    onex_l_check(L, onex_result_next(it->result, &row, &err), &err);
    if (!row) {
        it->over = true;
        onex_result_close(it->result);
        it->result = NULL;
        return false;
    }
    if (it->kind != ONEX_SUBJECTS)
        push_subject(L, it, row);
    else
        push_row(L, at, it, row);
    return true;
}

bool onex_l_iterator_next(lua_State *L, int at) {
    return next(L, at, luaL_checkudata(L, at, ITERATOR));
}

static int l_next(lua_State *L) {
    onex_iterator *it = luaL_checkudata(L, 1, ITERATOR);
    if (!next(L, 1, it)) lua_pushnil(L);
    return 1;
}

static int l_free(lua_State *L) {
    onex_iterator *it = luaL_checkudata(L, 1, ITERATOR);
    onex_result_close(it->result);
    onex_arena_clear(&it->arena);
    it->result = NULL;
    it->over = true;
    return 0;
}

static int l_text(lua_State *L) {
    lua_pushstring(L, onex_tr("(a list; write: for x in ... do)", "（序列；用法：for x in ... do）"));
    return 1;
}

void onex_l_iterators(lua_State *L) {
    static const luaL_Reg meta[] = {
        {"__call", l_next}, {"__gc", l_free}, {"__close", l_free}, {"__tostring", l_text}, {NULL, NULL}};
    luaL_newmetatable(L, ITERATOR);
    luaL_setfuncs(L, meta, 0);
    lua_pop(L, 1);
}
