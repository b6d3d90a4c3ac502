/* p:check and p:why. */
#include "repl/verdict.h"

#include <string.h>

#include "base/text.h"
#include "engine/law.h"
#include "engine/row_json.h"
#include "repl/field.h"
#include "repl/json.h"
#include "repl/judging.h"
#include "repl/owned.h"
#include "repl/suppose.h"
#include "repl/why_tree.h"
#include "report/reason.h"

#define VERDICT "onex.verdict"
#define WHY "onex.why"
#define REASONS "onex.reasons"

/* ---- verdicts ---- */

static int l_check(lua_State *L) {
    onex_console *c = onex_console_of(L);
    const onex_lua_subject *s = onex_l_self(L, "check");
    const char *name = luaL_checkstring(L, 2);
    onex_subject_ref ref = {s->kind, s->code};
    const onex_program *p = NULL;
    onex_error err = {0};
    onex_check_row row = {0};
    int rule;
    onex_buffer *b = onex_l_buffer(L);
    int at = lua_gettop(L);
    onex_status status = onex_judging_rule(c, ref, name, &rule, &err);
    if (!status) status = onex_judging_row(c, ref, rule, &row, &err);
    if (!status) status = onex_judging_program(c, &p, &err);
    if (!status) onex_row_json(b, p, &row, false);
    onex_l_check(L, status, &err);
    onex_l_buffer_text(L, at);
    size_t len;
    const char *json = lua_tolstring(L, at, &len);
    onex_l_json_read(L, json, len, false);
    lua_pushstring(L, onex_verdict_text(row.verdict));
    lua_setfield(L, -2, "word");
    luaL_setmetatable(L, VERDICT);
    return 1;
}

static int l_verdict_text(lua_State *L) {
    return onex_l_raw_field(L, "verdict");
}

/* What JSON leaves out is nil; anything else is no field. */
static int l_verdict_field(lua_State *L) {
    static const char *const fields[] = {"subject", "code",     "college",   "rule",    "kind",  "level",   "cite",
                                         "title",   "measured", "threshold", "missing", "error", "verdict", "word"};
    const char *name = luaL_tolstring(L, 2, NULL);
    char near[128];
    onex_nearest nearest;
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i], name) == 0) return 0;
    onex_nearest_init(&nearest, name);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) onex_nearest_offer(&nearest, fields[i]);
    if (*onex_nearest_text(&nearest, near, sizeof near))
        return onex_l_throw_text(L, onex_tr("a verdict has no '%s'; nearest: %s", "判定没有“%s”；最接近的是：%s"), name,
                                 near);
    return onex_l_throw_text(L, onex_tr("a verdict has no '%s'", "判定没有“%s”"), name);
}

static int l_verdict_equal(lua_State *L) {
    for (int i = 1; i <= 2; i++) {
        luaL_checktype(L, i, LUA_TTABLE);
        lua_pushliteral(L, "verdict");
        lua_rawget(L, i);
    }
    lua_pushboolean(L, lua_rawequal(L, -1, -2));
    return 1;
}

/* ---- reasons ---- */

/* What why needs, in a userdata that frees it. */
typedef struct reasons {
    onex_why why;
    onex_laws laws;
    onex_buffer text;
} reasons;

static int l_free_reasons(lua_State *L) {
    reasons *r = luaL_checkudata(L, 1, REASONS);
    onex_why_clear(&r->why);
    onex_laws_clear(&r->laws);
    onex_buffer_clear(&r->text);
    return 0;
}

static int l_why(lua_State *L) {
    onex_console *c = onex_console_of(L);
    const onex_lua_subject *s = onex_l_self(L, "why");
    const char *name = luaL_checkstring(L, 2);
    onex_subject_ref ref = {s->kind, s->code};
    const onex_program *p = NULL;
    onex_error err = {0};
    int rule;
    onex_judge_options supposed = {0};
    lua_settop(L, 2);
    reasons *r = onex_l_owned(L, sizeof *r, REASONS, l_free_reasons);
    onex_status status = onex_judging_rule(c, ref, name, &rule, &err);
    onex_judging_forget(c);
    onex_suppose_options(c, &supposed);
    if (!status) status = onex_judging_program(c, &p, &err);
    if (!status) status = onex_why_suppose(&r->why, c->store, c->rules, c->day, ref, rule, &supposed, &err);
    if (!status) status = onex_laws_read(&r->laws, c->store, &err);
    if (!status) onex_reason_put(&r->text, false, p, r->why.root, onex_session_prefix(c), &r->laws);
    if (!status && r->text.failed) status = onex_no_memory(&err);
    onex_l_check(L, status, &err);
    lua_createtable(L, 0, 2);
    lua_pushlstring(L, r->text.data, r->text.len - (r->text.len > 0));
    lua_setfield(L, -2, "text");
    onex_l_why_tree(L, p, r->why.root);
    onex_l_owned_clear(L, 3);
    lua_setfield(L, -2, "reasons");
    luaL_setmetatable(L, WHY);
    return 1;
}

