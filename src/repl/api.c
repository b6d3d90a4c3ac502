/* The list of nouns, and how their words become functions. */
#include "repl/api.h"

#include <string.h>

#include "base/text.h"
#include "repl/act.h"
#include "repl/csv.h"
#include "repl/fact.h"
#include "repl/impact.h"
#include "repl/json.h"
#include "repl/listing.h"
#include "repl/query.h"
#include "repl/settings.h"
#include "repl/subject.h"
#include "repl/suppose.h"
#include "repl/texts.h"
#include "repl/verdict.h"

/* clang-format off */
const onex_api_noun *const onex_api_nouns[] = {
    &onex_api_subjects,
    &onex_api_subject,
    &onex_api_facts,
    &onex_api_values,
    &onex_api_verdicts,
    &onex_api_suppose,
    &onex_api_impact,
    &onex_api_queries,
    &onex_api_listing,
    &onex_api_rows,
    &onex_api_acts,
    &onex_api_texts,
    &onex_api_settings,
    &onex_api_csv,
    &onex_api_json,
    NULL,
};
/* clang-format on */

static const char *last_part(const char *name) {
    const char *at = name + strcspn(name, ".:");
    while (*at) {
        name = at + 1;
        at = name + strcspn(name, ".:");
    }
    return name;
}

const onex_api_word *onex_api_find(const char *name) {
    for (int whole = 1; whole >= 0; whole--)
        for (int n = 0; onex_api_nouns[n]; n++)
            for (const onex_api_word *w = onex_api_nouns[n]->words; w->name; w++)
                if (strcmp(whole ? w->name : last_part(w->name), name) == 0) return w;
    return NULL;
}

void onex_l_methods(lua_State *L, char prefix) {
    lua_newtable(L);
    for (int n = 0; onex_api_nouns[n]; n++)
        for (const onex_api_word *w = onex_api_nouns[n]->words; w->name; w++) {
            if (w->name[0] != prefix || w->name[1] != ':' || !w->call) continue;
            lua_pushcfunction(L, w->call);
            lua_setfield(L, -2, w->name + 2);
        }
}

/* onex.NAME: a function of the table that is upvalue 1, a setting, or nothing. */
static int l_look_up(lua_State *L) {
    lua_settop(L, 2);
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
    const char *name = luaL_checkstring(L, 2);
    if (onex_l_setting(L, name)) return 1;
    char near[256];
    onex_nearest nearest;
    onex_nearest_init(&nearest, name);
    for (int n = 0; onex_api_nouns[n]; n++)
        for (const onex_api_word *w = onex_api_nouns[n]->words; w->name; w++)
            if (strncmp(w->name, "onex.", 5) == 0) onex_nearest_offer(&nearest, w->name + 5);
    onex_nearest_text(&nearest, near, sizeof near);
    if (near[0])
        return onex_l_throw_text(L, onex_tr("onex has no '%s'; nearest: %s", "onex 没有“%s”；最接近的是：%s"), name,
                                 near);
    return onex_l_throw_text(L, onex_tr("onex has no '%s'", "onex 没有“%s”"), name);
}

static int l_assign(lua_State *L) {
    onex_l_setting_set(L, luaL_checkstring(L, 2), 3);
    return 0;
}

static int l_pairs(lua_State *L) {
    lua_getglobal(L, "next");
    lua_pushvalue(L, lua_upvalueindex(1));
    return 2;
}

/* Puts the noun's functions into its table, which is made where it is not there. */
static void put_noun(lua_State *L, const onex_api_noun *noun) {
    lua_pushvalue(L, 1);
    const char *dot = strchr(noun->table, '.');
    if (dot && lua_getfield(L, -1, dot + 1) != LUA_TTABLE) {
        lua_pop(L, 1);
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_setfield(L, -3, dot + 1);
    }
    for (const onex_api_word *w = noun->words; w->name; w++) {
        if (!w->call) continue;
        lua_pushcfunction(L, w->call);
        lua_setfield(L, -2, last_part(w->name));
    }
    lua_settop(L, 1);
}

void onex_l_api(lua_State *L) {
    lua_settop(L, 0);
    lua_newtable(L);
    for (int n = 0; onex_api_nouns[n]; n++)
        if (onex_api_nouns[n]->table) put_noun(L, onex_api_nouns[n]);
    lua_getfield(L, 1, "json");
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
    lua_settop(L, 1);
    lua_newtable(L); /* empty, so that nothing of it can be set past l_assign */
    lua_createtable(L, 0, 3);
    lua_pushvalue(L, 1);
    lua_pushcclosure(L, l_look_up, 1);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, l_assign);
    lua_setfield(L, -2, "__newindex");
    lua_pushvalue(L, 1);
    lua_pushcclosure(L, l_pairs, 1);
    lua_setfield(L, -2, "__pairs");
    lua_pushvalue(L, -1);
    lua_setmetatable(L, 1);
    lua_setmetatable(L, -2);
    luaL_getsubtable(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE); /* from there Lua takes the names for its messages */
    lua_pushvalue(L, 1);
    lua_setfield(L, -2, "onex");
    lua_pop(L, 1);
    lua_setglobal(L, "onex");
}
