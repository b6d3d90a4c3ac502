/* onex.whatif: each one lies in a userdata on the stack of its call, so that it is undone whatever happens. */
#include "repl/suppose.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "expr/literal.h"
#include "repl/fact.h"
#include "repl/judging.h"
#include "repl/options.h"
#include "repl/owned.h"

#define SUPPOSED "onex.supposed"

struct onex_supposed {
    onex_supposed *outer;
    const onex_program *program; /* NULL: nothing was allocated yet */
    onex_setting *settings;
    int nsettings;
    bool *fact_set;
    onex_value *facts;
    onex_arena arena;
    bool active;
};

void onex_suppose_options(const onex_console *c, onex_judge_options *options) {
    const onex_supposed *s = c->supposed;
    if (!s) return;
    options->settings = s->settings;
    options->nsettings = s->nsettings;
    options->fact_set = s->fact_set;
    options->facts = s->facts;
}

void onex_suppose_end(onex_console *c) {
    if (c->supposed) {
        onex_judging_forget(c);
        c->state++;
    }
    for (; c->supposed; c->supposed = c->supposed->outer) c->supposed->active = false;
}

/* ---- life ---- */

/* Undone also where an error leaves the function. */
static int l_undo(lua_State *L) {
    onex_console *c = onex_console_of(L);
    onex_supposed *s = luaL_checkudata(L, 1, SUPPOSED);
    if (s->active) {
        onex_judging_forget(c);
        c->supposed = s->outer;
        c->state++;
        s->active = false;
    }
    for (int i = 0; i < s->nsettings; i++) free(s->settings[i].owned);
    free(s->settings);
    free(s->fact_set);
    free(s->facts);
    onex_arena_clear(&s->arena);
    *s = (onex_supposed){0};
    return 0;
}

static onex_supposed *push(lua_State *L) {
    onex_supposed *s = onex_l_owned(L, sizeof *s, SUPPOSED, l_undo);
    lua_newtable(L); /* holds the texts of settings */
    lua_setiuservalue(L, -2, 1);
    return s;
}

static void no_memory(lua_State *L) {
    onex_error err = {0};
    onex_l_check(L, onex_no_memory(&err), &err);
}

/* Room for what is in force outside and for `more` settings; the outer's come first. */
static void make_room(lua_State *L, onex_supposed *s, const onex_supposed *outer, const onex_program *p, int more) {
    size_t nfacts = (size_t)p->nfacts + 1;
    int n = outer ? outer->nsettings : 0;
    s->program = p;
    s->settings = calloc((size_t)n + (size_t)more + 1, sizeof *s->settings);
    s->fact_set = calloc(nfacts, sizeof *s->fact_set);
    s->facts = calloc(nfacts, sizeof *s->facts);
    if (!s->settings || !s->fact_set || !s->facts) no_memory(L);
    if (!outer) return;
    for (int i = 0; i < n; i++) { /* its texts live longer than this one */
        s->settings[i] = outer->settings[i];
        s->settings[i].owned = NULL;
    }
    s->nsettings = n;
    memcpy(s->fact_set, outer->fact_set, nfacts * sizeof *s->fact_set);
    memcpy(s->facts, outer->facts, nfacts * sizeof *s->facts);
}

/* ---- what is supposed ---- */

static int count(lua_State *L, const char *key) {
    int n = 0;
    if (!onex_l_option_table(L, 1, key)) return 0;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) n++;
    lua_pop(L, 1);
    return n;
}

/* The settings of param = {…} or reading = {…}; the userdata stands at `at`. */
static void take_settings(lua_State *L, int at, onex_supposed *s, const char *key, bool reading) {
    onex_error err = {0};
    if (!onex_l_option_table(L, 1, key)) return;
    lua_getiuservalue(L, at, 1);
    int texts = lua_gettop(L);
    for (lua_pushnil(L); lua_next(L, texts - 1); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING) luaL_error(L, onex_tr("whatif: names are texts", "whatif：名称应是文本"));
        const char *name = lua_tostring(L, -2), *text = luaL_tolstring(L, -1, NULL);
        lua_rawseti(L, texts, luaL_len(L, texts) + 1);
        onex_setting *setting = &s->settings[s->nsettings];
        onex_status status = onex_setting_parse(setting, s->program, name, text, &err);
        if (!status && reading != (setting->reading >= 0)) {
            free(setting->owned);
            setting->owned = NULL;
            onex_fail(&err, ONEX_E_NOT_FOUND,
                      reading ? onex_tr("'%s' is a param, no reading", "“%s”是参数，不是解读")
                              : onex_tr("'%s' is a reading, no param", "“%s”是解读，不是参数"),
                      name);
            status = err.code;
        }
        onex_l_check(L, status, &err);
        s->nsettings++;
    }
    lua_pop(L, 2);
}

