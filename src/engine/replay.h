/* Replay: recorded runs and decisions computed again on the rows of their day, with the rules of their day or others.
 */
#ifndef ONEX_ENGINE_REPLAY_H
#define ONEX_ENGINE_REPLAY_H

#include "base/arena.h"
#include "rules/rules.h"
#include "store/store.h"

typedef struct onex_replay_difference {
    onex_subject kind;
    const char *code;
    const char *rule;       /* or the transition of the decision, with states for verdicts */
    const char *then, *now; /* codes; NULL: there was, there is none (a transition: it would be refused) */
} onex_replay_difference;

typedef struct onex_replayed {
    bool run; /* else a decision */
    int64_t number, event, after_event;
    bool identical;
    bool other_facts; /* with the rules of its day: other facts were read */
    onex_replay_difference *differs;
    int ndiffers, cap;
} onex_replayed;

typedef struct onex_replay_options {
    bool all;                               /* every run and decision */
    bool run;                               /* else a decision: the one with */
    int64_t number;                         /* this number */
    onex_rules *rules;                      /* NULL: those of its day */
    const char *worker;                     /* these two as in onex_rules_options */
    bool unconfined;
    void (*progress)(void *ctx, long done); /* NULL: nobody asks */
    void *ctx;
} onex_replay_options;

typedef struct onex_replay_result { /* in the order of events; to be cleared in any case */
    onex_replayed *items;
    int count, cap;
    int ndiffering;
    bool unconfined; /* rule files of colleges ran without being confined */
    onex_arena arena;
} onex_replay_result;

/* NOT_FOUND: no run or decision of that number. DATA: its record is damaged. RULE: the rules of its day do not load any
 * more. Reads in one transaction of its own; the database stays as it is. */
onex_status onex_replay(onex_replay_result *out, onex_store *store, const onex_replay_options *options,
                        onex_error *err);
void onex_replay_result_clear(onex_replay_result *result);

#endif
