/* Transitions: the steps of the procedure that people decide (Articles 5-18), guarded by the rules on the day of the
 * act. No other door changes a pilot's state. */
#ifndef ONEX_ENGINE_DECIDE_H
#define ONEX_ENGINE_DECIDE_H

#include "engine/guard.h"
#include "rules/rules.h"
#include "store/store.h"

typedef struct onex_decide_options {
    const char *pilot, *transition;        /* transition: by name or title */
    const char *actor, *document, *reason; /* document and reason: NULL or blank are none */
    onex_day day;
    bool only_judge; /* everything but the writing (replay) */
} onex_decide_options;

typedef struct onex_decide_result {
    int64_t decision, event; /* 0: refused */
    int transition;          /* in the program */
    const char *from, *to;   /* states; `from`: that of the day; `to` NULL: a step back that has nowhere to go */
    const char *document;    /* cleaned; NULL: none */
    const char **refusals;   /* why the act is refused, beside its guards, as sentences in the language set */
    int nrefusals;
    onex_guards guards; /* judged where the state allows the act; count 0: not judged, or it has none */
    onex_arena arena;
} onex_decide_result;

/* In one transaction, in which the guards are judged as of the day: writes the pilot's state and stamped dates, the
 * decision, the rule set and one event "decide"; or nothing at all.
 * USAGE: a word that is no actor. NOT_FOUND: no such pilot or transition (the nearest are named). REFUSED: the state on
 * the day, the actor, the document, the day, a need or what forbids is against it; *result has all the reasons. DATA:
 * the pilot's stored state is not what its decisions gave. *result is to be cleared in any case. */
onex_status onex_decide(onex_decide_result *result, onex_store *store, onex_rules *rules,
                        const onex_decide_options *options, onex_error *err);
void onex_decide_result_clear(onex_decide_result *result);

/* A pilot's state as people call it: running, 试点中 running. */
const char *onex_state_text(const char *state, char *buf, size_t size);

#endif
