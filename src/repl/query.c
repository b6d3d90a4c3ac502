/* Queries of the administrator's own, and rows as aligned tables. */
#include "repl/query.h"

#include <string.h>

#include "base/text.h"
#include "repl/fact.h"
#include "repl/field.h"
#include "repl/render.h"
#include "repl/subject.h"

#define PAGE "onex.page"

/* ---- onex.query ---- */

static void argument(lua_State *L, int at, onex_datum *d) {
    int whole;
    const onex_lua_subject *subject;
    *d = (onex_datum){.kind = ONEX_DATUM_NULL};
    switch (lua_type(L, at)) {
    case LUA_TNIL: return;
    case LUA_TBOOLEAN:
        d->kind = ONEX_DATUM_BOOL;
        d->n = lua_toboolean(L, at);
        return;
    case LUA_TNUMBER:
        d->n = lua_tointegerx(L, at, &whole);
        d->kind = whole ? ONEX_DATUM_INT : ONEX_DATUM_REAL;
        d->x = lua_tonumber(L, at);
        return;
    case LUA_TSTRING:
        d->kind = ONEX_DATUM_TEXT;
        d->text = lua_tolstring(L, at, &d->len);
        return;
    default: break;
    }
    subject = onex_l_subject_test(L, at);
    if (!subject) {
        luaL_argerror(L, at,
                      onex_tr("a number, a text, true, false, nil or a subject is needed",
                              "应是数、文本、true、false、nil 或对象"));
        return;
    }
    d->kind = ONEX_DATUM_TEXT;
    d->text = subject->code;
    d->len = strlen(subject->code);
}

static int l_query(lua_State *L) {
    onex_console *c = onex_console_of(L);
    onex_error err = {0};
    size_t len;
    const char *sql = luaL_checklstring(L, 1, &len);
    int nargs = lua_gettop(L) - 1;
    onex_datum *args = lua_newuserdatauv(L, ((size_t)nargs + 1) * sizeof *args, 0);
    for (int i = 0; i < nargs; i++) argument(L, i + 2, &args[i]);
    onex_iterator *it = onex_l_iterator(L, ONEX_SUBJECTS, NULL);
    onex_status status = onex_session_read(c, &err);
    if (!status && strlen(sql) != len)
        status = onex_fail(&err, ONEX_E_USAGE, "%s", onex_tr("the query has a zero byte", "查询中有零字节"));
    if (!status) status = onex_query_sql(&it->result, c->store, sql, args, nargs, &err);
    onex_l_check(L, status, &err);
    return 1;
}

/* ---- onex.table ---- */

static int l_table(lua_State *L) {
    bool columns = !lua_isnoneornil(L, 2);
    onex_l_check_rows(L, 1);
    if (columns) onex_l_check_names(L, 2);
    lua_settop(L, 2);
    onex_buffer *b = onex_l_buffer(L);
    onex_l_render_rows(L, 1, columns ? 2 : 0, b);
    if (!b->len) onex_buffer_text(b, onex_tr("(none)", "（无）"));
    if (b->len && b->data[b->len - 1] == '\n') b->data[--b->len] = '\0';
    onex_l_buffer_text(L, 3);
    lua_createtable(L, 0, 1);
    lua_insert(L, -2);
    lua_setfield(L, -2, "text");
    luaL_setmetatable(L, PAGE);
    return 1;
}

static int l_page_text(lua_State *L) {
    return onex_l_raw_field(L, "text");
}

static const onex_api_word words[] = {
    {"onex.query", "onex.query(sql, ...)",
     "goes over the rows of one SQL query, each a Lua table by column name; the tables and columns are those of onex "
     "schema, values follow in place of ?. It can only read: anything else is refused. Sums of money are in fen",
     "逐行给出一条 SQL 查询的结果，每行是以列名为键的表；表和列同 onex schema，? "
     "处依次填入其后的值。只能读取，其他语句一律拒绝。金额以分为单位",
     "for row in onex.query(\"SELECT college, count(*) AS n FROM pilot WHERE year = ? GROUP BY college\", 2027) do "
     "print(row.college, row.n) end",
     l_query},
    {"onex.table", "onex.table(rows), onex.table(rows, { \"column\", ... })",
     "the rows as a table with aligned columns (Chinese is two cells wide), to be printed: a list of tables, or what "
     "onex.pilots, p:rows and onex.query give. The second table names the columns in their order; without it they are "
     "those of all rows by name (of a query in its order)",
     "把各行排成对齐的表格（汉字占两格），供 print 显示：可以是表的列表，或 onex.pilots、p:rows、onex.query "
     "给出的序列。第二个参数按顺序写明各列；不写则取各行所有的列，按列名排序（查询按其顺序）",
     "print(onex.table(onex.query \"SELECT code, college, state FROM pilot ORDER BY code LIMIT "
     "3\"))\nprint(onex.table({ { name = \"甲\", n = 1 }, { name = \"乙\", n = 20 } }, { \"name\", \"n\" }))",
     l_table},
    {0},
};

const onex_api_noun onex_api_queries = {"queries", "onex", "Queries and tables", "查询与表格", words};

void onex_l_pages(lua_State *L) {
    luaL_newmetatable(L, PAGE);
    lua_pushcfunction(L, l_page_text);
    lua_setfield(L, -2, "__tostring");
    lua_pop(L, 1);
}
