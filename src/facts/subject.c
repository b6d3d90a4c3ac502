/* Looking up subjects by code, one statement a kind. */
#include "facts/subject.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* Gives the pilot (or the college's own code) of the subject ?1; for a registration ?1 ?2 ?3. */
static const char *const lookup_sql[ONEX_SUBJECTS] = {
    [ONEX_COLLEGE] = "SELECT code FROM college WHERE code = ?1",
    [ONEX_PILOT] = "SELECT code FROM pilot WHERE code = ?1",
    [ONEX_EXAM] = "SELECT pilot FROM exam WHERE code = ?1",
    [ONEX_EXPENSE] = "SELECT pilot FROM expense WHERE code = ?1",
    [ONEX_REGISTRATION] = "SELECT pilot FROM registration WHERE pilot = ?1 AND person = ?2 AND level = ?3",
};

/* Binds the parts of pilot/person/level; false when there are not three. */
static bool bind_registration(sqlite3_stmt *stmt, const char *code) {
    const char *first = strchr(code, '/'), *second = first ? strchr(first + 1, '/') : NULL;
    if (!second || strchr(second + 1, '/')) return false;
    sqlite3_bind_text(stmt, 1, code, (int)(first - code), SQLITE_STATIC);
    sqlite3_bind_text(stmt, 2, first + 1, (int)(second - first - 1), SQLITE_STATIC);
    sqlite3_bind_text(stmt, 3, second + 1, -1, SQLITE_STATIC);
    return true;
}

/* *owner: malloc'd first column, NULL when there is no such row. */
static onex_status find_owner(onex_store *store, const char *sql, const char *code, char **owner, onex_error *err) {
    sqlite3_stmt *stmt = NULL;
    *owner = NULL;
    if (sqlite3_prepare_v2(onex_store_db(store), sql, -1, &stmt, NULL) != SQLITE_OK)
        return onex_store_fail(store, err, code);
    bool three = sqlite3_bind_parameter_count(stmt) == 3, bound = !three || bind_registration(stmt, code);
    if (!three) sqlite3_bind_text(stmt, 1, code, -1, SQLITE_STATIC);
    int rc = bound ? sqlite3_step(stmt) : SQLITE_DONE;
    onex_status status = ONEX_OK;
    if (rc == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(stmt, 0);
        bool blank = sqlite3_column_type(stmt, 0) == SQLITE_NULL;
        *owner = text || blank ? strdup(text ? text : "") : NULL;
        if (!*owner) status = onex_no_memory(err);
    } else if (rc != SQLITE_DONE) {
        status = onex_store_fail(store, err, code);
    }
    sqlite3_finalize(stmt);
    return status;
}

/* The pilot (or the college itself) of a subject; NULL when there is no such subject. */
static onex_status find(onex_store *store, onex_subject kind, const char *code, char **owner, onex_error *err) {
    return find_owner(store, lookup_sql[kind], code, owner, err);
}

onex_status onex_subject_exists(onex_store *store, onex_subject kind, const char *code, bool *exists, onex_error *err) {
    char *owner = NULL;
    *exists = kind == ONEX_SCHOOL && strcmp(code, "school") == 0;
    if (kind == ONEX_SCHOOL) return ONEX_OK;
    onex_status status = find(store, kind, code, &owner, err);
    *exists = owner != NULL;
    free(owner);
    return status;
}

onex_status onex_subject_lookup(onex_store *store, const char *code, bool kinds[ONEX_SUBJECTS], int *count,
                                onex_error *err) {
    *count = 0;
    kinds[ONEX_SCHOOL] = strcmp(code, "school") == 0;
    if (kinds[ONEX_SCHOOL]) ++*count;
    for (onex_subject k = ONEX_COLLEGE; k < ONEX_SUBJECTS; k++) {
        char *owner;
        onex_status status = find(store, k, code, &owner, err);
        if (status) return status;
        kinds[k] = owner != NULL;
        if (owner) ++*count;
        free(owner);
    }
    return ONEX_OK;
}

onex_status onex_subject_pilot(onex_store *store, onex_subject kind, const char *code, char **pilot, onex_error *err) {
    *pilot = NULL;
    return kind < ONEX_PILOT ? ONEX_OK : find(store, kind, code, pilot, err);
}

onex_status onex_subject_college(onex_store *store, onex_subject kind, const char *code, char **college,
                                 onex_error *err) {
    *college = NULL;
    if (kind == ONEX_SCHOOL) return ONEX_OK;
    if (kind == ONEX_COLLEGE) return find(store, kind, code, college, err);
    char *pilot = NULL;
    onex_status status = find(store, kind, code, &pilot, err);
    if (!status && pilot) status = find_owner(store, "SELECT college FROM pilot WHERE code = ?1", pilot, college, err);
    free(pilot);
    return status;
}
