/* Compute functions at work: rows of plain values in, one plain value each out; and the words that work on values
 * there. An error in one row is that row's result; the others go on. */
#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/error.h"
#include "rules/wire.h"
#include "rules/worker_state.h"

/* ---- values in ---- */

static void push_value(lua_State *L, onex_wire *in);

static void push_list(lua_State *L, onex_wire *in) {
    int ncolumns = (int)onex_wire_between(in, 0, 256), nrows = (int)onex_wire_between(in, 0, 1 << 24);
    luaL_checkstack(L, ncolumns + 8, NULL);
    int names = lua_gettop(L) + 1;
    for (int c = 0; c < ncolumns; c++) {
        size_t len;
        const char *name = onex_wire_text(in, &len);
        lua_pushlstring(L, name, len);
    }
    lua_createtable(L, nrows < 4096 ? nrows : 4096, 0);
    for (int r = 1; r <= nrows && !in->bad; r++) {
        lua_createtable(L, 0, ncolumns);
        for (int c = 0; c < ncolumns; c++) {
            lua_pushvalue(L, names + c);
            push_value(L, in);
            lua_rawset(L, -3);
        }
        lua_rawseti(L, -2, r);
    }
    lua_replace(L, names);
    lua_settop(L, names);
}

static void push_value(lua_State *L, onex_wire *in) {
    size_t len;
    const char *text;
    switch (onex_wire_byte(in)) {
    case ONEX_WIRE_BOOL: lua_pushboolean(L, onex_wire_byte(in)); break;
    case ONEX_WIRE_INT: lua_pushinteger(L, onex_wire_int(in)); break;
    case ONEX_WIRE_TEXT:
        text = onex_wire_text(in, &len);
        lua_pushlstring(L, text, len);
        break;
    case ONEX_WIRE_LIST: push_list(L, in); break;
    default: lua_pushnil(L);
    }
}

/* ---- one row ---- */

typedef struct row_call {
    onex_wire in;
    lua_Integer function;
    int ninputs;
    char path[256]; /* of an error */
    int line;
} row_call;

static void put_result(lua_State *L, onex_worker_state *w) {
    size_t len;
    const char *text;
    int whole;
    lua_Integer n = lua_tointegerx(L, -1, &whole);
    switch (lua_type(L, -1)) {
    case LUA_TNIL: onex_wire_put_byte(&w->out, ONEX_WIRE_NIL); break;
    case LUA_TBOOLEAN:
        onex_wire_put_byte(&w->out, ONEX_WIRE_BOOL);
        onex_wire_put_byte(&w->out, lua_toboolean(L, -1));
        break;
    case LUA_TNUMBER:
        if (!whole) luaL_error(L, "%s", onex_tr("compute gave a number that is not whole", "compute 的结果不是整数"));
        onex_wire_put_byte(&w->out, ONEX_WIRE_INT);
        onex_wire_put_int(&w->out, n);
        break;
    case LUA_TSTRING:
        text = lua_tolstring(L, -1, &len);
        if (len > ONEX_COMPUTE_TEXT)
            luaL_error(L, "%s", onex_tr("compute gave a text of more than 64 kB", "compute 的结果文本超过 64 kB"));
        if (!onex_wire_clean(text, len))
            luaL_error(L, "%s",
                       onex_tr("compute gave a text with control characters, or not UTF-8",
                               "compute 的结果文本含有控制字符，或不是 UTF-8"));
        onex_wire_put_byte(&w->out, ONEX_WIRE_TEXT);
        onex_wire_put_text(&w->out, text, len);
        break;
    default: luaL_error(L, onex_tr("compute gave a %s", "compute 的结果是 %s"), luaL_typename(L, -1));
    }
}

static int p_row(lua_State *L) {
    onex_worker_state *w = onex_worker_state_of(L);
    row_call *call = lua_touserdata(L, 1);
    luaL_checkstack(L, call->ninputs + 8, NULL);
    lua_rawgeti(L, LUA_REGISTRYINDEX, w->functions_ref);
    if (lua_rawgeti(L, -1, call->function) != LUA_TFUNCTION) luaL_error(L, "no such function");
    for (int i = 0; i < call->ninputs; i++) push_value(L, &call->in);
    lua_call(L, call->ninputs, 1);
    put_result(L, w);
    return 0;
}

/* Where the function was written: the place of errors about its result, which are raised outside of it. */
static int p_function_place(lua_State *L) {
    onex_worker_state *w = onex_worker_state_of(L);
    row_call *call = lua_touserdata(L, 1);
    lua_Debug ar;
    lua_rawgeti(L, LUA_REGISTRYINDEX, w->functions_ref);
    if (lua_rawgeti(L, -1, call->function) != LUA_TFUNCTION) return 0;
    lua_getinfo(L, ">S", &ar);
    snprintf(call->path, sizeof call->path, "%s", ar.source[0] == '=' ? ar.source + 1 : "");
    call->line = ar.linedefined;
    return 0;
}

