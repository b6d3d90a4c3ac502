/* The one gate into Lua, and how errors come out of it: the message handler reads them into plain C while they are
 * still inside protection. Also what stops an evaluation from outside. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "repl/field.h"
#include "repl/owned.h"
#include "repl/state.h"
#include "rules/lua_message.h"

#define ERROR_TYPE "onex.error"

/* ---- error values ---- */

static const char *source_name(const lua_Debug *at) {
    return at->source[0] == '@' || at->source[0] == '=' ? at->source + 1 : at->short_src;
}

/* What `load` made of a text, which is no file. */
static bool is_text_chunk(const char *file) {
    return strncmp(file, "[string \"", 9) == 0;
}

/* file and line of the innermost function of the script. */
static void put_place(lua_State *L) {
    lua_Debug at;
    for (int level = 1; lua_getstack(L, level, &at); level++) {
        lua_getinfo(L, "Sl", &at);
        if (at.currentline <= 0 || is_text_chunk(source_name(&at))) continue;
        lua_pushstring(L, source_name(&at));
        lua_setfield(L, -2, "file");
        lua_pushinteger(L, at.currentline);
        lua_setfield(L, -2, "line");
        return;
    }
}

int onex_l_throw(lua_State *L, const onex_error *err) {
    luaL_checkstack(L, 4, NULL);
    if (onex_console_of(L)->interrupted) return luaL_error(L, "interrupted");
    lua_createtable(L, 0, 4);
    lua_pushinteger(L, err->code);
    lua_setfield(L, -2, "code");
    lua_pushstring(L, err->text);
    lua_setfield(L, -2, "message");
    put_place(L);
    luaL_setmetatable(L, ERROR_TYPE);
    return lua_error(L);
}

void onex_l_check(lua_State *L, onex_status status, const onex_error *err) {
    if (!status) return;
    if (status == err->code) onex_l_throw(L, err);
    onex_error other = *err;
    other.code = status;
    onex_l_throw(L, &other);
}

int onex_l_throw_text(lua_State *L, const char *fmt, ...) {
    onex_error err = {.code = ONEX_E_GATE};
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(err.text, sizeof err.text, fmt, ap);
    va_end(ap);
    return onex_l_throw(L, &err);
}

void onex_l_one(lua_State *L) {
    if (lua_gettop(L) > 1)
        onex_l_throw_text(
            L, "%s",
            onex_tr("too many arguments; in a for loop brackets stand behind the name: in onex.pilots() do",
                    "参数过多；在 for 循环中，名称后要写括号：in onex.pilots() do"));
}

/* "FILE:LINE: message" */
static int l_error_text(lua_State *L) {
    lua_settop(L, 1);
    if (lua_getfield(L, 1, "file") == LUA_TSTRING && lua_getfield(L, 1, "line") == LUA_TNUMBER)
        lua_pushfstring(L, "%s:%I: ", lua_tostring(L, 2), (LUAI_UACINT)lua_tointeger(L, 3));
    else
        lua_pushliteral(L, "");
    lua_getfield(L, 1, "message");
    if (!lua_isstring(L, -1)) lua_pushliteral(L, "");
    lua_concat(L, 2);
    return 1;
}

void onex_l_errors(lua_State *L) {
    luaL_newmetatable(L, ERROR_TYPE);
    lua_pushcfunction(L, l_error_text);
    lua_setfield(L, -2, "__tostring");
    lua_pushcfunction(L, onex_l_concat);
    lua_setfield(L, -2, "__concat");
    lua_pop(L, 1);
}

/* ---- out of Lua ---- */

static void copy(char *out, size_t size, const char *text) {
    snprintf(out, size, "%s", text ? text : "");
}

const char *onex_l_words(const char *text) {
    const char *at = text;
    size_t digits = 0;
    while ((at = strchr(at, ':')) &&
           (!(digits = strspn(at + 1, "0123456789")) || strncmp(at + 1 + digits, ": ", 2) != 0))
        at++;
    return at && !memchr(text, '\n', (size_t)(at - text)) ? at + 1 + digits + 2 : text;
}

bool onex_l_is_own(lua_State *L) {
    const onex_console *c = onex_console_of(L);
    lua_Debug at;
    if (lua_type(L, 1) != LUA_TSTRING || !lua_getstack(L, 1, &at)) return false;
    const char *words = onex_l_words(lua_tostring(L, 1));
    if (strcmp(words, "assertion failed!") == 0 || strncmp(words, "bad argument #", 14) == 0) return false;
    lua_getinfo(L, "f", &at);
    lua_CFunction raiser = lua_tocfunction(L, -1);
    lua_pop(L, 1);
    return raiser && (raiser == c->error || raiser == c->assertion || raiser == c->wrapped);
}

