/* What the files of the console share. For src/repl only.
 *
 * Names: l_* is called by a script and may throw, p_* is a body run by the gate and may throw; onex_l_* is what
 * they share and may throw; any other onex_* never throws. Code that may throw owns no C memory: what must be freed
 * lies in the console or in a userdata that frees it. */
#ifndef ONEX_REPL_STATE_H
#define ONEX_REPL_STATE_H

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <signal.h>

#include "engine/judge.h"
#include "repl/api.h"
#include "repl/console.h"
#include "store/row.h"

typedef struct onex_judging onex_judging;
typedef struct onex_journal onex_journal;
typedef struct onex_supposed onex_supposed;

struct onex_console {
    onex_console_options options;
    lua_State *L;
    onex_store *store;
    bool writing;      /* the store is open for writing */
    bool opened;       /* by the line at hand */
    onex_rules *rules; /* NULL: not loaded yet */
    char *prefix;      /* before the paths of rule files; NULL: not asked yet */
    onex_day day;
    volatile sig_atomic_t interrupted, running;
    bool exiting, stopped; /* stopped: the hook was seen */
    int exit_code;
    unsigned long evaluation; /* number of the one at hand; iterators live as long */
    unsigned long state;      /* changes with every write, day, what-if: what was judged before no longer holds */
    size_t used, most;        /* bytes that Lua holds, may hold */
    bool memory_gone;
    struct {
        char file[sizeof((onex_failure *)0)->file];
        int line; /* 0: of several */
    } at;         /* where the evaluation at hand begins */
    lua_CFunction error, assertion,
        wrapped;          /* error, assert; what coroutine.wrap gives: they raise what they are given */
    onex_failure failure; /* filled by the message handler */
    char *trace;
    onex_table *tables[ONEX_SUBJECTS]; /* of each kind of subject, for reading columns; NULL: not opened */
    onex_judging *judging;             /* judging.c */
    onex_journal *journal;             /* journal.c: rows written and not yet recorded */
    onex_supposed *supposed;           /* whatif.c: the innermost what-if; NULL: none */
};

/* The console of a state or coroutine. */
static inline onex_console *onex_console_of(lua_State *L) {
    return *(onex_console **)lua_getextraspace(L);
}

/* ---- gate.c: the one way in, and the errors out ---- */

/* Runs `body` with a light pointer to `args` on its stack, protected; the stack is as before afterwards. False: the
 * console's failure says why. */
bool onex_gate(onex_console *console, lua_CFunction body, void *args);

/* Throws the error value of *err: a table with code, message, file and line of the script. */
int onex_l_throw(lua_State *L, const onex_error *err);
/* The same for a status: does nothing when it is OK. */
void onex_l_check(lua_State *L, onex_status status, const onex_error *err);
/* Throws a message as an error of the script (code 1). */
int onex_l_throw_text(lua_State *L, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Throws where more than one argument stands: `for x in onex.pilots do` without the brackets calls so, without end. */
void onex_l_one(lua_State *L);
void onex_l_errors(lua_State *L);
/* An error text behind its place: "repl:3: attempt to ..." -> "attempt to ..."; all of it where there is none. */
const char *onex_l_words(const char *text);
/* Whether these words are the script's own for sure: several lines, or very long. */
bool onex_l_is_plain(const char *words);
/* What counts of an error text: of a module that Lua could not read what is said of that, with the place in it; else
 * all. */
const char *onex_l_said(const char *text);
/* The hook that stops an interrupted evaluation, and arming it everywhere. */
void onex_l_stop(lua_State *L, lua_Debug *at);
void onex_l_stop_all(lua_State *L);
/* Where the coroutines are kept, weakly. */
#define ONEX_THREADS "onex.threads"

/* A userdata that holds an onex_buffer, pushed; freed when it is collected. Throws. */
onex_buffer *onex_l_buffer(lua_State *L);
/* The buffer's bytes as a text of Lua in the place of the userdata at `at`; throws when it ran out of memory. */
void onex_l_buffer_text(lua_State *L, int at);
/* The library functions that the console changes: os.exit, coroutines, print. */
void onex_l_library(lua_State *L);
/* In a message handler: whether the text is not Lua's but one that the script gave to error or assert. */
bool onex_l_is_own(lua_State *L);
/* And those that give a script the words of an error: pcall, load, io.open, ... */
void onex_l_caught(lua_State *L);
/* The error text at `at` in plain words, behind its place. What is no text, or has no such words, stays. */
void onex_l_plain(lua_State *L, int at);

/* ---- session.c: the store, the rules, the day ---- */

/* The store for reading; the transaction that everything of this evaluation reads is open. */
onex_status onex_session_read(onex_console *console, onex_error *err);
/* The store for writing, opened at the first call of a line; REFUSED in a session that only reads. */
onex_status onex_session_write(onex_console *console, onex_error *err);
onex_status onex_session_open(onex_console *console, onex_error *err);
/* What stands before the paths of rule files. */
const char *onex_session_prefix(onex_console *console);
/* Around an evaluation. */
onex_status onex_session_begin(onex_console *console, onex_error *err);
onex_status onex_session_end(onex_console *console, bool ok, onex_error *err);
void onex_session_close(onex_console *console);
/* The table of a kind of subject (not the school), ready for reading. */
onex_status onex_session_table(onex_console *console, onex_subject kind, onex_table **out, onex_error *err);

/* ---- subject.c ---- */

typedef struct onex_lua_subject {
    onex_subject kind;
    char code[]; /* NUL behind it */
} onex_lua_subject;

/* Throw. */
void onex_l_subject(lua_State *L, onex_subject kind, const char *code, size_t len);
const onex_lua_subject *onex_l_subject_at(lua_State *L, int at);
/* The subject of a method, the first argument; throws how it is written: p:NAME, not p.NAME. */
const onex_lua_subject *onex_l_self(lua_State *L, const char *name);
void onex_l_subjects(lua_State *L);

/* ---- api.c ---- */

/* Makes the global `onex` from the descriptors. */
void onex_l_api(lua_State *L);

#endif
