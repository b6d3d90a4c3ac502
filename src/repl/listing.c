/* Rules, params, readings and duties as lists: sequences of rows, over which a `for` may also go directly. */
#include "repl/listing.h"

#include <string.h>

#include "base/text.h"
#include "engine/duty.h"
#include "engine/row_json.h"
#include "facts/subject.h"
#include "repl/field.h"
#include "repl/options.h"
#include "repl/owned.h"
#include "repl/state.h"

#define DUTIES "onex.duties"

/* ---- lists ---- */

/* list(): the next row; after the last nil, and from the beginning again. Upvalue: how many were given. */
static int l_next_row(lua_State *L) {
    lua_Integer given = lua_tointeger(L, lua_upvalueindex(1)) + 1;
    int type = lua_rawgeti(L, 1, given);
    lua_pushinteger(L, type == LUA_TNIL ? 0 : given);
    lua_replace(L, lua_upvalueindex(1));
    return 1;
}

static void push_list(lua_State *L) {
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, l_next_row, 1);
    lua_setfield(L, -2, "__call");
    lua_setmetatable(L, -2);
}

/* The row on top becomes the list's next. */
static void add_row(lua_State *L, int list) {
    lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
}

static void set_cites(lua_State *L, const onex_decl *decl) {
    onex_buffer *b = onex_l_buffer(L);
    onex_cites_put(b, decl, ",");
    onex_l_buffer_text(L, -1);
    lua_setfield(L, -2, "cite");
}

/* ---- what was asked ---- */

/* Other names than those in `names` are errors. */
static void check_filters(lua_State *L, const char *const *names) {
    onex_l_one(L);
    onex_l_options(L, 1, names);
}

static const char *kind_code(int i) {
    return onex_rule_kind_code((onex_rule_kind)i);
}

static const char *subject_code(int i) {
    return onex_subject_code((onex_subject)i);
}

/* The filter `college`, which must be one of the database; NULL: none. */
static const char *filter_college(lua_State *L) {
    const char *text = onex_l_option(L, 1, "college");
    onex_console *c = onex_console_of(L);
    bool there = false;
    onex_error err = {0};
    if (!text) return NULL;
    onex_status status = onex_session_read(c, &err);
    if (!status) status = onex_subject_exists(c->store, ONEX_COLLEGE, text, &there, &err);
    if (!status && !there)
        status = onex_fail(&err, ONEX_E_NOT_FOUND, onex_tr("no college '%s'", "没有二级学院“%s”"), text);
    onex_l_check(L, status, &err);
    return text;
}

static const onex_program *program_of(lua_State *L) {
    onex_error err = {0};
    onex_rules *rules = NULL;
    onex_l_check(L, onex_console_rules(onex_console_of(L), &rules, &err), &err);
    return onex_rules_program(rules);
}

/* ---- rules, params, readings ---- */

static void set_params(lua_State *L, const onex_program *program, const onex_rule *rule) {
    lua_createtable(L, rule->nparams, 0);
    for (int i = 0; i < rule->nparams; i++) {
        lua_pushstring(L, program->params[rule->params[i]].decl.name);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, "params");
}

static int l_rules(lua_State *L) {
    static const char *const names[] = {"kind", "applies", "college", NULL};
    check_filters(L, names);
    const onex_program *program = program_of(L);
    const char *kind = onex_l_choice(L, 1, "kind", kind_code, ONEX_OUTCOME + 1);
    const char *applies = onex_l_choice(L, 1, "applies", subject_code, ONEX_SUBJECTS), *college = filter_college(L);
    lua_settop(L, 1);
    push_list(L);
    for (int i = 0; i < program->nrules; i++) {
        const onex_rule *rule = &program->rules[i];
        if (kind && strcmp(kind, onex_rule_kind_code(rule->kind)) != 0) continue;
        if (applies && strcmp(applies, onex_subject_code(rule->applies)) != 0) continue;
        if (college && rule->decl.college && strcmp(college, rule->decl.college) != 0) continue;
        lua_newtable(L);
        onex_l_set_text(L, "name", rule->decl.name);
        onex_l_set_text(L, "title", rule->decl.title);
        onex_l_set_text(L, "kind", onex_rule_kind_code(rule->kind));
        onex_l_set_text(L, "applies", onex_subject_code(rule->applies));
        onex_l_set_text(L, "strength", onex_strength_code(rule->strength));
        onex_l_set_text(L, "college", rule->decl.college);
        set_cites(L, &rule->decl);
        set_params(L, program, rule);
        add_row(L, 2);
    }
    return 1;
}

