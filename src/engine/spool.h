/* Keeps rows of child subjects, which come in the order of their pilots, until they go out in the order of their codes.
 * Beyond a few megabytes they wait in a temporary file. */
#ifndef ONEX_ENGINE_SPOOL_H
#define ONEX_ENGINE_SPOOL_H

#include "engine/check.h"

typedef struct onex_spool onex_spool;

/* A spool for subjects of one kind; NULL when memory is gone. `_free`: NULL is fine. */
onex_spool *onex_spool_new(onex_subject kind);
void onex_spool_free(onex_spool *spool);
/* The next rows are of this subject; `college` must live as long as the spool. */
onex_status onex_spool_subject(onex_spool *spool, const char *code, const char *college, onex_error *err);
/* Texts that the row points at (missing, error, param, origin) must live as long as the spool. */
onex_status onex_spool_put(onex_spool *spool, const onex_check_row *row, onex_error *err);
/* All rows, by code. */
onex_status onex_spool_give(onex_spool *spool, onex_check_fn fn, void *ctx, onex_error *err);

#endif
