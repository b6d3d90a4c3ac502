/* Rule sets as they were used: content-addressed, stored once with the texts of all their files. */
#ifndef ONEX_STORE_RULESET_H
#define ONEX_STORE_RULESET_H

#include <stddef.h>

#include "store/store.h"

typedef struct onex_ruleset_file {
    const char *path; /* inside the rules folder */
    const char *text; /* its bytes */
    size_t len;
} onex_ruleset_file;

/* Stores the set `hash` for the event at hand (onex_event_next), inside the open transaction; a set that is there is
 * left as it is. */
onex_status onex_ruleset_store(onex_store *store, const char *hash, const onex_ruleset_file *files, int nfiles,
                               int64_t event, onex_error *err);

/* Calls fn for each file of a stored set, in the order of paths; NOT_FOUND when there is no such set. What fn returns
 * other than ONEX_OK ends the walk and is given back. The file's texts live until fn returns. */
typedef onex_status (*onex_ruleset_file_fn)(void *ctx, const onex_ruleset_file *file, onex_error *err);
onex_status onex_ruleset_each_file(onex_store *store, const char *hash, onex_ruleset_file_fn fn, void *ctx,
                                   onex_error *err);

#endif
