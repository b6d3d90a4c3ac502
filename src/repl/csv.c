/* CSV files as lists of rows, read as import reads them and written as export writes them. */
#include "repl/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/text.h"
#include "io/csv_write.h"
#include "io/outfile.h"
#include "io/source.h"
#include "repl/fact.h"
#include "repl/field.h"
#include "repl/owned.h"
#include "repl/render.h"
#include "repl/subject.h"

#define READER "onex.csv_reader"

/* ---- reading ---- */

typedef struct reading { /* a userdata that closes what is open */
    onex_source *source;
    onex_bytes bytes;
    onex_decoded text;
} reading;

static int l_close(lua_State *L) {
    reading *r = luaL_checkudata(L, 1, READER);
    if (r->source) r->source->close(r->source);
    onex_bytes_clear(&r->bytes);
    free(r->text.data);
    *r = (reading){0};
    return 0;
}

static bool ends_with(const char *text, const char *end) {
    size_t len = strlen(text), n = strlen(end);
    return len >= n && strcmp(text + len - n, end) == 0;
}

static void open_file(lua_State *L, reading *r, const char *path, const char *encoding) {
    onex_error err = {0};
    onex_status status = onex_encoding_check(encoding, &err);
    if (!status) status = onex_bytes_read(&r->bytes, path, NULL, &err);
    if (!status) status = onex_decode(&r->text, &r->bytes, encoding, &err);
    if (!status && r->text.broken)
        status =
            onex_fail(&err, ONEX_E_DATA, onex_tr("'%s' is no text: %s", "“%s”不是文本：%s"), path, r->text.broken_what);
    if (!status) status = onex_csv_open(&r->source, &r->text, ends_with(path, ".tsv"), &err);
    onex_l_check(L, status, &err);
}

/* The next record; false: the end. */
static bool next(lua_State *L, reading *r, const char *path, onex_record *record) {
    onex_fault fault;
    onex_error err = {0};
    switch (r->source->next(r->source, record, &fault)) {
    case ONEX_SOURCE_RECORD: return true;
    case ONEX_SOURCE_END: return false;
    case ONEX_SOURCE_NO_MEMORY: onex_l_check(L, onex_no_memory(&err), &err); return false;
    case ONEX_SOURCE_FAULT: break;
    }
    onex_fail(&err, ONEX_E_DATA, "%s:%ld: %s", path, fault.row, fault.message);
    onex_l_throw(L, &err);
    return false;
}

static void push_field(lua_State *L, const onex_field *f) {
    const char *text = f->text;
    size_t len = f->len;
    if (len && onex_csv_is_guarded(text, len)) {
        text++;
        len--;
    }
    lua_pushlstring(L, text, len);
}

/* Pushes the list of names of the header; a name twice is an error. */
static void push_header(lua_State *L, const char *path, const onex_record *record) {
    onex_error err = {0};
    lua_createtable(L, record->nfields, 0);
    lua_newtable(L);
    for (int i = 0; i < record->nfields; i++) {
        push_field(L, &record->fields[i]);
        lua_pushvalue(L, -1);
        if (lua_rawget(L, -3) != LUA_TNIL && lua_rawlen(L, -2)) {
            onex_fail(&err, ONEX_E_DATA, onex_tr("%s:%ld: column '%s' stands twice", "%s:%ld：列“%s”出现两次"), path,
                      record->row, lua_tostring(L, -2));
            onex_l_throw(L, &err);
        }
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_pushboolean(L, 1);
        lua_rawset(L, -4);
        lua_rawseti(L, -3, i + 1);
    }
    lua_pop(L, 1);
}

/* Pushes a row by the names in the list at `header`; blanks are left out. */
static void push_row(lua_State *L, const char *path, int header, const onex_record *record) {
    onex_error err = {0};
    int n = (int)lua_rawlen(L, header);
    lua_createtable(L, 0, n);
    for (int i = 0; i < record->nfields; i++) {
        if (!record->fields[i].len) continue;
        if (i < n) lua_rawgeti(L, header, i + 1);
        if (i >= n || !lua_rawlen(L, -1)) {
            onex_fail(&err, ONEX_E_DATA,
                      onex_tr("%s:%ld: cell %d has no name in the header", "%s:%ld：第 %d 个单元格在表头中没有名称"),
                      path, record->row, i + 1);
            onex_l_throw(L, &err);
        }
        push_field(L, &record->fields[i]);
        lua_rawset(L, -3);
    }
}

static int l_read(lua_State *L) {
    onex_record record;
    const char *path = luaL_checkstring(L, 1), *encoding = luaL_optstring(L, 2, NULL);
    lua_settop(L, 2);
    reading *r = onex_l_owned(L, sizeof *r, READER, l_close);
    lua_toclose(L, 3);
    open_file(L, r, path, encoding);
    lua_newtable(L);
    if (!next(L, r, path, &record)) return 1;
    push_header(L, path, &record);
    onex_l_columns_metatable(L, 5);
    for (lua_Integer i = 1; next(L, r, path, &record); i++) {
        push_row(L, path, 5, &record);
        lua_pushvalue(L, 6);
        lua_setmetatable(L, -2);
        lua_rawseti(L, 4, i);
    }
    lua_settop(L, 4);
    return 1;
}

/* ---- writing ---- */

/* Whether the value has a form that a person can read: what is printed of a table or a function has none. */
static bool is_cell(lua_State *L, int at) {
    int64_t n, d;
    switch (lua_type(L, at)) {
    case LUA_TNUMBER:
    case LUA_TSTRING: return true;
    case LUA_TTABLE:
        if (luaL_getmetafield(L, at, "__tostring") == LUA_TNIL) return false;
        lua_pop(L, 1);
        return true;
    case LUA_TUSERDATA: return onex_l_subject_test(L, at) || onex_l_is_ratio(L, at, &n, &d);
    default: return false;
    }
}