/* The words behind the place that stands before them; *failure gets that place. */
static const char *take_place(onex_failure *failure, const char *text) {
    const char *words = onex_l_words(text);
    size_t place = (size_t)(words - text);
    if (!place || place >= sizeof failure->file) return text;
    memcpy(failure->file, text, place);
    failure->file[place] = '\0';
    char *end = failure->file + place;
    while (*end != ':') end--;    /* behind the line */
    while (end[-1] != ':') end--; /* behind the file */
    failure->line = atoi(end);
    end[-1] = '\0';
    return words;
}

/* "repl:3: attempt to ..." -> place and plain words. An error that was caught and raised again has two places: the
 * inner one is where it happened. A text that `load` was given is no file: its line is told with the words. */
static void read_text(onex_failure *failure, const char *text) {
    onex_lua_message message;
    onex_failure inner = {0};
    int line = 0;
    const char *words = take_place(failure, onex_l_said(text)), *behind = take_place(&inner, words);
    bool again = strcmp(inner.file, failure->file) == 0, of_text = is_text_chunk(inner.file);
    if (behind != words && (again || of_text)) {
        words = behind;
        line = inner.line;
        if (again) failure->line = line;
    }
    if (is_text_chunk(failure->file)) {
        of_text = true;
        line = failure->line;
        failure->file[0] = '\0';
        failure->line = 0;
    }
    bool known = failure->own || onex_l_is_plain(words) || (unsigned char)*words >= 0x80;
    bool unknown = !known && !onex_lua_message_read(&message, words);
    if (!known) words = message.text;
    size_t used = 0;
    if (of_text) {
        snprintf(failure->message, sizeof failure->message,
                 onex_tr("line %d of the text given to load: ", "load 的文本第 %d 行："), line);
        used = strlen(failure->message);
    }
    const char *head = unknown ? onex_tr("", "出错：“") : "", *tail = unknown ? onex_tr("", "”") : "";
    snprintf(failure->message + used, sizeof failure->message - used, "%s%s%s", head, words, tail);
}

/* Where Lua told no place: the innermost line of the script that is still on the stack, else where the evaluation
 * began. error(text, 0), the text at 1, wants none. */
static void find_place(lua_State *L, onex_failure *failure) {
    lua_Debug at;
    for (int level = 1; lua_getstack(L, level, &at); level++) {
        lua_getinfo(L, "Slf", &at);
        bool asked = level == 1 && lua_isstring(L, 1) && lua_tocfunction(L, -1) == onex_console_of(L)->error &&
                     onex_l_words(lua_tostring(L, 1)) == lua_tostring(L, 1);
        lua_pop(L, 1);
        if (asked) return;
        if (at.currentline <= 0 || is_text_chunk(source_name(&at))) continue;
        copy(failure->file, sizeof failure->file, source_name(&at));
        failure->line = at.currentline;
        return;
    }
    copy(failure->file, sizeof failure->file, onex_console_of(L)->at.file);
    failure->line = onex_console_of(L)->at.line;
}

static void read_table(lua_State *L, int at, onex_failure *failure) {
    lua_pushliteral(L, "code");
    lua_rawget(L, at);
    failure->code = lua_isinteger(L, -1) ? (onex_status)lua_tointeger(L, -1) : ONEX_E_GATE;
    lua_pushliteral(L, "line");
    lua_rawget(L, at);
    failure->line = (int)lua_tointeger(L, -1);
    lua_pushliteral(L, "file");
    lua_rawget(L, at);
    copy(failure->file, sizeof failure->file, lua_tostring(L, -1));
    lua_pushliteral(L, "message");
    lua_rawget(L, at);
    copy(failure->message, sizeof failure->message, lua_tostring(L, -1));
    lua_pop(L, 4);
}

/* The text at `at`, a `?` for each zero byte, behind which C would not read on; it may be pushed. */
static const char *whole_text(lua_State *L, int at) {
    size_t len;
    luaL_Buffer b;
    const char *text = lua_tolstring(L, at, &len);
    if (strlen(text) == len) return text;
    char *room = luaL_buffinitsize(L, &b, len);
    for (size_t i = 0; i < len; i++) room[i] = text[i] ? text[i] : '?';
    luaL_pushresultsize(&b, len);
    return lua_tostring(L, -1);
}

