/* What Lua says, in plain words: its messages are looked up in the tables of lua_meanings.c. */
#include "rules/lua_message.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "rules/lua_meanings.h"

enum { PARTS = 4, PART = 256 };

const char *onex_lua_type_word(const char *lua) {
    static const char *const types[][3] = {
        {"nil", "an empty value (nil)", "空值"},
        {"no value", "nothing", "空值"},
        {"number", "a number", "数"},
        {"string", "a text", "文本"},
        {"table", "a table", "表"},
        {"function", "a function", "函数"},
        {"boolean", "true or false", "真假值"},
        {"expression", "an expression", "表达式"},
        {"userdata", "an object", "对象"},
        {"coroutine", "a coroutine", "协程"},
        {"thread", "a coroutine", "协程"},
        {"FILE*", "a file", "文件"},
        {"nil or table", "a table or nil", "表或 nil"},
        {"table or string", "a table or a text", "表或文本"},
        {"string/function/table", "a text, a table or a function", "文本、表或函数"},
        {"Lua function", "a function", "函数"},
        {"onex.subject", "a pilot or other subject", "试点项目等对象"},
        {"onex.iterator", "a list that a for loop goes through", "供 for 逐条取的列表"},
        {"onex.row", "a row", "一行数据"},
        {"onex.unknown", "an unknown value", "未知值"},
        {"onex.facts", "the facts of a subject", "对象的各项事实"},
        {"onex.ratio", "a ratio", "比值"},
        {"onex.verdict", "a verdict", "判定"},
        {"onex.why", "an explanation", "判定的理由"},
        {"onex.error", "an error", "错误"},
        {"onex.impact", "an impact", "影响"},
        {"onex.result", "a result", "办理结果"},
    };
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i][0], lua) == 0) return types[i][onex_lang_get() == ONEX_LANG_ZH ? 2 : 1];
    return lua;
}

/* Matches the whole text; each `*` takes as little as it can. */
static bool match(const char *pattern, const char *text, char parts[PARTS][PART], int n) {
    while (*pattern && *pattern != '*') {
        if (*pattern++ != *text++) return false;
    }
    if (!*pattern) return !*text;
    for (size_t len = 0;; len++) {
        if (match(pattern + 1, text + len, parts, n + 1)) {
            snprintf(parts[n], PART, "%.*s", (int)(len < PART ? len : PART - 1), text);
            return true;
        }
        if (!text[len]) return false;
    }
}

/* What Lua calls the end of the text. */
static const char *token_word(const char *part) {
    return strcmp(part, "<eof>") == 0 ? onex_tr("the end", "末尾") : part;
}

static const char *look_up(const onex_lua_meaning *in, const char *lua, char *out, size_t size, char *anchor);

/* `$1` a part, `$t1` a part as a type, `$m1` a part as a reason. */
static void fill(char *out, size_t size, const char *form, char parts[PARTS][PART]) {
    size_t used = 0;
    char reason[PART];
    out[0] = '\0';
    while (*form && used + 1 < size) {
        char as = form[0] == '$' && (form[1] == 't' || form[1] == 'm') ? form[1] : 0;
        int part = form[0] == '$' ? form[as ? 2 : 1] - '1' : -1;
        if (part < 0 || part >= PARTS) {
            out[used++] = *form++;
            out[used] = '\0';
            continue;
        }
        const char *text = as ? parts[part] : token_word(parts[part]);
        if (as == 't') text = onex_lua_type_word(text);
        if (as == 'm') text = look_up(onex_lua_reasons, text, reason, sizeof reason, NULL);
        bool unknown = as == 'm' && text == parts[part] && (unsigned char)*text < 0x80; /* not in a language of ours */
        if (unknown) snprintf(reason, sizeof reason, onex_tr("%s", "“%s”"), text);
        if (unknown) text = reason;
        int n = snprintf(out + used, size - used, "%s", text);
        used += n > 0 ? (size_t)n : 0;
        form += as ? 3 : 2;
    }
    out[size - 1] = '\0';
}

/* Gives `out`, or what the system says in other words, or `lua` itself. `anchor`: PART bytes; may be NULL. */
static const char *look_up(const onex_lua_meaning *in, const char *lua, char *out, size_t size, char *anchor) {
    for (const onex_lua_meaning *m = in; m->lua; m++) {
        char parts[PARTS][PART] = {""};
        if (!match(m->lua, lua, parts, 0)) continue;
        fill(out, size, onex_tr(m->en, m->zh), parts);
        if (m->anchor && anchor) memcpy(anchor, parts[m->anchor - 1], PART);
        return out;
    }
    const char *os = onex_os_text_of(lua);
    return os ? os : lua;
}

/* "FILE: what the system says" */
static bool about_file(const char *lua, char *out, size_t size) {
    if (onex_lang_get() != ONEX_LANG_ZH) return false;
    const char *at = strrchr(lua, ':'), *os = at && at[1] == ' ' ? onex_os_text_of(at + 2) : NULL;
    if (os) snprintf(out, size, "“%.*s”：%s", (int)(at - lua), lua, os);
    return os != NULL;
}

bool onex_lua_message_read(onex_lua_message *out, const char *lua) {
    char anchor[PART] = "";
    *out = (onex_lua_message){0};
    const char *text = look_up(onex_lua_meanings, lua, out->text, sizeof out->text, anchor);
    if (text == lua && about_file(lua, out->text, sizeof out->text)) return true;
    if (text != out->text) snprintf(out->text, sizeof out->text, "%s", text);
    snprintf(out->anchor, sizeof out->anchor, "%.*s", (int)sizeof out->anchor - 1, anchor);
    return text != lua;
}
