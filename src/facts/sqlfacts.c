/* SQL facts: runs a `facts` block once for all subjects of its kind. The statement reads the temporary table `asked` (code,
 * college, day, and each param and reading in force) and gives one row for each of its rows, in its order. */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "facts/internal.h"

static onex_status run(onex_store *store, const char *sql, onex_error *err) {
    return sqlite3_exec(onex_store_db(store), sql, NULL, NULL, NULL) == SQLITE_OK ? ONEX_OK : onex_store_fail(store, err, "asked");
}

static const char *subjects_sql(onex_subject kind) {
    switch (kind) {
    case ONEX_COLLEGE: return "SELECT code, code AS college, NULL AS own FROM college ORDER BY code";
    case ONEX_PILOT: return "SELECT code, college, NULL FROM pilot ORDER BY code";
    case ONEX_EXAM: return "SELECT e.code, p.college, e.held_on FROM exam e JOIN pilot p ON p.code = e.pilot WHERE e.held_on <= ?1 ORDER BY e.code";
    case ONEX_EXPENSE: return "SELECT e.code, p.college, e.spent_on FROM expense e JOIN pilot p ON p.code = e.pilot WHERE e.spent_on <= ?1 ORDER BY e.code";
    case ONEX_REGISTRATION:
        return "SELECT r.pilot || '/' || r.person || '/' || r.level, p.college, NULL FROM registration r JOIN pilot p ON p.code = r.pilot ORDER BY 1";
    default: return "SELECT 'school', NULL, NULL";
    }
}

int onex_sql_bind_value(sqlite3_stmt *stmt, int at, onex_value v) {
    char day[ONEX_DAY_TEXT];
    if (v.kind == ONEX_V_DATE)
        return sqlite3_bind_text(stmt, at, onex_day_text((onex_day)v.n, day), -1, SQLITE_TRANSIENT);
    if (v.kind == ONEX_V_TEXT) return sqlite3_bind_text(stmt, at, v.text->raw, -1, SQLITE_TRANSIENT);
    if (onex_v_known(v) && v.d == 1) return sqlite3_bind_int64(stmt, at, v.n);
    return sqlite3_bind_null(stmt, at);
}

/* One row of `asked`: code, college, day, then what is in force on the subject's own day. */
static onex_status ask(onex_world *w, sqlite3_stmt *insert, onex_view *view, onex_day day, onex_error *err) {
    const onex_program *p = w->program;
    char text[ONEX_DAY_TEXT];
    int at = 1, rc = SQLITE_OK;
    sqlite3_bind_text(insert, at++, view->code, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, at++, view->college, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, at++, onex_day_text(day, text), -1, SQLITE_STATIC);
    for (int i = 0; i < p->nparams && rc == SQLITE_OK; i++)
        if (!p->params[i].type.share && !p->params[i].decl.college) rc = onex_sql_bind_value(insert, at++, onex_view_param(view, i));
    for (int i = 0; i < p->nreadings; i++) sqlite3_bind_text(insert, at++, p->readings[i].keys[onex_view_option(view, i)], -1, SQLITE_STATIC);
    if (rc == SQLITE_OK) rc = sqlite3_step(insert);
    sqlite3_reset(insert);
    return rc == SQLITE_DONE ? ONEX_OK : onex_store_fail(w->store, err, "asked");
}

static void asked_columns(const onex_program *p, onex_buffer *create, onex_buffer *insert) {
    onex_buffer_text(create, "CREATE TEMP TABLE asked (code TEXT, college TEXT, day TEXT");
    onex_buffer_text(insert, "INSERT INTO temp.asked VALUES (?,?,?");
    for (int i = 0; i < p->nparams; i++) {
        if (p->params[i].type.share || p->params[i].decl.college) continue;
        onex_buffer_printf(create, ", \"%s\"", p->params[i].decl.name);
        onex_buffer_text(insert, ",?");
    }
    for (int i = 0; i < p->nreadings; i++) {
        onex_buffer_printf(create, ", \"%s\" TEXT", p->readings[i].decl.name);
        onex_buffer_text(insert, ",?");
    }
    onex_buffer_text(create, ")");
    onex_buffer_text(insert, ")");
}

