/* Values as text: what the console prints, and aligned tables. */
#include "repl/render.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "repl/owned.h"
#include "repl/subject.h"
#include "report/sheet.h"

enum { COLUMNS_MAX = 64 };

void onex_l_render_cell(lua_State *L, int at, onex_buffer *b) {
    size_t len;
    switch (lua_type(L, at)) {
    case LUA_TNIL: return;
    case LUA_TBOOLEAN:
        onex_buffer_text(b, lua_toboolean(L, at) ? onex_tr("true", "是") : onex_tr("false", "否"));
        return;
    case LUA_TTABLE:
        if (luaL_getmetafield(L, at, "__tostring") == LUA_TNIL) {
            lua_Integer n = luaL_len(L, at);
            onex_buffer_printf(b, onex_tr("(%lld items)", "（%lld 项）"), (long long)n);
            return;
        }
        lua_pop(L, 1);
        break;
    default: break;
    }
    const char *text = luaL_tolstring(L, at, &len);
    onex_buffer_put(b, text, len);
    lua_pop(L, 1);
}

/* ---- aligned tables ---- */

#define SHEET "onex.sheet"

typedef struct sheet { /* a userdata, so that an error on the way frees it */
    onex_sheet sheet;
    onex_sheet_column columns[COLUMNS_MAX + 1];
    bool text[COLUMNS_MAX]; /* the column has something that is no number */
} sheet;

static int l_free_sheet(lua_State *L) {
    sheet *s = luaL_checkudata(L, 1, SHEET);
    if (s->sheet.columns) onex_sheet_clear(&s->sheet);
    return 0;
}

