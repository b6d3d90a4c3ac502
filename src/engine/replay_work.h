/* What the files of replay share. Not for other layers. */
#ifndef ONEX_ENGINE_REPLAY_WORK_H
#define ONEX_ENGINE_REPLAY_WORK_H

#include "engine/replay.h"

typedef struct onex_replaying {
    onex_store *store; /* as it is today */
    onex_store *then;  /* with the rows as they stood */
    onex_rules *rules;
    bool own_rules; /* those of its day, so that the same facts must be read */
    onex_replay_result *result;
    onex_replayed *item;
} onex_replaying;

/* replay.c: notes a difference; the texts are copied. */
onex_status onex_replay_note(onex_replaying *r, onex_subject kind, const char *code, const char *rule, const char *then,
                             const char *now, onex_error *err);

/* The rule set (hash) of the item. NOT_FOUND when there is no such run or decision. */
onex_status onex_replay_run_ruleset(onex_replaying *r, char hash[ONEX_SHA256_TEXT], onex_error *err);
onex_status onex_replay_decision_ruleset(onex_replaying *r, char hash[ONEX_SHA256_TEXT], onex_error *err);
/* Computes the item again on r->then with r->rules and notes what differs. */
onex_status onex_replay_run(onex_replaying *r, onex_error *err);
onex_status onex_replay_decision(onex_replaying *r, onex_error *err);

#endif
