/* What a console adds to the plain words of rules/lua_message.c: at a prompt the usual mistake is a name that is not
 * there, so that is said, and which one may have been meant. */
#include "repl/explain.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "repl/meant.h"
#include "repl/names.h"
#include "repl/state.h"
#include "rules/lua_message.h"

enum { NAME = 96 };

/* "global 'x'" -> kind and name, from "... a nil value (global 'x')". */
static bool missing_name(const char *lua, const char *verb, char kind[NAME], char name[NAME]) {
    char form[96];
    snprintf(form, sizeof form, "attempt to %s a nil value (", verb);
    if (strncmp(lua, form, strlen(form)) != 0) return false;
    const char *at = lua + strlen(form), *quote = strchr(at, '\''), *end = quote ? strstr(quote + 1, "')") : NULL;
    if (!end || quote == at || strncmp(at, "for ", 4) == 0) return false;
    if (strncmp(quote, "'?'", 3) == 0 || strncmp(quote, "'integer index'", 15) == 0) return false;
    snprintf(kind, NAME, "%.*s", (int)(quote - at - 1), at);
    snprintf(name, NAME, "%.*s", (int)(end - quote - 1), quote + 1);
    return true;
}

static void offer(void *ctx, const char *name, const char *title) {
    (void)title;
    onex_nearest_offer(ctx, name);
}

/* Names live as long as their source; those of members are made on the way and must be kept. */
typedef struct kept {
    onex_nearest nearest;
    char names[256][40];
    int count;
} kept;

static void keep(void *ctx, const char *name, const char *title) {
    kept *k = ctx;
    (void)title;
    if (k->count == 256 || strlen(name) >= sizeof k->names[0]) return;
    char *own = k->names[k->count++];
    snprintf(own, sizeof k->names[0], "%s", name);
    onex_nearest_offer(&k->nearest, own);
}

/* `head` stands before a name. False: none is near. */
static bool put_nearest(onex_buffer *out, const onex_nearest *nearest, const char *head) {
    char text[256];
    if (!*onex_nearest_text(nearest, text, sizeof text)) return false;
    onex_buffer_printf(out, onex_tr("; did you mean %s%s?", "；是不是 %s%s？"), head, nearest->best[0]);
    return true;
}

static void put_missing(onex_console *console, const char *verb, const char *kind, const char *name, onex_buffer *out) {
    kept k = {0};
    bool global = strcmp(kind, "global") == 0, method = strcmp(kind, "method") == 0;
    onex_nearest_init(&k.nearest, name);
    if (global) {
        if (strcmp(verb, "index") == 0)
            onex_buffer_printf(out,
                               onex_tr("'%s' has no value: it was not found, or never given one",
                                       "“%s”没有值：没有找到，或还没有定义"),
                               name);
        else
            onex_buffer_printf(out, onex_tr("there is nothing called '%s' here", "这里没有叫“%s”的东西"), name);
        onex_names_each(console, ONEX_NAMES_GLOBALS, offer, &k.nearest);
        if (put_nearest(out, &k.nearest, "")) return;
        onex_names_members("onex.", keep, &k);
        if (put_nearest(out, &k.nearest, "onex.")) return;
    } else if (method || strcmp(verb, "call") == 0) {
        onex_buffer_printf(out, onex_tr("there is no function '%s'", "没有函数“%s”"), name);
        onex_names_members(":", keep, &k);
        if (!method) onex_names_members("onex.", keep, &k);
    } else {
        onex_buffer_printf(out, onex_tr("'%s' is empty (nil)", "“%s”是空的（nil）"), name);
        if (strcmp(verb, "index") == 0)
            onex_buffer_text(out,
                             onex_tr(": nothing was found, so it has no parts", "：没有找到，因此也没有可取的部分"));
        return;
    }
    if (put_nearest(out, &k.nearest, "")) return;
    if (global && strcmp(name, "p") == 0)
        onex_buffer_text(out, onex_tr("; p = onex.pilot \"CODE\" makes it", "；先写 p = onex.pilot \"代码\""));
}

/* Signs of other languages, which Lua would only call unexpected. */
static bool foreign_sign(const char *lua, const char *line, onex_buffer *out) {
    static const struct {
        const char *sign, *here, *lua;
    } signs[] = {{"!=", "~=", "near '!'"}, {"&&", "and", "near '&'"}, {"||", "or", "near '|'"}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (!strstr(line, signs[i].sign) || !strstr(lua, signs[i].lua)) continue;
        onex_buffer_printf(out, onex_tr("'%s' is written %s here", "“%s”在这里写作 %s"), signs[i].sign, signs[i].here);
        return true;
    }
    return false;
}

void onex_explain_name(onex_console *console, const char *name, onex_buffer *out) {
    put_missing(console, "read", "global", name, out);
}

/* `lua`: what Lua said, with or without its place before it and a stack trace below it. */
static void explain(onex_console *console, const char *lua, const char *line, onex_buffer *out) {
    static const char *const verbs[] = {"call", "index", "perform arithmetic on", "concatenate", "get length of"};
    char words[1024], kind[NAME], name[NAME];
    onex_lua_message plain;
    const char *said = onex_l_words(lua); /* behind the place, up to the end of the line */
    snprintf(words, sizeof words, "%.*s", (int)strcspn(said, "\n"), said);
    if (onex_meant_tell(console, line, out)) return;
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (missing_name(words, verbs[i], kind, name)) {
            put_missing(console, verbs[i], kind, name, out);
            return;
        }
    if (foreign_sign(words, line, out)) return;
    bool breaks_off =
        strcmp(words, "unexpected symbol near <eof>") == 0 || strcmp(words, "syntax error near <eof>") == 0;
    if (breaks_off) {
        onex_buffer_text(out, onex_tr("this breaks off in the middle; something is missing at the end",
                                      "这里没有写完，末尾还缺内容"));
        return;
    }
    onex_lua_message_read(&plain, words);
    onex_buffer_text(out, plain.text);
}

void onex_explain_failure(onex_console *console, onex_failure *failure, const char *said, const char *line) {
    const char *trace = onex_console_trace(console);
    bool lua = failure->code == ONEX_E_GATE && *trace && strncmp(trace, "stack traceback", 15) != 0;
    if (onex_l_said(trace) != trace) return;
    if (!lua || failure->interrupted || failure->exits || failure->own || onex_l_is_plain(failure->message)) return;
    onex_buffer plain = {0};
    explain(console, said ? said : trace, line, &plain);
    if (plain.len && !plain.failed) snprintf(failure->message, sizeof failure->message, "%s", plain.data);
    onex_buffer_clear(&plain);
}
