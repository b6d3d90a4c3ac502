/* Waivers (情况说明) in force on the day: the latest one granted for a subject and a rule, unless it has ended. */
#include <sqlite3.h>
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
