/* The health of a database and of what the program rests on: what was found well, what to know, what is damaged. */
#ifndef ONEX_ENGINE_DOCTOR_H
#define ONEX_ENGINE_DOCTOR_H

#include "base/arena.h"
#include "rules/rules.h"
#include "store/store.h"

typedef enum { ONEX_DOCTOR_OK, ONEX_DOCTOR_NOTE, ONEX_DOCTOR_DAMAGE } onex_doctor_level;

typedef struct onex_doctor_item {
    const char *what; /* database, references, settings, log, states, rules, leftover, sandbox */
    onex_doctor_level level;
    const char *text;          /* in the language set */
    const char *code, *column; /* the subject and the column that it is about; NULL: none */
} onex_doctor_item;

typedef struct onex_doctor_lock { /* what confines rule files */
    bool unconfined; /* those of colleges run even without */
    unsigned locks;               /* that hold, as in rules.h */
    int landlock;                 /* version of the kernel's interface; 0: none */
} onex_doctor_lock;

typedef struct onex_doctor { /* of zero bytes: nothing was looked at */
    onex_doctor_item *items;
    int count, cap;
    long damaged;
    bool failed; /* memory ran out */
    onex_doctor_lock lock;
    onex_arena arena;
} onex_doctor;

/* Each adds what it finds; damage that keeps something from being read is an item, too. An error is none of the
 * database's. In one read transaction each.
 * database: pages, references, settings, the log with what it vouches for, and the states and stamped dates of pilots
 * as their recorded transitions give them. */
onex_status onex_doctor_database(onex_doctor *doctor, onex_store *store, onex_error *err);
/* The rule set in force (NULL: it does not load, which `why` says), and the rows about which it says nothing any more.
 */
onex_status onex_doctor_rules(onex_doctor *doctor, onex_store *store, const onex_rules *rules, const char *why,
                              onex_error *err);
/* What confines rule files on this machine; `worker` and `unconfined` as in onex_rules_options. */
onex_status onex_doctor_sandbox(onex_doctor *doctor, const char *worker, bool unconfined, onex_error *err);
void onex_doctor_clear(onex_doctor *doctor);

/* For the files of doctor only: adds an item; the texts are copied. */
void onex_doctor_add(onex_doctor *doctor, const char *what, onex_doctor_level level, const char *code,
                     const char *column, const char *fmt, ...) __attribute__((format(printf, 6, 7)));
/* doctor_state.c: holds the pilots' rows against their decisions, inside the caller's transaction. */
onex_status onex_doctor_states(onex_doctor *doctor, onex_store *store, onex_error *err);

#endif
