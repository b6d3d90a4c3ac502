/* onex.insert, onex.update, onex.delete: rows through the validation of import. */
#include <string.h>

#include "base/text.h"
#include "engine/delete.h"
#include "model/entity_name.h"
#include "repl/act.h"
#include "repl/journal.h"
#include "repl/judging.h"
#include "repl/owned.h"
#include "repl/subject.h"

#define ROW "onex.row"
enum { MAX_COLUMNS = 16 };

/* A row on its way, in a userdata that frees its texts. */
typedef struct writing {
    onex_row row;
    int columns[MAX_COLUMNS];
    const char *texts[MAX_COLUMNS];
    onex_arena arena;
} writing;

static int l_free(lua_State *L) {
    writing *w = luaL_checkudata(L, 1, ROW);
    onex_arena_clear(&w->arena);
    return 0;
}

static writing *push_row(lua_State *L, const onex_entity *entity) {
    writing *w = onex_l_owned(L, sizeof *w, ROW, l_free);
    w->row = (onex_row){.entity = entity, .columns = w->columns, .texts = w->texts};
    return w;
}

/* ---- values ---- */

static int column_named(lua_State *L, const onex_entity *entity, const char *name) {
    int column = onex_entity_column(entity, name);
    onex_error err = {0};
    onex_nearest nearest;
    char near[256];
    if (column >= 0) return column;
    onex_nearest_init(&nearest, name);
    for (int c = 0; c < entity->ncolumns; c++) {
        onex_nearest_offer(&nearest, entity->columns[c].name);
        onex_nearest_offer(&nearest, entity->columns[c].title);
    }
    onex_nearest_text(&nearest, near, sizeof near);
    onex_fail(&err, ONEX_E_NOT_FOUND,
              near[0] ? onex_tr("table '%s' has no column '%s'; nearest: %s", "表“%s”没有“%s”列；最接近的是：%s")
                      : onex_tr("table '%s' has no column '%s'%s", "表“%s”没有“%s”列%s"),
              entity->name, name, near);
    onex_l_throw(L, &err);
    return -1;
}

/* Adds the value on top of the stack. */
static void add(lua_State *L, writing *w, int column) {
    onex_error err = {0};
    for (int i = 0; i < w->row.count; i++)
        if (w->columns[i] == column)
            onex_l_throw_text(L,
                              w->row.entity->columns[column].key
                                  ? onex_tr("'%s' is the key, which cannot be changed", "“%s”是主键，不能修改")
                                  : onex_tr("column '%s' is given twice", "“%s”列给了两次"),
                              w->row.entity->columns[column].name);
    onex_buffer *b = onex_l_buffer(L);
    onex_l_field_at(L, -2, &w->row.entity->columns[column], b);
    const char *text = b->failed ? NULL : onex_arena_text(&w->arena, b->data ? b->data : "", b->len);
    if (!text) onex_l_check(L, onex_no_memory(&err), &err);
    onex_buffer_clear(b);
    lua_pop(L, 1);
    w->columns[w->row.count] = column;
    w->texts[w->row.count++] = text;
}

/* The columns of the table at `at`. */
static void add_all(lua_State *L, writing *w, int at) {
    luaL_checktype(L, at, LUA_TTABLE);
    for (lua_pushnil(L); lua_next(L, at); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            onex_l_throw_text(L, "%s", onex_tr("the columns of a row are given by name", "行的各列须按名称给出"));
        add(L, w, column_named(L, w->row.entity, lua_tostring(L, -2)));
    }
}

/* The key at `at`: a table of key columns, or the one value of a key of one column; a subject is its own. */
static void add_key(lua_State *L, writing *w, int at) {
    const onex_entity *e = w->row.entity;
    int keys = 0, only = 0;
    for (int c = 0; c < e->ncolumns; c++)
        if (e->columns[c].key) {
            keys++;
            only = c;
        }
    if (lua_istable(L, at)) {
        add_all(L, w, at);
        for (int i = 0; i < w->row.count; i++)
            if (!e->columns[w->columns[i]].key)
                onex_l_throw_text(L, onex_tr("'%s' is no part of the key of '%s'", "“%s”不属于“%s”的主键"),
                                  e->columns[w->columns[i]].name, e->name);
        if (w->row.count == keys) return;
    } else if (keys == 1) {
        lua_pushvalue(L, at);
        add(L, w, only);
        lua_pop(L, 1);
        return;
    }
    onex_buffer *names = onex_l_buffer(L);
    for (int c = 0; c < e->ncolumns; c++)
        if (e->columns[c].key) onex_buffer_printf(names, "%s%s", names->len ? ", " : "", e->columns[c].name);
    onex_l_throw_text(L,
                      onex_tr("the key of '%s' is a table of: %s (a blank is \"\")",
                              "“%s”的主键是含有以下各列的表：%s（空白写 \"\"）"),
                      e->name, names->data ? names->data : "");
}

/* ---- writing ---- */

static onex_status program_of(void *ctx, const onex_program **out, onex_error *err) {
    return onex_judging_program(ctx, out, err);
}