/* The message handler: fills the console's failure; the error value goes on as it is. */
static int p_failed(lua_State *L) {
    onex_console *c = onex_console_of(L);
    c->failure = (onex_failure){.code = ONEX_E_GATE};
    copy(c->failure.message, sizeof c->failure.message,
         onex_tr("an error in the handling of an error", "处理错误时又出错"));
    luaL_checkstack(L, 8, NULL);
    bool ours = false;
    if (lua_istable(L, 1) && lua_getmetatable(L, 1)) {
        luaL_getmetatable(L, ERROR_TYPE);
        ours = lua_rawequal(L, -1, -2);
        lua_pop(L, 2);
    }
    if (ours) {
        read_table(L, 1, &c->failure);
    } else if (lua_type(L, 1) == LUA_TSTRING) {
        c->failure.own = onex_l_is_own(L);
        read_text(&c->failure, whole_text(L, 1));
    } else if (lua_isnumber(L, 1) || luaL_getmetafield(L, 1, "__tostring") != LUA_TNIL) {
        copy(c->failure.message, sizeof c->failure.message, luaL_tolstring(L, 1, NULL));
    } else {
        if (lua_istable(L, 1)) {
            lua_pushliteral(L, "message");
            lua_rawget(L, 1);
        }
        copy(c->failure.message, sizeof c->failure.message,
             lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1)
                                            : onex_tr("an error was raised without a text", "抛出的错误没有文字说明"));
    }
    lua_settop(L, 1);
    if (!c->failure.file[0]) find_place(L, &c->failure);
    luaL_traceback(L, L, lua_tostring(L, 1), 1);
    free(c->trace);
    c->trace = strdup(lua_tostring(L, -1));
    lua_settop(L, 1);
    return 1;
}

bool onex_gate(onex_console *c, lua_CFunction body, void *args) {
    lua_State *L = c->L;
    int top = lua_gettop(L);
    c->failure = (onex_failure){0};
    lua_pushcfunction(L, p_failed);
    lua_pushcfunction(L, body);
    lua_pushlightuserdata(L, args);
    int rc = lua_pcall(L, 1, 0, top + 1);
    lua_settop(L, top);
    if (rc == LUA_ERRMEM) {
        c->failure = (onex_failure){.code = ONEX_E_INTERNAL};
        copy(c->failure.message, sizeof c->failure.message,
             c->memory_gone ? onex_tr("the script used up the memory that it may have", "脚本用完了允许使用的内存")
                            : onex_tr("out of memory", "内存不足"));
    } else if (rc != LUA_OK && !c->failure.code) {
        c->failure.code = ONEX_E_GATE;
        copy(c->failure.message, sizeof c->failure.message,
             onex_tr("an error in the handling of an error", "处理错误时又出错"));
    }
    c->failure.interrupted = c->interrupted != 0;
    c->failure.exits = c->exiting;
    c->failure.exit_code = c->exit_code;
    return rc == LUA_OK && !c->interrupted && !c->exiting;
}

void onex_failure_put(onex_buffer *b, const onex_failure *failure) {
    if (failure->file[0]) onex_buffer_printf(b, "%s:", failure->file);
    if (failure->file[0] && failure->line) onex_buffer_printf(b, "%d:", failure->line);
    if (failure->file[0]) onex_buffer_char(b, ' ');
    onex_buffer_text(b, failure->interrupted ? onex_tr("interrupted", "已中断") : failure->message);
}

const char *onex_console_trace(const onex_console *console) {
    return console->trace ? console->trace : "";
}

/* ---- what stops an evaluation ---- */

/* From now on every instruction of the state and of all coroutines throws, so that no pcall keeps the script alive, and
 * no loop that makes coroutine after coroutine. */
void onex_l_stop_all(lua_State *L) {
    lua_State *all = onex_console_of(L)->L;
    lua_sethook(all, onex_l_stop, LUA_MASKCOUNT, 1);
    lua_sethook(L, onex_l_stop, LUA_MASKCOUNT, 1);
    luaL_checkstack(L, 4, NULL);
    if (lua_getfield(L, LUA_REGISTRYINDEX, ONEX_THREADS) == LUA_TTABLE)
        for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
            if (lua_isthread(L, -2)) lua_sethook(lua_tothread(L, -2), onex_l_stop, LUA_MASKCOUNT, 1);
    lua_pop(L, 1);
}

void onex_l_stop(lua_State *L, lua_Debug *at) {
    onex_console *c = onex_console_of(L);
    (void)at;
    if (!c->interrupted && !c->exiting) return;
    if (lua_gethookcount(L) != 1 || !c->stopped) {
        c->stopped = true;
        onex_l_stop_all(L);
    }
    luaL_error(L, "interrupted");
}

void onex_console_interrupt(onex_console *c) {
    if (!c->running) return;
    c->interrupted = 1;
    lua_sethook(c->L, onex_l_stop, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

bool onex_console_running(const onex_console *c) {
    return c->running != 0;
}

/* ---- texts that are being made ---- */

#define BUFFER_TYPE "onex.buffer"

static int l_buffer_free(lua_State *L) {
    onex_buffer_clear(luaL_checkudata(L, 1, BUFFER_TYPE));
    return 0;
}

onex_buffer *onex_l_buffer(lua_State *L) {
    return onex_l_owned(L, sizeof(onex_buffer), BUFFER_TYPE, l_buffer_free);
}

void onex_l_buffer_text(lua_State *L, int at) {
    onex_buffer *b = lua_touserdata(L, at);
    onex_error err = {0};
    at = lua_absindex(L, at);
    if (b->failed) onex_l_check(L, onex_no_memory(&err), &err);
    lua_pushlstring(L, b->data ? b->data : "", b->len);
    onex_buffer_clear(b);
    lua_replace(L, at);
}
