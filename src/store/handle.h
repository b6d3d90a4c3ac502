/* What the files of the store share: the open database and statements on it. Other layers include store.h. */
#ifndef ONEX_STORE_HANDLE_H
#define ONEX_STORE_HANDLE_H

#include <sys/types.h>

#include <sqlite3.h>

#include "base/buffer.h"
#include "model/entity.h"
#include "store/row.h"
#include "store/store.h"

struct onex_store {
    sqlite3 *db;
    char *path;
    onex_store_mode mode;
    struct {
        dev_t device;
        ino_t number;
    } file;              /* as it was opened; number 0: none */
    int lock;            /* file descriptor of the writer's lock; -1: none */
    bool in_transaction; /* begun here and not ended; SQLite may have rolled it back meanwhile */
    bool held;           /* a transaction around many commands is open */
    bool marked;         /* and has a mark */
    bool guarded;        /* SQLite asks what statements may do, */
    bool querying;       /* and one that may only read is at work, */
    bool denied;         /* which wanted more */
    bool creating;       /* the transaction that writes the schema is still open */
    bool unborn;         /* the file was made here and nothing is committed yet */
    bool failed;         /* an fsync failed: nothing may be written any more */
    bool timed;
    int64_t time; /* of the record, where timed */
};

/* An empty database in memory. */
onex_status onex_store_memory(onex_store **out, onex_error *err);
/* Reads something, so that the open transaction holds its snapshot; undoes an interrupted write first. */
onex_status onex_store_touch(onex_store *store, onex_error *err);

/* Prepares `sql` to be used many times; finalize it with sqlite3_finalize. */
onex_status onex_sql_prepare(onex_store *store, sqlite3_stmt **out, const char *sql, onex_error *err);
/* Runs statements without results. */
onex_status onex_sql_run(onex_store *store, const char *sql, onex_error *err);
/* The first column of the first row of a query, 0 where there is none. */
onex_status onex_sql_int(onex_store *store, const char *sql, int64_t *out, onex_error *err);
/* ONEX_OK inside a transaction that still stands; else an error, so that no write commits by itself. */
onex_status onex_sql_writable(onex_store *store, onex_error *err);
/* Whether a column is stored as text (else as integer). */
bool onex_sql_is_text(const onex_column *column);
/* "a, b, c": all columns of a table; " ORDER BY a, b": its key. */
void onex_sql_columns(onex_buffer *b, const onex_entity *entity);
void onex_sql_key_order(onex_buffer *b, const onex_entity *entity);
/* The one key column of text that references point at; NULL: the table has none such. */
const char *onex_sql_code_column(const onex_entity *entity);
/* A cell into a parameter, and a result into a cell that points into the statement; false: out of memory. */
int onex_sql_bind_cell(sqlite3_stmt *stmt, int at, const onex_cell *cell);
bool onex_sql_cell(sqlite3_stmt *stmt, int at, onex_cell *out);
/* Binds a text, or NULL. */
int onex_sql_bind_text(sqlite3_stmt *stmt, int at, const char *text);
/* A text column that lives in the statement; *out is NULL for NULL. False: it cannot be read (out of memory). */
bool onex_sql_text(sqlite3_stmt *stmt, int at, const char **out);
/* A malloc'd copy of a text column; *out is NULL for NULL. False: out of memory. */
bool onex_sql_copy_text(sqlite3_stmt *stmt, int at, char **out);

#endif