static onex_value text_of(lua_State *L, onex_supposed *s, const char *text, size_t len) {
    char *folded = onex_text_fold(text, len);
    onex_text *t = folded ? onex_arena_alloc(&s->arena, sizeof *t) : NULL;
    if (t) {
        t->raw = onex_arena_text(&s->arena, text, len);
        t->folded = onex_arena_text(&s->arena, folded, strlen(folded));
        t->raw_len = (uint32_t)len;
        t->folded_len = (uint32_t)strlen(folded);
    }
    free(folded);
    if (!t || !t->raw || !t->folded) no_memory(L);
    return onex_v_text(t);
}

/* The value on top for a fact: as p.fact gives it, or a text as in a rule file. */
static onex_value fact_value(lua_State *L, onex_supposed *s, const onex_fact *fact) {
    onex_value v = onex_v_unknown();
    onex_error err = {0};
    size_t len;
    const char *text;
    int64_t n, d;
    switch (lua_type(L, -1)) {
    case LUA_TBOOLEAN:
        if (fact->type.kind == ONEX_T_BOOL) return onex_v_bool(lua_toboolean(L, -1));
        break;
    case LUA_TNUMBER:
        if (fact->type.kind == ONEX_T_NUMBER && lua_isinteger(L, -1)) return onex_v_int(lua_tointeger(L, -1));
        break;
    case LUA_TSTRING:
        text = lua_tolstring(L, -1, &len);
        if (fact->type.kind == ONEX_T_TEXT && onex_text_valid(text, len, NULL)) return text_of(L, s, text, len);
        if (onex_literal_parse(text, fact->type, &v)) return v;
        break;
    default:
        if (onex_l_is_unknown(L, -1)) return v;
        if (onex_l_is_ratio(L, -1, &n, &d) && fact->type.kind == ONEX_T_NUMBER) return onex_v_fraction(n, d);
    }
    onex_fail(&err, ONEX_E_USAGE, onex_tr("'%s' is no value for the fact '%s'", "“%s”不能作为事实“%s”的值"),
              luaL_tolstring(L, -1, NULL), fact->decl.name);
    onex_l_throw(L, &err);
    return v;
}

static void take_facts(lua_State *L, onex_supposed *s) {
    onex_error err = {0};
    if (!onex_l_option_table(L, 1, "fact")) return;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING) luaL_error(L, onex_tr("whatif: names are texts", "whatif：名称应是文本"));
        const char *name = lua_tostring(L, -2);
        int fact = onex_program_fact(s->program, ONEX_SUBJECTS, name);
        if (fact < 0) {
            char near[256];
            onex_nearest nearest;
            onex_nearest_init(&nearest, name);
            for (int i = 0; i < s->program->nfacts; i++) onex_nearest_offer(&nearest, s->program->facts[i].decl.name);
            onex_nearest_text(&nearest, near, sizeof near);
            onex_fail(&err, ONEX_E_NOT_FOUND, onex_tr("no fact '%s'%s%s", "没有事实“%s”%s%s"), name,
                      near[0] ? onex_tr("; nearest: ", "；最接近的是：") : "", near);
            onex_l_throw(L, &err);
        }
        s->facts[fact] = fact_value(L, s, &s->program->facts[fact]);
        s->fact_set[fact] = true;
    }
    lua_pop(L, 1);
}

static int l_whatif(lua_State *L) {
    onex_console *c = onex_console_of(L);
    const onex_program *p = NULL;
    onex_error err = {0};
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_settop(L, 2);
    onex_l_options(L, 1, (const char *const[]){"param", "fact", "reading", NULL});
    int more = count(L, "param") + count(L, "reading");
    onex_l_check(L, onex_judging_program(c, &p, &err), &err);
    onex_supposed *s = push(L);
    lua_toclose(L, 3);
    make_room(L, s, c->supposed, p, more);
    take_settings(L, 3, s, "param", false);
    take_settings(L, 3, s, "reading", true);
    take_facts(L, s);
    onex_judging_forget(c);
    s->outer = c->supposed;
    s->active = true;
    c->supposed = s;
    c->state++;
    lua_pushvalue(L, 2);
    int rc = lua_pcall(L, 0, LUA_MULTRET, 0); /* an error in a coroutine would close nothing; nor may f yield */
    if (rc != LUA_OK) {
        onex_l_owned_clear(L, 3);
        return lua_error(L);
    }
    return lua_gettop(L) - 3;
}

static const onex_api_word words[] = {
    {"onex.whatif", "onex.whatif({ param = { NAME = \"60%\" }, fact = { NAME = 4 }, reading = { NAME = \"KEY\" } }, f)",
     "what f() returns while these params, facts and readings are as given: params as in a rule file, facts as p.fact "
     "gives them; each part may be left out. Nothing is written. One may stand inside another",
     "在假设的参数、事实、解读之下执行 f() 并返回其结果：参数写法同规则文件，事实同 "
     "p.fact；各部分可省略。不写入任何数据，可以嵌套",
     "local p = onex.pilot \"P-2027-02\"\nprint(p:check \"dual_qualified\")\nprint(onex.whatif({ param = { dual_floor "
     "= \"40%\" } }, function() return p:check \"dual_qualified\" end))",
     l_whatif},
    {0},
};

const onex_api_noun onex_api_suppose = {"what-if", "onex", "What if", "假设", words};
