/* Distinct dates of columns within some days. */
#include "store/dates.h"

#include <string.h>

#include "store/handle.h"

static void mark(bool *days, int ndays, int at) {
    if (at >= 0 && at < ndays) days[at] = true;
}

static onex_status dates_of(onex_store *store, const char *table, const char *column, onex_day first, int ndays,
                            bool *days, onex_error *err) {
    onex_buffer sql = {0};
    sqlite3_stmt *stmt = NULL;
    char from[ONEX_DAY_TEXT], to[ONEX_DAY_TEXT];
    int rc = SQLITE_ROW;
    onex_buffer_printf(&sql, "SELECT DISTINCT \"%s\" FROM \"%s\" WHERE \"%s\" BETWEEN ?1 AND ?2", column, table,
                       column);
    onex_status status = sql.failed ? onex_no_memory(err) : onex_sql_prepare(store, &stmt, sql.data, err);
    onex_buffer_clear(&sql);
    if (status) return status;
    sqlite3_bind_text(stmt, 1, onex_day_text(first - 1, from), -1, SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, onex_day_text(first + ndays - 1, to), -1, SQLITE_STATIC);
    while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        onex_day day;
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        if (!text) break;
        if (!onex_day_parse_iso(text, strlen(text), &day)) continue;
        mark(days, ndays, day - first);
        mark(days, ndays, day - first + 1);
    }
    if (rc == SQLITE_ROW)
        status = onex_no_memory(err);
    else if (rc != SQLITE_DONE)
        status = onex_store_fail(store, err, table);
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_dates_of(onex_store *store, const onex_entity *entity, onex_day first, int ndays, bool *days,
                          onex_error *err) {
    onex_status status = ONEX_OK;
    for (int i = 0; i < entity->ncolumns && !status; i++)
        if (entity->columns[i].type == ONEX_COL_DATE)
            status = dates_of(store, entity->name, entity->columns[i].name, first, ndays, days, err);
    return status;
}

onex_status onex_dates_of_acts(onex_store *store, onex_day first, int ndays, bool *days, onex_error *err) {
    onex_status status = dates_of(store, "decision", "decided_on", first, ndays, days, err);
    if (!status) status = dates_of(store, "waiver", "granted_on", first, ndays, days, err);
    if (!status) status = dates_of(store, "waiver", "until_on", first, ndays, days, err);
    return status;
}
