/* A console from its opening to its end, and the evaluation of lines and files. */
#include "repl/console.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "io/source.h"
#include "repl/answer.h"
#include "repl/explain.h"
#include "repl/fact.h"
#include "repl/journal.h"
#include "repl/json.h"
#include "repl/judging.h"
#include "repl/query.h"
#include "repl/subject.h"
#include "repl/suppose.h"
#include "repl/typing.h"
#include "repl/verdict.h"

/* ---- life ---- */

/* Lua's memory is counted, so that a script that wants all ends before the machine does. */
static void *allocate(void *ctx, void *block, size_t before, size_t after) {
    onex_console *c = ctx;
    size_t had = block ? before : 0;
    if (after == 0) {
        c->used -= had;
        free(block);
        return NULL;
    }
    if (after > had && after - had > c->most - c->used) {
        c->memory_gone = true;
        return NULL;
    }
    void *grown = realloc(block, after);
    if (grown) c->used += after - had;
    return grown;
}

static size_t half_of_memory(void) {
    long pages = sysconf(_SC_PHYS_PAGES), size = sysconf(_SC_PAGE_SIZE);
    return pages > 0 && size > 0 ? (size_t)pages / 2 * (size_t)size : SIZE_MAX;
}

/* `require` looks here before Lua's own places. */
static void put_modules(lua_State *L, const char *modules) {
    lua_getglobal(L, "package");
    lua_getfield(L, -1, "path");
    lua_pushfstring(L, "%s;%s", modules, lua_tostring(L, -1));
    lua_setfield(L, -3, "path");
    lua_pop(L, 2);
}

/* Argument: where modules are looked for. */
static int p_prepare(lua_State *L) {
    const char *modules = lua_touserdata(L, 1);
    lua_settop(L, 0);
    onex_l_library(L);
    put_modules(L, modules);
    onex_l_errors(L);
    onex_l_subjects(L);
    onex_l_iterators(L);
    onex_l_values(L);
    onex_l_verdicts(L);
    onex_l_pages(L);
    onex_l_api(L);
    onex_l_cjson(L);
    return 0;
}

onex_status onex_console_open(onex_console **out, const onex_console_options *options, onex_error *err) {
    *out = NULL;
    onex_console *c = calloc(1, sizeof *c);
    if (!c) return onex_no_memory(err);
    c->options = *options;
    c->day = options->day;
    c->most = options->memory ? options->memory : half_of_memory();
    c->L = lua_newstate(allocate, c);
    if (c->L) *(onex_console **)lua_getextraspace(c->L) = c;
    char *modules = options->host.modules(options->host.ctx, options->script);
    onex_status status = c->L && modules ? ONEX_OK : onex_no_memory(err);
    if (!status && !onex_gate(c, p_prepare, modules))
        status = onex_fail(err, c->failure.code, "%s", c->failure.message);
    free(modules);
    if (!status) status = onex_session_open(c, err);
    if (status)
        onex_console_close(c);
    else
        *out = c;
    return status;
}

void onex_console_close(onex_console *c) {
    if (!c) return;
    c->interrupted = 0;
    c->exiting = false;
    if (c->L) {
        lua_sethook(c->L, NULL, 0, 0);
        lua_close(c->L);
    }
    onex_session_close(c);
    onex_judging_free(c);
    onex_journal_clear(c);
    free(c->trace);
    free(c);
}

/* ---- one evaluation ---- */

static void fail(onex_failure *failure, const onex_error *err) {
    *failure = (onex_failure){.code = err->code};
    snprintf(failure->message, sizeof failure->message, "%s", err->text);
}

typedef struct chunk {
    const char *code, *name;
    size_t len;
    onex_buffer *text; /* what is printed; NULL: nothing is */
    const char *const *args;
    int nargs;
    bool incomplete;
    bool unreadable; /* it is no Lua */
} chunk;

/* Where the chunk begins; the line only of a chunk that has one. */
static void note_place(onex_console *c, const chunk *args) {
    size_t first = 0;
    while (first < args->len && args->code[first] == '\n') first++;
    bool single = !memchr(args->code + first, '\n', args->len - first);
    snprintf(c->at.file, sizeof c->at.file, "%s", args->name + 1);
    c->at.line = single ? (int)first + 1 : 0;
}

/* Around the gate: the transaction, and what may interrupt. */
static bool evaluate(onex_console *c, lua_CFunction body, chunk *args, onex_failure *failure) {
    onex_error err = {0};
    note_place(c, args);
    c->evaluation++;
    c->interrupted = 0;
    c->memory_gone = c->stopped = c->exiting = false;
    if (onex_session_begin(c, &err)) {
        fail(failure, &err);
        return false;
    }
    c->running = 1;
    onex_asker before = onex_asker_set(ONEX_ASKED_SCRIPT);
    bool ok = onex_gate(c, body, args);
    onex_asker_set(before);
    c->running = 0;
    onex_suppose_end(c);
    *failure = c->failure;
    c->interrupted = 0;
    lua_sethook(c->L, NULL, 0, 0);
    c->evaluation++; /* what was iterated over has ended */
    if (onex_session_end(c, ok, &err) && ok) {
        fail(failure, &err);
        return false;
    }
    return ok;
}

static int p_eval(lua_State *L) {
    chunk *args = lua_touserdata(L, 1);
    lua_settop(L, 0);
    lua_pushliteral(L, "return ");
    lua_pushlstring(L, args->code, args->len);
    lua_concat(L, 2);
    size_t len;
    const char *code = lua_tolstring(L, 1, &len);
    if (luaL_loadbufferx(L, code, len, args->name, "t") != LUA_OK) {
        lua_settop(L, 0);
        if (luaL_loadbufferx(L, args->code, args->len, args->name, "t") != LUA_OK) return lua_error(L);
    } else {
        lua_remove(L, 1);
    }
    lua_call(L, 0, LUA_MULTRET);
    onex_l_answer(L, lua_gettop(L), args->text);
    return 0;
}

