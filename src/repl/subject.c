/* Subjects as Lua values: kind and code, nothing more. Columns are read anew each time; the rows of a table and the
 * subjects of a kind come one after the other. */
#include "repl/subject.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "engine/cell.h"
#include "facts/subject.h"
#include "model/entity_name.h"
#include "repl/fact.h"
#include "repl/field.h"
#include "repl/names.h"

#define SUBJECT "onex.subject"
enum { MAX_COLUMNS = 16 };

static const onex_entity *entity_of(onex_subject kind) {
    return kind == ONEX_SCHOOL ? NULL : onex_entity_find(onex_subject_code(kind));
}

void onex_l_subject(lua_State *L, onex_subject kind, const char *code, size_t len) {
    onex_lua_subject *s = lua_newuserdatauv(L, sizeof *s + len + 1, 0);
    s->kind = kind;
    memcpy(s->code, code, len);
    s->code[len] = '\0';
    luaL_setmetatable(L, SUBJECT);
}

const onex_lua_subject *onex_l_subject_at(lua_State *L, int at) {
    return luaL_checkudata(L, at, SUBJECT);
}

const onex_lua_subject *onex_l_self(lua_State *L, const char *name) {
    const onex_lua_subject *s = onex_l_subject_test(L, 1);
    if (!s)
        onex_l_throw_text(L, onex_tr("a colon stands before '%s': p:%s(...)", "“%s”前面要用冒号：p:%s(...)"), name,
                          name);
    return s;
}

const onex_lua_subject *onex_l_subject_test(lua_State *L, int at) {
    return luaL_testudata(L, at, SUBJECT);
}

/* ---- cells ---- */

void onex_l_cell(lua_State *L, const onex_column *column, const onex_cell *cell) {
    if (cell->kind == ONEX_CELL_NULL)
        lua_pushnil(L);
    else if (cell->kind == ONEX_CELL_TEXT)
        lua_pushlstring(L, cell->text, cell->len);
    else if (column->type == ONEX_COL_BOOL)
        lua_pushboolean(L, cell->n != 0);
    else
        lua_pushinteger(L, cell->n);
}

/* The key cells of a subject: its code, or a registration's three parts. */
static bool key_cells(const onex_lua_subject *s, const onex_entity *entity, onex_cell *cells) {
    const char *at = s->code;
    for (int c = 0; c < entity->ncolumns; c++) {
        if (!entity->columns[c].key) continue;
        size_t len = s->kind == ONEX_REGISTRATION ? strcspn(at, "/") : strlen(at);
        cells[c] = onex_cell_text(at, len);
        at += len + (at[len] == '/');
    }
    return !*at;
}

/* The stored row, valid until the next call; throws when it is gone. */
static const onex_cell *row_of(lua_State *L, const onex_lua_subject *s, const onex_entity *entity) {
    onex_console *c = onex_console_of(L);
    onex_error err = {0};
    onex_table *table = NULL;
    const onex_cell *row = NULL;
    onex_cell key[MAX_COLUMNS] = {{0}};
    onex_status status = onex_session_table(c, s->kind, &table, &err);
    if (!status && key_cells(s, entity, key)) status = onex_table_find(table, key, &row, NULL, &err);
    onex_l_check(L, status, &err);
    if (!row) {
        onex_fail(&err, ONEX_E_NOT_FOUND, onex_tr("%s '%s' is not there any more", "%s“%s”已不存在"),
                  onex_lang_get() == ONEX_LANG_ZH ? onex_subject_title(s->kind) : onex_subject_code(s->kind), s->code);
        onex_l_throw(L, &err);
    }
    return row;
}

static int no_column(lua_State *L, onex_subject kind, const char *name) {
    const onex_entity *entity = entity_of(kind);
    onex_error err = {0};
    onex_nearest nearest;
    char near[256];
    onex_nearest_init(&nearest, name);
    for (int c = 0; entity && c < entity->ncolumns; c++) {
        onex_nearest_offer(&nearest, entity->columns[c].name);
        onex_nearest_offer(&nearest, entity->columns[c].title);
    }
    for (int n = 0; onex_api_nouns[n]; n++)
        for (const onex_api_word *w = onex_api_nouns[n]->words; w->name; w++)
            if (strncmp(w->name, "p.", 2) == 0 || strncmp(w->name, "p:", 2) == 0)
                onex_nearest_offer(&nearest, w->name + 2);
    onex_nearest_text(&nearest, near, sizeof near);
    const char *what = onex_lang_get() == ONEX_LANG_ZH ? onex_subject_title(kind) : onex_subject_code(kind);
    if (near[0])
        onex_fail(&err, ONEX_E_NOT_FOUND,
                  onex_tr("a %s has no column '%s'; nearest: %s", "%s没有“%s”列；最接近的是：%s"), what, name, near);
    else
        onex_fail(&err, ONEX_E_NOT_FOUND,
                  onex_tr("a %s has no column '%s'; onex schema lists them", "%s没有“%s”列；onex schema 列出各列"),
                  what, name);
    return onex_l_throw(L, &err);
}

