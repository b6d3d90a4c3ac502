/* Waivers (情况说明) in force on the day: the latest one granted for a subject and a rule, unless it has ended. */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/internal.h"

static const char waivers_sql[] =
    "SELECT w.subject_kind || ' ' || w.subject || ' ' || w.rule FROM waiver AS w WHERE w.granted_on <= ?1"
    " AND (w.until_on IS NULL OR w.until_on > ?1) AND NOT EXISTS (SELECT 1 FROM waiver AS later WHERE later.subject_kind = w.subject_kind"
    " AND later.subject = w.subject AND later.rule = w.rule AND later.granted_on <= ?1 AND later.decision > w.decision)"
    " ORDER BY 1";

onex_status onex_waivers_load(onex_world *world, onex_error *err) {
    sqlite3_stmt *stmt;
    char day[ONEX_DAY_TEXT];
    int rc, cap = 0;
    if (sqlite3_prepare_v2(onex_store_db(world->store), waivers_sql, -1, &stmt, NULL) != SQLITE_OK)
        return onex_store_fail(world->store, err, "waiver");
    sqlite3_bind_text(stmt, 1, onex_day_text(world->options.day, day), -1, SQLITE_STATIC);
    onex_status status = ONEX_OK;
    while (!status && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
        if (world->nwaivers == cap) {
            cap = cap ? cap * 2 : 16;
            const char **more = realloc(world->waivers, (size_t)cap * sizeof *more);
            if (more) world->waivers = more;
            if (!more) status = onex_no_memory(err);
        }
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        const char *copy = status || !text ? NULL : onex_arena_text(&world->arena, text, strlen(text));
        if (!copy) status = onex_no_memory(err);
        if (copy) world->waivers[world->nwaivers++] = copy;
    }
    sqlite3_finalize(stmt);
    return status ? status : rc == SQLITE_DONE ? ONEX_OK : onex_store_fail(world->store, err, "waiver");
}

static int by_text(const void *a, const void *b) { return strcmp(*(const char *const *)a, *(const char *const *)b); }

bool onex_view_waived(const onex_view *view, const char *rule) {
    char key[4096];
    const char *wanted = key;
    if (!view->world->nwaivers) return false;
    size_t room = strlen(view->code) + strlen(rule) + 32;
    if (room > sizeof key) return false;
    strcat(strcat(strcat(strcat(strcpy(key, onex_subject_code(view->kind)), " "), view->code), " "), rule);
    return bsearch(&wanted, view->world->waivers, (size_t)view->world->nwaivers, sizeof *view->world->waivers, by_text) != NULL;
}

/* ---- told as a sentence ---- */

static const char last_sql[] =
    "SELECT granted_on, granted_by, document, reason, until_on, until_on IS NOT NULL AND until_on <= ?4 FROM waiver"
    " WHERE subject_kind = ?1 AND subject = ?2 AND rule = ?3 AND granted_on <= ?4 ORDER BY decision DESC LIMIT 1";

/* False: memory is gone. */
static bool tell_waiver(sqlite3_stmt *stmt, onex_record_fn fn, void *ctx) {
    char text[4096];
    const char *cells[5];
    for (int i = 0; i < 5; i++) {
        cells[i] = (const char *)sqlite3_column_text(stmt, i);
        if (!cells[i] && sqlite3_column_type(stmt, i) != SQLITE_NULL) return false;
        if (!cells[i] && i < 4) cells[i] = "";
    }
    const char *by = cells[1];
    if (onex_lang_get() == ONEX_LANG_ZH) by = !strcmp(by, "academic_affairs") ? "教务处" : !strcmp(by, "leading_group") ? "领导小组" : by;
    int len = snprintf(text, sizeof text, onex_tr("waiver of %s by %s (%s): %s", "%s %s准予的情况说明（%s）：%s"), cells[0], by, cells[2], cells[3]);
    if (cells[4] && len > 0 && len < (int)sizeof text)
        snprintf(text + len, sizeof text - (size_t)len,
                 sqlite3_column_int(stmt, 5) ? onex_tr("; ended on %s, excuses no longer", "；已于 %s 到期，不再有效") : onex_tr("; until %s", "；至 %s 止"), cells[4]);
    fn(ctx, text);
    return true;
}

void onex_view_waiver_record(const onex_view *view, const char *rule, onex_record_fn fn, void *ctx) {
    sqlite3_stmt *stmt = NULL;
    char day[ONEX_DAY_TEXT];
    onex_world *world = view->world;
    if (!world->store || world->status) return;
    if (sqlite3_prepare_v2(onex_store_db(world->store), last_sql, -1, &stmt, NULL) != SQLITE_OK) {
        world->status = onex_store_fail(world->store, &world->error, "waiver");
        return;
    }
    const char *const texts[] = {onex_subject_code(view->kind), view->code, rule, onex_day_text(world->options.day, day)};
    int rc = SQLITE_OK;
    for (int i = 0; i < 4 && rc == SQLITE_OK; i++) rc = sqlite3_bind_text(stmt, i + 1, texts[i], -1, SQLITE_STATIC);
    if (rc == SQLITE_OK) rc = sqlite3_step(stmt);
    if (rc == SQLITE_ROW && !tell_waiver(stmt, fn, ctx))
        world->status = onex_no_memory(&world->error);
    else if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        world->status = onex_store_fail(world->store, &world->error, "waiver");
    sqlite3_finalize(stmt);
}
