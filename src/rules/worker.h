/* A rule worker as the program sees it: a process that runs the rule files of one layer. It is started, asked, watched
 * and, when it breaks a limit, killed; whatever it says is taken as hostile. */
#ifndef ONEX_RULES_WORKER_H
#define ONEX_RULES_WORKER_H

#include "base/buffer.h"
#include "base/error.h"
#include "rules/folder.h"
#include "rules/lexer.h"
#include "rules/raw.h"
#include "rules/rules.h"
#include "rules/wire.h"
#include "rules/worker_protocol.h"

typedef struct onex_worker_limits {
    int cpu_ms, wall_ms; /* for one question: loading all files, or one message of computes */
} onex_worker_limits;
extern const onex_worker_limits onex_worker_usual_limits; /* 2 s, 3 s */

typedef struct onex_worker onex_worker;

/* Spawns `program --rule-worker` with a socket as descriptor 3 and nothing else. ONEX_E_INTERNAL when it cannot. */
onex_status onex_worker_start(onex_worker **out, const char *program, onex_worker_limits limits, onex_error *err);
void onex_worker_end(onex_worker *worker); /* kills it; NULL is fine */

/* Has the worker begin to run `files`, all of one layer. */
onex_status onex_worker_load_ask(onex_worker *worker, const onex_rule_file *const *files, int nfiles, bool unconfined,
                                 onex_error *err);
/* Hears what came of it and appends the declarations to `set` (decls grow by realloc; all else in set->arena), each
 * value with its place. `lexed` has one readable entry of each file. Mistakes go to `problems`. */
typedef struct onex_worker_loaded {
    bool complete;   /* every file ran to its end */
    unsigned locks;  /* that held, as in rules.h */
    bool not_run;    /* the files are a college's, and the kernel could not confine them */
    bool computes;   /* the worker is still needed: it holds functions */
} onex_worker_loaded;
onex_status onex_worker_load(onex_worker *worker, const onex_rule_file *const *files, const onex_lexed *lexed,
                             int nfiles, onex_raw_set *set, onex_problems *problems, onex_worker_loaded *loaded,
                             onex_error *err);

/* ---- questions and answers (worker.c) ---- */

/* Sends a question; the time for its answer begins. False: the worker is dead. */
bool onex_worker_ask(onex_worker *worker, onex_worker_message kind, const onex_buffer *message);
/* Whether the worker still owes its answer: it has neither said all nor ended. */
bool onex_worker_silent(const onex_worker *worker);
/* Waits a moment for any of the silent workers, takes in what they say, and kills those whose time is over. */
enum { ONEX_WORKERS_WATCHED = 16 }; /* at most */
void onex_worker_watch(onex_worker *const *workers, int n);
/* Waits for the next message of the answer; its content stays until the next question. 0: the worker is dead. */
int onex_worker_hear(onex_worker *worker, onex_wire *message);
/* Ends a worker that said what it must not say, or that told why it ends. */
void onex_worker_give_up(onex_worker *worker, onex_worker_stop why, bool rubbish);
/* Why the worker is dead, "stopped after 2 s of CPU", in the language set; NULL: it lives. */
const char *onex_worker_dead(const onex_worker *worker);
/* Milliseconds of CPU for the next question, which is about computes of `rows` rows. Many questions must not take
 * together what one may not: beyond the time of one, each row earns a little. 0: the worker is dead. */
int onex_worker_grant(onex_worker *worker, int rows);
onex_worker_limits onex_worker_limits_of(const onex_worker *worker);


/* The version of the kernel's Landlock interface (worker_lock.c); 0: it has none. */
int onex_worker_landlock(void);

#endif
