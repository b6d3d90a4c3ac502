/* Values of Lua as values of the store: what a script writes or asks for, read by the same rules as a file's cells. */
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "engine/cell.h"
#include "repl/field.h"
#include "repl/subject.h"

int onex_l_scale(const onex_column *column) {
    switch (column->type) {
    case ONEX_COL_YUAN: return 100;
    case ONEX_COL_CREDITS: return 10;
    case ONEX_COL_NUMBER: return 1000;
    default: return 1;
    }
}

static int wrong(lua_State *L, const onex_column *column, const char *why) {
    onex_error err = {0};
    onex_fail(&err, ONEX_E_DATA, onex_tr("%s: %s", "%s：%s"), column->name, why);
    return onex_l_throw(L, &err);
}

static void put_number(lua_State *L, int at, const onex_column *column, onex_buffer *out) {
    lua_Integer n;
    int whole;
    n = lua_tointegerx(L, at, &whole);
    if (!whole)
        wrong(L, column,
              onex_l_scale(column) == 1
                  ? onex_tr("a whole number is needed", "需要整数")
                  : onex_tr("a number here counts fen, tenths or thousandths and is whole; write \"12.50\" for 12.50",
                            "这里的数以分、十分之一或千分之一计，须为整数；12.50 请写成 \"12.50\""));
    onex_buffer_decimal(out, n, onex_l_scale(column));
}

void onex_l_field_at(lua_State *L, int at, const onex_column *column, onex_buffer *out) {
    size_t len;
    const char *text;
    const onex_lua_subject *subject;
    switch (lua_type(L, at)) {
    case LUA_TNUMBER: put_number(L, at, column, out); return;
    case LUA_TBOOLEAN: onex_buffer_text(out, lua_toboolean(L, at) ? "1" : "0"); return;
    case LUA_TSTRING:
        text = lua_tolstring(L, at, &len);
        if (!onex_text_valid(text, len, NULL)) wrong(L, column, onex_tr("not UTF-8", "不是 UTF-8"));
        if (strlen(text) != len) wrong(L, column, onex_tr("a text with a zero byte", "文本中有零字节"));
        onex_buffer_put(out, text, len);
        return;
    default: break;
    }
    if (lua_type(L, at) == LUA_TLIGHTUSERDATA && !lua_touserdata(L, at)) return; /* onex.json.null */
    subject = onex_l_subject_test(L, at);
    if (!subject) {
        char why[200];
        snprintf(why, sizeof why, onex_tr("%s is no value of a column", "%s不能作为列的值"), onex_l_kind(L, at));
        wrong(L, column, why);
        return;
    }
    onex_buffer_text(out, subject->code);
}

void onex_l_cell_at(lua_State *L, int at, const onex_entity *entity, int column, onex_cell *out, onex_arena *arena) {
    char message[ONEX_CELL_MESSAGE];
    onex_error err = {0};
    at = lua_absindex(L, at);
    onex_buffer *b = onex_l_buffer(L);
    onex_l_field_at(L, at, &entity->columns[column], b);
    if (b->failed) onex_l_check(L, onex_no_memory(&err), &err);
    const char *text = onex_arena_text(arena, b->data ? b->data : "", b->len);
    size_t len = b->len;
    onex_buffer_clear(b);
    lua_pop(L, 1);
    onex_cell_status read =
        text ? onex_cell_read_plain(out, entity, column, text, len, arena, message) : ONEX_CELL_NO_MEMORY;
    if (read == ONEX_CELL_NO_MEMORY) onex_l_check(L, onex_no_memory(&err), &err);
    if (read == ONEX_CELL_BAD) wrong(L, &entity->columns[column], message);
}