static onex_status fill_rows(onex_world *w, onex_subject kind, sqlite3_stmt *from, sqlite3_stmt *insert, onex_error *err) {
    char day[ONEX_DAY_TEXT];
    int rc;
    if (sqlite3_bind_parameter_count(from)) sqlite3_bind_text(from, 1, onex_day_text(w->options.day, day), -1, SQLITE_STATIC);
    while ((rc = sqlite3_step(from)) == SQLITE_ROW) {
        onex_world_forget_pilot(w);
        const char *code = (const char *)sqlite3_column_text(from, 0), *college = (const char *)sqlite3_column_text(from, 1);
        const char *own = (const char *)sqlite3_column_text(from, 2);
        bool read = code && (college || sqlite3_column_type(from, 1) == SQLITE_NULL) && (own || sqlite3_column_type(from, 2) == SQLITE_NULL);
        onex_view *view = read ? onex_view_new(w, &w->pilot_arena, kind, code, college, NULL) : NULL;
        if (!view) return onex_no_memory(err);
        if (own) onex_day_parse_iso(own, strlen(own), &view->own_day);
        onex_status status = ask(w, insert, view, view->own_day, err);
        if (status) return status;
    }
    return rc == SQLITE_DONE ? ONEX_OK : onex_store_fail(w->store, err, "asked");
}

/* Fills temp.asked for one kind of subject. */
onex_status onex_sql_asked(onex_world *w, onex_subject kind, onex_error *err) {
    onex_buffer create = {0}, insert_sql = {0};
    asked_columns(w->program, &create, &insert_sql);
    onex_status status = create.failed || insert_sql.failed ? onex_no_memory(err) : run(w->store, "DROP TABLE IF EXISTS temp.asked", err);
    if (!status) status = run(w->store, create.data, err);
    sqlite3_stmt *from = NULL, *insert = NULL;
    if (!status && (sqlite3_prepare_v2(onex_store_db(w->store), subjects_sql(kind), -1, &from, NULL) != SQLITE_OK ||
                    sqlite3_prepare_v2(onex_store_db(w->store), insert_sql.data, -1, &insert, NULL) != SQLITE_OK))
        status = onex_store_fail(w->store, err, "asked");
    if (!status) status = fill_rows(w, kind, from, insert, err);
    sqlite3_finalize(from);
    sqlite3_finalize(insert);
    onex_buffer_clear(&create);
    onex_buffer_clear(&insert_sql);
    return status;
}

static onex_value column_of(onex_world *w, sqlite3_stmt *stmt, int at, onex_type type) {
    if (sqlite3_column_type(stmt, at) == SQLITE_NULL) return onex_v_unknown();
    bool whole = sqlite3_column_type(stmt, at) == SQLITE_INTEGER;
    int64_t n = sqlite3_column_int64(stmt, at);
    if (type.kind == ONEX_T_BOOL) {
        if (whole && (n == 0 || n == 1)) return onex_v_bool(n != 0);
        return onex_v_error(onex_tr("the SQL of the fact gave neither 0 nor 1", "该事实的 SQL 给出的既不是 0 也不是 1"));
    }
    if (type.kind == ONEX_T_NUMBER) {
        if (whole) return onex_v_int(n);
        return onex_v_error(onex_tr("the SQL of the fact gave no whole number", "该事实的 SQL 没有给出整数"));
    }
    const char *text = (const char *)sqlite3_column_text(stmt, at);
    if (!text) w->status = onex_no_memory(&w->error);
    return text ? onex_value_of_text(&w->arena, w->texts, type, text) : onex_v_unknown();
}

static onex_status rule_error(const onex_facts_block *block, onex_error *err, const char *what) {
    return onex_fail(err, ONEX_E_RULE, "%s:%d:%d: %s", block->at.file ? block->at.file : "", block->at.line, block->at.column, what);
}

/* What SQLite says: that the statement is wrong, which its author must hear, or that memory, disk or database are. */
static onex_status sql_error(const onex_world *w, const onex_facts_block *block, onex_error *err) {
    sqlite3 *db = onex_store_db(w->store);
    switch (sqlite3_errcode(db)) {
    case SQLITE_NOMEM: case SQLITE_IOERR: case SQLITE_FULL: case SQLITE_CORRUPT: case SQLITE_NOTADB: case SQLITE_BUSY: case SQLITE_CANTOPEN:
        return onex_store_fail(w->store, err, NULL);
    default: return rule_error(block, err, sqlite3_errmsg(db));
    }
}

static onex_status rows_differ(const onex_facts_block *block, onex_error *err) {
    return rule_error(block, err, onex_tr("the SQL must give one row for each row of `asked`, in its order", "SQL 须按 asked 的次序逐行给出结果"));
}

