/* Statements on the open database, and the words for what SQLite says.
 * Which statements are run is left to the other files of the store. */
#include <stdlib.h>
#include <string.h>

#include "store/handle.h"

struct sqlite3 *onex_store_db(onex_store *store) {
    return store->db;
}

static const char *constraint_text(int code) {
    switch (code) {
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        return onex_tr("a row refers to a row that is not there", "有记录引用了不存在的记录");
    case SQLITE_CONSTRAINT_TRIGGER: return onex_tr("the record is only ever added to", "日志只能追加");
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY: return onex_tr("there is such a row already", "已有相同的记录");
    default: return onex_tr("the row breaks a constraint of its table", "记录不符合该表的约束");
    }
}

static onex_status read_only(int code, const char *name, onex_error *err) {
    if (code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY || code == SQLITE_READONLY_CANTINIT)
        return onex_fail(err, ONEX_E_DATA,
                         onex_tr("a write to '%s' was interrupted and cannot be undone here, as it is read-only; "
                                 "open it once where it may be written",
                                 "“%s”上次写入中断，而此处为只读，无法撤销；请先在可写处打开一次"),
                         name);
    return onex_fail(err, ONEX_E_DATA, onex_tr("'%s' is read-only", "“%s”为只读"), name);
}

/* The status and text of an extended result code of SQLite. */
static onex_status explain(int code, const char *name, onex_error *err) {
    switch (code & 0xFF) {
    case SQLITE_NOMEM: return onex_no_memory(err);
    case SQLITE_FULL:
        return onex_fail(
            err, ONEX_E_INTERNAL,
            onex_tr("the disk with '%s' is full; make room and try again", "“%s”所在磁盘已满；请腾出空间后再试"), name);
    case SQLITE_IOERR:
        return onex_fail(err, ONEX_E_INTERNAL,
                         onex_tr("reading or writing '%s' failed (I/O error %d)", "读写“%s”失败（输入输出错误 %d）"),
                         name, code);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return onex_fail(err, ONEX_E_DATA, onex_tr("'%s' is busy; try again later", "“%s”正忙；请稍后再试"), name);
    case SQLITE_CORRUPT:
        return onex_fail(err, ONEX_E_DATA, onex_tr("'%s' is damaged; restore a backup", "“%s”已损坏；请用备份恢复"),
                         name);
    case SQLITE_NOTADB:
        return onex_fail(err, ONEX_E_DATA,
                         onex_tr("'%s' is not a database of onex, or is damaged; it was left as it is",
                                 "“%s”不是 onex 的数据库，或已损坏；未作改动"),
                         name);
    case SQLITE_READONLY: return read_only(code, name, err);
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return onex_fail(err, ONEX_E_DATA,
                         onex_tr("cannot open '%s'; may you read and write there?", "无法打开“%s”；请检查读写权限"),
                         name);
    case SQLITE_CONSTRAINT: return onex_fail(err, ONEX_E_DATA, "%s", constraint_text(code));
    case SQLITE_INTERRUPT: return onex_fail(err, ONEX_E_INTERNAL, "%s", onex_tr("interrupted", "已中断"));
    default:
        return onex_fail(err, ONEX_E_INTERNAL,
                         onex_tr("the database refused a statement (%d)", "数据库拒绝执行语句（%d）"), code);
    }
}

onex_status onex_store_fail(onex_store *store, onex_error *err, const char *what) {
    int code = store->db ? sqlite3_extended_errcode(store->db) : SQLITE_NOMEM;
    if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC) store->failed = true;
    onex_status status = explain(code, onex_store_path(store), err);
    if (what) onex_wrap(err, "%s", what);
    return status;
}

onex_status onex_sql_prepare(onex_store *store, sqlite3_stmt **out, const char *sql, onex_error *err) {
    if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL) == SQLITE_OK) return ONEX_OK;
    return onex_store_fail(store, err, NULL);
}

onex_status onex_sql_run(onex_store *store, const char *sql, onex_error *err) {
    return sqlite3_exec(store->db, sql, NULL, NULL, NULL) == SQLITE_OK ? ONEX_OK : onex_store_fail(store, err, NULL);
}

onex_status onex_sql_int(onex_store *store, const char *sql, int64_t *out, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    *out = 0;
    onex_status status = onex_sql_prepare(store, &stmt, sql, err);
    if (status) return status;
    int rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW)
        *out = sqlite3_column_int64(stmt, 0);
    else if (rc != SQLITE_DONE)
        status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_sql_writable(onex_store *store, onex_error *err) {
    if (store->failed)
        return onex_fail(
            err, ONEX_E_INTERNAL,
            onex_tr("an earlier write to '%s' failed; nothing more is written", "此前写入“%s”失败；不再写入"),
            onex_store_path(store));
    if (store->in_transaction && !sqlite3_get_autocommit(store->db)) return ONEX_OK;
    return onex_fail(err, ONEX_E_INTERNAL, "%s",
                     store->in_transaction
                         ? onex_tr("the transaction was rolled back", "事务已回滚")
                         : onex_tr("nothing is written outside a transaction", "不在事务之中，不能写入"));
}

bool onex_sql_is_text(const onex_column *column) {
    return column->type == ONEX_COL_TEXT || column->type == ONEX_COL_ENUM || column->type == ONEX_COL_DATE;
}

int onex_sql_bind_text(sqlite3_stmt *stmt, int at, const char *text) {
    return text ? sqlite3_bind_text(stmt, at, text, -1, SQLITE_STATIC) : sqlite3_bind_null(stmt, at);
}

bool onex_sql_text(sqlite3_stmt *stmt, int at, const char **out) {
    *out = NULL;
    if (sqlite3_column_type(stmt, at) == SQLITE_NULL) return true;
    *out = (const char *)sqlite3_column_text(stmt, at);
    return *out != NULL;
}

bool onex_sql_copy_text(sqlite3_stmt *stmt, int at, char **out) {
    *out = NULL;
    if (sqlite3_column_type(stmt, at) == SQLITE_NULL) return true;
    const char *text = (const char *)sqlite3_column_text(stmt, at);
    *out = text ? strdup(text) : NULL;
    return *out != NULL;
}