static int l_why_text(lua_State *L) {
    return onex_l_raw_field(L, "text");
}

static int l_tree(lua_State *L) {
    if (!lua_istable(L, 1)) onex_l_throw_text(L, "%s", onex_tr("write a colon: w:tree()", "要用冒号：w:tree()"));
    return onex_l_raw_field(L, "reasons");
}

static const onex_api_word words[] = {
    {"p:check", "p:check(RULE)",
     "the verdict of a rule for the subject on onex.as_of: print(v) shows its code (met, unmet, hit, clear, deviates, "
     "excused, unknown, idle, na); v.verdict is that code, and v.rule, v.kind, v.cite, v.title, v.measured, "
     "v.threshold (each with text and number), v.missing (a list of fact, title, supplied_by) are as in the command's "
     "JSON; v.word is the code as a word in the language of people. Two verdicts are equal when their codes are; with "
     "a text compare v.verdict",
     "某条规则对该对象在 onex.as_of 之日的判定：print(v) "
     "显示代码（met、unmet、hit、clear、deviates、excused、unknown、idle、na）；v.verdict "
     "即该代码，v.rule、v.kind、v.cite、v.title、v.measured、v.threshold（各含 "
     "text、number）、v.missing（fact、title、supplied_by 的列表）同命令的 "
     "JSON；v.word 是给人看的词（符合、不符合……）。两个判定代码相同即相等；与文本比较请用 v.verdict",
     "local v = onex.pilot(\"P-2027-02\"):check \"dual_qualified\"\nprint(v, v.title, v.measured.text, "
     "v.threshold.text)",
     l_check},
    {"p:why", "p:why(RULE)", "the whole explanation of that verdict: print(w) shows it as onex why does",
     "该判定的全部理由：print(w) 的显示与 onex why 相同", "print(onex.pilot(\"P-2027-02\"):why \"dual_qualified\")",
     l_why},
    {"w:tree", "w:tree()",
     "the same as tables: each reason has kind and because, a list of what it rests on. rule: as a verdict, its kind "
     "as "
     "rule_kind; claim: says (holds, fails, unknown), claim (a sentence), left, right; fact, param, reading, record: "
     "name, "
     "title, value, supplied_by, origin, cite, document, file, line; rows: table, rows (keys that count), doubtful",
     "同样的内容，以表给出：每条理由有 kind 和 because（所依据各项的列表）。rule：同判定，其类别为 "
     "rule_kind；claim：says"
     "（holds 成立、fails 不成立、unknown "
     "未知）、claim（一句话）、left、right；fact、param、reading、record：name、title、"
     "value、supplied_by、origin、cite、document、file、line；rows：table、rows（计入的主键）、doubtful（不能确定的）",
     "local tree = onex.pilot(\"P-2027-02\"):why(\"dual_qualified\"):tree()\nprint(tree.kind, tree.verdict, "
     "#tree.because)",
     l_tree},
    {0},
};

const onex_api_noun onex_api_verdicts = {"verdicts", NULL, "Verdicts and their reasons", "判定与理由", words};

void onex_l_verdicts(lua_State *L) {
    static const luaL_Reg verdict[] = {{"__index", l_verdict_field},
                                       {"__tostring", l_verdict_text},
                                       {"__eq", l_verdict_equal},
                                       {"__concat", onex_l_concat},
                                       {NULL, NULL}};
    static const luaL_Reg why[] = {{"__tostring", l_why_text}, {"__concat", onex_l_concat}, {NULL, NULL}};
    luaL_newmetatable(L, VERDICT);
    luaL_setfuncs(L, verdict, 0);
    luaL_newmetatable(L, WHY);
    luaL_setfuncs(L, why, 0);
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, l_tree);
    lua_setfield(L, -2, "tree");
    lua_setfield(L, -2, "__index");
    lua_pop(L, 2);
}
