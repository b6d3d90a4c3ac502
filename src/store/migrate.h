/* The numbered steps from an empty database to today's schema. */
#ifndef ONEX_STORE_MIGRATE_H
#define ONEX_STORE_MIGRATE_H

#include "base/error.h"
#include "store/store.h"

typedef struct onex_migration {
    int version; /* 1, 2, 3, ...: user_version after it */
    const char *name, *sql;
} onex_migration;

/* The program's own, from db/migrations, and how many. */
extern const onex_migration onex_migrations[];
extern const int onex_nmigrations;

#define ONEX_APPLICATION_ID 0x4F4E4558 /* "ONEX" */

/* Runs the steps behind version `from` inside the open transaction; application_id and user_version move with them. */
onex_status onex_migrate(onex_store *store, const onex_migration *steps, int nsteps, int from, onex_error *err);

/* onex_store_open with other steps than the program's own: how a test has an older or newer program. */
onex_status onex_store_open_at(onex_store **out, const char *path, onex_store_mode mode, const onex_migration *steps,
                               int nsteps, char **notice, onex_error *err);

#endif
