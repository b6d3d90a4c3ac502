/* What other rules would change, as tables. */
#include "repl/impact.h"

#include <stdlib.h>

#include "engine/impact.h"
#include "engine/ruleset.h"
#include "repl/json.h"
#include "repl/judging.h"
#include "repl/options.h"
#include "repl/owned.h"
#include "report/impact_json.h"

#define IMPACT "onex.impact"

typedef struct looking { /* a userdata that frees it */
    onex_rules *after;   /* loaded for this; NULL: those in force */
    onex_rules *before;  /* likewise */
    onex_impact impact;
    onex_impact_colleges colleges;
    onex_setting *settings;
    int nsettings;
    onex_buffer json;
} looking;

static int l_free(lua_State *L) {
    looking *l = luaL_checkudata(L, 1, IMPACT);
    onex_impact_clear(&l->impact);
    onex_settings_free(l->settings, l->nsettings);
    onex_rules_close(l->after);
    onex_rules_close(l->before);
    free(l->colleges.items);
    onex_buffer_clear(&l->json);
    *l = (looking){0};
    return 0;
}

/* set = { NAME = "VALUE" }; their texts lie in the table. */
static void take_settings(lua_State *L, looking *l, const onex_program *p) {
    onex_error err = {0};
    int n = 0;
    if (!onex_l_option_table(L, 1, "set")) return;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) n++;
    l->settings = calloc((size_t)n + 1, sizeof *l->settings);
    if (!l->settings) onex_l_check(L, onex_no_memory(&err), &err);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING || lua_type(L, -1) != LUA_TSTRING)
            onex_l_throw_text(L, "%s",
                              onex_tr("impact: set takes names and values as texts: { dual_floor = \"60%\" }",
                                      "impact：set 的名称和值都写成文本：{ dual_floor = \"60%\" }"));
        onex_l_check(
            L, onex_setting_parse(&l->settings[l->nsettings], p, lua_tostring(L, -2), lua_tostring(L, -1), &err), &err);
        l->nsettings++;
    }
    lua_pop(L, 1);
}

static onex_status look(onex_console *c, looking *l, onex_rules *before, onex_rules *after, onex_error *err) {
    onex_impact_options o = {
        .before = before, .after = after, .as_of = c->day, .settings = l->settings, .nsettings = l->nsettings};
    onex_status status = onex_impact_find(&l->impact, c->store, &o, err);
    if (!status) status = onex_impact_colleges_count(&l->colleges, &l->impact, err);
    if (status) return status;
    onex_impact_json(&l->json, &l->impact, &l->colleges, c->day, onex_rules_program(before)->hash,
                     onex_rules_program(after)->hash);
    return l->json.failed ? onex_no_memory(err) : ONEX_OK;
}

static int l_impact(lua_State *L) {
    onex_console *c = onex_console_of(L);
    const onex_console_host *host = &c->options.host;
    onex_error err = {0};
    char hash[ONEX_SHA256_TEXT] = "";
    lua_settop(L, 1);
    onex_l_options(L, 1, (const char *const[]){"with", "set", NULL});
    looking *l = onex_l_owned(L, sizeof *l, IMPACT, l_free);
    const char *with = onex_l_option(L, 1, "with");
    onex_judging_forget(c);
    onex_rules *before = NULL;
    onex_status status = onex_session_read(c, &err);
    if (!status) status = onex_console_rules(c, &before, &err);
    if (!status) status = onex_ruleset_in_force(c->store, hash, &err);
    if (!status && with)
        status = host->rules(host->ctx, c->store, with, &l->after, &err);
    else if (!status && hash[0])
        status = host->folder(host->ctx, c->store, &l->after, &err);
    onex_l_check(L, status, &err);
    onex_rules *after = l->after ? l->after : before;
    take_settings(L, l, onex_rules_program(after));
    onex_l_check(L, look(c, l, before, after, &err), &err);
    onex_l_json_read(L, l->json.data, l->json.len, false);
    onex_l_owned_clear(L, 2);
    return 1;
}

static const onex_api_word words[] = {
    {"onex.impact", "onex.impact { with = DIR } or onex.impact { set = { NAME = \"60%\" } }",
     "what would change on the real data under the rules of that folder (without `with`: the rules folder), or under "
     "other params and readings: a table as the JSON of onex impact, with loosened, tightened, newly_unknown (lists), "
     "compared, colleges, decisions, token",
     "若采用该文件夹的规则（不写 with 时为规则文件夹），或改动参数、解读，实际数据上的判定会怎样变：同 onex impact 的 "
     "JSON，含 loosened、tightened、newly_unknown（列表）、compared、colleges、decisions、token",
     "local change = onex.impact { set = { dual_floor = \"60%\" } }\nprint(#change.loosened, #change.tightened, "
     "change.compared)",
     l_impact},
    {0},
};

const onex_api_noun onex_api_impact = {"impact", "onex", "Impact", "影响", words};