/* Keeps the row that the statement stands at. */
static onex_status keep_row(onex_world *w, int index, sqlite3_stmt *stmt, const char *code, int *cap, onex_error *err) {
    const onex_facts_block *block = &w->program->blocks[index];
    onex_sql_facts *out = &w->sql[index];
    if (out->nrows == *cap) {
        *cap = *cap ? *cap * 2 : 64;
        const char **codes = realloc(out->codes, (size_t)*cap * sizeof *codes);
        if (codes) out->codes = codes;
        onex_value *values = realloc(out->values, (size_t)*cap * (size_t)block->ncolumns * sizeof *values);
        if (values) out->values = values;
        if (!codes || !values) return onex_no_memory(err);
    }
    out->codes[out->nrows] = onex_arena_text(&w->arena, code, strlen(code));
    if (!out->codes[out->nrows]) return onex_no_memory(err);
    for (int i = 0; i < block->ncolumns; i++)
        out->values[(size_t)out->nrows * (size_t)block->ncolumns + (size_t)i] = column_of(w, stmt, i + 1, block->types[i]);
    out->nrows++;
    return ONEX_OK;
}

static onex_status run_block(onex_world *w, int index, onex_error *err) {
    const onex_facts_block *block = &w->program->blocks[index];
    sqlite3_stmt *stmt = NULL, *asked = NULL;
    sqlite3 *db = onex_store_db(w->store);
    onex_status status = ONEX_OK;
    if (sqlite3_prepare_v2(db, "SELECT code FROM temp.asked ORDER BY rowid", -1, &asked, NULL) != SQLITE_OK)
        return onex_store_fail(w->store, err, "asked");
    if (sqlite3_prepare_v2(db, block->sql, -1, &stmt, NULL) != SQLITE_OK)
        status = sql_error(w, block, err);
    else if (!stmt || !sqlite3_stmt_readonly(stmt) || sqlite3_column_count(stmt) != block->ncolumns + 1)
        status = rule_error(block, err, onex_tr("the SQL must only read and give `code` and the declared columns", "SQL 只能读取，并给出 code 与所声明的列"));
    int cap = 0;
    while (!status) {
        int more = sqlite3_step(stmt);
        if (more != SQLITE_ROW && more != SQLITE_DONE) {
            status = sql_error(w, block, err);
            break;
        }
        int wanted = sqlite3_step(asked);
        if (wanted != SQLITE_ROW && wanted != SQLITE_DONE) status = onex_store_fail(w->store, err, "asked");
        if (!status && more != wanted) status = rows_differ(block, err);
        if (status || more == SQLITE_DONE) break;
        const char *expected = (const char *)sqlite3_column_text(asked, 0), *code = (const char *)sqlite3_column_text(stmt, 0);
        if (!expected || (!code && sqlite3_column_type(stmt, 0) != SQLITE_NULL))
            status = onex_no_memory(err);
        else
            status = code && strcmp(code, expected) == 0 ? keep_row(w, index, stmt, code, &cap, err) : rows_differ(block, err);
    }
    sqlite3_finalize(stmt);
    sqlite3_finalize(asked);
    return status;
}

onex_status onex_sql_facts_run(onex_world *w, onex_error *err) {
    for (onex_subject kind = ONEX_SCHOOL; kind < ONEX_SUBJECTS; kind++) {
        bool filled = false;
        for (int i = 0; i < w->program->nblocks; i++) {
            if (w->program->blocks[i].subject != kind || !w->sql[i].used) continue;
            onex_status status = filled ? ONEX_OK : onex_sql_asked(w, kind, err);
            filled = true;
            if (!status) status = run_block(w, i, err);
            if (status) return status;
        }
    }
    return ONEX_OK;
}

void onex_sql_facts_free(onex_world *w) {
    for (int i = 0; w->sql && i < w->program->nblocks; i++) {
        free(w->sql[i].codes);
        free(w->sql[i].values);
    }
}

onex_value onex_sql_fact(onex_view *view, const onex_fact *fact) {
    const onex_sql_facts *f = &view->world->sql[fact->block];
    int low = 0, high = f->nrows;
    while (low < high) {
        int middle = (low + high) / 2, c = strcmp(f->codes[middle], view->code);
        if (c == 0) return f->values[(size_t)middle * (size_t)view->world->program->blocks[fact->block].ncolumns + (size_t)fact->block_column];
        if (c < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return onex_v_unknown();
}
