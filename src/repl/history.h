/* What was typed, kept from one session to the next: a file for each database, and nothing personal in it. */
#ifndef ONEX_REPL_HISTORY_H
#define ONEX_REPL_HISTORY_H

#include <stdbool.h>

#include "base/buffer.h"
#include "store/store.h"

/* The file of a database: STATE/onex/history-HASH, where STATE is `state_home` ($XDG_STATE_HOME), else
 * HOME/.local/state, and HASH is made from the real path of the database. malloc'd; NULL: there is no place for it. */
char *onex_history_path(const char *db, const char *state_home, const char *home);

/* Whether a block may be stored. It may not when it holds
 *   - digits as of an identity card (15 or more) or a telephone (11 that begin with 1), full-width ones too;
 *   - a name of a row of table person, or the code of one as a word of its own;
 *   - a text that stood in such a write before (`secrets`, from _learn);
 *   - a write (insert, update, delete) to a table of persons, or one that refers to them, whatever the values;
 * nor when the database cannot be asked. */
bool onex_history_keeps(onex_store *store, const char *block, const onex_buffer *secrets);
/* Keeps the texts of a block that writes to such a table, as they may be names that the database never held. */
void onex_history_learn(onex_buffer *secrets, const char *block);

/* Calls `fn` for each block, the oldest first. Long files are shortened to the newest blocks. */
void onex_history_load(const char *path, void (*fn)(void *ctx, const char *block), void *ctx);
/* Adds a block at the end; the file and its folder are for the user alone. What cannot be written is not kept. */
void onex_history_add(const char *path, const char *block);

#endif
