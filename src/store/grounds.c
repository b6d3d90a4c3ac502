/* Reading what was decided on. Whether it would be so again is left to the engine. */
#include "store/grounds.h"

#include "store/handle.h"

onex_status onex_grounds_each(onex_store *store, int64_t decision, onex_ground_fn fn, void *ctx, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status =
        onex_sql_prepare(store, &stmt,
                         "WITH rows (value) AS ("
                         " SELECT r.value FROM decision, json_each(grounds) AS part, json_each(part.value) AS r"
                         "  WHERE number = ?1 AND part.key IN ('needs', 'forbids', 'rests_on')"
                         " UNION ALL SELECT part.value FROM decision, json_each(grounds) AS part"
                         "  WHERE number = ?1 AND part.key = 'row')"
                         " SELECT DISTINCT json_extract(value, '$.subject'), json_extract(value, '$.code'),"
                         " json_extract(value, '$.rule'), json_extract(value, '$.verdict') FROM rows ORDER BY 1, 2, 3",
                         err);
    if (status) return status;
    sqlite3_bind_int64(stmt, 1, decision);
    int rc = SQLITE_DONE;
    while (!status && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        const char *kind;
        onex_ground ground;
        if (!onex_sql_text(stmt, 0, &kind) || !onex_sql_text(stmt, 1, &ground.subject) ||
            !onex_sql_text(stmt, 2, &ground.rule) || !onex_sql_text(stmt, 3, &ground.verdict)) {
            status = onex_no_memory(err);
            break;
        }
        ground.kind = kind ? onex_subject_find(kind) : ONEX_SUBJECTS;
        if (ground.kind != ONEX_SUBJECTS && ground.subject && ground.rule && ground.verdict)
            status = fn(ctx, &ground, err);
        else
            status = onex_fail(err, ONEX_E_DATA,
                               onex_tr("the grounds of decision %lld are damaged; onex log verify tells where",
                                       "决定 %lld 的依据已损坏；onex log verify 指出位置"),
                               (long long)decision);
    }
    if (!status && rc != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}

onex_status onex_replayable_each(onex_store *store, onex_recorded_fn fn, void *ctx, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    onex_status status =
        onex_sql_prepare(store, &stmt,
                         "SELECT 1, number, event, after_event FROM run"
                         " UNION ALL SELECT 0, number, event, after_event FROM decision ORDER BY 3, 1, 2",
                         err);
    if (status) return status;
    int rc = SQLITE_DONE;
    while (!status && (rc = sqlite3_step(stmt)) == SQLITE_ROW)
        status = fn(ctx, sqlite3_column_int(stmt, 0) == 1, sqlite3_column_int64(stmt, 1), sqlite3_column_int64(stmt, 2),
                    sqlite3_column_int64(stmt, 3), err);
    if (!status && rc != SQLITE_DONE) status = onex_store_fail(store, err, NULL);
    sqlite3_finalize(stmt);
    return status;
}
