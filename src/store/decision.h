/* Acts of people as they are recorded: transitions of pilots, and waivers. What may be decided is left to the engine.
 */
#ifndef ONEX_STORE_DECISION_H
#define ONEX_STORE_DECISION_H

#include "base/arena.h"
#include "model/verdict.h"
#include "store/store.h"

typedef struct onex_decision {
    int64_t number, event, after_event; /* its own event; its guards read the rows as they stood after the other one */
    bool waiver;                        /* else a transition */
    onex_subject kind;
    const char *subject;
    const char *act; /* name of the transition, or of the rule waived */
    const char *actor, *document, *reason, *decided_on;
    const char *from_state, *to_state, *stamps; /* of a transition; stamps: JSON array of columns */
    const char *ruleset, *grounds, *facts_hash; /* grounds: canonical JSON */
} onex_decision;

typedef struct onex_waiver {
    onex_subject kind;
    const char *subject, *rule;
    int64_t decision;
    const char *reason, *granted_by, *document, *granted_on, *until_on; /* until_on NULL: without end */
} onex_waiver;

/* The number that the next decision will have; 1 for the first. */
onex_status onex_decision_next(onex_store *store, int64_t *number, onex_error *err);
/* Both write inside the open transaction. A transition's subject is a pilot, which can no longer be deleted. */
onex_status onex_decision_insert(onex_store *store, const onex_decision *decision, onex_error *err);
onex_status onex_waiver_insert(onex_store *store, const onex_waiver *waiver, onex_error *err);

typedef struct onex_decision_query {
    int64_t number;      /* 0: all */
    onex_subject kind;   /* with `subject` only */
    const char *subject; /* NULL: all */
    bool transitions;    /* these only */
} onex_decision_query;

/* Calls fn for each decision in the order of numbers; what it is given lives until it returns. What fn returns other
 * than ONEX_OK ends the walk and is given back. */
typedef onex_status (*onex_decision_fn)(void *ctx, const onex_decision *decision, onex_error *err);
onex_status onex_decision_each(onex_store *store, const onex_decision_query *query, onex_decision_fn fn, void *ctx,
                               onex_error *err);
/* The last transition of a pilot; out->number 0: none. Its texts are put into the arena; grounds and ruleset are left
 * out. */
onex_status onex_decision_last(onex_decision *out, onex_store *store, const char *pilot, onex_arena *arena,
                               onex_error *err);
/* Number of the first decision about the subject (a waiver too), 0: none. */
onex_status onex_decision_of(onex_store *store, onex_subject kind, const char *code, int64_t *number, onex_error *err);
/* Number of the pilot's first transition, 0: none. */
onex_status onex_decision_of_pilot(onex_store *store, const char *pilot, size_t len, int64_t *number, onex_error *err);
/* Whether a transition of the pilot that a later one took back (its grounds name it as "undoes") was grounded on `rule`
 * being hit by these facts (its grounds: "hits":[{"rule":...,"facts_hash":...}]). */
onex_status onex_decision_taken_back(onex_store *store, const char *pilot, const char *rule, const char *facts_hash,
                                     bool *found, onex_error *err);

#endif
