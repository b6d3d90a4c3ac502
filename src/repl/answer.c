/* The answers of the console, where they are more than the value's own text. */
#include "repl/answer.h"

#include <stdio.h>
#include <string.h>

#include "model/verdict.h"
#include "repl/fact.h"
#include "repl/names.h"
#include "repl/render.h"
#include "repl/subject.h"

enum { SHOWN = 40 }; /* rows of a list */

/* The sequence at `at` becomes the list of what it gives. */
static void collect(lua_State *L, int at) {
    lua_newtable(L);
    for (lua_Integer i = 1; onex_l_iterator_next(L, at); i++) {
        if (onex_console_of(L)->interrupted) luaL_error(L, "interrupted");
        lua_rawseti(L, -2, i);
    }
    lua_replace(L, at);
}

/* The text of the field, "" for none; it lives as long as the table. */
static const char *field(lua_State *L, int at, const char *name) {
    const char *text = lua_getfield(L, at, name) == LUA_TSTRING ? lua_tostring(L, -1) : "";
    lua_pop(L, 1);
    return text;
}

/* The text of a quantity (measured, threshold); "" for none. */
static const char *quantity(lua_State *L, int at, const char *name) {
    const char *text = "";
    if (lua_getfield(L, at, name) == LUA_TTABLE) text = field(L, lua_gettop(L), "text");
    lua_pop(L, 1);
    return text;
}

