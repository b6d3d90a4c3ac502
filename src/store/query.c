/* Statements for scripts: their text, what they may do, and the rows that they give. */
#include "store/query.h"

#include <stdlib.h>
#include <string.h>

#include "store/handle.h"
#include "store/query_words.h"
#include "store/result.h"

/* ---- what a statement of the administrator's own may do ---- */

static int deny(onex_store *store) {
    store->denied = true;
    return SQLITE_DENY;
}

static int may(void *ctx, int action, const char *a, const char *b, const char *database, const char *trigger) {
    onex_store *store = ctx;
    (void)a;
    (void)database;
    (void)trigger;
    if (!store->querying) return SQLITE_OK;
    switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE: return SQLITE_OK;
    case SQLITE_FUNCTION: return b && strcmp(b, "load_extension") == 0 ? deny(store) : SQLITE_OK;
    default: return deny(store);
    }
}

static onex_status wrong_query(onex_store *store, onex_error *err) {
    onex_buffer words = {0};
    onex_query_words(&words, sqlite3_errmsg(store->db));
    onex_status status =
        words.failed || !words.data
            ? onex_no_memory(err)
            : onex_fail(err, ONEX_E_USAGE, onex_tr("the query is wrong: %s", "查询有误：%s"), words.data);
    onex_buffer_clear(&words);
    return status;
}

static onex_status no_query(onex_store *store, int rc, onex_error *err) {
    switch (store->denied ? SQLITE_AUTH : rc & 0xFF) { /* a refusal may come out as another error */
    case SQLITE_AUTH:
        return onex_fail(err, ONEX_E_REFUSED, "%s",
                         onex_tr("a query only reads; rows are written by onex.insert, onex.update and onex.delete",
                                 "查询只能读取；写入请用 onex.insert、onex.update、onex.delete"));
    case SQLITE_ERROR:
    case SQLITE_RANGE:
    case SQLITE_MISMATCH:
    case SQLITE_TOOBIG:
    case SQLITE_SCHEMA: return wrong_query(store, err);
    default: return onex_store_fail(store, err, NULL);
    }
}

static bool is_blank(const char *sql) {
    while (*sql && (strchr(" \t\r\n;", *sql) || strncmp(sql, "--", 2) == 0)) {
        if (*sql == '-')
            sql += strcspn(sql, "\n");
        else
            sql++;
    }
    return !*sql;
}

static onex_status prepare(sqlite3_stmt **out, onex_store *store, const char *sql, onex_error *err) {
    const char *tail = NULL;
    if (!store->guarded) sqlite3_set_authorizer(store->db, may, store); /* once: it makes every statement old */
    store->guarded = true;
    int rc = sqlite3_prepare_v2(store->db, sql, -1, out, &tail);
    if (rc != SQLITE_OK) return no_query(store, rc, err);
    if (!*out) return onex_fail(err, ONEX_E_USAGE, "%s", onex_tr("the query is empty", "查询为空"));
    if (!is_blank(tail))
        return onex_fail(err, ONEX_E_USAGE, "%s", onex_tr("one query holds one statement", "一次查询只能有一条语句"));
    if (!sqlite3_stmt_readonly(*out)) return no_query(store, SQLITE_AUTH, err);
    return ONEX_OK;
}

static onex_status bind(sqlite3_stmt *stmt, onex_store *store, const onex_datum *args, int nargs, onex_error *err) {
    int wanted = sqlite3_bind_parameter_count(stmt), rc = SQLITE_OK;
    if (wanted != nargs)
        return onex_fail(err, ONEX_E_USAGE,
                         onex_tr("the query has %d '?' but was given %d values", "查询有 %d 个“?”，却给了 %d 个值"),
                         wanted, nargs);
    for (int i = 0; i < nargs && rc == SQLITE_OK; i++) {
        const onex_datum *d = &args[i];
        switch (d->kind) {
        case ONEX_DATUM_NULL: rc = sqlite3_bind_null(stmt, i + 1); break;
        case ONEX_DATUM_BOOL:
        case ONEX_DATUM_INT: rc = sqlite3_bind_int64(stmt, i + 1, d->n); break;
        case ONEX_DATUM_REAL: rc = sqlite3_bind_double(stmt, i + 1, d->x); break;
        case ONEX_DATUM_TEXT: rc = sqlite3_bind_text64(stmt, i + 1, d->text, d->len, SQLITE_STATIC, SQLITE_UTF8); break;
        }
    }
    return rc == SQLITE_OK ? ONEX_OK : no_query(store, rc, err);
}