static void put_error(onex_worker_state *w, row_call *call) {
    char text[sizeof w->error_text];
    memcpy(text, w->error_text, sizeof text);
    snprintf(call->path, sizeof call->path, "%s", w->error_path);
    call->line = w->error_line;
    if (!call->path[0]) onex_worker_enter(w, p_function_place, call);
    onex_wire_put_byte(&w->out, ONEX_WIRE_ERROR);
    onex_wire_put_text(&w->out, call->path, strlen(call->path));
    onex_wire_put_int(&w->out, call->line);
    onex_wire_put_text(&w->out, text, strlen(text));
}

bool onex_worker_compute(onex_worker_state *w, const onex_buffer *message) {
    row_call call = {.in = {.at = message->data, .end = message->data + message->len}};
    call.function = onex_wire_int(&call.in);
    int ms = (int)onex_wire_between(&call.in, 1, 3600000);
    call.ninputs = (int)onex_wire_between(&call.in, 0, 250);
    int nrows = (int)onex_wire_between(&call.in, 0, 1 << 24);
    if (call.in.bad) return false;
    onex_worker_lock_cpu(ms);
    onex_worker_deadline(ms - ms / 8);
    w->computing = true;
    size_t start = onex_worker_begin(w, ONEX_MSG_RESULTS);
    for (int i = 0; i < nrows && !w->dead; i++) {
        size_t before = w->out.len;
        if (onex_worker_enter(w, p_row, &call) == LUA_OK) continue;
        w->out.len = before;
        put_error(w, &call);
    }
    onex_worker_deadline(0);
    w->computing = false;
    onex_worker_end_message(w, start);
    if (w->dead || call.in.bad) w->out.len = start;
    return !w->dead && !call.in.bad;
}

/* ---- words on values ---- */

static onex_day check_day(lua_State *L, int index) {
    size_t len;
    const char *text = luaL_checklstring(L, index, &len);
    onex_day day = ONEX_DAY_NONE;
    if (!onex_day_parse_iso(text, len, &day)) luaL_error(L, onex_tr("'%s' is no date", "“%s”不是日期"), text);
    return day;
}

static int push_day(lua_State *L, onex_day day) {
    char text[ONEX_DAY_TEXT];
    lua_pushstring(L, onex_day_text(day, text));
    return 1;
}

static int no_day(lua_State *L) {
    return luaL_error(L, "%s", onex_tr("there is no such day", "没有这一天"));
}

int onex_worker_v_days_after(lua_State *L) {
    onex_day day = check_day(L, 1), first, last;
    lua_Integer n = luaL_checkinteger(L, 2);
    onex_day_from(1, 1, 1, &first);
    onex_day_from(9999, 12, 31, &last);
    if (n < (lua_Integer)first - day || n > (lua_Integer)last - day) return no_day(L);
    return push_day(L, (onex_day)(day + n));
}

int onex_worker_v_days_between(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)check_day(L, 2) - check_day(L, 1));
    return 1;
}

int onex_worker_v_year_of(lua_State *L) {
    lua_pushinteger(L, onex_day_year(check_day(L, 1)));
    return 1;
}

int onex_worker_v_year_end(lua_State *L) {
    lua_Integer year = luaL_checkinteger(L, 1);
    onex_day day;
    if (year < 1 || year > 9999 || !onex_day_from((int)year, 12, 31, &day)) return no_day(L);
    return push_day(L, day);
}

int onex_worker_v_day_of(lua_State *L) {
    lua_Integer year = luaL_checkinteger(L, 1);
    const char *text = luaL_checkstring(L, 2);
    char iso[32];
    onex_day day;
    if (year < 1 || year > 9999) return no_day(L);
    snprintf(iso, sizeof iso, "%04d-%.8s", (int)year, text);
    if (!onex_day_parse_iso(iso, strlen(iso), &day)) return no_day(L);
    return push_day(L, day);
}

/* The least (sign < 0) or greatest of numbers, or of dates. */
static int extreme(lua_State *L, int sign) {
    int n = lua_gettop(L), best = 1, type = lua_type(L, 1);
    if (type != LUA_TNUMBER && type != LUA_TSTRING) luaL_typeerror(L, 1, "number");
    for (int i = 1; i <= n; i++) {
        if (lua_type(L, i) != type) luaL_typeerror(L, i, lua_typename(L, type));
        if (type == LUA_TSTRING) check_day(L, i);
        if (sign < 0 ? lua_compare(L, i, best, LUA_OPLT) : lua_compare(L, best, i, LUA_OPLT)) best = i;
    }
    lua_pushvalue(L, best);
    return 1;
}

int onex_worker_v_least(lua_State *L) {
    return extreme(L, -1);
}
int onex_worker_v_greatest(lua_State *L) {
    return extreme(L, 1);
}
