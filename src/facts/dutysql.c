/* SQL duties: the temporary table report_period, and the statements that read it and `asked`. */
#include "facts/dutysql.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "facts/internal.h"

struct onex_duty_sql {
    onex_world *world;
    sqlite3_stmt *insert;
    int asked;  /* the kind of subject that temp.asked holds; ONEX_SUBJECTS: none */
    bool broke; /* a row could not be written */
};

static const char *type_of(const onex_column *column) {
    return column->type == ONEX_COL_TEXT || column->type == ONEX_COL_ENUM || column->type == ONEX_COL_DATE ? "TEXT"
                                                                                                           : "INTEGER";
}

static void periods_sql(onex_buffer *create, onex_buffer *insert) {
    onex_buffer_text(create, "DROP TABLE IF EXISTS temp.report_period; CREATE TEMP TABLE report_period (");
    onex_buffer_text(insert, "INSERT INTO temp.report_period VALUES (");
    for (int i = 0; i < onex_report_period.ncolumns; i++) {
        const onex_column *column = &onex_report_period.columns[i];
        onex_buffer_printf(create, "%s\"%s\" %s", i ? ", " : "", column->name, type_of(column));
        onex_buffer_text(insert, i ? ",?" : "?");
    }
    onex_buffer_text(create, "); CREATE INDEX temp.report_period_of ON report_period (pilot, days, starts_on)");
    onex_buffer_text(insert, ")");
}

onex_status onex_duty_sql_open(onex_duty_sql **out, onex_world *world, onex_error *err) {
    onex_duty_sql *sql = calloc(1, sizeof *sql);
    onex_buffer create = {0}, insert = {0};
    *out = sql;
    if (!sql) return onex_no_memory(err);
    sql->world = world;
    sql->asked = ONEX_SUBJECTS;
    sqlite3 *db = onex_store_db(world->store);
    periods_sql(&create, &insert);
    onex_status status = create.failed || insert.failed ? onex_no_memory(err) : ONEX_OK;
    if (!status && (sqlite3_exec(db, create.data, NULL, NULL, NULL) != SQLITE_OK ||
                    sqlite3_prepare_v2(db, insert.data, -1, &sql->insert, NULL) != SQLITE_OK))
        status = onex_store_fail(world->store, err, "report_period");
    onex_buffer_clear(&create);
    onex_buffer_clear(&insert);
    if (!status) return ONEX_OK;
    onex_duty_sql_close(sql);
    *out = NULL;
    return status;
}

void onex_duty_sql_close(onex_duty_sql *sql) {
    if (!sql) return;
    sqlite3_finalize(sql->insert);
    free(sql);
}

static bool add_period(void *ctx, const onex_value *cells) {
    onex_duty_sql *sql = ctx;
    int rc = SQLITE_OK;
    for (int i = 0; i < ONEX_PERIOD_CELLS && rc == SQLITE_OK; i++) {
        bool flag = cells[i].kind == ONEX_V_BOOL;
        rc = flag ? sqlite3_bind_int64(sql->insert, i + 1, cells[i].n)
                  : onex_sql_bind_value(sql->insert, i + 1, cells[i]);
    }
    if (rc == SQLITE_OK) rc = sqlite3_step(sql->insert);
    sqlite3_reset(sql->insert);
    sql->broke = rc != SQLITE_DONE;
    return !sql->broke;
}

onex_status onex_duty_sql_pilot(onex_duty_sql *sql, onex_view *pilot, onex_error *err) {
    if (onex_periods_each(pilot, add_period, sql)) return ONEX_OK;
    return onex_store_fail(sql->world->store, err, "report_period");
}

static onex_status wrong(const onex_duty *duty, onex_error *err, const char *what) {
    return onex_fail(err, ONEX_E_RULE, "%s:%d:%d: %s", duty->decl.at.file ? duty->decl.at.file : "", duty->decl.at.line,
                     duty->decl.at.column, what);
}

/* What SQLite says: that the statement is wrong, which its author must hear, or that memory, disk or database are. */
static onex_status failed(const onex_duty_sql *sql, const onex_duty *duty, onex_error *err) {
    sqlite3 *db = onex_store_db(sql->world->store);
    int code = sqlite3_errcode(db);
    return code == SQLITE_ERROR || code == SQLITE_MISMATCH || code == SQLITE_RANGE
               ? wrong(duty, err, sqlite3_errmsg(db))
               : onex_store_fail(sql->world->store, err, duty->decl.name);
}

static const char *text_of(sqlite3_stmt *stmt, int at, bool *lost) {
    const char *text = (const char *)sqlite3_column_text(stmt, at);
    if (!text && sqlite3_column_type(stmt, at) != SQLITE_NULL) *lost = true;
    return text;
}

static onex_status give(sqlite3_stmt *stmt, const onex_duty *duty, onex_duty_row_fn fn, void *ctx, onex_error *err) {
    bool lost = false;
    const char *code = text_of(stmt, 0, &lost), *what = text_of(stmt, 1, &lost), *due = text_of(stmt, 2, &lost);
    onex_duty_row row = {
        .code = code, .what = what ? what : "", .due = ONEX_DAY_NONE, .done = sqlite3_column_int64(stmt, 3) != 0};
    if (lost) return onex_no_memory(err);
    if (!code) return wrong(duty, err, onex_tr("the SQL gave a row without a code", "SQL 给出了没有 code 的行"));
    if (due && !onex_day_parse_iso(due, strlen(due), &row.due))
        return wrong(duty, err, onex_tr("the SQL gave a due that is no date", "SQL 给出的 due 不是日期"));
    return fn(ctx, &row, err);
}

onex_status onex_duty_sql_run(onex_duty_sql *sql, int index, onex_duty_row_fn fn, void *ctx, onex_error *err) {
    const onex_duty *duty = &sql->world->program->duties[index];
    sqlite3_stmt *stmt = NULL;
    onex_status status = ONEX_OK;
    if (sql->asked != (int)duty->applies) status = onex_sql_asked(sql->world, duty->applies, err);
    if (status) return status;
    sql->asked = (int)duty->applies;
    if (sqlite3_prepare_v2(onex_store_db(sql->world->store), duty->sql, -1, &stmt, NULL) != SQLITE_OK)
        status = failed(sql, duty, err);
    else if (!stmt || !sqlite3_stmt_readonly(stmt) || sqlite3_column_count(stmt) != 4)
        status = wrong(duty, err,
                       onex_tr("the SQL must only read and give `code`, `what`, `due` and `done`",
                               "SQL 只能读取，并给出 code、what、due、done"));
    int rc = SQLITE_ROW;
    while (!status && (rc = sqlite3_step(stmt)) == SQLITE_ROW) status = give(stmt, duty, fn, ctx, err);
    if (!status && rc != SQLITE_DONE) status = failed(sql, duty, err);
    sqlite3_finalize(stmt);
    return status;
}
