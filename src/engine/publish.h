/* Putting a rule set in force: what was looked at is what is adopted, or nothing is. Also going back. */
#ifndef ONEX_ENGINE_PUBLISH_H
#define ONEX_ENGINE_PUBLISH_H

#include "engine/impact.h"

typedef struct onex_publish_options {
    onex_rules *rules;    /* the set to adopt */
    onex_rules *in_force; /* the set in force; NULL: none was published */
    onex_day as_of;       /* the day of the impact */
    const char *actor;
    const char *document;                   /* NULL: none */
    const char *token;                      /* of the impact that was looked at; NULL: none given */
    bool look_only;                         /* look whether it would be refused, write nothing */
    void (*progress)(void *ctx, long rows); /* as in onex_impact_options */
    void *ctx;
} onex_publish_options;

typedef struct onex_publish_result {
    int64_t event;               /* 0: the set is in force already, nothing was recorded */
    long ways[ONEX_IMPACT_WAYS]; /* what the impact counted; zeros for the first set */
} onex_publish_result;

/* In one transaction: computes the impact on the rows as they are now, and only if it has the token given stores the
 * set, puts it in force and appends an event `publish`. The first set needs no token. REFUSED names what differs: no
 * token, another set in force, other rules, other changes. The tests of the rules are the caller's part. */
onex_status onex_publish(onex_publish_result *out, onex_store *store, const onex_publish_options *options,
                         onex_error *err);

/* The set that was in force before the present one; REFUSED when there was none. */
onex_status onex_rollback_target(onex_store *store, char hash[ONEX_SHA256_TEXT], onex_error *err);
/* Puts the stored set `hash` in force again, as a new act with an event `rollback`. */
onex_status onex_rollback(onex_store *store, const char *hash, const char *actor, int64_t *event, onex_error *err);

#endif
