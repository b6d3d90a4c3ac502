/* What all acts of people share: who may act, the texts that go with an act, and how it is written into the record. */
#ifndef ONEX_ENGINE_ACT_H
#define ONEX_ENGINE_ACT_H

#include "base/arena.h"
#include "base/buffer.h"
#include "rules/rules.h"
#include "store/decision.h"

/* The bodies that act beside the colleges. */
#define ONEX_ACADEMIC_AFFAIRS "academic_affairs"
#define ONEX_LEADING_GROUP "leading_group"
#define ONEX_COMMISSION "commission"

/* USAGE with the nearest words when `actor` is no college's code, academic_affairs, leading_group or commission;
 * *college: whether it is a college. */
onex_status onex_act_actor(onex_store *store, const char *actor, bool *college, onex_error *err);
/* An actor as people call it: leading_group (领导小组), art. */
const char *onex_act_actor_text(const char *actor, char *buf, size_t size);
/* A text of the command line made clean (NFC, trimmed) in the arena; *out NULL when it is NULL or blank. USAGE when it
 * is not UTF-8 or holds control characters (line feeds and tabs are allowed with `lines`). `what` names it. */
onex_status onex_act_text(const char **out, onex_arena *arena, const char *text, bool lines, const char *what,
                          onex_error *err);
/* Stores the rule set that the act rests on, for the event at hand. */
onex_status onex_act_ruleset(onex_store *store, const onex_rules *rules, int64_t event, onex_error *err);
/* Appends the decision's event (`kind`: decide or waive) with its changes: the payload names the act and has the hash
 * of the rows written for it. `extra`: more of the payload, e.g. ",\"to\":\"declared\"". Fails when the event's number
 * is not the decision's. */
onex_status onex_act_event(onex_store *store, const char *kind, const onex_decision *decision, const char *extra,
                           const onex_change *changes, int nchanges, onex_error *err);

#endif
