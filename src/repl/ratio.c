/* A ratio: two whole numbers as counted, compared and calculated with exactly. */
#include "repl/ratio.h"

#include <math.h>
#include <string.h>

#include "base/number.h"
#include "expr/literal.h"
#include "repl/fact.h"
#include "repl/field.h"

#define RATIO "onex.ratio"

void onex_l_ratio(lua_State *L, int64_t n, int64_t d) {
    onex_fraction *f = lua_newuserdatauv(L, sizeof *f, 0);
    *f = (onex_fraction){n, d};
    luaL_setmetatable(L, RATIO);
}

int onex_l_ratio_made(lua_State *L) {
    for (int i = 1; i <= 2; i++) {
        if (!onex_l_is_unknown(L, i)) continue;
        lua_pushvalue(L, i);
        return 1;
    }
    lua_Integer n = luaL_checkinteger(L, 1), d = luaL_checkinteger(L, 2);
    if (d < 0) return onex_l_throw_text(L, "%s", onex_tr("a ratio is counted of 0 or more", "比值的分母不能是负数"));
    if (d == 0)
        onex_l_unknown(L);
    else
        onex_l_ratio(L, n, d);
    return 1;
}

bool onex_l_is_ratio(lua_State *L, int at, int64_t *n, int64_t *d) {
    const onex_fraction *f = luaL_testudata(L, at, RATIO);
    if (!f) return false;
    *n = f->n;
    *d = f->d;
    return true;
}

/* An operand: a ratio, a whole number, a float that is a fraction of a power of two, a text like "60%". */
static onex_fraction operand(lua_State *L, int at) {
    static const onex_type share = {.kind = ONEX_T_NUMBER, .share = true, .scale = 1};
    const onex_fraction *f = luaL_testudata(L, at, RATIO);
    onex_value v;
    int exponent;
    if (f) return *f;
    if (lua_type(L, at) == LUA_TNUMBER) {
        if (lua_isinteger(L, at)) return (onex_fraction){lua_tointeger(L, at), 1};
        double part = frexp(lua_tonumber(L, at), &exponent);
        const int bits = 53;
        if (isfinite(part) && part == 0) return (onex_fraction){0, 1};
        if (isfinite(part) && exponent <= bits && exponent > -8) {
            int64_t n = (int64_t)ldexp(part, bits), d = 1;
            int shift = bits - exponent;
            while (shift > 0 && n % 2 == 0) {
                n /= 2;
                shift--;
            }
            if (shift < 62) return (onex_fraction){n, d << shift};
        }
    }
    if (lua_type(L, at) == LUA_TSTRING && onex_literal_parse(lua_tostring(L, at), share, &v))
        return (onex_fraction){v.n, v.d};
    if (onex_l_is_unknown(L, at)) return (onex_fraction){0, 0};
    onex_l_throw_text(
        L,
        onex_tr("a ratio is compared and calculated with ratios, numbers and texts like \"60%%\", not with '%s'",
                "比值只能与比值、数或 \"60%%\" 这样的文本比较、计算，不能用“%s”"),
        lua_isstring(L, at) ? luaL_tolstring(L, at, NULL) : onex_l_kind(L, at));
    return (onex_fraction){0, 1};
}

static int compare(lua_State *L) {
    return onex_fraction_compare(operand(L, 1), operand(L, 2));
}

/* What is asked of an unknown beside a ratio is refused by the unknown. */
static bool pass_on(lua_State *L, const char *event) {
    for (int i = 1; i <= 2; i++) {
        if (!onex_l_is_unknown(L, i)) continue;
        luaL_getmetafield(L, i, event);
        lua_pushvalue(L, 1);
        lua_pushvalue(L, 2);
        lua_call(L, 2, 1);
        return true;
    }
    return false;
}

static int l_less(lua_State *L) {
    if (pass_on(L, "__lt")) return 1;
    lua_pushboolean(L, compare(L) < 0);
    return 1;
}

static int l_at_most(lua_State *L) {
    if (pass_on(L, "__le")) return 1;
    lua_pushboolean(L, compare(L) <= 0);
    return 1;
}

static int l_equal(lua_State *L) {
    const onex_fraction *a = luaL_testudata(L, 1, RATIO), *b = luaL_testudata(L, 2, RATIO);
    lua_pushboolean(L, a && b && onex_fraction_compare(*a, *b) == 0);
    return 1;
}

typedef bool (*operation)(onex_fraction a, onex_fraction b, onex_fraction *out);

static int calculate(lua_State *L, operation op, const char *event) {
    onex_fraction out;
    if (pass_on(L, event)) return 1;
    onex_fraction a = operand(L, 1), b = operand(L, 2);
    if (!op(a, b, &out))
        return onex_l_throw_text(L, "%s",
                                 onex_tr("a division by zero, or a number that is too large", "除数为零，或数值过大"));
    onex_l_ratio(L, out.n, out.d);
    return 1;
}

static int l_add(lua_State *L) {
    return calculate(L, onex_fraction_add, "__add");
}
static int l_sub(lua_State *L) {
    return calculate(L, onex_fraction_sub, "__sub");
}
static int l_mul(lua_State *L) {
    return calculate(L, onex_fraction_mul, "__mul");
}
static int l_div(lua_State *L) {
    return calculate(L, onex_fraction_div, "__div");
}

static int l_minus(lua_State *L) {
    onex_fraction f = operand(L, 1), out;
    if (!onex_fraction_sub((onex_fraction){0, 1}, f, &out))
        return onex_l_throw_text(L, "%s", onex_tr("a number that is too large", "数值过大"));
    onex_l_ratio(L, out.n, out.d);
    return 1;
}

static int l_text(lua_State *L) {
    const onex_fraction *f = luaL_checkudata(L, 1, RATIO);
    lua_pushfstring(L, "%I/%I", (LUAI_UACINT)f->n, (LUAI_UACINT)f->d);
    return 1;
}

static int l_concat(lua_State *L) {
    return pass_on(L, "__concat") ? 1 : onex_l_concat(L);
}

static int l_index(lua_State *L) {
    const onex_fraction *f = luaL_checkudata(L, 1, RATIO);
    const char *name = luaL_checkstring(L, 2);
    if (strcmp(name, "n") == 0)
        lua_pushinteger(L, f->n);
    else if (strcmp(name, "d") == 0)
        lua_pushinteger(L, f->d);
    else if (strcmp(name, "value") == 0)
        lua_pushnumber(L, (double)f->n / (double)f->d);
    else
        return onex_l_throw_text(L, onex_tr("a ratio has n, d and value, not '%s'", "比值只有 n、d、value，没有“%s”"),
                                 name);
    return 1;
}

void onex_l_ratios(lua_State *L) {
    static const luaL_Reg meta[] = {{"__lt", l_less},     {"__le", l_at_most},    {"__eq", l_equal},
                                    {"__add", l_add},     {"__sub", l_sub},       {"__mul", l_mul},
                                    {"__div", l_div},     {"__unm", l_minus},     {"__tostring", l_text},
                                    {"__index", l_index}, {"__concat", l_concat}, {NULL, NULL}};
    luaL_newmetatable(L, RATIO);
    luaL_setfuncs(L, meta, 0);
    lua_pop(L, 1);
}