static int l_params(lua_State *L) {
    static const char *const names[] = {"college", NULL};
    check_filters(L, names);
    const onex_program *program = program_of(L);
    const char *college = filter_college(L);
    lua_settop(L, 1);
    push_list(L);
    for (int i = 0; i < program->nparams; i++) {
        const onex_param *param = &program->params[i];
        if (param->decl.college && (!college || strcmp(college, param->decl.college) != 0)) continue;
        onex_in_force in = onex_param_for(param, college, onex_console_of(L)->day, NULL);
        lua_newtable(L);
        onex_l_set_text(L, "name", param->decl.name);
        onex_l_set_text(L, "title", param->decl.title);
        onex_l_set_text(L, "value", in.value ? in.value->text : NULL);
        onex_l_set_text(L, "origin", in.statement ? in.statement->local.origin : param->decl.origin);
        set_cites(L, &param->decl);
        add_row(L, 2);
    }
    return 1;
}

static int l_readings(lua_State *L) {
    static const char *const names[] = {NULL};
    check_filters(L, names);
    const onex_program *program = program_of(L);
    lua_settop(L, 1);
    push_list(L);
    for (int i = 0; i < program->nreadings; i++) {
        const onex_reading *reading = &program->readings[i];
        lua_newtable(L);
        onex_l_set_text(L, "name", reading->decl.name);
        onex_l_set_text(L, "title", reading->decl.title);
        onex_l_set_text(L, "value", reading->keys[reading->chosen]);
        set_cites(L, &reading->decl);
        lua_createtable(L, reading->noptions, 0);
        for (int o = 0; o < reading->noptions; o++) {
            lua_pushstring(L, reading->keys[o]);
            lua_rawseti(L, -2, o + 1);
        }
        lua_setfield(L, -2, "options");
        add_row(L, 2);
    }
    return 1;
}

/* ---- duties ---- */

static int l_free_duties(lua_State *L) {
    onex_duties_clear(luaL_checkudata(L, 1, DUTIES));
    return 0;
}

static void push_owed(lua_State *L, const onex_owed *owed) {
    char day[ONEX_DAY_TEXT];
    lua_newtable(L);
    onex_l_set_text(L, "duty", owed->duty);
    onex_l_set_text(L, "title", owed->title);
    onex_l_set_text(L, "subject", onex_subject_code(owed->subject));
    onex_l_set_text(L, "code", owed->code);
    onex_l_set_text(L, "college", owed->college);
    onex_l_set_text(L, "what", owed->what && *owed->what ? owed->what : NULL);
    onex_l_set_text(L, "who", owed->who);
    onex_l_set_text(L, "due", owed->due == ONEX_DAY_NONE ? NULL : onex_day_text(owed->due, day));
    onex_l_set_text(L, "cite", owed->cite);
    onex_l_set_text(L, "missing", owed->missing);
    lua_pushboolean(L, owed->overdue);
    lua_setfield(L, -2, "overdue");
    lua_createtable(L, owed->npersons, 0);
    for (int i = 0; i < owed->npersons; i++) {
        lua_pushstring(L, owed->persons[i].code);
        lua_rawseti(L, -2, i + 1);
    }
    lua_setfield(L, -2, "persons");
}

