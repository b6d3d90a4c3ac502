/* The rule worker's life: lock, load the files of one layer, answer computes until the parent is gone. */
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "rules/rules.h"
#include "rules/wire.h"
#include "rules/worker_state.h"

typedef struct file_run {
    char path[256];
    const char *text;
    size_t len, read;  /* bytes; read so far */
    char syntax[1024]; /* why Lua cannot read it; "": it can */
    int line;
} file_run;

/* Byte by byte, so that a mistake's place is known: Lua has read one byte more than the token at fault. */
static const char *next_byte(lua_State *L, void *data, size_t *size) {
    (void)L;
    file_run *run = data;
    *size = run->read < run->len;
    return run->text + run->read++;
}

/* Body: one file in its own environment. */
static int p_file(lua_State *L) {
    file_run *run = lua_touserdata(L, 1);
    char chunk[sizeof run->path + 1];
    snprintf(chunk, sizeof chunk, "=%s", run->path);
    if (lua_load(L, next_byte, run, chunk, "t") != LUA_OK) {
        const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
        snprintf(run->syntax, sizeof run->syntax, "%s", onex_worker_split(run->path, text, &run->line));
        return 0;
    }
    onex_worker_push_env(L);
    lua_setupvalue(L, -2, 1);
    lua_call(L, 0, 0);
    return 0;
}

typedef struct unused_args {
    const char *path;
    bool report;
} unused_args;

static int p_unused(lua_State *L) {
    unused_args *args = lua_touserdata(L, 1);
    onex_worker_nodes_unused(L, args->path, args->report);
    return 0;
}

static bool ends_with(const char *text, const char *end) {
    size_t len = strlen(text), size = strlen(end);
    return len >= size && strcmp(text + len - size, end) == 0;
}

static void run_file(onex_worker_state *w, file_run *run) {
    w->nproblems = 0;
    int status = onex_worker_enter(w, p_file, run);
    if (w->dead) return;
    onex_worker_place at = {.line = run->line};
    snprintf(at.path, sizeof at.path, "%s", run->path);
    at.read = run->syntax[0] ? run->read : 0;
    if (ends_with(run->syntax, "near <eof>")) at.read = run->len + 2; /* as if behind the end there were a token */
    if (run->syntax[0]) onex_worker_report(w, &at, "", "E0106", true, run->syntax, NULL);
    if (status != LUA_OK) {
        at.line = w->error_line;
        if (w->error_path[0]) memcpy(at.path, w->error_path, sizeof at.path);
        onex_worker_report(w, &at, "", "E0107", true, w->error_text, NULL);
    }
    unused_args unused = {run->path, status == LUA_OK};
    onex_worker_enter(w, p_unused, &unused);
}

static void put_plain(onex_worker_state *w, onex_worker_message kind, int64_t value) {
    size_t start = onex_worker_begin(w, kind);
    onex_wire_put_int(&w->out, value);
    onex_worker_end_message(w, start);
}

/* Tells which locks hold. A college's files are run behind one that keeps the process from files and calls, or where the
 * parent takes less. */
static bool confined(onex_worker_state *w, bool even_unconfined) {
    put_plain(w, ONEX_MSG_LOCKED, w->locks);
    if (!w->college || even_unconfined || (w->locks & ONEX_LOCKS_CONFINE)) return true;
    w->dead = ONEX_STOP_UNCONFINED;
    return false;
}

static int p_college_words(lua_State *L) {
    (void)lua_rawgeti(L, LUA_REGISTRYINDEX, onex_worker_state_of(L)->words_ref);
    onex_worker_open_college_words(L, lua_gettop(L));
    return 0;
}

/* Runs every file of the message; false: the worker must end. */
static bool load(onex_worker_state *w, const onex_buffer *message) {
    onex_wire in = {.at = message->data, .end = message->data + message->len};
    onex_lang_set(onex_wire_byte(&in) ? ONEX_LANG_ZH : ONEX_LANG_EN);
    w->college = onex_wire_byte(&in) != 0;
    bool even_unconfined = onex_wire_byte(&in) != 0;
    int ms = (int)onex_wire_between(&in, 1, 3600000);
    int nfiles = (int)onex_wire_between(&in, 0, INT32_MAX);
    if (!confined(w, even_unconfined)) return false;
    if (w->college && onex_worker_enter(w, p_college_words, NULL) != LUA_OK) return false;
    onex_worker_lock_cpu(ms);
    onex_worker_deadline(ms - ms / 8); /* a little before the parent's own, to end with a good message */
    for (int i = 0; i < nfiles && !in.bad; i++) {
        file_run run = {.line = 0};
        size_t len;
        const char *path = onex_wire_text(&in, &len);
        snprintf(run.path, sizeof run.path, "%.*s", (int)len, path);
        run.text = onex_wire_text(&in, &run.len);
        put_plain(w, ONEX_MSG_FILE, i);
        if (!onex_worker_flush(w)) return false;
        run_file(w, &run);
        if (w->dead || !onex_worker_flush(w)) return false;
    }
    onex_worker_deadline(0);
    put_plain(w, ONEX_MSG_LOADED, 0);
    return !in.bad && onex_worker_flush(w);
}

int onex_rule_worker_main(int argc, char **argv) {
    (void)argc;
    (void)argv;
    static onex_worker_state w;
    onex_buffer in = {0};
    if (!onex_worker_state_open(&w, ONEX_WORKER_FD) || !(w.locks = onex_worker_lock())) _exit(ONEX_E_INTERNAL);
    bool going = true;
    while (going) {
        int kind = onex_worker_next(&w, &in);
        if (kind == 0) break;
        if (kind == ONEX_MSG_LOAD)
            going = load(&w, &in);
        else
            going = kind == ONEX_MSG_CALL && onex_worker_compute(&w, &in) && onex_worker_flush(&w);
    }
    if (w.out.failed) w.dead = ONEX_STOP_MEMORY;
    if (w.dead) {
        if (w.out.failed) onex_buffer_clear(&w.out);
        put_plain(&w, ONEX_MSG_STOPPED, w.dead);
        onex_worker_flush(&w);
    }
    _exit(0); /* nothing is left to do, and exit handlers have no business here */
}
