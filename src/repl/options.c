/* Option tables of the API: names that are not there, and values of another type, are told with what may stand there. */
#include "repl/options.h"

#include <string.h>

#include "base/text.h"
#include "repl/state.h"

/* "with, set". */
static void put_names(onex_buffer *b, const char *const *names) {
    for (int i = 0; names[i]; i++) onex_buffer_printf(b, "%s%s", i ? onex_tr(", ", "、") : "", names[i]);
}

static void unknown(lua_State *L, const char *name, const char *const *names) {
    onex_nearest nearest;
    char near[256];
    onex_nearest_init(&nearest, name);
    for (int i = 0; names[i]; i++) onex_nearest_offer(&nearest, names[i]);
    onex_nearest_text(&nearest, near, sizeof near);
    if (near[0])
        onex_l_throw_text(L, onex_tr("'%s' cannot be asked for here; nearest: %s", "此处没有“%s”；最接近的是：%s"),
                          name, near);
    onex_buffer *b = onex_l_buffer(L);
    put_names(b, names);
    if (!b->len) onex_l_throw_text(L, onex_tr("'%s' cannot be asked for here", "此处没有“%s”"), name);
    onex_l_throw_text(L, onex_tr("'%s' cannot be asked for here; these can: %s", "此处没有“%s”；可写：%s"), name,
                      b->data ? b->data : "");
}

void onex_l_options(lua_State *L, int at, const char *const *names) {
    if (lua_isnoneornil(L, at)) return;
    if (!lua_istable(L, at)) {
        onex_buffer *b = onex_l_buffer(L);
        put_names(b, names);
        onex_l_throw_text(L, onex_tr("options are written { NAME = value }, not '%s'; the names are: %s",
                                     "选项应写成 { 名称 = 值 }，不能是“%s”；名称有：%s"),
                          luaL_tolstring(L, at, NULL), b->data ? b->data : "");
    }
    for (lua_pushnil(L); lua_next(L, at); lua_pop(L, 1)) {
        bool found = false;
        for (int i = 0; names[i] && lua_type(L, -2) == LUA_TSTRING && !found; i++)
            found = strcmp(names[i], lua_tostring(L, -2)) == 0;
        if (!found && lua_type(L, -2) == LUA_TSTRING) unknown(L, lua_tostring(L, -2), names);
        if (!found) unknown(L, luaL_tolstring(L, -1, NULL), names); /* a value without a name */
    }
}

const char *onex_l_option(lua_State *L, int at, const char *name) {
    if (!lua_istable(L, at)) return NULL;
    int type = lua_getfield(L, at, name);
    if (type != LUA_TNIL && type != LUA_TSTRING)
        onex_l_throw_text(L, onex_tr("'%s' must be a text", "“%s”须是文字"), name);
    const char *text = lua_tostring(L, -1);
    lua_pop(L, 1); /* the table keeps it */
    return text;
}

bool onex_l_switch(lua_State *L, int at, const char *name) {
    if (!lua_istable(L, at)) return false;
    int type = lua_getfield(L, at, name);
    if (type != LUA_TNIL && type != LUA_TBOOLEAN)
        onex_l_throw_text(L, onex_tr("'%s' must be true or false", "“%s”应是 true 或 false"), name);
    bool on = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return on;
}

const char *onex_l_choice(lua_State *L, int at, const char *name, const char *(*code)(int), int n) {
    const char *text = onex_l_option(L, at, name);
    onex_nearest nearest;
    char near[256];
    if (!text) return NULL;
    onex_nearest_init(&nearest, text);
    for (int i = 0; i < n; i++) {
        if (strcmp(code(i), text) == 0) return text;
        onex_nearest_offer(&nearest, code(i));
    }
    onex_nearest_text(&nearest, near, sizeof near);
    if (near[0])
        onex_l_throw_text(L, onex_tr("%s: '%s' is none; nearest: %s", "%s：没有“%s”；最接近的是：%s"), name, text, near);
    onex_buffer *b = onex_l_buffer(L);
    for (int i = 0; i < n; i++) onex_buffer_printf(b, "%s%s", i ? onex_tr(", ", "、") : "", code(i));
    onex_l_throw_text(L, onex_tr("%s: '%s' is none; there are: %s", "%s：没有“%s”；有：%s"), name, text,
                      b->data ? b->data : "");
    return NULL;
}

bool onex_l_option_table(lua_State *L, int at, const char *name) {
    if (!lua_istable(L, at)) return false;
    int type = lua_getfield(L, at, name);
    if (type != LUA_TNIL && type != LUA_TTABLE)
        onex_l_throw_text(L, onex_tr("'%s' must be a table: %s = { NAME = value }", "“%s”须是表：%s = { 名称 = 值 }"),
                          name, name);
    if (type == LUA_TNIL) lua_pop(L, 1);
    return type == LUA_TTABLE;
}