bool onex_console_eval(onex_console *c, const char *code, size_t len, const char *name, onex_buffer *text,
                       onex_failure *failure) {
    chunk args = {.code = code, .len = len, .name = name, .text = text};
    return evaluate(c, p_eval, &args, failure);
}

static int p_incomplete(lua_State *L) {
    static const char end[] = "<eof>";
    chunk *args = lua_touserdata(L, 1);
    size_t len, mark = sizeof end - 1;
    if (luaL_loadbufferx(L, args->code, args->len, "=", "t") != LUA_ERRSYNTAX) return 0;
    const char *text = lua_tolstring(L, -1, &len);
    args->incomplete = len >= mark && strcmp(text + len - mark, end) == 0;
    return 0;
}

bool onex_console_incomplete(onex_console *c, const char *code, size_t len) {
    chunk args = {.code = code, .len = len};
    onex_gate(c, p_incomplete, &args);
    return args.incomplete;
}

/* ---- files ---- */

static void push_args(lua_State *L, const chunk *args) {
    luaL_checkstack(L, args->nargs + 1, NULL);
    for (int i = 0; i < args->nargs; i++) lua_pushstring(L, args->args[i]);
}

static int p_run(lua_State *L) {
    chunk *args = lua_touserdata(L, 1);
    lua_settop(L, 0);
    args->unreadable = luaL_loadbufferx(L, args->code, args->len, args->name, "t") != LUA_OK;
    if (args->unreadable) return lua_error(L);
    push_args(L, args);
    lua_call(L, args->nargs, 1);
    if (!lua_istable(L, 1)) return 0;
    if (lua_getfield(L, 1, "run") == LUA_TNIL) {
        lua_getfield(L, 1, "name");
        lua_getfield(L, 1, "description");
        if (lua_isnil(L, -1) && lua_isnil(L, -2)) return 0;
    }
    if (!lua_isfunction(L, 2))
        return onex_l_throw_text(
            L, "%s",
            onex_tr("the script describes itself, but its run is no function: run = function(...) end",
                    "脚本写了名称或用途，但其中的 run 不是函数；写法：run = function(...) end"));
    lua_settop(L, 2);
    push_args(L, args);
    lua_call(L, args->nargs, 0);
    return 0;
}

/* The text of a script begins behind a BOM; a first line for the shell is a blank one. */
static void skip_beginning(chunk *args) {
    static const char bom[] = "\xEF\xBB\xBF";
    if (args->len >= 3 && memcmp(args->code, bom, 3) == 0) {
        args->code += 3;
        args->len -= 3;
    }
    while (args->len && *args->code == '#' && args->len > 1) {
        const char *end = memchr(args->code, '\n', args->len);
        size_t skip = end ? (size_t)(end - args->code) : args->len;
        args->code += skip;
        args->len -= skip;
    }
}

/* A script that is no Lua because of Chinese typing is told so, with the line. */
static void tell_typing(const chunk *args, onex_failure *failure) {
    onex_typing typing = {0};
    char *text = onex_text_valid(args->code, args->len, &(size_t){0}) ? strndup(args->code, args->len) : NULL;
    if (text) onex_typing_look(&typing, text);
    if (typing.count && !typing.message.failed && !typing.excerpt.failed) {
        size_t excerpt = typing.excerpt.len ? typing.excerpt.len - 1 : 0; /* without its last line feed */
        failure->line = typing.line;
        snprintf(failure->message, sizeof failure->message, "%s\n%.*s", typing.message.data, (int)excerpt,
                 typing.excerpt.data);
    }
    onex_typing_clear(&typing);
    free(text);
}

bool onex_console_run_file(onex_console *c, const char *path, const char *const *args, int nargs,
                           onex_failure *failure) {
    onex_bytes bytes = {0};
    onex_error err = {0};
    onex_buffer name = {0};
    onex_status status = onex_bytes_read(&bytes, path, NULL, &err);
    onex_buffer_printf(&name, "@%s", path);
    if (!status && name.failed) status = onex_no_memory(&err);
    bool ok = false;
    size_t bad;
    if (!status && !onex_text_valid(bytes.data, bytes.len, &bad))
        status = onex_fail(
            &err, ONEX_E_DATA,
            onex_tr("'%s' is not UTF-8 text; save the script as UTF-8", "“%s”不是 UTF-8 文本；请把脚本另存为 UTF-8"),
            path);
    if (status) {
        fail(failure, &err);
    } else {
        chunk run = {.code = bytes.data, .len = bytes.len, .name = name.data, .args = args, .nargs = nargs};
        skip_beginning(&run);
        ok = evaluate(c, p_run, &run, failure);
        if (run.unreadable)
            tell_typing(&run, failure);
        else if (!ok)
            onex_explain_failure(c, failure, NULL, "");
    }
    onex_buffer_clear(&name);
    onex_bytes_clear(&bytes);
    return ok;
}

/* ---- globals ---- */

static int p_global(lua_State *L) {
    chunk *args = lua_touserdata(L, 1);
    lua_pushstring(L, args->code);
    lua_setglobal(L, args->name);
    return 0;
}

onex_status onex_console_global(onex_console *c, const char *name, const char *value, onex_error *err) {
    chunk args = {.code = value, .name = name};
    return onex_gate(c, p_global, &args) ? ONEX_OK : onex_fail(err, c->failure.code, "%s", c->failure.message);
}
