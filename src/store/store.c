/* Opening a database: what is refused, how SQLite is tuned, upgrades. Transactions and rows are beside this file.
 * See SQLite's own pages on "Defense Against The Dark Arts" and "Atomic Commit" for the settings. */
#include "store/store.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "store/copy.h"
#include "store/handle.h"
#include "store/lock.h"
#include "store/migrate.h"

enum { BUSY_MILLISECONDS = 10000 };

const char *onex_store_path(const onex_store *store) {
    return store->path ? store->path : ":memory:";
}

void onex_store_set_time(onex_store *store, int64_t at) {
    store->timed = true;
    store->time = at;
}

int64_t onex_store_time(const onex_store *store) {
    return store->timed ? store->time : (int64_t)time(NULL);
}

/* A store without a database yet; path NULL: in memory. A relative path gets ./ before it, so that no name means
 * anything else to SQLite. */
static onex_store *new_store(const char *path, onex_store_mode mode) {
    onex_store *store = calloc(1, sizeof *store);
    if (!store) return NULL;
    store->lock = -1;
    store->mode = mode;
    if (!path) return store;
    size_t size = strlen(path) + 3;
    store->path = malloc(size);
    if (!store->path) {
        free(store);
        return NULL;
    }
    bool relative = path[0] != '/' && strncmp(path, "./", 2) != 0;
    snprintf(store->path, size, "%s%s", relative ? "./" : "", path);
    return store;
}

/* Removes what an unfinished CREATE left: the file and its journal, empty unless the disk failed too. */
static void remove_unborn(const onex_store *store) {
    unlink(store->path);
    size_t size = strlen(store->path) + sizeof "-journal";
    char *journal = malloc(size);
    if (!journal) return;
    snprintf(journal, size, "%s-journal", store->path);
    unlink(journal);
    free(journal);
}

void onex_store_close(onex_store *store) {
    if (!store) return;
    bool unborn = store->unborn;
    onex_store_rollback(store);
    sqlite3_close_v2(store->db);
    if (unborn && store->path) remove_unborn(store);
    onex_lock_release(store->lock);
    free(store->path);
    free(store);
}