static void put_missing(lua_State *L, int at, onex_buffer *b) {
    lua_Integer n = lua_getfield(L, at, "missing") == LUA_TTABLE ? luaL_len(L, -1) : 0;
    for (lua_Integer i = 1; i <= n; i++) {
        if (lua_geti(L, -1, i) == LUA_TTABLE) {
            const char *title = field(L, lua_gettop(L), "title"), *by = field(L, lua_gettop(L), "supplied_by");
            onex_buffer_text(b, i == 1 ? onex_tr("; missing: ", "；缺：") : onex_tr(", ", "、"));
            onex_buffer_text(b, *title ? title : field(L, lua_gettop(L), "fact"));
            if (*by) onex_buffer_printf(b, onex_tr(" (%s)", "（%s）"), by);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

/* "unmet: 双师型教师占比达标 (第七条（二）); 4/9, asked 50%". */
static void put_verdict(lua_State *L, int at, onex_buffer *b) {
    onex_verdict verdict = onex_verdict_find(field(L, at, "verdict"));
    const char *measured = quantity(L, at, "measured"), *asked = quantity(L, at, "threshold");
    const char *cite = field(L, at, "cite"), *error = field(L, at, "error");
    onex_buffer_printf(b, onex_tr("%s: %s", "%s：%s"), verdict < ONEX_VERDICTS ? onex_verdict_text(verdict) : "",
                       field(L, at, "title"));
    if (*cite) onex_buffer_printf(b, onex_tr(" (%s)", "（%s）"), cite);
    if (*measured) onex_buffer_printf(b, onex_tr("; %s", "；实际 %s"), measured);
    if (*asked)
        onex_buffer_printf(b, onex_tr("%s asked %s", "%s要求 %s"), *measured ? onex_tr(",", "，") : onex_tr(";", "；"),
                           asked);
    put_missing(L, at, b);
    if (*error) onex_buffer_printf(b, onex_tr("; %s", "；%s"), error);
    onex_buffer_char(b, '\n');
}

static void put_unknown(lua_State *L, int at, onex_buffer *b) {
    const char *name = field(L, at, "fact"), *title = field(L, at, "title"), *by = field(L, at, "supplied_by");
    onex_buffer_text(b, onex_verdict_text(ONEX_UNKNOWN));
    if (*name) onex_buffer_printf(b, onex_tr(": %s %s", "：%s %s"), title, name);
    if (*by) onex_buffer_printf(b, onex_tr("; %s supplies it", "；由%s提供"), by);
    if (*field(L, at, "error")) onex_buffer_printf(b, onex_tr("; %s", "；%s"), field(L, at, "error"));
    onex_buffer_char(b, '\n');
}

/* Pushes a list of the columns that are not blank in every row of the list at `at`; gives how many were left out. */
static int push_filled_columns(lua_State *L, int at) {
    lua_newtable(L);
    int filled = lua_gettop(L), left_out = 0;
    onex_l_next_row(L, at, 1);
    onex_l_names(L, filled + 1);
    int names = lua_gettop(L);
    lua_Integer n = luaL_len(L, names), kept = 0;
    for (lua_Integer c = 1; c <= n; c++) {
        bool blank = true;
        lua_geti(L, names, c);
        const char *name = lua_tostring(L, -1);
        for (lua_Integer i = 1; name && blank && onex_l_next_row(L, at, i); i++) {
            onex_l_value(L, lua_gettop(L), name, (int)c);
            blank = lua_isnil(L, -1);
            lua_pop(L, 2);
        }
        if (blank)
            left_out++;
        else
            lua_rawseti(L, filled, ++kept);
        lua_settop(L, names);
    }
    lua_settop(L, filled);
    return left_out;
}

/* A list of subjects has many columns: those that are blank in all of them are left out. */
static void put_subjects(lua_State *L, int at, onex_buffer *b) {
    int left_out = push_filled_columns(L, at);
    onex_l_render_rows(L, at, lua_gettop(L), b);
    lua_pop(L, 1);
    if (left_out)
        onex_buffer_printf(
            b, onex_tr("(blank columns left out: %d)\n", "（另有 %d 列在此全部空白，未列出）\n"),
            left_out);
}

static bool is_subjects(lua_State *L, int at) {
    lua_rawgeti(L, at, 1);
    bool subjects = onex_l_subject_test(L, -1) != NULL;
    lua_pop(L, 1);
    return subjects;
}

/* A list of rows; of one that is too long for a screen the first. False: it is no list. */
static bool put_list(lua_State *L, int at, onex_buffer *b) {
    if (lua_type(L, at) != LUA_TTABLE || luaL_getmetafield(L, at, "__tostring") != LUA_TNIL) return false;
    lua_Integer n = (lua_Integer)lua_rawlen(L, at);
    if (n == 0) return false;
    lua_createtable(L, SHOWN, 0);
    for (lua_Integer i = 1; i <= n && i <= SHOWN; i++) {
        lua_rawgeti(L, at, i);
        lua_rawseti(L, -2, i);
    }
    int shown = lua_gettop(L);
    if (is_subjects(L, shown))
        put_subjects(L, shown, b);
    else
        onex_l_render(L, n > SHOWN ? shown : at, b);
    lua_pop(L, 1);
    if (n > SHOWN)
        onex_buffer_printf(b, onex_tr("and %lld more; _ has all %lld\n", "还有 %lld 行；_ 是全部 %lld 行\n"),
                           (long long)(n - SHOWN), (long long)n);
    return true;
}

static bool is_verdict(lua_State *L, int at) {
    if (!lua_istable(L, at) || !lua_getmetatable(L, at)) return false;
    luaL_getmetatable(L, "onex.verdict");
    bool same = lua_rawequal(L, -1, -2);
    lua_pop(L, 2);
    return same;
}

/* ---- the API itself ---- */

/* Pushes what the whole name ("onex.csv.read") stands for; nil: nothing any more. The global `onex` is only a front of
 * the table that holds the functions. */
static void push_named(lua_State *L, const char *name) {
    if (strchr(name, '.'))
        lua_getfield(L, LUA_REGISTRYINDEX, LUA_LOADED_TABLE);
    else
        lua_pushglobaltable(L);
    while (*name) {
        size_t len = strcspn(name, ".");
        lua_pushlstring(L, name, len);
        if (lua_istable(L, -2))
            lua_rawget(L, -2);
        else
            lua_pushnil(L);
        lua_replace(L, -2);
        name += len + (name[len] == '.');
    }
}

static bool is_named(lua_State *L, int at, const char *name) {
    push_named(L, name);
    bool same = lua_rawequal(L, at, -1);
    lua_pop(L, 1);
    return same;
}

/* A function without a call: how it is called. */
static void put_function(lua_State *L, int at, onex_buffer *b) {
    for (int n = 0; onex_api_nouns[n]; n++)
        for (const onex_api_word *w = onex_api_nouns[n]->words; w->name; w++)
            if (strncmp(w->name, "onex.", 5) == 0 && is_named(L, at, w->name)) {
                onex_buffer_printf(b, "%s\n  %s\n", w->usage, onex_tr(w->en, w->zh));
                return;
            }
    onex_buffer_text(b, onex_tr("a function; call it with ( )\n", "函数；加上 ( ) 才会执行\n"));
}

typedef struct members {
    onex_buffer *text;
    char last[64];
} members;

static void put_member(void *ctx, const char *name, const char *title) {
    members *m = ctx;
    bool again = strcmp(m->last, name) == 0;
    if (again) return;
    snprintf(m->last, sizeof m->last, "%s", name);
    onex_buffer_printf(m->text, "%s%s", m->text->len ? "  " : "", name);
    (void)title;
}

/* The table `onex`, or one in it: its words. */
static bool put_words(lua_State *L, int at, onex_buffer *b) {
    static const char *const tables[] = {"onex", "onex.csv", "onex.json"};
    for (size_t i = 0; lua_istable(L, at) && i < sizeof tables / sizeof *tables; i++) {
        if (!is_named(L, at, tables[i])) continue;
        char head[32];
        onex_buffer words = {0};
        members m = {&words, ""};
        snprintf(head, sizeof head, "%s.", tables[i]);
        onex_names_members(head, put_member, &m);
        onex_buffer_printf(b, "%s\n%s\n", words.data ? words.data : "",
                           onex_tr("(.help WORD tells more)", "（.help 词 查看用法）"));
        onex_buffer_clear(&words);
        return true;
    }
    return false;
}

void onex_l_answer(lua_State *L, int n, onex_buffer *text) {
    luaL_checkstack(L, 16, NULL);
    for (int i = 1; i <= n; i++)
        if (onex_l_iterator_test(L, i)) collect(L, i);
    if (n) {
        lua_pushvalue(L, 1);
        lua_setglobal(L, "_");
    }
    for (int i = 1; i <= n; i++) {
        if (is_verdict(L, i))
            put_verdict(L, i, text);
        else if (onex_l_is_unknown(L, i))
            put_unknown(L, i, text);
        else if (lua_isfunction(L, i))
            put_function(L, i, text);
        else if (!put_words(L, i, text) && !put_list(L, i, text))
            onex_l_render(L, i, text);
        lua_settop(L, n);
    }
}