/* p.NAME: a method, its kind and code, or a column. */
static int l_index(lua_State *L) {
    const onex_lua_subject *s = onex_l_subject_at(L, 1);
    const char *name = luaL_checkstring(L, 2);
    const onex_entity *entity = entity_of(s->kind);
    int column = entity ? onex_entity_column(entity, name) : -1;
    if (column >= 0) {
        onex_l_cell(L, &entity->columns[column], &row_of(L, s, entity)[column]);
        return 1;
    }
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL) return 1;
    if (strcmp(name, "fact") == 0) {
        onex_l_facts(L, 1);
        return 1;
    }
    if (strcmp(name, "kind") == 0) {
        lua_pushstring(L, onex_subject_code(s->kind));
        return 1;
    }
    if (strcmp(name, "code") == 0) {
        lua_pushstring(L, s->code);
        return 1;
    }
    return no_column(L, s->kind, name);
}

static int l_newindex(lua_State *L) {
    const onex_lua_subject *s = onex_l_subject_at(L, 1);
    if (s->kind == ONEX_PILOT && strcmp(luaL_tolstring(L, 2, NULL), "state") == 0)
        return onex_l_throw_text(L, "%s",
                                 onex_tr("the state of a pilot is changed by the steps of the procedure: onex.decide",
                                         "试点项目的状态由办理程序改变：onex.decide(项目, 步骤, { actor = ... })"));
    return onex_l_throw_text(L,
                             onex_tr("'%s' is not set like this; write: onex.update(table, key, { %s = ... })",
                                     "“%s”不能这样修改；请写 onex.update(表, 主键, { %s = ... })"),
                             luaL_tolstring(L, 2, NULL), luaL_tolstring(L, 2, NULL));
}

static int l_text(lua_State *L) {
    lua_pushstring(L, onex_l_subject_at(L, 1)->code);
    return 1;
}

static int l_equal(lua_State *L) {
    const onex_lua_subject *a = onex_l_subject_test(L, 1), *b = onex_l_subject_test(L, 2);
    lua_pushboolean(L, a && b && a->kind == b->kind && strcmp(a->code, b->code) == 0);
    return 1;
}

void onex_l_subject_row(lua_State *L, const onex_lua_subject *s) {
    const onex_entity *entity = entity_of(s->kind);
    lua_newtable(L);
    if (!entity) return;
    const onex_cell *row = row_of(L, s, entity);
    for (int c = 0; c < entity->ncolumns; c++) {
        onex_l_cell(L, &entity->columns[c], &row[c]);
        lua_setfield(L, -2, entity->columns[c].name);
    }
    lua_createtable(L, entity->ncolumns + 1, 0);
    if (onex_entity_column(entity, "code") < 0) {
        lua_pushliteral(L, "code");
        lua_rawseti(L, -2, 1);
    }
    for (int c = 0; c < entity->ncolumns; c++) {
        lua_pushstring(L, entity->columns[c].name);
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    }
    onex_l_columns_metatable(L, -1);
    lua_setmetatable(L, -3);
    lua_pop(L, 1);
}

/* Upvalues: the row, its entity, the next column. */
static int l_next_column(lua_State *L) {
    const onex_entity *entity = lua_touserdata(L, lua_upvalueindex(2));
    for (lua_Integer c = lua_tointeger(L, lua_upvalueindex(3)); entity && c < entity->ncolumns; c++) {
        lua_pushstring(L, entity->columns[c].name);
        lua_pushvalue(L, -1);
        if (lua_rawget(L, lua_upvalueindex(1)) == LUA_TNIL) {
            lua_pop(L, 2);
            continue;
        }
        lua_pushinteger(L, c + 1);
        lua_replace(L, lua_upvalueindex(3));
        return 2;
    }
    return 0;
}

/* pairs(p): its columns that are not blank, in their order. */
static int l_pairs(lua_State *L) {
    const onex_lua_subject *s = onex_l_subject_at(L, 1);
    onex_l_subject_row(L, s);
    lua_pushlightuserdata(L, (void *)(uintptr_t)entity_of(s->kind));
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, l_next_column, 3);
    return 1;
}

