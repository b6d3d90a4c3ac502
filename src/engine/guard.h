/* The guards of a transition: what its needs and what forbids it say of a pilot on a day, and what that rests on. */
#ifndef ONEX_ENGINE_GUARD_H
#define ONEX_ENGINE_GUARD_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/sha256.h"
#include "engine/check.h"

typedef struct onex_guard {
    onex_check_row row;          /* of the rule */
    bool forbids;                /* else a need */
    bool holds;                  /* the need is fulfilled; what forbids does not block */
    bool dismissed;              /* hit, but only by triggers that a dismissed proposal was about, on the same facts */
    const onex_check_row *rests; /* the rows of the members of outcomes, each once, in the order of the rules */
    int nrests;
} onex_guard;

typedef struct onex_guards {
    onex_guard *items; /* needs, then what forbids, as declared */
    int count, nfailed;
    /* Canonical JSON of the above and of each trigger that was hit with the facts that it read:
     * "needs":[rows],"forbids":[rows],"rests_on":[rows],"hits":[{"rule":…,"facts_hash":…,"facts":{…}}] */
    onex_buffer grounds;
    char facts_hash[ONEX_SHA256_TEXT]; /* of all facts and verdicts that were read */
    onex_arena arena;
} onex_guards;

/* Judges the guards inside the transaction that the caller has opened. NOT_FOUND when there is no such pilot; *out is
 * to be cleared in any case. */
onex_status onex_guards_judge(onex_guards *out, onex_store *store, onex_rules *rules, int transition, const char *pilot,
                              onex_day day, onex_error *err);
void onex_guards_clear(onex_guards *guards);

#endif
