/* What SQLite itself can say of a database's health. What the program knows of it is left to the engine. */
#ifndef ONEX_STORE_HEALTH_H
#define ONEX_STORE_HEALTH_H

#include "store/store.h"

typedef void (*onex_health_fn)(void *ctx, const char *text);

/* Calls fn for each thing that is wrong with pages, indexes or rows (100 at most); nothing: all is well. */
onex_status onex_health_integrity(onex_store *store, onex_health_fn fn, void *ctx, onex_error *err);
/* Calls fn with the name of a table for each of its rows that refers to one that is not there. */
onex_status onex_health_references(onex_store *store, onex_health_fn fn, void *ctx, onex_error *err);

typedef struct onex_health_settings {
    char journal[16];    /* "truncate" where the program opened it to write */
    int64_t synchronous; /* 2: full */
    bool foreign_keys;
    int64_t version; /* of the schema */
} onex_health_settings;
/* As they are set on the open database. */
onex_status onex_health_settings_read(onex_health_settings *out, onex_store *store, onex_error *err);

#endif