/* ---- finding them ---- */

static int l_find(lua_State *L, onex_subject kind) {
    onex_console *c = onex_console_of(L);
    bool there = false;
    onex_error err = {0};
    size_t len;
    if (kind == ONEX_SCHOOL && lua_isnoneornil(L, 1)) {
        onex_l_subject(L, kind, "school", strlen("school"));
        return 1;
    }
    const char *code = luaL_checklstring(L, 1, &len);
    onex_status status = onex_session_read(c, &err);
    if (!status) status = onex_subject_exists(c->store, kind, code, &there, &err);
    onex_l_check(L, status, &err);
    if (there && strlen(code) == len)
        onex_l_subject(L, kind, code, len);
    else
        lua_pushnil(L);
    return 1;
}

static int l_school(lua_State *L) {
    return l_find(L, ONEX_SCHOOL);
}
static int l_college(lua_State *L) {
    return l_find(L, ONEX_COLLEGE);
}
static int l_pilot(lua_State *L) {
    return l_find(L, ONEX_PILOT);
}
static int l_exam(lua_State *L) {
    return l_find(L, ONEX_EXAM);
}
static int l_expense(lua_State *L) {
    return l_find(L, ONEX_EXPENSE);
}
static int l_registration(lua_State *L) {
    return l_find(L, ONEX_REGISTRATION);
}

typedef struct codes {
    onex_nearest nearest;
    onex_arena arena;
    const char *named; /* the code of what is called so; NULL: none is */
} codes;

static void offer_code(void *ctx, const char *code, const char *title) {
    codes *c = ctx;
    const char *kept = onex_arena_text(&c->arena, code, strlen(code));
    if (!kept) return;
    onex_nearest_offer(&c->nearest, kept);
    if (strcmp(title, c->nearest.wanted) == 0) c->named = kept;
}

/* NOT_FOUND, with the nearest codes, where the column refers to a row that is not there. */
static onex_status check_reference(onex_console *c, const onex_column *column, const onex_cell *cell, onex_error *err) {
    const onex_entity *target = onex_column_target(column);
    onex_table *table = NULL;
    const onex_cell *row = NULL;
    onex_cell key[MAX_COLUMNS] = {{0}};
    int code = target ? onex_entity_column(target, "code") : -1;
    if (code < 0 || cell->kind != ONEX_CELL_TEXT) return ONEX_OK;
    key[code] = *cell;
    onex_status status = onex_table_open(&table, c->store, target, err);
    if (!status) status = onex_table_find(table, key, &row, NULL, err);
    bool found = row != NULL;
    onex_table_close(table);
    if (status || found) return status;
    codes near = {0};
    char text[256];
    onex_nearest_init(&near.nearest, cell->text);
    onex_names_codes(c, target, offer_code, &near);
    onex_nearest_text(&near.nearest, text, sizeof text);
    const char *what = onex_lang_get() == ONEX_LANG_ZH ? target->title : target->name;
    if (near.named)
        onex_fail(err, ONEX_E_NOT_FOUND,
                  onex_tr("%s: '%s' is the name of a %s; its code is '%s'", "%s：“%s”是%s的名称；代码是“%s”"),
                  column->name, cell->text, what, near.named);
    else
        onex_fail(err, ONEX_E_NOT_FOUND,
                  text[0] ? onex_tr("%s: no %s '%s'; nearest: %s", "%s：没有%s“%s”；最接近的是：%s")
                          : onex_tr("%s: no %s '%s'%s", "%s：没有%s“%s”%s"),
                  column->name, what, cell->text, text);
    onex_arena_clear(&near.arena);
    return err->code;
}

/* The filters of the table at `at`; texts lie in Lua, or in the arena. */
static int read_filters(lua_State *L, int at, onex_subject kind, onex_filter *filters, onex_arena *arena) {
    const onex_entity *entity = entity_of(kind);
    int n = 0;
    onex_error err = {0};
    if (lua_isnoneornil(L, at)) return 0;
    if (!lua_istable(L, at))
        onex_l_throw_text(
            L, onex_tr("columns are asked for as { COLUMN = value }, not '%s'", "各列应写成 { 列名 = 值 }，不能是“%s”"),
            luaL_tolstring(L, at, NULL));
    for (lua_pushnil(L); lua_next(L, at); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            onex_l_throw_text(L,
                              onex_tr("the column of '%s' is not named; write { COLUMN = value }",
                                      "“%s”没有列名；请写 { 列名 = 值 }"),
                              luaL_tolstring(L, -1, NULL));
        const char *name = lua_tostring(L, -2);
        int column = entity ? onex_entity_column(entity, name) : -1;
        if (column < 0) return no_column(L, kind, name);
        filters[n].column = column;
        onex_l_cell_at(L, -1, entity, column, &filters[n].value, arena);
        onex_l_check(L, check_reference(onex_console_of(L), &entity->columns[column], &filters[n].value, &err), &err);
        n++;
    }
    return n;
}