/* One cell: texts are guarded, numbers and dates (written as texts, too) are not; the unknown is a blank. `row` and
 * `column` are for errors. */
static void put_cell(lua_State *L, int at, bool first, onex_buffer *b, lua_Integer row, const char *column) {
    enum { THOUSAND = 1000 };
    int64_t number;
    size_t len;
    const char *text;
    onex_day day;
    if (lua_isnil(L, at) || onex_l_is_unknown(L, at)) {
        onex_csv_field(b, first, "", 0, false);
    } else if (lua_isboolean(L, at)) {
        onex_csv_field(b, first, lua_toboolean(L, at) ? "1" : "0", 1, false);
    } else if (!is_cell(L, at)) {
        onex_l_throw_text(L,
                          onex_tr("csv.write: row %lld, column '%s' holds %s, which is no value of a cell",
                                  "csv.write：第 %lld 行“%s”列是%s，不能写入单元格"),
                          (long long)row, column, onex_l_kind(L, at));
    } else {
        text = luaL_tolstring(L, at, &len);
        if (!onex_text_valid(text, len, NULL) || strlen(text) != len)
            onex_l_throw_text(L,
                              onex_tr("csv.write: row %lld, column '%s' holds a text that is not UTF-8",
                                      "csv.write：第 %lld 行“%s”列的文本不是 UTF-8"),
                              (long long)row, column);
        bool plain =
            onex_day_parse_iso(text, len, &day) || onex_number_parse(text, len, THOUSAND, &number) == ONEX_NUMBER_OK;
        bool guard = lua_type(L, at) == LUA_TSTRING && !plain;
        onex_csv_field(b, first, text, len, guard);
        lua_pop(L, 1);
    }
}

static void put_header(lua_State *L, int names, onex_buffer *b) {
    lua_Integer n = luaL_len(L, names);
    for (lua_Integer i = 1; i <= n; i++) {
        lua_geti(L, names, i);
        put_cell(L, lua_gettop(L), i == 1, b, 0, lua_tostring(L, -1));
        lua_pop(L, 1);
    }
    onex_csv_end(b);
}

static int l_write(lua_State *L) {
    enum { PATH = 1, ROWS, NAMES, BUFFER };
    onex_error err = {0};
    const char *path = luaL_checkstring(L, PATH);
    if (ends_with(path, ".xlsx") || ends_with(path, ".xls"))
        onex_l_throw_text(L,
                          onex_tr("csv.write writes CSV; name the file .csv, not '%s'",
                                  "csv.write 写的是 CSV；文件名请用 .csv，不是“%s”"),
                          path);
    onex_l_check_rows(L, ROWS);
    bool named = !lua_isnoneornil(L, NAMES);
    if (named) onex_l_check_names(L, NAMES);
    lua_settop(L, NAMES);
    onex_buffer *b = onex_l_buffer(L);
    onex_buffer_text(b, ONEX_CSV_BOM);
    if (named) put_header(L, NAMES, b);
    lua_Integer count = 0;
    for (; onex_l_next_row(L, ROWS, count + 1); count++) {
        if (count == 0 && !named) {
            onex_l_all_names(L, ROWS, BUFFER + 1);
            lua_replace(L, NAMES);
            put_header(L, NAMES, b);
        }
        lua_Integer n = luaL_len(L, NAMES);
        for (int i = 1; i <= n; i++) {
            lua_geti(L, NAMES, i);
            onex_l_value(L, BUFFER + 1, lua_tostring(L, -1), i);
            put_cell(L, lua_gettop(L), i == 1, b, count + 1, lua_tostring(L, -2));
            lua_pop(L, 2);
        }
        onex_csv_end(b);
        lua_settop(L, BUFFER);
    }
    onex_l_check(L, onex_outfile_write(path, b, &err), &err);
    lua_pushinteger(L, count);
    return 1;
}

static const onex_api_word words[] = {
    {"onex.csv.read", "onex.csv.read(path), onex.csv.read(path, encoding)",
     "the rows of a CSV or TSV file as a list of tables by the names of its header; every value is a text, blanks are "
     "nil. UTF-8, UTF-16 and GB18030 are recognised; an encoding is one of utf-8, gb18030, gbk, utf-16, big5",
     "把 CSV 或 TSV 文件读成表的列表，以表头名称为键；值都是文本，空白为 nil。自动识别 UTF-8、UTF-16 与 "
     "GB18030；编码可写 "
     "utf-8、gb18030、gbk、utf-16、big5",
     "onex.csv.write(\"rows.csv\", { { code = \"A\", n = 1 } })\nfor _, row in ipairs(onex.csv.read \"rows.csv\") do "
     "print(row.code, row.n) end",
     l_read},
    {"onex.csv.write", "onex.csv.write(path, rows), onex.csv.write(path, rows, { \"column\", ... })",
     "writes the rows (as onex.table takes them) to a file that spreadsheets open without a question, and gives how "
     "many. Ratios, verdicts and subjects are written as they print, what is unknown is a blank; a table or a function "
     "in a cell is an error that names row and column. The file appears whole or not at all",
     "把各行（同 "
     "onex."
     "table）写成电子表格可直接打开的文件，返回行数。比例、判定、对象按其显示写出，未知写作空白；单元格中是表或函数则报"
     "错并指明行和列。"
     "文件要么完整，要么不出现",
     "print(onex.csv.write(\"pilots.csv\", onex.pilots(), { \"code\", \"college\", \"state\" }))", l_write},
    {0},
};

const onex_api_noun onex_api_csv = {"csv", "onex.csv", "CSV files", "CSV 文件", words};