static int by_name(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void onex_l_check_rows(lua_State *L, int at) {
    if (onex_l_iterator_test(L, at)) return;
    luaL_checktype(L, at, LUA_TTABLE);
    lua_Integer n = luaL_len(L, at), entries = 0;
    bool listed = true;
    for (lua_pushnil(L); lua_next(L, at); lua_pop(L, 1), entries++) listed = listed && lua_isinteger(L, -2);
    if (!listed || entries != n)
        onex_l_throw_text(L, "%s",
                          onex_tr("the rows are a list without gaps: { { code = \"A\" }, { code = \"B\" } }",
                                  "各行应是没有空缺的列表：{ { code = \"A\" }, { code = \"B\" } }"));
}

static void too_many(lua_State *L) {
    onex_l_throw_text(L, onex_tr("more than %d columns", "超过 %d 列"), COLUMNS_MAX);
}

void onex_l_check_names(lua_State *L, int at) {
    lua_Integer n = 0;
    if (lua_istable(L, at))
        for (lua_pushnil(L); lua_next(L, at); lua_pop(L, 1)) n++;
    for (lua_Integer i = 1; i <= n; i++) {
        if (lua_geti(L, at, i) != LUA_TSTRING) n = -1;
        lua_pop(L, 1);
    }
    if (n <= 0)
        onex_l_throw_text(L, "%s",
                          onex_tr("the columns are a list of their names: { \"code\", \"name\" }",
                                  "各列应是列名的列表：{ \"code\", \"name\" }"));
    if (n > COLUMNS_MAX) too_many(L);
}

void onex_l_names(lua_State *L, int at) {
    const char *names[COLUMNS_MAX];
    int n = 0;
    if (onex_l_row_columns(L, at)) return;
    lua_newtable(L);
    for (lua_pushnil(L); lua_next(L, at); lua_pop(L, 1))
        if (lua_type(L, -2) == LUA_TSTRING) {
            if (n < COLUMNS_MAX) names[n] = lua_tostring(L, -2);
            n++;
        }
    if (n > COLUMNS_MAX) too_many(L);
    if (n) qsort(names, (size_t)n, sizeof *names, by_name);
    for (int i = 0; i < n; i++) {
        lua_pushstring(L, names[i]);
        lua_rawseti(L, -2, i + 1);
    }
    lua_Integer listed = n ? 0 : luaL_len(L, at);
    if (listed > COLUMNS_MAX) too_many(L);
    for (int i = 1; i <= listed; i++) {
        lua_pushfstring(L, "%d", i);
        lua_rawseti(L, -2, i);
    }
}

/* The table on top gets the columns of the row at `row` as keys. */
static void add_columns(lua_State *L, int row) {
    for (lua_pushnil(L); lua_next(L, row);) {
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_pushboolean(L, 1);
        lua_rawset(L, -4);
    }
}

void onex_l_all_names(lua_State *L, int rows, int row) {
    bool columns = onex_l_row_columns(L, row);
    if (columns) lua_pop(L, 1);
    if (columns || !lua_istable(L, rows)) {
        onex_l_names(L, row);
        return;
    }
    lua_newtable(L);
    int all = lua_gettop(L);
    add_columns(L, row);
    for (lua_Integer i = 2; lua_geti(L, rows, i) != LUA_TNIL; i++) {
        lua_insert(L, all);
        if (lua_istable(L, all)) add_columns(L, all);
        lua_remove(L, all);
    }
    lua_pop(L, 1);
    onex_l_names(L, all);
    lua_remove(L, all);
}

/* The names in the list on top become the sheet's columns; the list must stay. */
static void take_columns(lua_State *L, sheet *s) {
    int n = (int)luaL_len(L, -1);
    if (n > COLUMNS_MAX) too_many(L);
    for (int i = 0; i < n; i++) {
        lua_rawgeti(L, -1, i + 1);
        const char *name = lua_tostring(L, -1);
        s->columns[i] = (onex_sheet_column){name, name, name, ONEX_SHEET_TEXT};
        lua_pop(L, 1);
    }
    onex_sheet_init(&s->sheet, s->columns);
}

void onex_l_value(lua_State *L, int row, const char *name, int place) {
    if (lua_getfield(L, row, name) != LUA_TNIL) return;
    lua_pop(L, 1);
    lua_geti(L, row, place);
}

/* Whether the value is a number, or a text that is one: 12.50, 83.3%. */
static bool is_number(lua_State *L, int at) {
    size_t len;
    int64_t number;
    if (lua_type(L, at) == LUA_TNUMBER) return true;
    if (lua_type(L, at) != LUA_TSTRING) return false;
    const char *text = lua_tolstring(L, at, &len);
    if (len > 1 && text[len - 1] == '%') len--;
    const int thousand = 1000;
    return onex_number_parse(text, len, thousand, &number) == ONEX_NUMBER_OK;
}

/* Numbers stand to the right where a column has nothing else. */
static void put_row(lua_State *L, int row, sheet *s, onex_buffer *cell) {
    for (int i = 0; i < s->sheet.ncolumns; i++) {
        onex_l_value(L, row, s->columns[i].name, i + 1);
        if (!lua_isnil(L, -1) && !is_number(L, -1)) s->text[i] = true;
        s->columns[i].kind = s->text[i] ? ONEX_SHEET_TEXT : ONEX_SHEET_RIGHT;
        cell->len = 0;
        bool blank = lua_isnil(L, -1);
        if (!blank) onex_l_render_cell(L, lua_gettop(L), cell);
        onex_buffer_char(cell, '\0');
        onex_sheet_cell(&s->sheet, blank || cell->failed ? NULL : cell->data, ONEX_STYLE_PLAIN);
        lua_pop(L, 1);
    }
}

bool onex_l_next_row(lua_State *L, int at, lua_Integer i) {
    bool iterator = onex_l_iterator_test(L, at) != NULL;
    if (iterator && !onex_l_iterator_next(L, at)) return false;
    if (!iterator && lua_geti(L, at, i) == LUA_TNIL) {
        lua_pop(L, 1);
        return false;
    }
    const onex_lua_subject *subject = onex_l_subject_test(L, -1);
    if (subject) {
        onex_l_subject_row(L, subject);
        lua_pushstring(L, subject->code);
        lua_setfield(L, -2, "code");
        lua_remove(L, -2);
    }
    if (!lua_istable(L, -1)) {
        lua_createtable(L, 1, 0);
        lua_insert(L, -2);
        lua_rawseti(L, -2, 1);
    }
    return true;
}

void onex_l_render_rows(lua_State *L, int at, int columns, onex_buffer *text) {
    onex_error err = {0};
    at = lua_absindex(L, at);
    luaL_checkstack(L, 16, NULL);
    int top = lua_gettop(L);
    sheet *s = onex_l_owned(L, sizeof *s, SHEET, l_free_sheet);
    onex_buffer *cell = onex_l_buffer(L);
    lua_Integer i = 1;
    if (columns) {
        lua_pushvalue(L, columns);
        take_columns(L, s);
    } else {
        lua_pushnil(L);
    }
    int names = lua_gettop(L);
    for (; onex_l_next_row(L, at, i); i++) {
        if (i == 1 && !columns) {
            onex_l_all_names(L, at, names + 1);
            lua_replace(L, names);
            lua_pushvalue(L, names);
            take_columns(L, s);
            lua_pop(L, 1);
        }
        put_row(L, names + 1, s, cell);
        lua_settop(L, names);
    }
    if (s->sheet.columns && s->sheet.ncolumns)
        onex_l_check(L, onex_sheet_put(text, &s->sheet, false, NULL, &err), &err);
    lua_settop(L, top);
}

/* ---- what the console prints ---- */

static bool is_rows(lua_State *L, int at) {
    if (lua_type(L, at) != LUA_TTABLE || luaL_len(L, at) == 0) return false;
    lua_geti(L, at, 1);
    bool rows = lua_istable(L, -1) || onex_l_subject_test(L, -1);
    lua_pop(L, 1);
    return rows;
}

/* What the numbers of a column count, where one would take them for something else. */
static const char *unit(const onex_column *column) {
    switch (column->type) {
    case ONEX_COL_YUAN: return onex_tr(" (fen)", "（分）");
    case ONEX_COL_CREDITS: return onex_tr(" (tenths)", "（十分之一）");
    case ONEX_COL_NUMBER: return onex_tr(" (thousandths)", "（千分之一）");
    default: return "";
    }
}

/* One row as lines of column, title and value; `entity` NULL: of a query, whose columns have no titles. */
static void put_record(lua_State *L, int at, const onex_entity *entity, onex_buffer *b) {
    static const onex_sheet_column titled[] = {{"column", "column", "列", ONEX_SHEET_TEXT},
                                               {"title", "title", "名称", ONEX_SHEET_TEXT},
                                               {"value", "value", "值", ONEX_SHEET_TEXT},
                                               {0}};
    static const onex_sheet_column plain[] = {
        {"column", "column", "列", ONEX_SHEET_TEXT}, {"value", "value", "值", ONEX_SHEET_TEXT}, {0}};
    onex_error err = {0};
    int top = lua_gettop(L);
    sheet *s = onex_l_owned(L, sizeof *s, SHEET, l_free_sheet);
    onex_buffer *cell = onex_l_buffer(L);
    onex_l_names(L, at);
    int names = lua_gettop(L);
    if (luaL_len(L, names) == 0) {
        lua_settop(L, top);
        return;
    }
    onex_sheet_init(&s->sheet, entity ? titled : plain);
    for (lua_Integer i = 1, n = luaL_len(L, names); i <= n; i++) {
        lua_geti(L, names, i);
        const char *name = lua_tostring(L, -1);
        int column = entity ? onex_entity_column(entity, name) : -1;
        onex_sheet_cell(&s->sheet, name, ONEX_STYLE_PLAIN);
        cell->len = 0;
        if (column >= 0)
            onex_buffer_printf(cell, "%s%s", entity->columns[column].title, unit(&entity->columns[column]));
        onex_buffer_char(cell, '\0');
        if (entity) onex_sheet_cell(&s->sheet, cell->data, ONEX_STYLE_PLAIN);
        lua_getfield(L, at, name);
        cell->len = 0;
        if (lua_isnil(L, -1)) onex_buffer_text(cell, onex_tr("(blank)", "（空）"));
        onex_l_render_cell(L, lua_gettop(L), cell);
        onex_buffer_char(cell, '\0');
        if (cell->failed) onex_l_check(L, onex_no_memory(&err), &err);
        onex_sheet_cell(&s->sheet, cell->data, ONEX_STYLE_PLAIN);
        lua_settop(L, names);
    }
    onex_l_check(L, onex_sheet_put(b, &s->sheet, false, NULL, &err), &err);
    lua_settop(L, top);
}

static void put_pairs(lua_State *L, int at, onex_buffer *b) {
    onex_l_names(L, at);
    int names = lua_gettop(L);
    for (lua_Integer i = 1, n = luaL_len(L, names); i <= n; i++) {
        lua_geti(L, names, i);
        onex_l_value(L, at, lua_tostring(L, -1), (int)i);
        onex_buffer_printf(b, "%s = ", lua_tostring(L, -2));
        onex_l_render_cell(L, lua_gettop(L), b);
        onex_buffer_char(b, '\n');
        lua_pop(L, 2);
    }
    lua_pop(L, 1);
}

void onex_l_render(lua_State *L, int at, onex_buffer *b) {
    at = lua_absindex(L, at);
    luaL_checkstack(L, 16, NULL);
    const onex_lua_subject *subject = onex_l_subject_test(L, at);
    size_t before = b->len;
    if (onex_l_iterator_test(L, at) || is_rows(L, at)) {
        onex_l_render_rows(L, at, 0, b);
    } else if (subject) {
        bool zh = onex_lang_get() == ONEX_LANG_ZH;
        onex_buffer_printf(b, "%s %s\n", zh ? onex_subject_title(subject->kind) : onex_subject_code(subject->kind),
                           subject->code);
        onex_l_subject_row(L, subject);
        lua_pushstring(L, subject->code);
        lua_setfield(L, -2, "code");
        put_record(L, lua_gettop(L),
                   subject->kind == ONEX_SCHOOL ? NULL : onex_entity_find(onex_subject_code(subject->kind)), b);
        lua_pop(L, 1);
    } else if (onex_l_row_columns(L, at)) {
        lua_pop(L, 1);
        put_record(L, at, onex_l_row_entity(L, at), b);
    } else if (lua_istable(L, at) && luaL_getmetafield(L, at, "__tostring") == LUA_TNIL) {
        put_pairs(L, at, b);
    } else {
        size_t len;
        const char *text = luaL_tolstring(L, at, &len);
        onex_buffer_put(b, text, len);
        lua_pop(L, 1);
    }
    if (b->len == before) onex_buffer_text(b, onex_tr("(none)", "（无）"));
    if (b->len && b->data[b->len - 1] != '\n') onex_buffer_char(b, '\n');
}
