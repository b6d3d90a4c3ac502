/* p.fact, and the unknown: a value that remembers what is unknown and who supplies it, equal to every other unknown and
 * to nothing else, and an error in every calculation. Ratios are in ratio.c. */
#include "repl/fact.h"

#include <string.h>

#include "repl/judging.h"
#include "repl/ratio.h"
#include "repl/subject.h"

#define UNKNOWN "onex.unknown"
#define FACTS "onex.facts"

/* ---- the unknown: a userdata without bytes, its name, title, supplier and failure as user values ---- */

enum { NAME = 1, TITLE, SUPPLIED_BY, WHY, PARTS = WHY };

static void push_unknown(lua_State *L, const char *const parts[PARTS]) {
    lua_newuserdatauv(L, 0, PARTS);
    for (int i = 0; i < PARTS; i++) {
        if (parts[i])
            lua_pushstring(L, parts[i]);
        else
            lua_pushnil(L);
        lua_setiuservalue(L, -2, i + 1);
    }
    luaL_setmetatable(L, UNKNOWN);
}

void onex_l_unknown(lua_State *L) {
    static const char *const none[PARTS];
    push_unknown(L, none);
}

bool onex_l_is_unknown(lua_State *L, int at) {
    return luaL_testudata(L, at, UNKNOWN) != NULL;
}

/* "双师型教师人数 team_dual is unknown; 二级学院 supplies it" pushed. */
static void push_told(lua_State *L, int at) {
    at = lua_absindex(L, at);
    lua_getiuservalue(L, at, NAME);
    lua_getiuservalue(L, at, TITLE);
    lua_getiuservalue(L, at, SUPPLIED_BY);
    lua_getiuservalue(L, at, WHY);
    const char *name = lua_tostring(L, -4), *title = lua_tostring(L, -3), *by = lua_tostring(L, -2),
               *why = lua_tostring(L, -1);
    if (!name)
        lua_pushstring(L, onex_tr("this is unknown", "此值未知"));
    else if (why)
        lua_pushfstring(L, onex_tr("%s %s is unknown, for it could not be found: %s", "%s %s 未知，未能算出：%s"),
                        title ? title : "", name, why);
    else if (by)
        lua_pushfstring(L, onex_tr("%s %s is unknown; %s supplies it", "%s %s 未知；由%s提供"), title ? title : "",
                        name, by);
    else
        lua_pushfstring(L, onex_tr("%s %s is unknown", "%s %s 未知"), title ? title : "", name);
    lua_replace(L, -5);
    lua_pop(L, 3);
}

/* Whatever cannot be done with an unknown; it may be either operand. */
static int l_refuse(lua_State *L) {
    onex_error err = {0};
    int at = onex_l_is_unknown(L, 1) ? 1 : 2;
    luaL_checkudata(L, at, UNKNOWN);
    push_told(L, at);
    onex_fail(&err, ONEX_E_GATE, onex_tr("%s; p:known asks first", "%s；可先用 p:known 询问"), lua_tostring(L, -1));
    return onex_l_throw(L, &err);
}

static int l_unknown_equal(lua_State *L) {
    lua_pushboolean(L, onex_l_is_unknown(L, 1) && onex_l_is_unknown(L, 2));
    return 1;
}

static int l_unknown_text(lua_State *L) {
    luaL_checkudata(L, 1, UNKNOWN);
    lua_pushstring(L, onex_tr("unknown", "未知"));
    lua_getiuservalue(L, 1, NAME);
    lua_getiuservalue(L, 1, TITLE);
    lua_getiuservalue(L, 1, SUPPLIED_BY);
    const char *name = lua_tostring(L, -3), *title = lua_tostring(L, -2), *by = lua_tostring(L, -1);
    if (name && by)
        lua_pushfstring(L, onex_tr("unknown (%s %s, from %s)", "未知（%s %s，由%s提供）"), title ? title : "", name,
                        by);
    else if (name)
        lua_pushfstring(L, onex_tr("unknown (%s %s)", "未知（%s %s）"), title ? title : "", name);
    else
        lua_settop(L, 2);
    return 1;
}

/* u.fact, u.title, u.supplied_by; anything else is a calculation in disguise. */
static int l_unknown_index(lua_State *L) {
    static const char *const names[] = {"fact", "title", "supplied_by", "error"};
    luaL_checkudata(L, 1, UNKNOWN);
    const char *name = lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : "";
    for (int i = 0; i < PARTS; i++)
        if (strcmp(name, names[i]) == 0) {
            lua_getiuservalue(L, 1, i + 1);
            return 1;
        }
    return l_refuse(L);
}