static int l_todo(lua_State *L) {
    static const char *const names[] = {"within", "college", NULL};
    enum { WITHIN = 30 };
    onex_console *c = onex_console_of(L);
    onex_error err = {0};
    onex_rules *rules = NULL;
    check_filters(L, names);
    onex_duty_query query = {.as_of = c->day, .within = WITHIN, .college = filter_college(L)};
    if (lua_istable(L, 1) && lua_getfield(L, 1, "within") != LUA_TNIL) {
        if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < 0 || lua_tointeger(L, -1) > INT16_MAX)
            onex_l_throw_text(L, "%s", onex_tr("'within' is a number of days", "“within”是天数"));
        query.within = (int)lua_tointeger(L, -1);
    }
    lua_settop(L, 1);
    push_list(L);
    onex_duties *duties = onex_l_owned(L, sizeof *duties, DUTIES, l_free_duties);
    onex_status status = onex_session_read(c, &err);
    if (!status) status = onex_console_rules(c, &rules, &err);
    if (!status) status = onex_duties_find(duties, c->store, rules, &query, &err);
    onex_l_check(L, status, &err);
    for (int i = 0; i < duties->count; i++) {
        push_owed(L, &duties->items[i]);
        add_row(L, 2);
    }
    onex_l_owned_clear(L, 3);
    lua_settop(L, 2);
    return 1;
}

/* ---- words ---- */

static const onex_api_word words[] = {
    {"onex.rules", "onex.rules { applies = \"pilot\", kind = \"condition\" }",
     "a list of the rules in force in their order, each with name, title, kind (condition, trigger, attestation, "
     "outcome), applies (kind of subject), strength (must, in_principle, preferred), cite, college (of a college's "
     "own) and params (names of those it rests on); "
     "filters applies, kind and college may be left out",
     "现行规则的列表，按其顺序；每条有 name、title、kind（condition 条件、trigger 情形、attestation 认定、outcome "
     "结论）、"
     "applies（对象类别）、strength（must 必须、in_principle 原则上、preferred "
     "优先）、cite、college（学院自己的规则）和 params（所依据的参数名）；可按 applies、kind、college 筛选",
     "for r in onex.rules { applies = \"school\" } do print(r.name, r.title, r.cite) end", l_rules},
    {"onex.params", "onex.params { college = \"art\" }",
     "a list of the params with name, title, value (as written, on onex.as_of), origin (school or college:CODE) and "
     "cite; for a college its own values",
     "参数的列表：name、title、value（按写法，onex.as_of 当日）、origin（school 或 "
     "college:代码）、cite；给出学院则为该学院的值",
     "for q in onex.params() do if q.name == \"dual_floor\" then print(q.title, q.value, q.origin) end end", l_params},
    {"onex.readings", "onex.readings()",
     "a list of how open passages of the regulation are read: name, title, value (the option chosen), options, cite",
     "办法中留有余地之处的解读列表：name、title、value（所选）、options（可选）、cite",
     "for r in onex.readings() do print(r.name, r.value) end", l_readings},
    {"onex.todo", "onex.todo { within = 30, college = \"art\" }",
     "a list of who owes what, the overdue first, and what is due within so many days (30): duty, title, subject, "
     "code, "
     "college, what (which of several), who, persons (codes of the leads), due, overdue, cite, missing (when due "
     "cannot "
     "be told)",
     "应办事项的列表，逾期在前，其余为若干天（默认 "
     "30）内到期的：duty、title、subject、code、college、what（第几项）、who、"
     "persons（负责人代码）、due、overdue、cite、missing（无法确定日期时所缺的数据）",
     "for d in onex.todo { within = 0 } do print(d.due, d.code, d.title) end", l_todo},
    {0},
};

const onex_api_noun onex_api_listing = {"listing", "onex", "Rules in force, and duties", "现行规则与应办事项", words};
