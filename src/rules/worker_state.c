/* The closed Lua state's machinery: capped memory, the deadline that no pcall holds, the one gate into Lua. Which words
 * the state knows is left to the files of words and libraries. */
#include "rules/worker_state.h"

#include <lauxlib.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

/* ---- memory ---- */

/* Lua asks again after a collection: a second refusal of the same size is final, as is a piece that no collection could
 * make room for. */
static void *allocate(void *ud, void *block, size_t old_size, size_t new_size) {
    onex_worker_state *w = ud;
    size_t held = block ? old_size : 0;
    if (new_size == 0) {
        free(block);
        w->used -= held;
        return NULL;
    }
    bool grows = new_size > held;
    if (grows && (new_size > ONEX_WORKER_BLOCK || w->used - held + new_size > ONEX_WORKER_MEMORY)) {
        if (w->refused == new_size || new_size > ONEX_WORKER_BLOCK) onex_worker_stop_now(w, ONEX_STOP_MEMORY);
        w->refused = new_size;
        return NULL;
    }
    void *got = realloc(block, new_size);
    if (!got) return NULL;
    w->used += new_size - held;
    if (grows) w->refused = 0;
    return got;
}

/* ---- deadline ---- */

static onex_worker_state *timed; /* the one state of this process */

static void stop_hook(lua_State *L, lua_Debug *ar) {
    (void)ar;
    luaL_error(L, "stopped");
}

void onex_worker_stop_now(onex_worker_state *w, onex_worker_stop why) {
    if (!w->dead) w->dead = why;
    if (w->L) lua_sethook(w->L, stop_hook, LUA_MASKCOUNT | LUA_MASKCALL | LUA_MASKLINE, 1);
}

static void on_timer(int signal_number) {
    (void)signal_number;
    if (timed) onex_worker_stop_now(timed, ONEX_STOP_TIME);
}

static void watch_time(onex_worker_state *w) {
    timed = w;
    struct sigaction action = {.sa_handler = on_timer, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    sigaction(SIGPROF, &action, NULL);
}

void onex_worker_deadline(int ms) {
    struct itimerval timer = {.it_value = {ms / 1000, (ms % 1000) * 1000}};
    setitimer(ITIMER_PROF, &timer, NULL);
}

/* ---- the gate ---- */

onex_worker_state *onex_worker_state_of(lua_State *L) {
    onex_worker_state *w;
    memcpy(&w, lua_getextraspace(L), sizeof w);
    return w;
}

onex_worker_place onex_worker_where(lua_State *L) {
    onex_worker_place place = {.line = 0};
    lua_Debug ar;
    for (int level = 0; level < 1000 && lua_getstack(L, level, &ar); level++) {
        lua_getinfo(L, "Sl", &ar);
        if (strcmp(ar.what, "C") == 0) continue;
        snprintf(place.path, sizeof place.path, "%s", ar.source[0] == '=' ? ar.source + 1 : "");
        place.line = ar.currentline > 0 ? ar.currentline : 0;
        break;
    }
    return place;
}

const char *onex_worker_split(const char *path, const char *text, int *line) {
    size_t len = strlen(path);
    if (len > LUA_IDSIZE - 1) len = LUA_IDSIZE - 1; /* Lua shows no more of it */
    if (strncmp(text, path, len) != 0 || text[len] != ':') return text;
    char *end;
    long number = strtol(text + len + 1, &end, 10);
    if (end == text + len + 1 || end[0] != ':' || end[1] != ' ' || number < 1 || number > INT_MAX) return text;
    *line = (int)number;
    return end + 2;
}

/* The message handler: any error object becomes a text, and its place is noted, while still protected. */
static int p_message(lua_State *L) {
    onex_worker_state *w = onex_worker_state_of(L);
    onex_worker_place place = onex_worker_where(L);
    if (lua_type(L, 1) != LUA_TSTRING) lua_pushfstring(L, "error object is a %s value", luaL_typename(L, 1));
    const char *text = onex_worker_split(place.path, lua_tostring(L, -1), &place.line);
    memcpy(w->error_path, place.path, sizeof w->error_path);
    snprintf(w->error_text, sizeof w->error_text, "%s", text);
    w->error_line = place.line;
    return 1;
}

int onex_worker_enter(onex_worker_state *w, lua_CFunction body, void *args) {
    lua_State *L = w->L;
    int top = lua_gettop(L);
    w->error_path[0] = w->error_text[0] = '\0';
    w->error_line = 0;
    lua_pushcfunction(L, p_message);
    lua_pushcfunction(L, body);
    lua_pushlightuserdata(L, args);
    int status = lua_pcall(L, 1, 0, top + 1);
    if (status != LUA_OK && !w->error_text[0])
        snprintf(w->error_text, sizeof w->error_text, "%s",
                 lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "error in error handling");
    if (status == LUA_ERRMEM && w->refused) onex_worker_stop_now(w, ONEX_STOP_MEMORY);
    lua_settop(L, top);
    return status;
}

/* ---- opening ---- */

static int p_open(lua_State *L) {
    onex_worker_state *w = onex_worker_state_of(L);
    onex_worker_open_libs(L);
    onex_worker_open_nodes(L);
    onex_worker_open_words(L, lua_gettop(L));
    w->words_ref = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

bool onex_worker_state_open(onex_worker_state *w, int fd) {
    *w = (onex_worker_state){.fd = fd};
    w->L = lua_newstate(allocate, w);
    if (!w->L) return false;
    memcpy(lua_getextraspace(w->L), &w, sizeof w);
    watch_time(w);
    return onex_worker_enter(w, p_open, NULL) == LUA_OK;
}