/* Opens the handle and shuts what SQLite need not do. Costs no statement but one. */
static onex_status open_handle(onex_store *store, int flags, onex_error *err) {
    int rc = sqlite3_open_v2(onex_store_path(store), &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    if (rc != SQLITE_OK) return onex_store_fail(store, err, NULL);
    sqlite3_extended_result_codes(store->db, 1);
    sqlite3_busy_timeout(store->db, BUSY_MILLISECONDS);
    const struct {
        int option, on;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1}, {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},   {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}, {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
    };
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if (sqlite3_db_config(store->db, options[i].option, options[i].on, NULL) != SQLITE_OK)
            return onex_store_fail(store, err, NULL);
    return onex_sql_run(store, "PRAGMA cell_size_check = ON", err);
}

onex_status onex_store_memory(onex_store **out, onex_error *err) {
    *out = NULL;
    onex_store *store = new_store(NULL, ONEX_STORE_WRITE);
    if (!store) return onex_no_memory(err);
    onex_status status = open_handle(store, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY, err);
    if (status)
        onex_store_close(store);
    else
        *out = store;
    return status;
}

bool onex_store_displaced(const onex_store *store) {
    struct stat st;
    if (!store->file.number) return false;
    return stat(store->path, &st) != 0 || st.st_dev != store->file.device || st.st_ino != store->file.number;
}

/* What stands at the path, before SQLite looks at it. */
static onex_status look(const onex_store *store, onex_error *err) {
    struct stat st;
    const char *path = store->path;
    bool create = store->mode == ONEX_STORE_CREATE;
    if (stat(path, &st) != 0) {
        if (errno != ENOENT && errno != ENOTDIR)
            return onex_fail(err, ONEX_E_DATA, onex_tr("cannot open '%s': %s", "无法打开“%s”：%s"), path,
                             onex_os_text(errno));
        return create ? ONEX_OK
                      : onex_fail(err, ONEX_E_NOT_FOUND,
                                  onex_tr("no database '%s'; make one with 'onex init'",
                                          "没有数据库“%s”；可用 onex init 建立"),
                                  path);
    }
    if (S_ISDIR(st.st_mode))
        return onex_fail(err, ONEX_E_DATA, onex_tr("'%s' is a folder, not a database", "“%s”是文件夹，不是数据库"),
                         path);
    if (!S_ISREG(st.st_mode))
        return onex_fail(err, ONEX_E_DATA, onex_tr("'%s' is no regular file", "“%s”不是普通文件"), path);
    if (st.st_size == 0 && !create)
        return onex_fail(err, ONEX_E_DATA,
                         onex_tr("'%s' is an empty file, not a database; make one with 'onex init'",
                                 "“%s”是空文件，不是数据库；可用 onex init 建立"),
                         path);
    return ONEX_OK;
}

/* Undoes a write that was interrupted: SQLite does so for whoever may write, but not for a reader. */
static void undo_interrupted(const char *path) {
    sqlite3 *db = NULL;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK) {
        sqlite3_busy_timeout(db, BUSY_MILLISECONDS);
        sqlite3_exec(db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
    }
    sqlite3_close(db);
}

onex_status onex_store_touch(onex_store *store, onex_error *err) {
    int64_t version;
    onex_status status = onex_sql_int(store, "PRAGMA user_version", &version, err);
    if (status == ONEX_OK || sqlite3_extended_errcode(store->db) != SQLITE_READONLY_ROLLBACK) return status;
    undo_interrupted(store->path);
    return onex_sql_int(store, "PRAGMA user_version", &version, err);
}

/* Refuses what is not ours or too new; gives the version of the schema. */
static onex_status read_version(onex_store *store, int newest, int *version, onex_error *err) {
    int64_t application = 0, found = 0;
    onex_status status = onex_store_touch(store, err);
    if (!status) status = onex_sql_int(store, "PRAGMA application_id", &application, err);
    if (!status) status = onex_sql_int(store, "PRAGMA user_version", &found, err);
    if (status) return status;
    if (application != ONEX_APPLICATION_ID)
        return onex_fail(
            err, ONEX_E_DATA,
            onex_tr("'%s' is a database of another program; it was left as it is", "“%s”是其他程序的数据库；未作改动"),
            store->path);
    if (found > newest)
        return onex_fail(err, ONEX_E_DATA,
                         onex_tr("'%s' has version %d of the schema, this program knows %d; use a newer onex",
                                 "“%s”的数据库结构为第 %d 版，本程序只认识到第 %d 版；请使用更新的 onex"),
                         store->path, (int)found, newest);
    *version = (int)found;
    return ONEX_OK;
}

/* The settings that keep what was committed, read back. */
static onex_status make_durable(onex_store *store, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status = onex_sql_prepare(store, &stmt, "PRAGMA journal_mode = TRUNCATE", err);
    if (status) return status;
    bool held = sqlite3_step(stmt) == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(stmt, 0), "truncate") == 0;
    if (!held && sqlite3_errcode(store->db) != SQLITE_OK && sqlite3_errcode(store->db) != SQLITE_ROW)
        status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    if (status) return status;
    int64_t synchronous = 0;
    status = onex_sql_run(store, "PRAGMA synchronous = FULL", err);
    if (!status) status = onex_sql_int(store, "PRAGMA synchronous", &synchronous, err);
    if (status) return status;
    const int full = 2;
    if (held && synchronous == full) return ONEX_OK;
    return onex_fail(
        err, ONEX_E_DATA,
        onex_tr("'%s' cannot be written safely here; nothing was changed", "“%s”在此处无法安全写入；未作改动"),
        store->path);
}

static onex_status open_read(onex_store *store, const onex_migration *steps, int nsteps, char **notice,
                             onex_error *err) {
    int version = 0, newest = nsteps ? steps[nsteps - 1].version : 0;
    onex_status status = open_handle(store, SQLITE_OPEN_READONLY, err);
    if (!status) status = read_version(store, newest, &version, err);
    if (status || version == newest) return status;
    sqlite3 *file = store->db;
    char *path = store->path;
    store->db = NULL;
    store->path = NULL;
    status = open_handle(store, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY, err);
    store->path = path;
    if (!status) status = onex_copy_database(store, file, err);
    sqlite3_close_v2(file);
    if (!status) status = onex_sql_run(store, "BEGIN", err);
    if (!status) status = onex_migrate(store, steps, nsteps, version, err);
    if (!status) status = onex_sql_run(store, "COMMIT; PRAGMA query_only = ON", err);
    if (status) return status;
    onex_buffer text = {0};
    onex_buffer_printf(&text,
                       onex_tr("'%s' has version %d of the schema and was read as version %d; the next command that "
                               "writes upgrades it",
                               "“%s”的数据库结构为第 %d 版，已按第 %d 版读取；下一个写入命令会将其升级"),
                       path, version, newest);
    if (text.failed) {
        onex_buffer_clear(&text);
        return onex_no_memory(err);
    }
    if (notice)
        *notice = text.data;
    else
        onex_buffer_clear(&text);
    return ONEX_OK;
}

