/* The console: a Lua state of the administrator's own, trusted, with the whole `onex` API over one database. Scripts
 * (`onex run`), `onex repl`, its batch mode and `-c` are the same console. Nothing here prints (but for what a script
 * prints itself) and nothing exits; who calls it tells, asks and ends the program.
 *
 *     open -> eval or run_file, as often as wanted -> commit or rollback -> close
 *
 * Without `write` every evaluation reads one snapshot, and what writes is an error with code 6. With `write`:
 *   a script (`lines` false): one transaction from _open to _commit; _rollback or _close undo all of it.
 *   lines (`lines` true): the database is opened for writing, and its lock taken, by the first line that writes. Each
 *   line is a savepoint: one that fails undoes only itself. _commit and _rollback end the transaction and give the lock
 *   back; the next line that writes begins another. */
#ifndef ONEX_REPL_CONSOLE_H
#define ONEX_REPL_CONSOLE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/date.h"
#include "base/error.h"
#include "rules/rules.h"
#include "store/store.h"

typedef struct onex_console onex_console;

/* What only the command line can do, lent to the console. Functions may tell on stderr, but not exit. */
typedef struct onex_console_host {
    void *ctx;
    /* Opens the database; the console closes it. */
    onex_status (*store)(void *ctx, bool write, onex_store **out, onex_error *err);
    /* Loads a set of rules; the console closes it. `dir` NULL: the set in force. */
    onex_status (*rules)(void *ctx, onex_store *store, const char *dir, onex_rules **out, onex_error *err);
    /* The rules folder as it stands, to be held against the set in force by onex.impact; likewise. */
    onex_status (*folder)(void *ctx, onex_store *store, onex_rules **out, onex_error *err);
    /* REFUSED where nothing may be written (--rules while a set is published). */
    onex_status (*may_write)(void *ctx, onex_store *store, onex_error *err);
    /* What stands before the paths of rule files where a reason shows them; malloc'd, NULL: memory is gone. */
    char *(*rules_prefix)(void *ctx);
    /* Where `require` looks for modules of the script (options.script; may be NULL), as Lua's package.path; malloc'd,
     * NULL: memory is gone. */
    char *(*modules)(void *ctx, const char *script);
    /* A script's onex.progress: `done` of `total` (0: not known); done < 0: over. */
    void (*progress)(void *ctx, long done, long total);
} onex_console_host;

typedef struct onex_console_options {
    onex_console_host host;
    bool write, lines;
    onex_day day, today; /* the day asked about (onex.as_of, which a script may set); the calendar's (onex.today()) */
    const char *actor;   /* for the record */
    const char *script;  /* what the record of row writes names as their source: a script's path, "repl"; outlives it */
    FILE *out;           /* where print and io.write go; must be stdout where io.write is to go there too */
    size_t memory;       /* most bytes that Lua may hold; 0: half of the machine's memory */
} onex_console_options;

/* Opens the database (for writing where a script writes), not the rules: they are loaded when first needed. The options
 * are copied. *out NULL on failure. */
onex_status onex_console_open(onex_console **out, const onex_console_options *options, onex_error *err);
/* Rolls back what was not committed. NULL is fine. */
void onex_console_close(onex_console *console);

/* ---- evaluating ---- */

/* Why a chunk did not end well. */
typedef struct onex_failure {
    onex_status
        code; /* that of a refusal or bad data; ONEX_E_GATE for an error of the script itself; INTERNAL: memory */
    char message[2048]; /* in plain words, without the place; may be several lines */
    char file[512];     /* of the script, as it was named; "": unknown */
    int line;           /* 0: unknown */
    bool own;           /* the words are the script's, by error or assert */
    bool interrupted;   /* by onex_console_interrupt */
    bool exits;         /* os.exit(exit_code) was called: no error, but the console is to end */
    int exit_code;
} onex_failure;

/* Evaluates one line (or several) as the console does: as an expression, else as statements. What it gives is put into
 * `_` and rendered for people into *text (appended; nothing for no value); `name`: what errors call the chunk
 * ("=repl"). False: *failure says why, and what the line wrote is undone. */
bool onex_console_eval(onex_console *console, const char *code, size_t len, const char *name, onex_buffer *text,
                       onex_failure *failure);
/* Whether the text could be a beginning of something whole: an open block, bracket or long text. */
bool onex_console_incomplete(onex_console *console, const char *code, size_t len);
/* Runs the file with the arguments; where it returns { run = function }, that too. False: as _eval. A file that cannot
 * be read: code NOT_FOUND or DATA. */
bool onex_console_run_file(onex_console *console, const char *path, const char *const *args, int nargs,
                           onex_failure *failure);
/* The failure as one would tell it: "FILE:LINE: message". */
void onex_failure_put(onex_buffer *b, const onex_failure *failure);
/* Lua's own words and stack of the last failure, for .wtf; "" where there was none. Lives until the next evaluation. */
const char *onex_console_trace(const onex_console *console);

/* Stops what is being evaluated, within pcall too, and calls of onex; harmless when nothing is. May be called by a
 * signal handler. What is inside a C function of Lua that does not come back (a pattern) is not stopped: end the
 * process. */
void onex_console_interrupt(onex_console *console);
/* Whether something is being evaluated (for the signal handler). */
bool onex_console_running(const onex_console *console);

/* ---- the transaction ---- */

/* Whether there is an open transaction with something written, and what: one line for each table and act, appended
 * ("expense: 2 new, 1 updated"; "decision 7: P-01 declare"). `line`: what the last line wrote, with the values that it
 * changed, else all. */
bool onex_console_written(const onex_console *console);
void onex_console_preview(const onex_console *console, bool line, onex_buffer *text);
/* Ends the transaction. A commit that fails has rolled back. */
onex_status onex_console_commit(onex_console *console, onex_error *err);
void onex_console_rollback(onex_console *console);

/* ---- what the console works on ---- */

/* Whether the file of the database is no longer where it was opened: moved, removed or replaced. */
bool onex_console_displaced(const onex_console *console);
/* For lines: opens what stands there now, undoes what was not committed, and loads the rules again. NOT_FOUND: nothing
 * stands there; every evaluation fails until something does. */
onex_status onex_console_reopen(onex_console *console, onex_error *err);

/* The store in use; it may be another after a line, a commit or a rollback. */
onex_store *onex_console_store(onex_console *console);
/* The rules in force, loaded at the first call. They stay until _rules_reload, which loads aside and swaps only what
 * loads well. */
onex_status onex_console_rules(onex_console *console, onex_rules **out, onex_error *err);
onex_status onex_console_rules_reload(onex_console *console, onex_error *err);
onex_day onex_console_day(const onex_console *console);
void onex_console_day_set(onex_console *console, onex_day day);
/* Sets a global of the state to the text (a script's `arg`-like things), for the caller's own lines. */
onex_status onex_console_global(onex_console *console, const char *name, const char *value, onex_error *err);

#endif