/* The column of the data model that the result column is; NULL: it is none, or computed. *table: its table, NULL: none.
 */
static const onex_column *modelled(sqlite3_stmt *stmt, int at, const onex_entity **table) {
    const char *of = sqlite3_column_table_name(stmt, at), *name = sqlite3_column_origin_name(stmt, at);
    *table = of ? onex_entity_find(of) : NULL;
    int column = *table && name ? onex_entity_column(*table, name) : -1;
    return column >= 0 ? &(*table)->columns[column] : NULL;
}

/* What a table holds beyond the data model, as `SELECT *` gives it; under another name it is shown. */
static bool is_internal(sqlite3_stmt *stmt, int at) {
    const onex_entity *table;
    const char *name = sqlite3_column_name(stmt, at), *origin = sqlite3_column_origin_name(stmt, at);
    return !modelled(stmt, at, &table) && table && name && origin && strcmp(name, origin) == 0;
}

/* One value of the row that the statement stands at; false: memory is gone. */
static bool fetch(sqlite3_stmt *stmt, int at, onex_datum *d) {
    *d = (onex_datum){.kind = ONEX_DATUM_TEXT};
    switch (sqlite3_column_type(stmt, at)) {
    case SQLITE_NULL: d->kind = ONEX_DATUM_NULL; return true;
    case SQLITE_INTEGER:
        d->kind = ONEX_DATUM_INT;
        d->n = sqlite3_column_int64(stmt, at);
        return true;
    case SQLITE_FLOAT:
        d->kind = ONEX_DATUM_REAL;
        d->x = sqlite3_column_double(stmt, at);
        return true;
    default:
        d->text = (const char *)sqlite3_column_text(stmt, at);
        d->len = (size_t)sqlite3_column_bytes(stmt, at);
        return d->text != NULL;
    }
}

/* Names the result's columns, those at `shown`. */
static bool name_columns(onex_result *r, sqlite3_stmt *stmt, const int *shown, int n) {
    const onex_entity *table;
    for (int i = 0; i < n; i++) {
        const onex_column *column = modelled(stmt, shown[i], &table);
        bool yes_or_no = column && column->type == ONEX_COL_BOOL;
        if (!onex_result_column(r, i, sqlite3_column_name(stmt, shown[i]), yes_or_no)) return false;
    }
    return true;
}

/* Runs a statement that is bound to its end. */
static onex_status gather(onex_result **out, onex_store *store, sqlite3_stmt *stmt, onex_error *err) {
    int all = sqlite3_column_count(stmt), n = 0, rc;
    int *shown = calloc((size_t)all + 1, sizeof *shown);
    for (int i = 0; i < all && shown; i++)
        if (!is_internal(stmt, i)) shown[n++] = i;
    onex_result *r = shown ? onex_result_new(n) : NULL;
    onex_status status = r && name_columns(r, stmt, shown, n) ? ONEX_OK : onex_no_memory(err);
    while (!status && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        onex_datum d;
        for (int i = 0; i < n && !status; i++) {
            if (fetch(stmt, shown[i], &d))
                onex_result_put(r, &d);
            else
                status = onex_no_memory(err);
        }
        if (!status) status = onex_result_end_row(r, err);
    }
    if (!status && rc != SQLITE_DONE) status = no_query(store, rc, err);
    if (!status) status = onex_result_rewind(r, err);
    free(shown);
    if (status)
        onex_result_close(r);
    else
        *out = r;
    return status;
}

onex_status onex_query_sql(onex_result **out, onex_store *store, const char *sql, const onex_datum *args, int nargs,
                           onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    *out = NULL;
    store->denied = false;
    store->querying = true; /* until its end, for SQLite may prepare it again */
    onex_status status = prepare(&stmt, store, sql, err);
    if (!status) status = bind(stmt, store, args, nargs, err);
    if (!status) status = gather(out, store, stmt, err);
    sqlite3_finalize(stmt);
    store->querying = store->denied = false;
    return status;
}

/* ---- rows of a table ---- */

