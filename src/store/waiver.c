/* Waivers in force, read one after the other. */
#include "store/waiver.h"

#include <string.h>

#include "store/handle.h"

static const char waivers_sql[] =
    "SELECT w.subject_kind, w.subject, w.rule, w.until_on FROM waiver AS w WHERE w.granted_on <= ?1"
    " AND (w.until_on IS NULL OR w.until_on > ?1) AND NOT EXISTS (SELECT 1 FROM waiver AS later"
    " WHERE later.subject_kind = w.subject_kind AND later.subject = w.subject AND later.rule = w.rule"
    " AND later.granted_on <= ?1 AND later.decision > w.decision) ORDER BY 1, 2, 3";

static onex_status give(sqlite3_stmt *stmt, onex_waiver_fn fn, void *ctx, onex_error *err) {
    const char *cells[4];
    for (int i = 0; i < 4; i++) cells[i] = (const char *)sqlite3_column_text(stmt, i);
    if (!cells[0] || !cells[1] || !cells[2] || (!cells[3] && sqlite3_column_type(stmt, 3) != SQLITE_NULL))
        return onex_no_memory(err);
    onex_standing_waiver waiver = {
        .kind = onex_subject_find(cells[0]), .subject = cells[1], .rule = cells[2], .until_on = ONEX_DAY_NONE};
    if (cells[3] && !onex_day_parse_iso(cells[3], strlen(cells[3]), &waiver.until_on)) return ONEX_OK;
    return waiver.kind == ONEX_SUBJECTS ? ONEX_OK : fn(ctx, &waiver, err);
}

onex_status onex_waiver_each(onex_store *store, onex_day day, onex_waiver_fn fn, void *ctx, onex_error *err) {
    sqlite3_stmt *stmt;
    char text[ONEX_DAY_TEXT];
    int rc = SQLITE_ROW;
    onex_status status = onex_sql_prepare(store, &stmt, waivers_sql, err);
    if (status) return status;
    sqlite3_bind_text(stmt, 1, onex_day_text(day, text), -1, SQLITE_STATIC);
    while (!status && (rc = sqlite3_step(stmt)) == SQLITE_ROW) status = give(stmt, fn, ctx, err);
    if (!status && rc != SQLITE_DONE) status = onex_store_fail(store, err, "waiver");
    sqlite3_finalize(stmt);
    return status;
}