static int l_all(lua_State *L, onex_subject kind) {
    onex_console *c = onex_console_of(L);
    onex_error err = {0};
    onex_filter filters[MAX_COLUMNS];
    onex_l_one(L);
    lua_settop(L, 1);
    onex_iterator *it = onex_l_iterator(L, kind, entity_of(kind));
    onex_status status = onex_session_read(c, &err);
    onex_l_check(L, status, &err);
    int n = read_filters(L, 1, kind, filters, &it->arena);
    if (kind != ONEX_SCHOOL) status = onex_query_keys(&it->result, c->store, it->entity, filters, n, &err);
    onex_arena_clear(&it->arena);
    onex_l_check(L, status, &err);
    return 1;
}

static int l_schools(lua_State *L) {
    return l_all(L, ONEX_SCHOOL);
}
static int l_colleges(lua_State *L) {
    return l_all(L, ONEX_COLLEGE);
}
static int l_pilots(lua_State *L) {
    return l_all(L, ONEX_PILOT);
}
static int l_exams(lua_State *L) {
    return l_all(L, ONEX_EXAM);
}
static int l_expenses(lua_State *L) {
    return l_all(L, ONEX_EXPENSE);
}
static int l_registrations(lua_State *L) {
    return l_all(L, ONEX_REGISTRATION);
}

/* ---- rows ---- */

static int no_rows(lua_State *L, const onex_entity *entity, onex_subject kind) {
    onex_error err = {0};
    onex_buffer *list = onex_l_buffer(L);
    for (int i = 0; i < onex_nentities; i++)
        if (onex_query_reaches(&onex_entities[i], kind))
            onex_buffer_printf(list, "%s%s", list->len ? ", " : "", onex_entities[i].name);
    onex_fail(&err, ONEX_E_NOT_FOUND,
              onex_tr("table '%s' has no rows of a %s; these have: %s", "表“%s”没有属于%s的行；有的是：%s"),
              entity->name, onex_lang_get() == ONEX_LANG_ZH ? onex_subject_title(kind) : onex_subject_code(kind),
              list->data ? list->data : "");
    return onex_l_throw(L, &err);
}

static int l_rows(lua_State *L) {
    onex_console *c = onex_console_of(L);
    const onex_lua_subject *s = onex_l_self(L, "rows");
    const char *name = luaL_checkstring(L, 2);
    onex_error err = {0};
    const onex_entity *entity = NULL, *own = entity_of(s->kind);
    onex_l_check(L, onex_entity_named(&entity, name, &err), &err);
    if (!onex_query_reaches(entity, s->kind)) return no_rows(L, entity, s->kind);
    if (own) row_of(L, s, own);
    onex_iterator *it = onex_l_iterator(L, ONEX_SUBJECTS, entity);
    onex_status status = onex_session_read(c, &err);
    if (!status) status = onex_query_about(&it->result, c->store, entity, s->kind, s->code, &err);
    onex_l_check(L, status, &err);
    return 1;
}

/* ---- words ---- */