/* ---- values ---- */

/* What ask() found, of which subject. */
typedef struct asked {
    const onex_lua_subject *subject;
    const onex_fact *fact;
    int index;
    onex_value value;
} asked;

/* Who supplies what is missing, pushed as a text: of a fact that follows from others, who supplies those. NULL: it
 * cannot be told. */
static const char *push_suppliers(lua_State *L, const asked *a) {
    onex_error err = {0};
    if (a->fact->supplied_by) return lua_pushstring(L, a->fact->supplied_by);
    onex_buffer *b = onex_l_buffer(L);
    const onex_subject_ref ref = {a->subject->kind, a->subject->code};
    onex_status status = onex_judging_suppliers(onex_console_of(L), ref, a->index, b, &err);
    onex_l_check(L, status, &err);
    onex_l_buffer_text(L, -1);
    return lua_rawlen(L, -1) ? lua_tostring(L, -1) : NULL;
}

/* Pushes the value; an unknown bool throws. */
static void push_value(lua_State *L, const asked *a) {
    char day[ONEX_DAY_TEXT];
    const onex_fact *fact = a->fact;
    const onex_value v = a->value;
    switch (v.kind) {
    case ONEX_V_BOOL: lua_pushboolean(L, v.n != 0); return;
    case ONEX_V_DATE: lua_pushstring(L, onex_day_text((onex_day)v.n, day)); return;
    case ONEX_V_TEXT: lua_pushlstring(L, v.text->raw, v.text->raw_len); return;
    case ONEX_V_NUMBER:
        if (fact->type.share || v.d != 1)
            onex_l_ratio(L, v.n, v.d);
        else
            lua_pushinteger(L, v.n);
        return;
    default: break;
    }
    const char *const parts[PARTS] = {fact->decl.name, fact->decl.title, push_suppliers(L, a),
                                      v.kind == ONEX_V_ERROR ? v.error : NULL};
    push_unknown(L, parts);
    if (fact->type.kind == ONEX_T_BOOL) {
        lua_replace(L, 1);
        lua_settop(L, 1);
        l_refuse(L);
    }
}

/* Finds the fact `name` of the subject at `at`. */
static asked ask(lua_State *L, int at, const char *name) {
    onex_console *c = onex_console_of(L);
    asked a = {.subject = onex_l_subject_at(L, at), .index = -1};
    const onex_subject_ref ref = {a.subject->kind, a.subject->code};
    const onex_program *p = NULL;
    onex_error err = {0};
    onex_status status = onex_judging_fact(c, ref, name, &a.index, &a.value, &err);
    if (!status) status = onex_judging_program(c, &p, &err);
    onex_l_check(L, status, &err);
    a.fact = &p->facts[a.index];
    return a;
}

/* ---- p.fact ---- */

void onex_l_facts(lua_State *L, int at) {
    lua_pushvalue(L, at);
    lua_newuserdatauv(L, 0, 1);
    lua_insert(L, -2);
    lua_setiuservalue(L, -2, 1);
    luaL_setmetatable(L, FACTS);
}

static int l_facts_index(lua_State *L) {
    luaL_checkudata(L, 1, FACTS);
    const char *name = luaL_checkstring(L, 2);
    lua_getiuservalue(L, 1, 1);
    asked a = ask(L, 3, name);
    push_value(L, &a);
    return 1;
}

/* p:fact "title" calls the proxy with p and the name. */
static int l_facts_call(lua_State *L) {
    luaL_checkudata(L, 1, FACTS);
    if (!onex_l_subject_test(L, 2) || lua_type(L, 3) != LUA_TSTRING)
        onex_l_throw_text(L, "%s",
                          onex_tr("write p.fact.NAME or p:fact \"TITLE\"", "写法：p.fact.名称，或 p:fact \"中文名\""));
    const char *name = lua_tostring(L, 3);
    asked a = ask(L, 2, name);
    push_value(L, &a);
    return 1;
}

static int l_facts_set(lua_State *L) {
    return onex_l_throw_text(L, "%s",
                             onex_tr("facts follow from the rows; to try another value: onex.whatif { fact = ... }",
                                     "事实由各行数据得出；要试用别的值请用 onex.whatif { fact = ... }"));
}

static int l_facts_text(lua_State *L) {
    luaL_checkudata(L, 1, FACTS);
    lua_getiuservalue(L, 1, 1);
    lua_pushfstring(L, onex_tr("(the facts of %s; write: p.fact.NAME)", "（%s 的各项事实；写法：p.fact.名称）"),
                    onex_l_subject_at(L, 2)->code);
    return 1;
}

