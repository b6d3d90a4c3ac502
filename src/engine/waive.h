/* Waivers (情况说明): a shortfall of what is asked in principle, excused on record. */
#ifndef ONEX_ENGINE_WAIVE_H
#define ONEX_ENGINE_WAIVE_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/sha256.h"
#include "engine/check.h"

typedef struct onex_waive_options {
    onex_subject_ref subject; /* of the kind that the rule judges; it is there */
    int rule;
    const char *reason, *granted_by, *document;
    onex_day day;   /* of the act */
    onex_day until; /* the first day no longer excused; ONEX_DAY_NONE: without end */
} onex_waive_options;

typedef struct onex_waive_result {
    int64_t decision, event; /* 0: refused */
    int64_t replaces;        /* the decision of the waiver before for the same subject and rule; 0: there was none */
    onex_verdict before;     /* the verdict on the day, before the waiver */
} onex_waive_result;

/* In one transaction: writes the waiver, its decision, the rule set and one event "waive"; or nothing at all. A later
 * waiver for the same subject and rule replaces it.
 * USAGE: a word that is no actor, no reason, an end that is not after the day. NOT_FOUND: the subject is not there on
 * the day, or the rule is another college's. REFUSED: the rule is no condition in principle, the actor may not, or
 * there is no document. */
onex_status onex_waive(onex_waive_result *result, onex_store *store, onex_rules *rules,
                       const onex_waive_options *options, onex_error *err);

/* What a waiver is granted on, inside the caller's transaction: {"row":the rule's row of the subject on the day}, and
 * the hash of the facts that were read. NOT_FOUND as above. */
onex_status onex_waive_grounds(onex_buffer *grounds, char facts_hash[ONEX_SHA256_TEXT], onex_verdict *verdict,
                               onex_store *store, onex_rules *rules, onex_subject_ref subject, int rule, onex_day day,
                               onex_error *err);

#endif