static onex_status run(onex_result **out, onex_store *store, const onex_buffer *sql, const onex_cell *args, int nargs,
                       onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    *out = NULL;
    if (sql->failed) return onex_no_memory(err);
    onex_status status = ONEX_OK;
    if (sqlite3_prepare_v2(store->db, sql->data, -1, &stmt, NULL) != SQLITE_OK)
        return onex_store_fail(store, err, NULL);
    int rc = SQLITE_OK;
    for (int i = 0; i < nargs && rc == SQLITE_OK; i++) rc = onex_sql_bind_cell(stmt, i + 1, &args[i]);
    status = rc == SQLITE_OK ? gather(out, store, stmt, err) : onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_query_keys(onex_result **out, onex_store *store, const onex_entity *entity, const onex_filter *filters,
                            int nfilters, onex_error *err) {
    onex_buffer sql = {0};
    onex_cell args[16];
    int nargs = 0;
    *out = NULL;
    for (int i = 0; i < entity->ncolumns; i++)
        if (entity->columns[i].key)
            onex_buffer_printf(&sql, "%s%s", sql.len ? ", " : "SELECT ", entity->columns[i].name);
    onex_buffer_printf(&sql, " FROM %s", entity->name);
    for (int i = 0; i < nfilters && nargs < 16; i++) {
        onex_buffer_printf(&sql, "%s%s IS ?%d", i ? " AND " : " WHERE ", entity->columns[filters[i].column].name,
                           nargs + 1);
        args[nargs++] = filters[i].value;
    }
    onex_sql_key_order(&sql, entity);
    onex_status status = run(out, store, &sql, args, nargs, err);
    onex_buffer_clear(&sql);
    return status;
}

static bool has(const onex_entity *entity, const char *column) {
    return onex_entity_column(entity, column) >= 0;
}

/* The condition under which a row belongs to the subject ?1; NULL: rows of the table never do. */
static const char *condition(const onex_entity *e, onex_subject kind) {
    static const char *const by_exam[] = {
        [ONEX_COLLEGE] = "exam IN (SELECT x.code FROM exam x JOIN pilot p ON p.code = x.pilot WHERE p.college = ?1)",
        [ONEX_PILOT] = "exam IN (SELECT code FROM exam WHERE pilot = ?1)",
        [ONEX_EXAM] = "exam = ?1",
    };
    static const char *const by_award[] = {
        [ONEX_COLLEGE] = "award IN (SELECT a.certificate_no FROM award a JOIN exam x ON x.code = a.exam "
                         "JOIN pilot p ON p.code = x.pilot WHERE p.college = ?1)",
        [ONEX_PILOT] =
            "award IN (SELECT a.certificate_no FROM award a JOIN exam x ON x.code = a.exam WHERE x.pilot = ?1)",
        [ONEX_EXAM] = "award IN (SELECT certificate_no FROM award WHERE exam = ?1)",
    };
    if (has(e, "subject_kind")) return "subject_kind = ?2 AND subject = ?1";
    if (kind == ONEX_SCHOOL) return "?1 IS NOT NULL";
    if (strcmp(e->name, onex_subject_code(kind)) == 0) {
        if (kind == ONEX_REGISTRATION) return "pilot || '/' || person || '/' || level = ?1";
        return "code = ?1";
    }
    if (kind == ONEX_COLLEGE && has(e, "college")) return "college = ?1";
    if (kind == ONEX_COLLEGE && has(e, "pilot")) return "pilot IN (SELECT code FROM pilot WHERE college = ?1)";
    if (kind == ONEX_PILOT && has(e, "pilot")) return "pilot = ?1";
    if (kind <= ONEX_EXAM && has(e, "exam")) return by_exam[kind];
    if (kind <= ONEX_EXAM && has(e, "award")) return by_award[kind];
    return NULL;
}

bool onex_query_reaches(const onex_entity *entity, onex_subject kind) {
    return condition(entity, kind) != NULL;
}

onex_status onex_query_about(onex_result **out, onex_store *store, const onex_entity *entity, onex_subject kind,
                             const char *code, onex_error *err) {
    const char *where = condition(entity, kind), *word = onex_subject_code(kind);
    onex_cell args[] = {onex_cell_text(code, strlen(code)), onex_cell_text(word, strlen(word))};
    onex_buffer sql = {0};
    *out = NULL;
    if (!where)
        return onex_fail(err, ONEX_E_NOT_FOUND, onex_tr("table '%s' has no rows of a %s", "表“%s”没有属于%s的行"),
                         entity->name, onex_lang_get() == ONEX_LANG_ZH ? onex_subject_title(kind) : word);
    onex_buffer_text(&sql, "SELECT ");
    onex_sql_columns(&sql, entity);
    onex_buffer_printf(&sql, " FROM %s WHERE %s", entity->name, where);
    onex_sql_key_order(&sql, entity);
    onex_status status = run(out, store, &sql, args, strstr(where, "?2") ? 2 : 1, err);
    onex_buffer_clear(&sql);
    return status;
}
