/* Duties that are asked for by SQL: what the statement of a duty gives, row by row. Who owes it, and whether it is
 * shown, is left to the engine. */
#ifndef ONEX_FACTS_DUTYSQL_H
#define ONEX_FACTS_DUTYSQL_H

#include "facts/world.h"

typedef struct onex_duty_sql onex_duty_sql;

typedef struct onex_duty_row {
    const char *code; /* of the subject */
    const char *what; /* "" where the statement gives NULL */
    onex_day due;     /* ONEX_DAY_NONE: NULL */
    bool done;
} onex_duty_row;

typedef onex_status (*onex_duty_row_fn)(void *ctx, const onex_duty_row *row, onex_error *err);

/* Makes temp.report_period, empty, for a world opened with `duties`. `_close`: NULL is fine; before the world's. */
onex_status onex_duty_sql_open(onex_duty_sql **out, onex_world *world, onex_error *err);
void onex_duty_sql_close(onex_duty_sql *sql);
/* Adds the report periods of a pilot, while onex_world_each shows it. */
onex_status onex_duty_sql_pilot(onex_duty_sql *sql, onex_view *pilot, onex_error *err);
/* Runs the statement of a duty over temp.asked (filled for its kind of subject) and temp.report_period; not while
 * pilots are shown. RULE, with the duty's place, when the statement does more than read, has other than four columns
 * (code, what, due, done), gives no code, or a due that is no date. */
onex_status onex_duty_sql_run(onex_duty_sql *sql, int duty, onex_duty_row_fn fn, void *ctx, onex_error *err);

#endif