static int l_known(lua_State *L) {
    onex_l_self(L, "known");
    lua_pushboolean(L, onex_v_known(ask(L, 1, luaL_checkstring(L, 2)).value));
    return 1;
}

static const onex_api_word fact_words[] = {
    {"p.fact", "p.fact.NAME, p:fact \"TITLE\"",
     "a fact of the subject on onex.as_of, by name or Chinese title: a whole number (money in fen, credits in tenths, "
     "scores in thousandths), a text, a date, a ratio, or onex.unknown. To read a yes-or-no fact that is unknown is an "
     "error",
     "对象在 onex.as_of "
     "之日的一项事实，用名称或中文名：整数（金额以分、学分以十分之一、成绩以千分之一为单位）、文本、日期、比值，或 "
     "onex.unknown。读取未知的是/否事实会报错",
     "local p = onex.pilot \"P-2027-02\"\nprint(p.fact.team_total, p.fact.dual_share, p:fact \"双师型教师占比\")",
     NULL},
    {"p:known", "p:known(NAME)", "whether the fact is known, true or false; asks without an error",
     "该事实是否已知（true 或 false），不会报错",
     "local p = onex.pilot \"P-2027-02\"\nif p:known \"team_dual\" then print(p.fact.team_dual) end", l_known},
    {0},
};

const onex_api_noun onex_api_facts = {"facts", NULL, "Facts", "事实", fact_words};

static const onex_api_word value_words[] = {
    {"onex.unknown", "onex.unknown",
     "what is not known: all unknowns are equal to it, and to nothing else. It never counts as 0: comparing it with < "
     "or >, calculating with it or joining it to a text is an error that says what is unknown and who supplies it. "
     "u.fact, u.title, u.supplied_by tell the same",
     "未知：所有未知值都与它相等，与别的都不等。它从不当作 "
     "0：比较大小、计算、与文本相接都会报错，并说明什么未知、由谁提供。u.fact、u.title、u.supplied_by 给出同样内容",
     "local n = onex.pilot(\"P-2027-02\").fact.team_dual\nif n == onex.unknown then print(\"unknown\") else print(n + "
     "1) end",
     NULL},
    {"r.n", "r.n, r.d, r.value",
     "a ratio as counted: its two whole numbers, and the nearest decimal number. print(r) shows it as counted (4/9); "
     "ratios compare exactly with each other, with numbers and with texts like \"60%\" (<, <=, >, >=), and + - * / "
     "give ratios",
     "比值（不约分）：分子、分母两个整数，及最接近的小数。print(r) 按计数显示（4/9）；比值之间、与数、与 \"60%\" "
     "这样的文本可精确比较（<、<=、>、>=），+ - * / 得到比值",
     "local r = onex.pilot(\"P-2027-02\").fact.dual_share\nprint(r, r.n, r.d, r >= \"40%\", r < \"60%\")", NULL},
    {"onex.ratio", "onex.ratio(n, d)",
     "the ratio of two counts; onex.unknown where d is 0 or one of them is unknown, so that nothing of nothing never "
     "passes for a rate",
     "两个计数的比值；d 为 0 或其中之一未知时为 onex.unknown：没有分母就没有比率",
     "local r = onex.ratio(241, 402)\nprint(r, r < \"60%\", onex.ratio(0, 0) == onex.unknown)", onex_l_ratio_made},
    {0},
};

const onex_api_noun onex_api_values = {"values", "onex", "Unknown values and ratios", "未知与比值", value_words};

void onex_l_values(lua_State *L) {
    static const luaL_Reg facts[] = {{"__index", l_facts_index},
                                     {"__call", l_facts_call},
                                     {"__newindex", l_facts_set},
                                     {"__tostring", l_facts_text},
                                     {NULL, NULL}};
    static const char *const refused[] = {"__lt",   "__le",  "__concat", "__add", "__sub",  "__mul",     "__div",
                                          "__idiv", "__mod", "__pow",    "__unm", "__band", "__bor",     "__bxor",
                                          "__shl",  "__shr", "__bnot",   "__len", "__call", "__newindex"};
    luaL_newmetatable(L, FACTS);
    luaL_setfuncs(L, facts, 0);
    luaL_newmetatable(L, UNKNOWN);
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        lua_pushcfunction(L, l_refuse);
        lua_setfield(L, -2, refused[i]);
    }
    lua_pushcfunction(L, l_unknown_equal);
    lua_setfield(L, -2, "__eq");
    lua_pushcfunction(L, l_unknown_text);
    lua_setfield(L, -2, "__tostring");
    lua_pushcfunction(L, l_unknown_index);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 2);
    onex_l_ratios(L);
}