static void open_writing(lua_State *L, onex_rows_options *o) {
    onex_console *c = onex_console_of(L);
    onex_error err = {0};
    onex_l_check(L, onex_session_write(c, &err), &err);
    *o = (onex_rows_options){
        .record = onex_journal_record(c), .as_of = c->day, .actor = c->options.actor, .program = program_of, .ctx = c};
    if (!o->record) onex_l_check(L, onex_no_memory(&err), &err);
}

static const onex_entity *table_at(lua_State *L, int at) {
    const onex_entity *entity = NULL;
    onex_error err = {0};
    onex_l_check(L, onex_entity_named(&entity, luaL_checkstring(L, at), &err), &err);
    return entity;
}

static int l_insert(lua_State *L) {
    onex_console *c = onex_console_of(L);
    onex_error err = {0};
    onex_rows_options o;
    const onex_entity *entity = table_at(L, 1);
    lua_settop(L, 2);
    writing *w = push_row(L, entity);
    add_all(L, w, 2);
    open_writing(L, &o);
    onex_l_check(L, onex_rows_insert(c->store, &w->row, &o, &err), &err);
    onex_journal_count(c, entity, ONEX_JOURNAL_NEW);
    onex_arena_clear(&w->arena);
    return 0;
}

static int l_update(lua_State *L) {
    onex_console *c = onex_console_of(L);
    onex_error err = {0};
    onex_rows_options o;
    bool changed = false;
    const onex_entity *entity = table_at(L, 1);
    lua_settop(L, 3);
    writing *w = push_row(L, entity);
    add_key(L, w, 2);
    add_all(L, w, 3);
    open_writing(L, &o);
    onex_l_check(L, onex_rows_update(c->store, &w->row, &o, &changed, &err), &err);
    if (changed) onex_journal_count(c, entity, ONEX_JOURNAL_UPDATED);
    onex_arena_clear(&w->arena);
    lua_pushboolean(L, changed);
    return 1;
}

static int l_delete(lua_State *L) {
    onex_console *c = onex_console_of(L);
    onex_error err = {0};
    onex_rows_options o;
    const char *keys[MAX_COLUMNS];
    int64_t event;
    int n = 0;
    const onex_entity *entity = table_at(L, 1);
    const char *reason = luaL_optstring(L, 3, "");
    lua_settop(L, 3);
    writing *w = push_row(L, entity);
    add_key(L, w, 2);
    for (int column = 0; column < entity->ncolumns; column++)
        for (int i = 0; i < w->row.count; i++)
            if (w->columns[i] == column) keys[n++] = w->texts[i];
    open_writing(L, &o);
    onex_delete_options d = {.entity = entity,
                             .keys = keys,
                             .nkeys = n,
                             .record = o.record,
                             .reason = reason,
                             .actor = o.actor,
                             .as_of = o.as_of};
    const onex_row_counts before = o.record->now;
    onex_status status = onex_delete(c->store, &d, &event, &err);
    if (status) o.record->now = before;
    onex_l_check(L, status, &err);
    onex_journal_count(c, entity, ONEX_JOURNAL_DELETED);
    onex_arena_clear(&w->arena);
    return 0;
}

static const onex_api_word words[] = {
    {"onex.insert", "onex.insert(table, { column = value, ... })",
     "a new row, through the validation of import: whole numbers are fen, tenths and thousandths as one reads them, "
     "texts are as in a file (\"12.50\" is 12.50 yuan), true and false, a subject for its code. Refused with all that "
     "is wrong when import would refuse it, or when the row is there. Needs --write",
     "新增一行，按导入的规则校验：整数与读取时单位相同（分、十分之一、千分之一），文本与文件中写法相同（\"12.50\" 即 "
     "12.50 元），可用 true/false，对象代表其代码。不合规则或该行已存在则拒绝并列出全部原因。须加 --write",
     "onex.insert(\"office\", { code = \"library\", name = \"图书馆\" })", l_insert},
    {"onex.update", "onex.update(table, key, { column = value, ... })",
     "changes columns of the row with that key (a table of key columns, or the code alone) through the validation of "
     "import; \"\" makes a blank. Gives true when a value really changed. Needs --write",
     "修改主键所指的行（主键为含主键各列的表，或只有一列时直接写代码），按导入的规则校验；\"\" "
     "表示置空。值确有变化时返回 true。须加 --write",
     "print(onex.update(\"college\", \"anime\", { name = \"动漫学院（新）\" }))", l_update},
    {"onex.delete", "onex.delete(table, key, reason)",
     "removes the row with that key, recorded with the reason; refused while others refer to it. Needs --write",
     "删除主键所指的行，连同理由记入记录；有其他行引用时拒绝。须加 --write",
     "onex.insert(\"office\", { code = \"tmp\", name = \"临时\" })\nonex.delete(\"office\", \"tmp\", \"误录\")",
     l_delete},
    {0},
};

const onex_api_noun onex_api_rows = {"rows", "onex", "Writing rows", "写入行", words};
