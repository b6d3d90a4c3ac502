/* The school's rules over a few rows in a database without constraints, and what is owed or will change as text.
 * Included after cmocka; run where the folder rules/ is. */
#ifndef ONEX_TESTS_ENGINE_DUTIES_H
#define ONEX_TESTS_ENGINE_DUTIES_H

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "engine/duty.h"
#include "engine/flip.h"
#include "rules/rules.h"
#include "rules/worker.h"
#include "store/store.h"

typedef struct desk {
    onex_store *store;
    onex_error err;
    onex_buffer told;
} desk;

static onex_rules *desk_rules; /* the school's, loaded once */

static inline onex_day on(const char *text) {
    onex_day day;
    assert_true(onex_day_parse_iso(text, strlen(text), &day));
    return day;
}

static inline void give(desk *d, const char *sql) {
    if (sqlite3_exec(onex_store_db(d->store), sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(onex_store_db(d->store)));
}

/* What is owed on a day as "duty code what due", a '!' where overdue, parted by '|'. */
static inline const char *owed_of(desk *d, onex_rules *rules, const onex_duty_query *query) {
    onex_duties duties;
    char day[ONEX_DAY_TEXT];
    assert_int_equal(onex_store_begin(d->store, &d->err), ONEX_OK);
    onex_status status = onex_duties_find(&duties, d->store, rules, query, &d->err);
    onex_store_rollback(d->store);
    if (status) fail_msg("%s", d->err.text);
    d->told.len = 0;
    onex_buffer_text(&d->told, "");
    for (int i = 0; i < duties.count; i++) {
        const onex_owed *o = &duties.items[i];
        onex_buffer_printf(&d->told, "%s%s %s %s %s%s", i ? "|" : "", o->duty, o->code, o->what,
                           o->due == ONEX_DAY_NONE ? "?" : onex_day_text(o->due, day), o->overdue ? "!" : "");
    }
    onex_duties_clear(&duties);
    return d->told.data;
}

static inline const char *owed(desk *d, const char *day) {
    return owed_of(d, desk_rules, &(onex_duty_query){.as_of = on(day), .within = -1});
}

static inline int desk_make(void **state) {
    desk *d = calloc(1, sizeof *d);
    *state = d;
    return d && onex_store_scratch(&d->store, &d->err) == ONEX_OK ? 0 : -1;
}

static inline int desk_remove(void **state) {
    desk *d = *state;
    onex_store_close(d->store);
    onex_buffer_clear(&d->told);
    free(d);
    return 0;
}

static inline int desk_load(void **state) {
    onex_problems problems = {0};
    onex_error err = {0};
    onex_rules_options options = {.dir = "rules", .worker = "/proc/self/exe"};
    (void)state;
    onex_status status = onex_rules_load(&desk_rules, &options, &problems, &err);
    if (status) print_error("%s: %s\n", err.text, problems.count ? problems.items[0].message : "");
    onex_problems_clear(&problems);
    return status ? -1 : 0;
}

static inline int desk_unload(void **state) {
    (void)state;
    onex_rules_close(desk_rules);
    return 0;
}

#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, desk_make, desk_remove)

#endif
