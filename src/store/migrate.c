/* Runs migrations; their texts are built in from db/migrations.
 * When to run them, and what is saved before, is left to the opening of the store. */
#include "store/migrate.h"

#include <stdio.h>

#include "migrations.h"
#include "store/handle.h"

const int onex_nmigrations = sizeof onex_migrations / sizeof onex_migrations[0];

onex_status onex_migrate(onex_store *store, const onex_migration *steps, int nsteps, int from, onex_error *err) {
    char pragmas[96];
    for (int i = 0; i < nsteps; i++) {
        if (steps[i].version <= from) continue;
        onex_status status = onex_sql_run(store, steps[i].sql, err);
        if (status) return onex_wrap(err, onex_tr("step '%s' of the schema", "数据库结构步骤“%s”"), steps[i].name);
        snprintf(pragmas, sizeof pragmas, "PRAGMA application_id = %d; PRAGMA user_version = %d", ONEX_APPLICATION_ID,
                 steps[i].version);
        status = onex_sql_run(store, pragmas, err);
        if (status) return status;
    }
    return ONEX_OK;
}
