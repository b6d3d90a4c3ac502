/* Small helpers of scripts: amounts of money as texts, days that are counted with, texts as the rules compare them. */
#include "repl/texts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "model/entity_name.h"
#include "repl/fact.h"
#include "repl/state.h"
#include "repl/subject.h"

enum { FEN = 100, DAYS_MOST = 1000000 };

static onex_day day_at(lua_State *L, int at) {
    size_t len;
    onex_day day;
    const char *text = luaL_checklstring(L, at, &len);
    if (!onex_day_parse(text, len, &day))
        onex_l_throw_text(
            L, onex_tr("'%s' is no day; write it as \"2026-03-01\"", "“%s”不是日期；请写成 \"2026-03-01\""), text);
    return day;
}

static int l_yuan(lua_State *L) {
    if (onex_l_is_unknown(L, 1))
        return onex_l_throw_text(L, onex_tr("%s: ask first whether it is known", "%s；请先判断是否已知"),
                                 luaL_tolstring(L, 1, NULL));
    if (lua_type(L, 1) == LUA_TSTRING)
        return onex_l_throw_text(
            L,
            onex_tr("yuan takes a whole number of fen, not the text '%s'", "yuan 要的是以分为单位的整数，不是文本“%s”"),
            lua_tostring(L, 1));
    lua_Integer fen = luaL_checkinteger(L, 1);
    onex_buffer *b = onex_l_buffer(L);
    lua_Integer yuan = fen / FEN, rest = fen % FEN;
    onex_buffer_printf(b, "%s%lld.%02d", fen < 0 && yuan == 0 ? "-" : "", (long long)yuan,
                       (int)(rest < 0 ? -rest : rest));
    onex_l_buffer_text(L, -1);
    return 1;
}

static int l_day(lua_State *L) {
    char text[ONEX_DAY_TEXT];
    lua_Integer days = luaL_optinteger(L, 2, 0);
    onex_day first, last, day = day_at(L, 1);
    onex_day_from(1900, 1, 1, &first);
    onex_day_from(9999, 12, 31, &last);
    if (days > DAYS_MOST || days < -DAYS_MOST * 3 || day + days > last || day + days < first)
        onex_l_throw_text(L, "%s", onex_tr("there is no such day", "没有这一天"));
    lua_pushstring(L, onex_day_text(day + (onex_day)days, text));
    return 1;
}

static int l_days(lua_State *L) {
    lua_pushinteger(L, (lua_Integer)day_at(L, 2) - day_at(L, 1));
    return 1;
}

static int l_weekday(lua_State *L) {
    lua_pushinteger(L, onex_day_weekday(day_at(L, 1)) + 1);
    return 1;
}

static int l_fold(lua_State *L) {
    size_t len;
    onex_error err = {0};
    const char *text = luaL_checklstring(L, 1, &len);
    if (!onex_text_valid(text, len, NULL)) onex_l_throw_text(L, "%s", onex_tr("not UTF-8", "不是 UTF-8"));
    onex_buffer *b = onex_l_buffer(L);
    char *folded = onex_text_fold(text, len);
    onex_buffer_text(b, folded ? folded : "");
    free(folded);
    if (!folded) onex_l_check(L, onex_no_memory(&err), &err);
    onex_l_buffer_text(L, -1);
    return 1;
}

static int l_word(lua_State *L) {
    onex_error err = {0};
    const onex_entity *entity = NULL;
    const char *name = luaL_checkstring(L, 2);
    onex_l_check(L, onex_entity_named(&entity, luaL_checkstring(L, 1), &err), &err);
    int column = onex_entity_column(entity, name);
    if (column < 0)
        return onex_l_throw_text(L, onex_tr("table '%s' has no column '%s'", "表“%s”没有“%s”列"), entity->name, name);
    int scale = onex_l_scale(&entity->columns[column]);
    if (scale > 1) {
        lua_Integer n = luaL_checkinteger(L, 3);
        onex_buffer *b = onex_l_buffer(L);
        onex_buffer_decimal(b, n, scale);
        onex_l_buffer_text(L, -1);
        return 1;
    }
    const char *code = luaL_checkstring(L, 3);
    const onex_word *word = entity->columns[column].words;
    if (!word)
        return onex_l_throw_text(L,
                                 onex_tr("column '%s' of '%s' has no words of its own", "“%s”列（表 %s）没有固定的词"),
                                 name, entity->name);
    while (word->code && strcmp(word->code, code) != 0) word++;
    lua_pushstring(L, word->code && onex_lang_get() == ONEX_LANG_ZH ? word->title : code);
    return 1;
}

static const onex_api_word words[] = {
    {"onex.yuan", "onex.yuan(fen)", "an amount as text in yuan with two decimals, exactly",
     "把以分为单位的金额写成元，两位小数，不取整", "print(onex.yuan(1234550), onex.yuan(-5))", l_yuan},
    {"onex.day", "onex.day(day, n)",
     "the day n days later (n negative: earlier; left out: the same), as \"2026-03-01\"; what is no day is an error",
     "n 天以后的日期（负数为以前，不写为当天），如 \"2026-03-01\"；不是日期则报错",
     "print(onex.day(\"2028-02-28\", 1), onex.day(\"2026/3/1\"))", l_day},
    {"onex.days", "onex.days(from, to)", "how many days from one day to the other", "两个日期相隔的天数",
     "print(onex.days(\"2026-11-16\", \"2026-12-31\"))", l_days},
    {"onex.weekday", "onex.weekday(day)", "1 for a Monday to 7 for a Sunday", "星期一为 1，星期日为 7",
     "print(onex.weekday(\"2026-11-16\"))", l_weekday},
    {"onex.word", "onex.word(table, column, code)",
     "what people write for a value of such a column: the word of a code (in English the code itself), and of sums of "
     "money, credits and scores the number in yuan, credits and points, as import reads it",
     "某列的值给人看的写法：代码所对应的中文词（英文时即代码本身）；金额、学分、成绩则为以元、学分、分计的数，与导入的"
     "写法相同",
     "print(onex.word(\"pilot\", \"state\", onex.pilot(\"P-2026-02\").state))\nprint(onex.word(\"expense\", "
     "\"amount\", 640000), onex.word(\"course\", \"credits\", 45))",
     l_word},
    {"onex.fold", "onex.fold(text)",
     "the text as rules compare it: full-width and half-width are alike, spaces do not count",
     "规则比较文字时所用的形式：不分全角半角，不计空格", "print(onex.fold(\"培训 认证（Ａ）\"))", l_fold},
    {0},
};

const onex_api_noun onex_api_texts = {"texts", "onex", "Money, days, texts", "金额、日期、文字", words};
