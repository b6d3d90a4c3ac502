/* Leads of pilots in office. */
#include "store/lead.h"

#include "store/handle.h"

static const char leads_sql[] = "SELECT l.pilot, l.person, p.name FROM pilot_lead AS l JOIN person AS p"
                                " ON p.code = l.person WHERE l.from_on <= ?1 AND (l.to_on IS NULL OR l.to_on > ?1)"
                                " GROUP BY l.pilot, l.person ORDER BY l.pilot, min(l.from_on), l.person";

onex_status onex_lead_each(onex_store *store, onex_day day, onex_lead_fn fn, void *ctx, onex_error *err) {
    sqlite3_stmt *stmt;
    char text[ONEX_DAY_TEXT];
    int rc = SQLITE_ROW;
    onex_status status = onex_sql_prepare(store, &stmt, leads_sql, err);
    if (status) return status;
    sqlite3_bind_text(stmt, 1, onex_day_text(day, text), -1, SQLITE_STATIC);
    while (!status && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        onex_lead lead = {.pilot = (const char *)sqlite3_column_text(stmt, 0),
                          .person = (const char *)sqlite3_column_text(stmt, 1),
                          .name = (const char *)sqlite3_column_text(stmt, 2)};
        status = lead.pilot && lead.person && lead.name ? fn(ctx, &lead, err) : onex_no_memory(err);
    }
    if (!status && rc != SQLITE_DONE) status = onex_store_fail(store, err, "pilot_lead");
    sqlite3_finalize(stmt);
    return status;
}
