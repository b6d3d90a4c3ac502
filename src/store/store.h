/* The database of one school: opening and tuning, transactions, migrations, the event log. Rows in, rows out. */
#ifndef ONEX_STORE_STORE_H
#define ONEX_STORE_STORE_H

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/date.h"
#include "base/error.h"
#include "base/sha256.h"

typedef struct onex_store onex_store;
struct sqlite3;

typedef enum { ONEX_STORE_READ, ONEX_STORE_WRITE, ONEX_STORE_CREATE } onex_store_mode;

/* READ: works on read-only files and folders; an older schema is upgraded in a copy in memory, said in *notice
 * (malloc'd text or NULL). WRITE: takes the writer's lock (waits 10 s, then ONEX_E_DATA naming the holder), upgrades
 * in one transaction after a backup NAME.vN.bak. CREATE: a new file; ONEX_E_DATA when it is there. The
 * transaction that writes the schema is left open and takes in the first one begun: with the first commit schema and
 * first event appear together, without it nothing stays.
 * NOT_FOUND with a hint when there is no database; DATA when damaged, too new, or not one of ours. */
onex_status onex_store_open(onex_store **out, const char *path, onex_store_mode mode, char **notice, onex_error *err);
/* An in-memory database with the same tables but no constraints at all (tests of rules). */
onex_status onex_store_scratch(onex_store **out, onex_error *err);
void onex_store_close(onex_store *store);
const char *onex_store_path(const onex_store *store);
/* Whether another file than the opened one, or none, is at its path now. */
bool onex_store_displaced(const onex_store *store);
struct sqlite3 *onex_store_db(onex_store *store); /* for the store and facts layers, and io of rows, only */

/* Turns the last SQLite error into a status and text without SQL (FULL, NOMEM, IOERR: INTERNAL; BUSY, CORRUPT, NOTADB:
 * DATA). */
onex_status onex_store_fail(onex_store *store, onex_error *err, const char *what);

/* The one door to a transaction. READ: a snapshot for all reads of one command. */
onex_status onex_store_begin(onex_store *store, onex_error *err);
onex_status onex_store_commit(onex_store *store, onex_error *err);
void onex_store_rollback(onex_store *store); /* harmless without a transaction */

/* One transaction around many commands (a script, a console): until it ends, _begin, _commit and _rollback open and end
 * a part of it, of which a command that fails leaves nothing. _hold_end commits it with `keep`, else it is rolled back
 * (which cannot fail). A mark is a place inside it to which it can go back as often as wanted, between commands. */
onex_status onex_store_hold(onex_store *store, onex_error *err);
onex_status onex_store_hold_end(onex_store *store, bool keep, onex_error *err);
onex_status onex_store_mark(onex_store *store, onex_error *err);
void onex_store_mark_back(onex_store *store);

/* From now on statements end with "interrupted" soon after *flag is not 0; NULL: never again. */
void onex_store_interruptible(onex_store *store, const volatile sig_atomic_t *flag);

/* meta: text by name; *value malloc'd, NULL when there is none. */
onex_status onex_store_meta(onex_store *store, const char *name, char **value, onex_error *err);
onex_status onex_store_meta_set(onex_store *store, const char *name, const char *value, onex_error *err);

/* The clock of the record: seconds since 1970 (UTC) that events carry; set once by main or a test. Without it the
 * system's time at each event. */
void onex_store_set_time(onex_store *store, int64_t at);
int64_t onex_store_time(const onex_store *store);

/* The number that the next event will have, inside the open transaction: rows inserted for it carry it. */
onex_status onex_event_next(onex_store *store, int64_t *number, onex_error *err);

/* One value that a command changed, for the record (table change): `key` is the JSON array of the row's key in the
 * order of the data model. A deleted row: one change for each value that was not blank, then one with column NULL whose
 * old value is the number of the event that inserted the row (NULL: unknown). Inserts are no changes. */
typedef struct onex_change {
    const char *table, *key, *column, *old_value, *new_value; /* NULL: blank */
} onex_change;
/* Appends an event inside the open transaction: number, prev_hash and hash are made here; the hash covers all of
 * it and its changes. `payload`: canonical JSON. *number: the event's number. */
onex_status onex_event_append(onex_store *store, const char *actor, const char *kind, const char *subject,
                              const char *payload, const onex_change *changes, int nchanges, int64_t *number,
                              onex_error *err);

/* Number and hash of the last event; 0 and 64 zeros when there is none. */
onex_status onex_event_head(onex_store *store, int64_t *number, char hash[ONEX_SHA256_TEXT], onex_error *err);
/* Reads the whole chain. *bad: number of the first event that is missing or does not fit, 0: all fit. */
onex_status onex_event_verify(onex_store *store, int64_t *bad, onex_error *err);

#endif