static const onex_api_word finders[] = {
    {"onex.pilot", "onex.pilot(code)",
     "the pilot of that code; nil when there is none. A subject is kind and code: its columns are read anew each time",
     "该代码的试点项目；没有则为 nil。对象只有类别和代码，各列每次重新读取", "print(onex.pilot(\"P-2027-02\").state)",
     l_pilot},
    {"onex.college", "onex.college(code)", "the college of that code, or nil", "该代码的二级学院，或 nil",
     "print(onex.college(\"anime\").name)", l_college},
    {"onex.exam", "onex.exam(code)", "the examination of that code, or nil", "该代码的考核场次，或 nil",
     "print(onex.exam(\"K-2025-01\").held_on, onex.exam(\"K-9\"))", l_exam},
    {"onex.expense", "onex.expense(code)", "the expense of that code, or nil; amounts are in fen",
     "该代码的支出，或 nil；金额以分为单位", "print(onex.yuan(onex.expense(\"ZC-2025-001\").amount))", l_expense},
    {"onex.registration", "onex.registration(\"pilot/person/level\")", "the registration, or nil", "该报名，或 nil",
     "local r = onex.registration(\"P-2025-01/S1001/intermediate\")\nprint(r.rank_score, r.selected)", l_registration},
    {"onex.school", "onex.school()", "the school itself", "学校本身", "print(onex.school().kind)", l_school},
    {"onex.pilots", "onex.pilots { college = \"art\", state = \"running\" }",
     "goes over the pilots in the order of their codes; the table keeps those whose columns have these values (\"\": "
     "is blank), and may be left out. A code that no college, certificate, ... has is an error (3) with the nearest",
     "按代码顺序逐个给出试点项目；表中各列须等于所给的值（\"\" "
     "表示空白），可不写。所给的二级学院、证书等代码不存在则报错（3）并提示最接近的",
     "for p in onex.pilots { year = 2027 } do print(p.code, p.college, p.state) end", l_pilots},
    {"onex.colleges", "onex.colleges()", "goes over the colleges, likewise", "逐个给出二级学院，用法同上",
     "for c in onex.colleges() do print(c.code, c.name) end", l_colleges},
    {"onex.exams", "onex.exams { pilot = code }", "goes over the examinations, likewise", "逐个给出考核场次，用法同上",
     "for e in onex.exams { pilot = \"P-2025-01\" } do print(e.code, e.held_on) end", l_exams},
    {"onex.expenses", "onex.expenses { pilot = code }", "goes over the expenses, likewise; amounts are in fen",
     "逐个给出支出，用法同上；金额以分为单位",
     "local fen = 0\nfor e in onex.expenses { pilot = \"P-2026-02\" } do fen = fen + e.amount "
     "end\nprint(onex.yuan(fen))",
     l_expenses},
    {"onex.registrations", "onex.registrations { pilot = code }", "goes over the registrations, likewise",
     "逐个给出报名，用法同上",
     "for r in onex.registrations { pilot = \"P-2026-03\", level = \"advanced\" } do print(r.person, r.rank_score) end",
     l_registrations},
    {"onex.schools", "onex.schools()", "goes over the one school, so that all kinds can be treated alike",
     "给出学校本身（与其他类别写法一致）", "for s in onex.schools() do print(s) end", l_schools},
    {0},
};

const onex_api_noun onex_api_subjects = {"subjects", "onex", "Subjects", "对象", finders};

static const onex_api_word methods[] = {
    {"p.state", "p.COLUMN",
     "a column of the subject: blank is nil, yes and no are true and false; money in fen, credits in tenths, scores in "
     "thousandths, all whole numbers; dates as \"2026-03-01\". A column that is not there is an error",
     "对象的一列：空白为 nil，是/否为 true/false；金额以分、学分以十分之一、成绩以千分之一为单位的整数；日期如 "
     "\"2026-03-01\"。没有该列则报错",
     "local p = onex.pilot \"P-2027-02\"\nprint(p.year, p.college, p.due_on)", NULL},
    {"p.kind", "p.kind", "\"pilot\", \"college\", ...", "类别：\"pilot\"、\"college\" 等",
     "print(onex.pilot(\"P-2027-02\").kind)", NULL},
    {"p.code", "p.code", "its code; print(p) shows it, too", "代码；print(p) 也显示它",
     "print(onex.pilot(\"P-2027-02\").code)", NULL},
    {"p:rows", "p:rows(table)",
     "goes over the subject's rows in a table (also through its examinations and certificates): each a Lua table by "
     "column of that table, in the order of its key",
     "逐行给出该对象在某表中的行（也包括经考核场次、证书相连的）：每行是以该表列名为键的表，按主键顺序",
     "for m in onex.pilot(\"P-2027-02\"):rows \"team_member\" do print(m.person, m.dual_qualified) end", l_rows},
    {0},
};

const onex_api_noun onex_api_subject = {"subject", NULL, "A subject's columns and rows", "对象的列与行", methods};

void onex_l_subjects(lua_State *L) {
    static const luaL_Reg meta[] = {{"__newindex", l_newindex}, {"__tostring", l_text}, {"__concat", onex_l_concat},
                                    {"__eq", l_equal},          {"__pairs", l_pairs},   {NULL, NULL}};
    luaL_newmetatable(L, SUBJECT);
    luaL_setfuncs(L, meta, 0);
    onex_l_methods(L, 'p');
    lua_pushcclosure(L, l_index, 1);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 1);
}
