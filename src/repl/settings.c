/* The day asked about, the calendar's day, progress. */
#include "repl/settings.h"

#include <string.h>

#include "repl/fact.h"

bool onex_l_setting(lua_State *L, const char *name) {
    char day[ONEX_DAY_TEXT];
    if (strcmp(name, "unknown") == 0) {
        onex_l_unknown(L);
        return true;
    }
    if (strcmp(name, "lang") == 0) {
        lua_pushstring(L, onex_lang_get() == ONEX_LANG_ZH ? "zh" : "en");
        return true;
    }
    if (strcmp(name, "as_of") != 0) return false;
    lua_pushstring(L, onex_day_text(onex_console_of(L)->day, day));
    return true;
}

void onex_l_setting_set(lua_State *L, const char *name, int at) {
    onex_day day = ONEX_DAY_NONE;
    size_t len;
    if (strcmp(name, "as_of") != 0) {
        onex_l_throw_text(
            L, onex_tr("onex.%s cannot be set; only onex.as_of can", "onex.%s 不能设置；只有 onex.as_of 可以"), name);
        return;
    }
    const char *text = luaL_tolstring(L, at, &len);
    if (lua_type(L, at) != LUA_TSTRING || !onex_day_parse(text, len, &day))
        onex_l_throw_text(
            L, onex_tr("'%s' is no day; write it as \"2026-03-01\"", "“%s”不是日期；请写成 \"2026-03-01\""), text);
    onex_console_day_set(onex_console_of(L), day);
}

static int l_today(lua_State *L) {
    char day[ONEX_DAY_TEXT];
    lua_pushstring(L, onex_day_text(onex_console_of(L)->options.today, day));
    return 1;
}

static int l_progress(lua_State *L) {
    const onex_console_host *host = &onex_console_of(L)->options.host;
    bool over = lua_isnoneornil(L, 1);
    lua_Integer done = over ? -1 : luaL_checkinteger(L, 1), total = luaL_optinteger(L, 2, 0);
    host->progress(host->ctx, (long)done, (long)total);
    return 0;
}

static const onex_api_word words[] = {
    {"onex.as_of", "onex.as_of",
     "the day asked about, as \"2026-03-01\": facts, verdicts and acts are those of this day; a script may set it",
     "询问的日期，如 \"2026-03-01\"：事实、判定、办理都按这一天；脚本可以修改",
     "onex.as_of = \"2027-12-31\"\nprint(onex.as_of)", NULL},
    {"onex.lang", "onex.lang", "\"zh\" or \"en\": the language of texts for people (--lang)",
     "\"zh\" 或 \"en\"：给人看的文字所用的语言（--lang）", "print(onex.lang == \"zh\" and \"试点\" or \"pilots\")",
     NULL},
    {"onex.today", "onex.today()", "today's day; of a demo database its own", "今天的日期；示例数据库用它自己的“今天”",
     "print(#onex.today())", l_today},
    {"onex.progress", "onex.progress(done, total)",
     "tells on a terminal how far a long loop is; without arguments it is over",
     "在终端显示长循环的进度；不带参数表示结束", "for i = 1, 1000 do onex.progress(i, 1000) end\nonex.progress()",
     l_progress},
    {0},
};

const onex_api_noun onex_api_settings = {"settings", "onex", "Day and progress", "日期与进度", words};