/* Upgrades in one transaction with its event, after a backup. */
static onex_status upgrade(onex_store *store, const onex_migration *steps, int nsteps, int version, onex_error *err) {
    onex_status status = onex_copy_backup(store, version, err);
    if (!status) status = onex_store_begin(store, err);
    if (!status) status = onex_migrate(store, steps, nsteps, version, err);
    char payload[64];
    snprintf(payload, sizeof payload, "{\"from\":%d,\"to\":%d}", version, steps[nsteps - 1].version);
    int64_t number;
    if (!status) status = onex_event_append(store, "onex", "upgrade", NULL, payload, NULL, 0, &number, err);
    if (!status) return onex_store_commit(store, err);
    onex_store_rollback(store);
    return status;
}

static onex_status open_write(onex_store *store, const onex_migration *steps, int nsteps, onex_error *err) {
    int version = 0, newest = nsteps ? steps[nsteps - 1].version : 0;
    onex_status status = open_handle(store, SQLITE_OPEN_READWRITE, err);
    if (!status && sqlite3_db_readonly(store->db, "main"))
        return onex_fail(err, ONEX_E_DATA, onex_tr("'%s' is read-only", "“%s”为只读"), store->path);
    if (!status) status = read_version(store, newest, &version, err);
    if (!status) status = make_durable(store, err);
    if (!status && version < newest) status = upgrade(store, steps, nsteps, version, err);
    return status;
}

/* Leaves the transaction with the schema open: the first commit makes schema and first event appear together; without
 * it no file stays. */
static onex_status open_create(onex_store *store, const onex_migration *steps, int nsteps, onex_error *err) {
    int64_t pages = 0;
    struct stat st;
    onex_status status = open_handle(store, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
    store->unborn = stat(store->path, &st) == 0 && st.st_size == 0;
    if (!status) status = onex_sql_int(store, "PRAGMA page_count", &pages, err);
    if (pages > 0 || status == ONEX_E_DATA)
        return onex_fail(err, ONEX_E_DATA,
                         onex_tr("there is a file '%s' already; it was left as it is", "已有文件“%s”；未作改动"),
                         store->path);
    if (!status) status = make_durable(store, err);
    if (!status) status = onex_store_begin(store, err);
    if (status) return status;
    store->creating = true;
    return onex_migrate(store, steps, nsteps, 0, err);
}

onex_status onex_store_open_at(onex_store **out, const char *path, onex_store_mode mode, const onex_migration *steps,
                               int nsteps, char **notice, onex_error *err) {
    *out = NULL;
    if (notice) *notice = NULL;
    onex_store *store = new_store(path, mode);
    if (!store) return onex_no_memory(err);
    onex_status status = look(store, err);
    if (!status && mode != ONEX_STORE_READ) status = onex_lock_take(&store->lock, store->path, err);
    if (!status && mode == ONEX_STORE_READ) status = open_read(store, steps, nsteps, notice, err);
    if (!status && mode == ONEX_STORE_WRITE) status = open_write(store, steps, nsteps, err);
    if (!status && mode == ONEX_STORE_CREATE) status = open_create(store, steps, nsteps, err);
    struct stat st;
    if (!status && stat(path, &st) == 0) {
        store->file.device = st.st_dev;
        store->file.number = st.st_ino;
    }
    if (status)
        onex_store_close(store);
    else
        *out = store;
    return status;
}

onex_status onex_store_open(onex_store **out, const char *path, onex_store_mode mode, char **notice, onex_error *err) {
    return onex_store_open_at(out, path, mode, onex_migrations, onex_nmigrations, notice, err);
}
