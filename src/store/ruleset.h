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

/* The stored set whose hash begins with `prefix` (lower-case hex); *count: how many do, 0: none; with several `hash` is
 * the first. */
onex_status onex_ruleset_find(onex_store *store, const char *prefix, char hash[ONEX_SHA256_TEXT], int *count,
                              onex_error *err);

/* One act of putting a set in force. */
typedef struct onex_publication {
    int64_t number, event; /* number 0: there is none such */
    char ruleset[ONEX_SHA256_TEXT];
    char *actor, *document, *impact; /* malloc'd where read; document and impact (a token) may be NULL */
} onex_publication;
void onex_publication_clear(onex_publication *publication); /* frees what _last read */

/* The publication in force (`back` 0) or the one that many before it. */
onex_status onex_publication_last(onex_store *store, int back, onex_publication *out, onex_error *err);
/* Puts publication->ruleset (stored before) in force inside the open transaction; the number is made here. */
onex_status onex_publication_add(onex_store *store, const onex_publication *publication, onex_error *err);

#endif
